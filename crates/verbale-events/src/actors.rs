use verbale_doc::{Doc, Pos, TokenIdx, label};
use verbale_resolve::{ActorId, ActorKind, Cast};
use verbale_rules::syntax::{coordinated, is_word, prepositions};

/// The actors a noun phrase names, by its head: the mention it heads, else the mention before it ("Russian forces"),
/// else the one it belongs to ("the government of Syria", "the camp in Jordan").
pub(crate) fn actors_at(doc: &Doc, cast: &Cast, head: TokenIdx) -> Vec<ActorId> {
    // "the use of force"
    if doc.tag(head) == label::TAG_NN && doc.lemma(head) == "force" && doc.children(head).is_empty() {
        return Vec::new();
    }
    let several = several_nations(doc, cast, head);
    if several.len() > 1 {
        return several;
    }
    if let Some(mention) = cast.mention_headed(head) {
        return vec![mention.actor];
    }
    if !matches!(doc.pos(head), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj | Pos::Num) {
        return Vec::new();
    }
    if let Some(mention) = cast.mention_at(head).filter(|_| doc.pos(head) != Pos::Noun) {
        return vec![mention.actor];
    }
    // "Obama's running mate, Joe Biden": the name says who is meant, not the possessor.
    let mut named = doc.children(head).iter().copied().filter(|&child| doc.dep(child) == label::APPOS);
    if let Some(mention) = named.find_map(|child| cast.mention_headed(child)) {
        return vec![mention.actor];
    }
    // "Clinton's critics" are not Clinton; "the Iran deal" is about Iran, not made by it.
    let is_apart = APART.contains(&doc.lemma(head));
    let is_accord = ACCORDS.iter().any(|accord| doc.lemma(head).eq_ignore_ascii_case(accord));
    let stands_for = |child: &TokenIdx| {
        let is_person =
            || mention_here(cast, *child).is_some_and(|id| cast.actor(id).kind == ActorKind::Person);
        !(is_accord && doc.dep(*child) == label::COMPOUND || is_apart && is_person())
    };
    let before = modifiers(doc, head).filter(stands_for).filter_map(|child| mention_here(cast, child));
    let nearest = before.last().or_else(|| {
        // "Brazil's main oilworkers' confederation": the possessor of the possessor.
        let inner = modifiers(doc, head).filter(stands_for).flat_map(|child| modifiers(doc, child));
        inner.filter_map(|child| mention_here(cast, child)).last()
    });
    let belongs =
        || ["of", "from", "in", "throughout", "across"].iter().find_map(|word| after(doc, cast, head, word));
    nearest.or_else(belongs).into_iter().collect()
}

/// Those whom a person's name before them does not stand for.
const APART: [&str; 12] = [
    "adversary",
    "backer",
    "challenger",
    "critic",
    "detractor",
    "donor",
    "fan",
    "foe",
    "opponent",
    "rival",
    "supporter",
    "voter",
];

/// What is called by the country it is about.
const ACCORDS: [&str; 6] = ["accord", "agreement", "deal", "pact", "program", "treaty"];

/// "French and Egyptian warships", "the ministers of Chile and Peru": a plural noun with several nations to it.
fn several_nations(doc: &Doc, cast: &Cast, head: TokenIdx) -> Vec<ActorId> {
    if doc.tag(head) != label::TAG_NNS {
        return Vec::new();
    }
    let of = prepositions(doc, head).filter(|&prep| is_word(doc, prep, "of"));
    let of = of.filter_map(|prep| doc.child(prep, label::POBJ));
    let names = modifiers(doc, head).chain(of).flat_map(|name| coordinated(doc, name));
    let mut nations: Vec<ActorId> =
        names.filter_map(|name| cast.mention_headed(name)).map(|m| m.actor).collect();
    nations.retain(|&id| cast.actor(id).country.is_some() && cast.actor(id).kind != ActorKind::Person);
    let mut seen = Vec::new();
    nations.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    nations
}

fn modifiers(doc: &Doc, head: TokenIdx) -> impl Iterator<Item = TokenIdx> {
    let before = [label::POSS, label::AMOD, label::COMPOUND, label::NMOD];
    doc.children(head).iter().copied().filter(move |&child| before.contains(&doc.dep(child)))
}

/// The actor a word mentions, itself or as part of a longer name.
fn mention_here(cast: &Cast, token: TokenIdx) -> Option<ActorId> {
    cast.mention_headed(token).or_else(|| cast.mention_at(token)).map(|mention| mention.actor)
}

fn after(doc: &Doc, cast: &Cast, head: TokenIdx, word: &str) -> Option<ActorId> {
    let preposition = prepositions(doc, head).find(|&prep| is_word(doc, prep, word))?;
    let noun = doc.child(preposition, label::POBJ)?;
    let before = || modifiers(doc, noun).filter_map(|child| mention_here(cast, child)).last();
    mention_here(cast, noun).or_else(before)
}

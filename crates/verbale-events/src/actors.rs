use verbale_doc::{Doc, Pos, TokenIdx, label};
use verbale_resolve::{ActorId, ActorKind, Cast};
use verbale_rules::syntax::{coordinated, is_word, prepositions};

/// The actors a noun phrase names, by its head: the mention it heads, else the mention before it ("Russian forces"),
/// else the one it belongs to ("the government of Syria", "the camp in Jordan").
pub(crate) fn actors_at(doc: &Doc, cast: &Cast, head: TokenIdx) -> Vec<ActorId> {
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
    let before = modifiers(doc, head).filter_map(|child| mention_here(cast, child));
    let nearest = before.last().or_else(|| {
        // "Brazil's main oilworkers' confederation": the possessor of the possessor.
        let inner = modifiers(doc, head).flat_map(|child| modifiers(doc, child));
        inner.filter_map(|child| mention_here(cast, child)).last()
    });
    let belongs =
        || ["of", "from", "in", "throughout", "across"].iter().find_map(|word| after(doc, cast, head, word));
    nearest.or_else(belongs).into_iter().collect()
}

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

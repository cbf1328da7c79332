use verbale_doc::{Doc, Pos, TokenIdx, label};
use verbale_resolve::{ActorId, Cast};
use verbale_rules::syntax::{is_word, prepositions};

/// The actors a noun phrase names, by its head: the mention it heads, else the mention before it ("Russian forces"),
/// else the one it belongs to ("the government of Syria", "the camp in Jordan").
pub(crate) fn actors_at(doc: &Doc, cast: &Cast, head: TokenIdx) -> Vec<ActorId> {
    if let Some(mention) = cast.mention_headed(head) {
        return vec![mention.actor];
    }
    if !matches!(doc.pos(head), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj | Pos::Num) {
        return Vec::new();
    }
    if let Some(mention) = cast.mention_at(head).filter(|_| doc.pos(head) != Pos::Noun) {
        return vec![mention.actor];
    }
    let before =
        doc.children(head).iter().copied().filter(|&child| {
            matches!(doc.dep(child), label::POSS | label::AMOD | label::COMPOUND | label::NMOD)
        });
    let before: Vec<ActorId> = before.filter_map(|child| mention_here(cast, child)).collect();
    if let Some(&nearest) = before.last() {
        return vec![nearest];
    }
    ["of", "from", "in"].iter().find_map(|word| after(doc, cast, head, word)).into_iter().collect()
}

/// The actor a word mentions, itself or as part of a longer name.
fn mention_here(cast: &Cast, token: TokenIdx) -> Option<ActorId> {
    cast.mention_headed(token).or_else(|| cast.mention_at(token)).map(|mention| mention.actor)
}

fn after(doc: &Doc, cast: &Cast, head: TokenIdx, word: &str) -> Option<ActorId> {
    let preposition = prepositions(doc, head).find(|&prep| is_word(doc, prep, word))?;
    mention_here(cast, doc.child(preposition, label::POBJ)?)
}

use verbale_doc::{Doc, Pos, TokenIdx, label};

/// To which side of the day of publication an expression points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// The clause does not say.
    Open,
}

/// How many governors are looked at on the way up: a verb stands near its time.
const FAR: usize = 8;

/// Words whose time lies ahead even where they stand in the past: "was scheduled for Thursday", "a vote due on Monday".
const AHEAD: &[&str] =
    &["due", "schedule", "expect", "plan", "set", "slate", "upcoming", "forthcoming", "postpone", "adjourn"];

/// Where the clause around a token points: by its preposition, else by the tense and mood of the verb above.
pub(super) fn direction(doc: &Doc, token: TokenIdx) -> Direction {
    let mut below = token;
    for above in doc.ancestors(token).take(FAR) {
        match doc.lemma(above) {
            "until" | "till" | "ahead" if doc.pos(above) != Pos::Verb => return Direction::Future,
            "since" if doc.dep(below) != label::ADVCL => return Direction::Past,
            lemma if AHEAD.contains(&lemma) => return Direction::Future,
            _ => {}
        }
        if matches!(doc.pos(above), Pos::Verb | Pos::Aux) {
            match of_verb(doc, above) {
                // A participle or an infinitive without a tense of its own takes that of the verb above it.
                None => {}
                Some(direction) => return direction,
            }
        }
        below = above;
    }
    if matches!(doc.pos(token), Pos::Verb | Pos::Aux) {
        of_verb(doc, token).unwrap_or(Direction::Open)
    } else {
        Direction::Open
    }
}

fn of_verb(doc: &Doc, verb: TokenIdx) -> Option<Direction> {
    let auxiliaries = || {
        let children = doc.children(verb).iter().copied();
        children.filter(|&child| matches!(doc.dep(child), label::AUX | label::AUXPASS))
    };
    let has = |lemmas: &[&str]| auxiliaries().any(|aux| lemmas.contains(&doc.lemma(aux)));
    let is_perfect = has(&["have", "'ve"]);
    if has(&["will", "shall", "'ll", "wo", "ll"]) {
        return Some(Direction::Future);
    }
    if auxiliaries().any(|aux| doc.tag(aux) == label::TAG_MD) {
        return Some(if is_perfect { Direction::Past } else { Direction::Future });
    }
    let is_past_aux = auxiliaries().any(|aux| doc.tag(aux) == label::TAG_VBD);
    let is_present_aux = auxiliaries().any(|aux| matches!(doc.tag(aux), label::TAG_VBZ | label::TAG_VBP));
    match doc.tag(verb) {
        label::TAG_VBD => Some(Direction::Past),
        // "is to be held on Friday"
        label::TAG_VBN if !is_perfect && has(&["to"]) => Some(Direction::Future),
        label::TAG_VBN if is_perfect || is_past_aux || !is_present_aux => Some(Direction::Past),
        label::TAG_VBG if is_perfect || is_past_aux => Some(Direction::Past),
        // "is meeting them on Friday" looks ahead.
        label::TAG_VBG if is_present_aux => Some(Direction::Future),
        label::TAG_VBG => None,
        label::TAG_VB if is_perfect => Some(Direction::Past),
        // "agreed to meet on Friday"
        label::TAG_VB if has(&["to"]) => Some(Direction::Future),
        label::TAG_VB if has(&["do"]) && is_past_aux => Some(Direction::Past),
        _ => Some(Direction::Open),
    }
}

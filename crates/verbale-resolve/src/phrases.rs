use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};

/// Words farther than this from its head are no part of a mention.
const WIDEST: u32 = 24;

/// The words before a head that belong to it, and the head: "the US Secretary of State John Kerry" for "Kerry".
///
/// Relative clauses, appositions and conjuncts after the head are left out.
pub(crate) fn phrase(doc: &Doc, head: TokenIdx) -> Span<Tok> {
    let mut start = head.0;
    for &child in doc.children(head).iter().rev().filter(|child| **child < head) {
        let belongs = matches!(
            doc.dep(child),
            label::DET
                | label::COMPOUND
                | label::AMOD
                | label::NUMMOD
                | label::NMOD
                | label::POSS
                | label::PREDET
                | label::QUANTMOD
                | label::ADVMOD
                | label::PUNCT
                | label::CASE
                | label::APPOS
        );
        let subtree = doc.subtree(child);
        let is_mark = doc.dep(child) == label::PUNCT && !matches!(doc.word(child), "-" | "–" | "/" | "'");
        if !belongs || is_mark || subtree.end() != start || head.0 - subtree.start() > WIDEST {
            break;
        }
        start = subtree.start();
    }
    Span::new(start, head.0 + 1)
}

/// The phrase with "of …" after the head, which names whose it is: "president of the Russian Federation".
pub(crate) fn with_of(doc: &Doc, head: TokenIdx) -> Span<Tok> {
    let before = phrase(doc, head);
    let Some(of) = of_child(doc, head) else { return before };
    let Some(object) = doc.child(of, label::POBJ) else { return before };
    let last = phrase_end(doc, object);
    if last > head.0 && last - head.0 <= WIDEST { Span::new(before.start(), last) } else { before }
}

/// The "of" under a noun, where it follows directly.
fn of_child(doc: &Doc, head: TokenIdx) -> Option<TokenIdx> {
    let next = head.0 + 1;
    doc.children(head)
        .iter()
        .copied()
        .find(|child| child.0 == next && doc.dep(*child) == label::PREP && doc.word(*child) == "of")
}

/// One past the last word of the object of "of": its own words, and again an "of …" below it.
fn phrase_end(doc: &Doc, object: TokenIdx) -> u32 {
    let mut end = object.0 + 1;
    if let Some(of) = of_child(doc, object)
        && let Some(inner) = doc.child(of, label::POBJ)
    {
        end = end.max(inner.0 + 1);
    }
    end
}

/// The token of a span that governs the others.
pub(crate) fn head_of(doc: &Doc, tokens: Span<Tok>) -> TokenIdx {
    let governs = |token: &TokenIdx| doc.is_root(*token) || !tokens.has(doc.head(*token));
    // Of several, the last that is a noun: the parser sometimes hangs a first name elsewhere.
    let mut heads = tokens.tokens().rev().filter(governs);
    let last = TokenIdx(tokens.end().saturating_sub(1).max(tokens.start()));
    let first = heads.next().unwrap_or(last);
    if matches!(doc.pos(first), Pos::Propn | Pos::Noun | Pos::Pron) {
        first
    } else {
        heads.find(|&token| matches!(doc.pos(token), Pos::Propn | Pos::Noun)).unwrap_or(first)
    }
}

/// The token that stands for a whole coordination: "Kerry" and "Lavrov" hang on the first of them.
pub(crate) fn coordination_head(doc: &Doc, token: TokenIdx) -> TokenIdx {
    let mut at = token;
    for _ in 0..32 {
        if doc.dep(at) != label::CONJ || doc.is_root(at) {
            break;
        }
        at = doc.head(at);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const LADY: &str = "\
1\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_
2\tDutch\tdutch\tADJ\tJJ\t_\t4\tamod\t_\t_
3\tforeign\tforeign\tADJ\tJJ\t_\t4\tamod\t_\t_
4\tminister\tminister\tNOUN\tNN\t_\t7\tnsubj\t_\t_
5\tof\tof\tADP\tIN\t_\t4\tprep\t_\t_
6\ttrade\ttrade\tNOUN\tNN\t_\t5\tpobj\t_\t_
7\tleft\tleave\tVERB\tVBD\t_\t0\tROOT\t_\t_
";

    #[test]
    fn what_belongs_to_a_head() {
        let doc = Doc::from_conllu(LADY).unwrap();
        assert_eq!(doc.str(phrase(&doc, TokenIdx(3))), "the Dutch foreign minister");
        assert_eq!(doc.str(with_of(&doc, TokenIdx(3))), "the Dutch foreign minister of trade");
        assert_eq!(head_of(&doc, Span::new(1, 4)), TokenIdx(3));
    }
}

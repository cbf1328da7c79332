use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use super::reasons::{Reasons, step, yes};
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::quote::Quote;
use crate::scene::{Scene, is_mark};

/// One place where content may start or end.
pub(crate) struct Edge {
    /// The content with this edge.
    pub(crate) piece: Span<Tok>,
    pub(crate) reasons: Reasons,
}

/// No more places than this are weighed for one edge.
const MOST: usize = 24;

/// Where content that follows its cue may end, and what tells where it does.
impl Scene<'_> {
    /// The places where content may end, the rule's own among them. `limit` is the end of the cue's sentence as a
    /// reader sees it.
    pub(crate) fn ends(&self, draft: &Draft, piece: Span<Tok>, limit: u32, is_named: bool) -> Vec<Edge> {
        let mut ends: Vec<u32> = Vec::new();
        let least = piece.start() + 1;
        let may_end = |at: u32| {
            let token = TokenIdx(at);
            let word = self.doc.word(token);
            matches!(word, "," | ";" | ":" | "—" | "–" | "--" | "-" | "(" | "." | "…" | "...")
                || matches!(self.doc.pos(token), Pos::Cconj | Pos::Sconj | Pos::Adp)
                || matches!(
                    self.doc.tag(token),
                    label::TAG_TO | label::TAG_VBG | label::TAG_WDT | label::TAG_WP | label::TAG_WRB
                )
                || self.is_time(token)
                || is_mark(word)
                || is_mark(self.doc.word(TokenIdx(at - 1)))
                || at + 1 == limit
        };
        for at in (least..limit).filter(|&at| may_end(at)) {
            let end = self.trim(Span::new(piece.start(), at)).end();
            // Marks that close belong to what they close.
            let closes = |quote: &&Quote| {
                let rest = Span::<Tok>::new(end, quote.tokens.end());
                quote.tokens.start() < end && rest.tokens().all(|token| self.doc.pos(token) == Pos::Punct)
            };
            ends.push(self.quote_at(TokenIdx(end)).filter(closes).map_or(end, |quote| quote.tokens.end()));
        }
        ends.push(self.trim(Span::new(piece.start(), limit)).end());
        let farthest = self.paper_goes_on(draft, piece, limit);
        ends.retain(|&end| end > piece.start() && end <= farthest && !self.cuts_utterance(end));
        ends.dedup();
        if !ends.contains(&piece.end()) {
            ends.push(piece.end());
            ends.sort_unstable();
        }
        if ends.len() > MOST {
            // Those around the rule's own end.
            let own = ends.iter().position(|&end| end == piece.end()).unwrap_or_default();
            let from = own.saturating_sub(MOST / 2).min(ends.len() - MOST);
            ends = ends[from..from + MOST].to_vec();
        }
        let to_edge = |end: u32| {
            let reasons = self.end_reasons(draft, piece, end, limit, is_named);
            Edge { piece: Span::new(piece.start(), end), reasons }
        };
        ends.into_iter().map(to_edge).collect()
    }

    /// Where the paper's own telling goes on for certain: with what the cue itself hangs on ("Berg, who said it was
    /// open, left"), with what else hangs on the one who speaks there, with the next cue, or with another tense after "and".
    fn paper_goes_on(&self, draft: &Draft, piece: Span<Tok>, limit: u32) -> u32 {
        let rest = Span::<Tok>::new(piece.end().min(limit), limit);
        let above =
            self.doc.ancestors(draft.head).filter(|above| rest.has(*above)).map(|above| above.0).min();
        let is_relative = matches!(self.doc.dep(draft.head), label::RELCL | label::ACL);
        let antecedent = self.doc.head(draft.head);
        let beside = rest.tokens().find(|&token| {
            is_relative && self.doc.head(token) == antecedent && self.doc.pos(token) == Pos::Verb
        });
        let beside = beside.map(|beside| self.doc.subtree(beside).start());
        let next_cue = self.without_next_cue(draft.head, Span::new(piece.start(), limit)).end();
        // "said it is open, and he left": hung on the cue, with a subject of its own and in another tense.
        let said = Span::<Tok>::new(piece.start(), piece.end()).tokens().find(|&token| self.is_finite(token));
        let is_present =
            said.is_some_and(|said| matches!(self.doc.tag(said), label::TAG_VBZ | label::TAG_VBP));
        let told = self.children(draft.head, &[label::CONJ]).find(|&told| {
            let subject = self.subject_of(told).filter(|&subject| rest.has(subject) && subject < told);
            is_present && subject.is_some() && self.doc.tag(told) == label::TAG_VBD
        });
        let told = told.map(|told| self.doc.subtree(told).start());
        [above, beside, told].into_iter().flatten().fold(next_cue, u32::min).max(piece.end())
    }

    /// Whether an edge before this token would cut a quotation that reads as someone's words.
    pub(crate) fn cuts_utterance(&self, at: u32) -> bool {
        let quote = self.quote_at(TokenIdx(at));
        quote.is_some_and(|quote| quote.is_utterance && quote.tokens.start() < at)
    }

    fn end_reasons(&self, draft: &Draft, piece: Span<Tok>, end: u32, limit: u32, is_named: bool) -> Reasons {
        let mut reasons = Reasons::new(is_named);
        let add = &mut reasons;
        let doc = self.doc;
        let lemma = self.lower_lemma(draft.head);
        let own = match end.cmp(&piece.end()) {
            std::cmp::Ordering::Less => "earlier",
            std::cmp::Ordering::Equal => "same",
            std::cmp::Ordering::Greater => "later",
        };
        add.add(&["own", own]);
        add.add(&["own rule", own, draft.rule]);
        add.add(&["own lemma", own, &lemma]);
        let content = Span::<Tok>::new(piece.start(), end);
        let last = TokenIdx(end - 1);
        let first = self.lower(TokenIdx(piece.start()));
        let is_at_limit = self.trim(Span::new(piece.start(), limit)).end() == end;
        add.add(&["limit", yes(is_at_limit), own]);
        add.add(&["last", self.tag_name(last)]);
        add.add(&["length", step(content.len())]);
        let clause = yes(content.tokens().any(|token| self.is_finite(token)));
        add.add(&["clause", clause, draft.rule]);
        if let Some(quote) = self.quote_at(last) {
            let is_cut = end < quote.tokens.end();
            let from_start = quote.tokens.start() <= piece.start() + 1;
            let ended = if is_cut { "cut" } else { "whole" };
            add.add(&["quote", ended, yes(quote.is_utterance), yes(from_start)]);
            add.add(&["quote end", ended, yes(self.ends_inside(quote)), yes(from_start), yes(is_at_limit)]);
        } else {
            add.add(&["quote", "none"]);
        }
        let is_left_open = content.tokens().any(|token| {
            let head = doc.head(token).0;
            (end..limit).contains(&head) && doc.pos(token) != Pos::Punct
        });
        add.add(&["open", yes(is_left_open), own]);
        if is_at_limit || end >= limit {
            return reasons;
        }
        let next = TokenIdx(end);
        let word = self.lower(next);
        add.add(&["next", &word]);
        add.add(&["last next", self.tag_name(last), &word]);
        let Some(opens) = (end..limit).map(TokenIdx).find(|&token| doc.pos(token) != Pos::Punct) else {
            return reasons;
        };
        let opening = self.lower(opens);
        let opening_tag = self.tag_name(opens);
        let comma = if opens.0 > end { word.as_str() } else { "" };
        add.add(&["opens", comma, &opening]);
        add.add(&["opens tag", comma, opening_tag]);
        add.add(&["opens own", comma, &opening, own]);
        add.add(&["opens first", &first, comma, &opening]);
        // What the words after the edge hang on.
        let rest = Span::<Tok>::new(end, limit);
        let mut top = opens;
        for _ in 0..32 {
            let head = doc.head(top);
            if head == top || !rest.has(head) {
                break;
            }
            top = head;
        }
        let above = doc.head(top);
        let place = if above == draft.head {
            "cue"
        } else if content.has(above) {
            "content"
        } else if above == top {
            "root"
        } else if doc.is_under(draft.head, above) {
            "above"
        } else {
            "other"
        };
        let dep = self.dep_name(top);
        add.add(&["hangs", dep, place]);
        add.add(&["hangs own", dep, place, own]);
        add.add(&["hangs opens", dep, place, &opening]);
        add.add(&["hangs comma", dep, place, comma, clause]);
        add.add(&["hangs tag", place, self.tag_name(top), comma]);
        if place == "content" {
            add.add(&["hangs above", dep, self.tag_name(above)]);
            add.add(&["hangs near", dep, step(end - above.0)]);
        }
        // What is said stands in one tense, what the paper adds perhaps in another.
        let tense = |span: Span<Tok>| {
            let found = span.tokens().take(24).find(|&token| self.is_finite(token));
            found.map_or("none", |token| self.tag_name(token))
        };
        let tenses = (tense(content), tense(rest));
        add.add(&["tense", tenses.0, tenses.1, self.tag_name(draft.head)]);
        let next_verb = rest.tokens().take(8).find(|&token| doc.pos(token) == Pos::Verb);
        if let Some(verb) = next_verb {
            let is_cue = self.verb_frames(verb).has_any(Frames::CLAUSE.with(Frames::LABEL));
            add.add(&["next verb", yes(is_cue), comma, self.tag_name(verb)]);
            add.add(&["next verb own", yes(is_cue), own, self.tag_name(verb)]);
        }
        let rest_marks = rest.tokens().any(|token| is_mark(doc.word(token)));
        add.add(&["marks after", yes(rest_marks), yes(self.quote_at(last).is_some())]);
        add.add(&["time", yes(self.is_time(opens)), own]);
        add.add(&["rest", step(rest.len()), own]);
        reasons
    }
}

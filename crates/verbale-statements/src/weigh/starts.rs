use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use super::edges::Edge;
use super::reasons::{Reasons, step, yes};
use crate::draft::Draft;
use crate::scene::{Scene, is_mark};

/// No more places than this are weighed for one edge.
const MOST: usize = 16;

/// Where content may start, and what tells where it does.
impl Scene<'_> {
    /// The places where content that follows its cue may start, the rule's own among them.
    pub(crate) fn starts(&self, draft: &Draft, piece: Span<Tok>, is_named: bool) -> Vec<Edge> {
        const FARTHEST: u32 = 24;
        let doc = self.doc;
        let from = draft.cue.end();
        let reach = Span::<Tok>::new(from, piece.end().min(piece.start() + FARTHEST));
        let mut starts = vec![from, piece.start()];
        for &child in doc.children(draft.head).iter().filter(|&&child| reach.has(child)) {
            let start = doc.subtree(child).start().max(from);
            starts.push(start);
            if doc.dep(child) == label::PREP {
                starts.push(child.0 + 1);
            }
            // "accused him of lying": after the first object.
            starts.push(doc.subtree(child).end());
        }
        for token in reach.tokens() {
            let word = doc.word(token);
            let is_link = matches!(word, "that" | "whether" | "if" | "how" | "why" | "what" | "as");
            let opens_quote = self.quote_at(token).is_some_and(|quote| quote.tokens.start() == token.0);
            starts.extend((is_link || opens_quote).then_some(token.0));
        }
        self.to_starts(draft, piece, starts, is_named)
    }

    /// The places where content that stands before its cue may start, the rule's own among them.
    pub(crate) fn leads(&self, draft: &Draft, piece: Span<Tok>, floor: u32, is_named: bool) -> Vec<Edge> {
        const FARTHEST: u32 = 32;
        // A bracket that opens keeps out what stands before it.
        let opens = |at: &u32| matches!(self.doc.word(TokenIdx(*at)), "(" | "[");
        let bracket = (floor.min(piece.start())..piece.start()).rev().find(opens);
        let from = bracket.map_or(floor.min(piece.start()), |bracket| bracket + 1);
        let mut starts = vec![from, piece.start()];
        for token in Span::<Tok>::new(from, piece.end().min(from + FARTHEST)).tokens() {
            let word = self.doc.word(token);
            let parts = matches!(word, "," | ";" | ":" | "—" | "–" | "--" | "-" | ")")
                || matches!(self.doc.pos(token), Pos::Cconj | Pos::Sconj);
            starts.extend(parts.then_some(token.0 + 1));
            let opens_quote = self.quote_at(token).is_some_and(|quote| quote.tokens.start() == token.0);
            starts.extend(opens_quote.then_some(token.0));
        }
        self.to_starts(draft, piece, starts, is_named)
    }

    fn to_starts(&self, draft: &Draft, piece: Span<Tok>, mut starts: Vec<u32>, is_named: bool) -> Vec<Edge> {
        for start in &mut starts {
            *start = self.trim(Span::new(*start, piece.end())).start();
        }
        starts.retain(|&start| start < piece.end() && !self.cuts_utterance(start));
        starts.push(piece.start());
        starts.sort_unstable();
        starts.dedup();
        if starts.len() > MOST {
            let own = starts.iter().position(|&start| start == piece.start()).unwrap_or_default();
            let from = own.saturating_sub(MOST / 2).min(starts.len() - MOST);
            starts = starts[from..from + MOST].to_vec();
        }
        let first = starts.first().copied().unwrap_or_default();
        let to_edge = |start: u32| {
            let reasons = self.start_reasons(draft, piece, start, first, is_named);
            Edge { piece: Span::new(start, piece.end()), reasons }
        };
        starts.iter().map(|&start| to_edge(start)).collect()
    }

    fn start_reasons(
        &self,
        draft: &Draft,
        piece: Span<Tok>,
        start: u32,
        first: u32,
        is_named: bool,
    ) -> Reasons {
        let mut reasons = Reasons::new(is_named);
        let add = &mut reasons;
        let doc = self.doc;
        let lemma = self.lower_lemma(draft.head);
        let own = match start.cmp(&piece.start()) {
            std::cmp::Ordering::Less => "earlier",
            std::cmp::Ordering::Equal => "same",
            std::cmp::Ordering::Greater => "later",
        };
        let at = TokenIdx(start);
        let word = self.lower(at);
        let tag = self.tag_name(at);
        add.add(&["own", own]);
        add.add(&["own rule", own, draft.rule]);
        add.add(&["own lemma", own, &lemma, draft.rule]);
        add.add(&["word", &word]);
        add.add(&["word lemma", &word, &lemma]);
        add.add(&["tag rule", tag, draft.rule]);
        add.add(&["first", yes(start == first), own]);
        let before = start.checked_sub(1).map(TokenIdx);
        let before_word = before.map_or_else(String::new, |before| self.lower(before));
        add.add(&["before", &before_word]);
        add.add(&["before word", &before_word, &word]);
        // What the first words hang on.
        let rest = Span::<Tok>::new(start, piece.end());
        let mut top = at;
        for _ in 0..32 {
            let head = doc.head(top);
            if head == top || !rest.has(head) {
                break;
            }
            top = head;
        }
        let dep = self.dep_name(top);
        let hangs_on_cue = yes(doc.head(top) == draft.head);
        add.add(&["hangs", dep, hangs_on_cue]);
        add.add(&["hangs rule", dep, hangs_on_cue, draft.rule]);
        add.add(&["hangs lemma", dep, hangs_on_cue, &lemma]);
        let opens_quote = self.quote_at(at).is_some_and(|quote| quote.tokens.start() == start);
        let cuts_quote = !opens_quote && self.quote_at(at).is_some();
        let mark = if opens_quote {
            "opens"
        } else if cuts_quote {
            "inside"
        } else {
            "none"
        };
        add.add(&["mark", mark, draft.rule]);
        add.add(&["mark lemma", mark, &lemma]);
        add.add(&["mark own", mark, own]);
        let skipped = Span::<Tok>::new(first.min(start), start);
        add.add(&["skipped", step(skipped.len())]);
        if skipped.is_empty() {
            return reasons;
        }
        let skipped_first = TokenIdx(skipped.start());
        add.add(&["skips", &self.lower(skipped_first), draft.rule]);
        add.add(&["skips tag", self.tag_name(skipped_first), draft.rule]);
        add.add(&["skips clause", yes(skipped.tokens().any(|token| self.is_finite(token))), &before_word]);
        add.add(&["skips mark", yes(skipped.tokens().any(|token| is_mark(doc.word(token)))), mark]);
        let holds_cue = skipped.has(draft.head);
        add.add(&["skips cue", yes(holds_cue)]);
        for &child in doc.children(draft.head).iter().filter(|&&child| skipped.has(child)) {
            let dep = self.dep_name(child);
            add.add(&["skips part", dep, &lemma]);
            add.add(&["skips part rule", dep, draft.rule, own]);
            add.add(&["skips party", dep, &self.party_kind(child), draft.rule]);
        }
        let is_tied = skipped.tokens().any(|token| rest.has(doc.head(token)) && doc.pos(token) != Pos::Punct);
        let ties_back =
            rest.tokens().any(|token| skipped.has(doc.head(token)) && doc.pos(token) != Pos::Punct);
        add.add(&["tied", yes(is_tied), yes(ties_back), own]);
        let skipped_dep = self.dep_name(skipped_first);
        add.add(&["skips dep", skipped_dep, draft.rule, &before_word]);
        add.add(&["skips time", yes(self.is_time(skipped_first)), own]);
        reasons
    }
}

use std::collections::BTreeMap;

use verbale_doc::{Article, Doc, Span, Tok, TokenIdx, label};
use verbale_resolve::Cast;

use crate::chain::to_statements;
use crate::cue::VerbCue;
use crate::draft::Draft;
use crate::lexicon::{Frames, Lexicon, RuleError};
use crate::quote::Quote;
use crate::scene::{Scene, Unit};
use crate::statement::Statement;
use crate::weigh::{Decision, NearStatement, Notes, WeightError, Weights};

/// The rule files of the project.
const RULES: [&str; 3] = [
    include_str!("../../../rules/statements/verbs.toml"),
    include_str!("../../../rules/statements/nouns.toml"),
    include_str!("../../../rules/statements/shapes.toml"),
];

/// What was learned; see `weights/SOURCE.md`.
const WEIGHTS: &str = include_str!("../weights/weights.tsv");

/// Finds the statements of a document.
#[derive(Clone, Debug)]
pub struct StatementFinder {
    lexicon: Lexicon,
    weights: Weights,
    version: String,
}

impl StatementFinder {
    /// A finder with the cue words of these rule files, in the form of `rules/statements/*.toml`.
    ///
    /// # Errors
    /// The first rule that cannot be read.
    pub fn new(rule_files: &[&str]) -> Result<Self, RuleError> {
        let mut hasher = blake3::Hasher::new();
        for text in rule_files {
            hasher.update(text.as_bytes()).update(&[0]);
        }
        let version = format!("blake3:{}", hasher.finalize().to_hex());
        Ok(Self { lexicon: Lexicon::read(rule_files)?, weights: Weights::default(), version })
    }

    /// With weights for what rules leave open, as `cargo xtask train statements` writes them. Without any, the rules
    /// decide alone.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn with_weights(mut self, text: &str) -> Result<Self, WeightError> {
        self.weights = Weights::read(text)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.version.as_bytes()).update(text.as_bytes());
        self.version = format!("blake3:{}", hasher.finalize().to_hex());
        Ok(self)
    }

    /// A hash over the rule files.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What each rule is for, by its id.
    pub fn reasons(&self) -> &BTreeMap<String, String> {
        self.lexicon.reasons()
    }

    /// What was almost taken for a statement, in text order, with what weighed against it.
    pub fn near(&self, article: &Article, doc: &Doc, cast: &Cast) -> Vec<NearStatement> {
        let decisions = self.decisions(article, doc, cast);
        decisions.iter().filter_map(|decision| self.weights.near(decision)).collect()
    }

    /// The statements of a document, in text order, a parent before what stands inside it.
    pub fn find(&self, article: &Article, doc: &Doc, cast: &Cast) -> Vec<Statement> {
        let scene = Scene::new(article, doc, cast, &self.lexicon, &self.weights);
        let drafts = scene.drafts(&mut Notes::default());
        to_statements(&scene, drafts)
    }

    /// All that is weighed on the way, with every choice and its reasons: to learn from, and to explain.
    pub fn decisions(&self, article: &Article, doc: &Doc, cast: &Cast) -> Vec<Decision> {
        let scene = Scene::new(article, doc, cast, &self.lexicon, &self.weights);
        let mut notes = Notes { is_kept: true, decisions: Vec::new() };
        scene.drafts(&mut notes);
        notes.decisions
    }
}

impl Default for StatementFinder {
    /// With the project's own rules.
    fn default() -> Self {
        let finder = Self::new(&RULES).expect("a test reads the project's rules");
        finder.with_weights(WEIGHTS).expect("a test reads the project's weights")
    }
}

impl Scene<'_> {
    fn drafts(&self, notes: &mut Notes) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for (number, unit) in self.units.iter().enumerate() {
            let first = drafts.len();
            let mut found = self.drafts_of_unit(unit);
            self.add_phrases(unit, &mut found);
            self.add_headline(unit, &mut found);
            found.extend(self.tail_of_headline(unit, &found));
            for signed in self.signed_lines(unit) {
                let piece = signed.pieces[0];
                found.retain(|draft| !draft.covers(piece));
                found.push(signed);
            }
            found.extend(self.signed_draft(unit, &found));
            found.extend(
                self.signed_below(unit)
                    .filter(|below| !drafts.iter().any(|draft| draft.covers(below.pieces[0]))),
            );
            self.weigh(unit, &mut found, notes);
            drafts.append(&mut found);
            self.block_quote(number, unit, &mut drafts);
            self.continue_turn(unit, &mut drafts, first);
            self.continue_quotes(number, unit, &mut drafts, first);
        }
        drafts
    }

    /// The statements of one unit whose cue is a verb.
    fn drafts_of_unit(&self, unit: &Unit) -> Vec<Draft> {
        let cues: Vec<VerbCue> = unit.tokens.tokens().filter_map(|token| self.verb_cue(token)).collect();
        let mut drafts: Vec<Draft> = Vec::new();
        self.quotes_before_cues(unit, &cues, &mut drafts);
        for cue in &cues {
            if !drafts.iter().any(|draft| draft.head == cue.verb) {
                let found = self.draft_after_as(cue, unit).or_else(|| self.draft_after(cue, unit));
                drafts.extend(found.map(|found| self.without_others_quotes(found, &drafts)));
            }
        }
        for quote in self.quotes_in(unit.tokens) {
            self.quote_after_cue(quote, unit, &mut drafts);
        }
        let mut from = unit.tokens.start();
        for cue in cues.iter().filter(|cue| !self.in_utterance(cue.verb)) {
            if let Some(draft) = drafts.iter().find(|draft| draft.head == cue.verb) {
                let is_before = draft.pieces.last().is_some_and(|piece| piece.end() <= cue.start);
                from = if is_before { cue.end } else { from };
                continue;
            }
            let is_inside = drafts.iter().any(|draft| draft.holds(cue.verb));
            if !is_inside && let Some(draft) = self.draft_before(cue, unit, from) {
                from = cue.end;
                drafts.push(draft);
            }
        }
        for draft in &mut drafts {
            self.widen_to_quotes(draft);
        }
        drafts
    }

    /// What is quoted with a cue of its own after it belongs to that cue: "the effect it said the plan would have:
    /// “…,” the union wrote".
    fn without_others_quotes(&self, mut draft: Draft, others: &[Draft]) -> Draft {
        let whole = draft.pieces.clone();
        let cue_start = draft.cue.start();
        for other in others.iter().filter(|other| other.cue.start() > cue_start) {
            let quoted = other.pieces.iter().filter(|piece| {
                self.quote_at(TokenIdx(piece.start())).is_some_and(|quote| quote.is_utterance)
            });
            for piece in
                quoted.filter(|piece| !whole.iter().any(|own| own.has(other.head) && own.covers(**piece)))
            {
                draft.cut(*piece);
            }
        }
        draft.pieces =
            draft.pieces.iter().map(|&piece| self.trim(piece)).filter(|piece| !piece.is_empty()).collect();
        draft.pieces.truncate(whole.len());
        if draft.pieces.is_empty() {
            draft.pieces = whole;
        }
        draft
    }

    pub(crate) fn quotes_in(&self, tokens: Span<Tok>) -> &[Quote] {
        let from = self.quotes.partition_point(|quote| quote.tokens.start() < tokens.start());
        let to = self.quotes.partition_point(|quote| quote.tokens.start() < tokens.end());
        &self.quotes[from..to]
    }

    /// "“…,” Lavrov said": the quotation, and the words of its sentence before it.
    fn quotes_before_cues(&self, unit: &Unit, cues: &[VerbCue], drafts: &mut Vec<Draft>) {
        let mut from = unit.tokens.start();
        for quote in self.quotes_in(unit.tokens) {
            let Some(cue) = self.cue_after_quote(quote) else { continue };
            let complement = (!quote.is_utterance).then(|| self.draft_after(&cue, unit)).flatten();
            if complement.is_some() || drafts.iter().any(|draft| draft.head == cue.verb) {
                continue;
            }
            let is_led_in = |other: &&VerbCue| {
                (from..quote.tokens.start()).contains(&other.verb.0) && !self.in_utterance(other.verb)
            };
            let led_in = cues
                .iter()
                .filter(is_led_in)
                .any(|other| other.frames.has_any(Frames::CLAUSE.with(Frames::QUOTE).with(Frames::LABEL)));
            let is_bracketed = quote.tokens.start() > 0
                && match self.doc.word(TokenIdx(quote.tokens.start() - 1)) {
                    "(" | "[" => true,
                    ":" => quote.is_utterance,
                    _ => false,
                };
            let start = if led_in || is_bracketed { quote.tokens.start() } else { from };
            if led_in && !quote.is_utterance {
                continue;
            }
            let mut draft = self.draft_of(&cue, "statements.quote");
            self.give(&mut draft, quote, start.min(quote.tokens.start()));
            from = cue.end;
            drafts.push(draft);
        }
    }

    /// "Lavrov said: “…”", and "…,” he said, “…”".
    fn quote_after_cue(&self, quote: &Quote, unit: &Unit, drafts: &mut Vec<Draft>) {
        if drafts.iter().any(|draft| draft.covers(quote.tokens) || draft.covers(quote.inner)) {
            return;
        }
        let Some(cue) = self.cue_before_quote(quote, unit) else {
            drafts.extend(self.colon_draft(quote, unit));
            return;
        };
        let gap = Span::<Tok>::new(cue.group.end(), quote.tokens.start());
        let is_naming = cue.frames.has(Frames::LABEL) && cue.speaker.is_none();
        if is_naming && !quote.is_utterance {
            return;
        }
        if cue.frames.has(Frames::LABEL) && !gap.is_empty() && !quote.is_utterance {
            // "called the plan “a disgrace”": what is called so is part of the content.
            let mut draft = self.draft_of(&cue, "statements.label");
            draft.add(self.trim(gap.join(quote.tokens)));
            drafts.retain(|draft| draft.head != cue.verb);
            drafts.push(draft);
            return;
        }
        match drafts.iter_mut().find(|draft| draft.head == cue.verb) {
            Some(draft) => draft.add(quote.tokens),
            None if cue.frames.has(Frames::QUOTE) || cue.frames == Frames::default() => {
                let mut draft = self.draft_of(&cue, "statements.quote");
                draft.add(quote.tokens);
                self.add_halves(&mut draft, &cue, quote, unit, drafts);
                drafts.push(draft);
            }
            None => {}
        }
    }

    /// "The problem, he said, is that “…”": what stands before the cue and after it makes one sentence.
    fn add_halves(&self, draft: &mut Draft, cue: &VerbCue, quote: &Quote, unit: &Unit, drafts: &[Draft]) {
        let Some(before) = self.previous_solid(cue.start).filter(|&before| self.doc.word(before) == ",")
        else {
            return;
        };
        let after = TokenIdx(cue.end);
        if !unit.tokens.has(before) || cue.end >= quote.tokens.start() || self.doc.word(after) != "," {
            return;
        }
        let gap = self.trim(Span::new(cue.end + 1, quote.tokens.start()));
        let from = drafts.iter().map(Draft::end).filter(|&end| end <= before.0).max();
        let ends = |token: &TokenIdx| {
            matches!(self.doc.word(*token), "." | "?" | "!" | ";") || self.quote_at(*token).is_some()
        };
        let own = Span::<Tok>::new(unit.tokens.start(), before.0);
        let floor = own.tokens().rev().find(ends).map_or(own.start(), |token| token.0 + 1);
        let left = self.trim(Span::new(floor.max(from.unwrap_or_default()), before.0));
        let goes_on = !gap.is_empty() || !self.starts_upper(quote);
        if goes_on && left.len() > 1 {
            draft.add(left);
            draft.add(gap.join(quote.tokens));
        }
    }

    /// A quotation is not cut: where the content takes part in one that stands beside the cue, it takes all of it.
    pub(crate) fn widen_to_quotes(&self, draft: &mut Draft) {
        let quotes = |draft: &Draft| {
            let within = |quote: &&Quote| {
                let touched = draft.pieces.iter().any(|piece| piece.overlaps(quote.tokens));
                touched && !quote.tokens.has(draft.head) && !draft.covers(quote.tokens)
            };
            let reach = Span::<Tok>::new(
                draft.pieces.first().map_or(0, |piece| piece.start().saturating_sub(1)),
                draft.end(),
            );
            let from = self.quotes.partition_point(|quote| quote.tokens.end() <= reach.start());
            let near = self.quotes[from..].iter().take_while(|quote| quote.tokens.start() < reach.end());
            near.filter(within).map(|quote| quote.tokens).collect::<Vec<_>>()
        };
        for tokens in quotes(draft) {
            draft.add(tokens);
        }
    }

    /// Quotations without a cue go on with the last statement: in the next sentence, or as the next paragraph.
    fn continue_quotes(&self, number: usize, unit: &Unit, drafts: &mut Vec<Draft>, first: usize) {
        for quote in self.quotes_in(unit.tokens) {
            let taken = drafts[first..].iter().any(|draft| draft.covers(quote.inner));
            if taken || !quote.is_utterance {
                continue;
            }
            let same_unit = (first..drafts.len()).filter(|&at| drafts[at].end() <= quote.tokens.start());
            let in_unit = same_unit
                .filter(|&at| !self.in_utterance(drafts[at].head))
                .max_by_key(|&at| drafts[at].end());
            let bare = in_unit
                .is_none()
                .then(|| self.draft_of_bare_cue(number, unit, quote, drafts, first))
                .flatten();
            if let Some(draft) = bare {
                drafts.push(draft);
                continue;
            }
            let at = match in_unit {
                Some(at) => self.goes_straight_on(drafts[at].end(), quote).then_some(at),
                None if self.stands_alone(quote) => self.draft_before_unit(number, unit, drafts, first),
                None => None,
            };
            if let Some(at) = at {
                // Where one statement relays the other, both go on.
                let head = drafts[at].head;
                let outer = drafts.iter_mut().rev().take(8).filter(|outer| outer.holds(head));
                outer.for_each(|outer| outer.add(quote.tokens));
                drafts[at].add(quote.tokens);
            } else if self.stands_alone(quote) {
                self.lead_from_previous_block(number, unit, quote, drafts);
            }
        }
    }

    /// "Berg agreed. “It is time.”": a sentence that says no more than that someone spoke, and his words after it.
    fn draft_of_bare_cue(
        &self,
        number: usize,
        unit: &Unit,
        quote: &Quote,
        drafts: &[Draft],
        first: usize,
    ) -> Option<Draft> {
        const LONGEST: u32 = 40;
        let before = self.units.get(number.checked_sub(1)?)?;
        if before.block != unit.block || !self.stands_alone(quote) || before.tokens.len() > LONGEST {
            return None;
        }
        if before.tokens.tokens().any(|token| self.quote_at(token).is_some()) {
            return None;
        }
        let root = before.tokens.tokens().find(|&token| self.doc.is_root(token))?;
        let is_taken = drafts[..first].iter().rev().take(8).any(|draft| before.tokens.has(draft.head));
        let cue =
            self.verb_cue(root).filter(|cue| cue.frames.has(Frames::CLAUSE) && cue.speaker.is_some())?;
        let parts = [label::CCOMP, label::XCOMP, label::DOBJ, label::OPRD, label::ADVCL, label::CONJ];
        let says_more = self.children(root, &parts).next().is_some();
        if is_taken || says_more {
            return None;
        }
        let mut draft = self.draft_of(&cue, "statements.quote");
        draft.add(quote.tokens);
        Some(draft)
    }

    fn goes_straight_on(&self, end: u32, quote: &Quote) -> bool {
        let gap = Span::<Tok>::new(end, quote.tokens.start());
        gap.len() < 30 && !gap.tokens().any(|token| matches!(self.doc.word(token), "." | "?" | "!" | ";"))
    }

    /// The statement that ends in the unit before: in the same block, or in the block before where this block is
    /// nothing but quotation.
    fn draft_before_unit(&self, number: usize, unit: &Unit, drafts: &[Draft], first: usize) -> Option<usize> {
        const FARTHEST: usize = 3;
        let mut before = self.units.get(number.checked_sub(1)?)?;
        if before.block == unit.block {
            // A sentence of the paper's may stand between.
            let earlier = self.units[..number].iter().rev().take(FARTHEST);
            let last = drafts[..first].iter().rev().take(8).map(Draft::end).max().unwrap_or_default();
            before = earlier
                .take_while(|earlier| earlier.block == unit.block)
                .find(|earlier| earlier.tokens.start() < last || !self.quotes_in(earlier.tokens).is_empty())
                .unwrap_or(before);
        } else {
            let only_quotes = self.block_is_quoted(number, unit);
            let last = before.tokens.tokens().next_back()?;
            if !only_quotes || before.block + 1 != unit.block || self.doc.word(last) == ":" {
                return None;
            }
        }
        let ends_before = |&at: &usize| {
            let draft = &drafts[at];
            before.tokens.has(draft.head)
                || draft.pieces.last().is_some_and(|piece| before.tokens.has(TokenIdx(piece.end() - 1)))
        };
        let candidates = (0..first).rev().take(8).filter(ends_before);
        let has_quote =
            |draft: &Draft| draft.pieces.iter().any(|piece| self.quote_at(TokenIdx(piece.start())).is_some());
        let depth = |draft: &Draft| self.doc.ancestors(draft.head).count();
        // The words quoted go on, rather than what a participle adds to them.
        let rank = |draft: &Draft| (has_quote(draft), std::cmp::Reverse(depth(draft)), draft.end());
        candidates.filter(|&at| !self.in_utterance(drafts[at].head)).max_by_key(|&at| rank(&drafts[at]))
    }

    fn block_is_quoted(&self, number: usize, unit: &Unit) -> bool {
        let rest = self.units[number..].iter().take_while(|other| other.block == unit.block);
        let mut tokens = rest.flat_map(|other| self.trim(other.tokens).tokens());
        tokens.all(|token| self.quote_at(token).is_some())
    }

    /// A paragraph that ends in a colon brings the quotation of the next.
    fn lead_from_previous_block(&self, number: usize, unit: &Unit, quote: &Quote, drafts: &mut Vec<Draft>) {
        let Some(before) = number.checked_sub(1).map(|at| &self.units[at]) else { return };
        let ends_open = before.tokens.tokens().next_back().is_some_and(|last| self.doc.word(last) == ":");
        if !ends_open || before.block + 1 != unit.block {
            return;
        }
        let verbs = before.tokens.tokens().rev().take(30).filter(|&token| !self.in_utterance(token));
        let mut cues = verbs
            .filter_map(|token| self.verb_cue(token))
            .filter(|cue| cue.frames.has_any(Frames::QUOTE.with(Frames::LABEL)));
        let Some(cue) = cues.next() else {
            drafts.extend(self.colon_draft(quote, before));
            return;
        };
        if let Some(draft) = drafts.iter_mut().rev().take(8).find(|draft| draft.head == cue.verb) {
            draft.add(quote.tokens);
        } else {
            let mut draft = self.draft_of(&cue, "statements.quote");
            draft.add(quote.tokens);
            drafts.push(draft);
        }
    }
}

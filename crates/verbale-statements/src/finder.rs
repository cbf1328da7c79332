use verbale_doc::{Article, Doc, Span, Tok, TokenIdx};
use verbale_resolve::Cast;

use crate::chain::to_statements;
use crate::cue::VerbCue;
use crate::draft::Draft;
use crate::lexicon::{Frames, Lexicon, RuleError};
use crate::quote::Quote;
use crate::scene::{Scene, Unit};
use crate::statement::Statement;

/// The rule files of the project.
const RULES: [&str; 2] = [
    include_str!("../../../rules/statements/verbs.toml"),
    include_str!("../../../rules/statements/nouns.toml"),
];

/// Finds the statements of a document.
#[derive(Clone, Debug)]
pub struct StatementFinder {
    lexicon: Lexicon,
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
        Ok(Self { lexicon: Lexicon::read(rule_files)?, version })
    }

    /// A hash over the rule files.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The statements of a document, in text order, a parent before what stands inside it.
    pub fn find(&self, article: &Article, doc: &Doc, cast: &Cast) -> Vec<Statement> {
        let scene = Scene::new(article, doc, cast, &self.lexicon);
        let drafts = scene.drafts();
        to_statements(&scene, drafts)
    }
}

impl Default for StatementFinder {
    /// With the project's own rules.
    fn default() -> Self {
        Self::new(&RULES).expect("a test reads the project's rules")
    }
}

impl Scene<'_> {
    fn drafts(&self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for (number, unit) in self.units.iter().enumerate() {
            let first = drafts.len();
            let mut found = self.drafts_of_unit(unit);
            self.add_phrases(unit, &mut found);
            self.add_headline(unit, &mut found);
            found.extend(self.signed_draft(unit, &found));
            drafts.append(&mut found);
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
                drafts.extend(self.draft_after_as(cue, unit).or_else(|| self.draft_after(cue, unit)));
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
                drafts.push(draft);
            }
            None => {}
        }
    }

    /// A quotation is not cut: where the content takes part in one that stands beside the cue, it takes all of it.
    fn widen_to_quotes(&self, draft: &mut Draft) {
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

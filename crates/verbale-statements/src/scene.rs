use verbale_doc::{Article, Byte, Doc, Label, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::Cast;

use crate::lexicon::{Frames, Lexicon};
use crate::quote::{Quote, find_quotes};
use crate::weigh::Weights;

/// One document as the finder looks at it: its analysis with quotations and units marked.
pub(crate) struct Scene<'a> {
    pub(crate) article: &'a Article,
    pub(crate) doc: &'a Doc,
    pub(crate) cast: &'a Cast,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) weights: &'a Weights,
    /// Quotations of the outermost level, in order.
    pub(crate) quotes: Vec<Quote>,
    /// Sentences as a reader sees them, in order: a quotation is never cut, and stays with the cue after it.
    pub(crate) units: Vec<Unit>,
    /// Whether paragraphs open with who speaks in them.
    pub(crate) is_transcript: bool,
    /// The quotation each token is in, by number from 1; 0 for none.
    quote_of: Vec<u32>,
}

/// A sentence as a reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) tokens: Span<Tok>,
    /// Index into the article's blocks.
    pub(crate) block: u32,
}

/// Longer "sentences" are tables, lists and noise: nothing is looked for in them, which keeps the time for any input
/// in proportion to its length. In tokens.
const LONGEST_SENTENCE: u32 = 600;

/// Quotations join sentences into units only so far. In tokens.
const LONGEST_UNIT: u32 = 1200;

impl<'a> Scene<'a> {
    pub(crate) fn new(
        article: &'a Article,
        doc: &'a Doc,
        cast: &'a Cast,
        lexicon: &'a Lexicon,
        weights: &'a Weights,
    ) -> Self {
        let mut scene = Self {
            article,
            doc,
            cast,
            lexicon,
            weights,
            quotes: Vec::new(),
            units: Vec::new(),
            is_transcript: false,
            quote_of: vec![0; doc.len()],
        };
        scene.quotes = find_quotes(
            article,
            doc,
            |token| scene.cue_clause_at(token).is_some(),
            |token| scene.is_bare_cue(token),
        );
        for (number, quote) in scene.quotes.iter().enumerate() {
            scene.quote_of[quote.tokens.range()].fill(number as u32 + 1);
        }
        let utterances: Vec<bool> =
            scene.quotes.iter().map(|quote| scene.reads_as_utterance(quote)).collect();
        for (quote, is_utterance) in scene.quotes.iter_mut().zip(utterances) {
            quote.is_utterance = is_utterance;
        }
        scene.units = scene.find_units();
        scene.is_transcript = scene.has_turns();
        scene
    }

    /// The quotation a token is in, marks included.
    pub(crate) fn quote_at(&self, token: TokenIdx) -> Option<&Quote> {
        let number = *self.quote_of.get(token.at())?;
        self.quotes.get((number as usize).checked_sub(1)?)
    }

    /// Whether a token stands in a quotation that reads as someone's words, not as a term set apart.
    pub(crate) fn in_utterance(&self, token: TokenIdx) -> bool {
        self.quote_at(token).is_some_and(|quote| quote.is_utterance)
    }

    /// Whether a quotation reads as someone's words: a clause, or a stretch that starts and ends like a sentence.
    fn reads_as_utterance(&self, quote: &Quote) -> bool {
        let words = quote.inner.tokens().filter(|&token| self.doc.pos(token) != Pos::Punct).count();
        let has_verb = || quote.inner.tokens().any(|token| self.is_finite(token));
        if self.is_title(quote) {
            return false;
        }
        words >= 4 && has_verb() || self.ends_inside(quote) && self.starts_sentence(quote)
    }

    /// Whether a quotation is the title of a work: every longer word upper case, or a word such as "book" before it.
    pub(crate) fn is_title(&self, quote: &Quote) -> bool {
        let is_upper = |token: TokenIdx| self.doc.word(token).starts_with(char::is_uppercase);
        let is_short = |token: TokenIdx| self.doc.word(token).chars().count() <= 3;
        let n_upper = quote.inner.tokens().filter(|&token| is_upper(token)).count();
        let is_titled = n_upper >= 2
            && quote.inner.len() < 12
            && quote.inner.tokens().all(|token| is_upper(token) || is_short(token));
        let mut before = quote.tokens.start().checked_sub(1).map(TokenIdx);
        if let Some(comma) = before.filter(|&token| self.doc.word(token) == ",") {
            before = comma.0.checked_sub(1).map(TokenIdx);
        }
        let follows_work = before.is_some_and(|before| self.lexicon.is_work(self.doc.lemma(before)));
        let is_shouted = quote.inner.tokens().any(|token| self.doc.word(token) == "!");
        follows_work && quote.inner.len() < 15 || is_titled && !is_shouted && !self.starts_sentence(quote)
    }

    /// Whether a quotation starts a sentence, or follows a colon.
    fn starts_sentence(&self, quote: &Quote) -> bool {
        let first = TokenIdx(quote.tokens.start());
        if first.0 == 0 || self.doc.sentence(first).block != self.doc.sentence(TokenIdx(first.0 - 1)).block {
            return true;
        }
        let before = self.doc.word(TokenIdx(first.0 - 1));
        matches!(before, ":" | "." | "?" | "!")
            || is_mark(before)
            || before == "," && self.starts_upper(quote)
    }

    /// Whether the last thing inside the marks is punctuation that ends a sentence or leads to a cue.
    pub(crate) fn ends_inside(&self, quote: &Quote) -> bool {
        let last = self.last_inside(quote);
        last.is_some_and(|last| {
            matches!(self.doc.word(last), "," | "." | "?" | "!" | "…" | "..." | "—" | "--")
        }) || last.is_some_and(|last| self.doc.word(last).ends_with('.'))
    }

    /// The last token of a quotation that is no single mark of a quotation within it.
    pub(crate) fn last_inside(&self, quote: &Quote) -> Option<TokenIdx> {
        let is_loose = |token: TokenIdx| {
            matches!(self.doc.word(token), "’" | "'" | "‘") || self.doc.pos(token) == Pos::Space
        };
        quote.inner.tokens().rev().find(|&token| !is_loose(token))
    }

    pub(crate) fn is_finite(&self, token: TokenIdx) -> bool {
        matches!(self.doc.tag(token), label::TAG_VBD | label::TAG_VBZ | label::TAG_VBP | label::TAG_MD)
    }

    /// The frames of a token as a verb, none for other words. Headlines have verbs tagged as names.
    pub(crate) fn verb_frames(&self, token: TokenIdx) -> Frames {
        let is_verb = matches!(self.doc.pos(token), Pos::Verb | Pos::Aux);
        if is_verb {
            // "as the paper put it, “…”"
            let next = self.doc.tokens().get(token.at() + 1).map(|_| self.doc.word(TokenIdx(token.0 + 1)));
            if next == Some("it") && self.doc.lemma(token) == "put" {
                return Frames::QUOTE;
            }
            return self.lexicon.verb(self.doc.lemma(token));
        }
        match self.doc.word(token) {
            "says" | "said" | "Says" | "Said" => Frames::CLAUSE.with(Frames::QUOTE),
            _ if self.is_mistaken_verb(token) => Frames::CLAUSE,
            _ => Frames::default(),
        }
    }

    /// "The government claims he …", where the tagger sees a plural: a name before it and a pronoun after.
    fn is_mistaken_verb(&self, token: TokenIdx) -> bool {
        let next = TokenIdx(token.0 + 1);
        self.doc.tag(token) == label::TAG_NNS
            && self.lexicon.verb(self.doc.lemma(token)).has(Frames::CLAUSE)
            && self.doc.sentence(token).tokens.has(next)
            && self.doc.tag(next) == label::TAG_PRP
            && token.0 > 0
            && matches!(self.doc.pos(TokenIdx(token.0 - 1)), Pos::Propn | Pos::Noun)
    }

    /// The verb of a speech clause that starts at this token, by word order alone: "said Lavrov", "the minister
    /// told reporters". Parses around quotations are too often wrong to rest on.
    pub(crate) fn cue_clause_at(&self, start: TokenIdx) -> Option<TokenIdx> {
        self.verb_clause_at(start, Frames::CLAUSE.with(Frames::QUOTE))
    }

    /// The first finite verb of a clause that starts here, if it has one of the frames; with no frames, any verb.
    pub(crate) fn verb_clause_at(&self, start: TokenIdx, wanted: Frames) -> Option<TokenIdx> {
        const LONGEST: u32 = 30;
        let block_end = self.doc.sentences().get(self.doc.sentence_number(start))?.tokens.end();
        let mut depth_of_relative = false;
        for token in Span::<Tok>::new(start.0, (start.0 + LONGEST).min(block_end)).tokens() {
            let word = self.doc.word(token);
            if is_mark(word) && self.quote_at(token).is_some_and(|quote| self.is_nickname(quote)) {
                continue;
            }
            if is_mark(word) || matches!(word, "." | "?" | "!" | ":" | ";") {
                return None;
            }
            if token > start && matches!(word, "who" | "which" | "that") {
                depth_of_relative = true;
            }
            let frames = self.verb_frames(token);
            let finite = self.is_finite(token) && self.doc.tag(token) != label::TAG_MD;
            let fits = wanted == Frames::default() || frames.has_any(wanted);
            if finite && self.doc.pos(token) != Pos::Aux && fits {
                return (!depth_of_relative || self.has_subject(token)).then_some(token);
            }
            // The tagger often takes a past tense beside a quotation for a participle.
            let is_bare = self.children(token, &[label::AUX, label::AUXPASS]).next().is_none();
            let looks_finite = frames.has(Frames::CLAUSE)
                && self.doc.tag(token) == label::TAG_VBN
                && is_bare
                && !depth_of_relative;
            if looks_finite {
                return Some(token);
            }
            if finite && self.doc.pos(token) == Pos::Verb && !depth_of_relative {
                return None;
            }
        }
        None
    }

    /// A name in quotation marks within a name: "Marcia “Cia” Price".
    pub(crate) fn is_nickname(&self, quote: &Quote) -> bool {
        let is_name = |token: TokenIdx| self.doc.pos(token) == Pos::Propn;
        quote.is_closed && quote.inner.len() <= 2 && quote.inner.tokens().all(is_name)
    }

    fn has_subject(&self, verb: TokenIdx) -> bool {
        let subject = self.doc.child(verb, label::NSUBJ);
        subject.is_some_and(|subject| !matches!(self.doc.word(subject), "who" | "that" | "which"))
    }

    /// The unit of a token.
    pub(crate) fn unit_at(&self, token: TokenIdx) -> Option<&Unit> {
        let after = self.units.partition_point(|unit| unit.tokens.start() <= token.0);
        self.units.get(after.checked_sub(1)?).filter(|unit| unit.tokens.has(token))
    }

    pub(crate) fn unit_number(&self, token: TokenIdx) -> usize {
        self.units.partition_point(|unit| unit.tokens.start() <= token.0).saturating_sub(1)
    }

    fn find_units(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        for sentence in self.doc.sentences() {
            let Some(block) = self.article.blocks.get(sentence.block as usize) else { continue };
            if !block.kind.is_coded() || sentence.tokens.len() > LONGEST_SENTENCE {
                continue;
            }
            let mut start = sentence.tokens.start();
            for cut in self.cuts_in(sentence.tokens) {
                self.add_unit(&mut units, Span::new(start, cut), sentence.block);
                start = cut;
            }
            self.add_unit(&mut units, Span::new(start, sentence.tokens.end()), sentence.block);
        }
        units
    }

    fn add_unit(&self, units: &mut Vec<Unit>, tokens: Span<Tok>, block: u32) {
        if tokens.is_empty() {
            return;
        }
        match units.last_mut() {
            Some(last)
                if last.block == block
                    && last.tokens.end() == tokens.start()
                    && last.tokens.len() + tokens.len() <= LONGEST_UNIT
                    && !self.is_boundary(TokenIdx(tokens.start())) =>
            {
                last.tokens = last.tokens.join(tokens);
            }
            _ => units.push(Unit { tokens, block }),
        }
    }

    /// Where a sentence of the parser's is to be cut: the parser ties marks to the wrong side. Before a quotation
    /// that follows a full stop, and after one that ends with it.
    fn cuts_in(&self, sentence: Span<Tok>) -> Vec<u32> {
        let from = self.quotes.partition_point(|quote| quote.tokens.end() <= sentence.start());
        let near = self.quotes[from..].iter().take_while(|quote| quote.tokens.start() < sentence.end());
        let ends = |token: u32| token > 0 && matches!(self.doc.word(TokenIdx(token - 1)), "." | "?" | "!");
        let mut cuts: Vec<u32> = Vec::new();
        for quote in near {
            let (before, after) = (quote.tokens.start(), quote.tokens.end());
            cuts.extend((ends(before) && before > sentence.start()).then_some(before));
            let is_ended = quote.is_closed && ends(quote.inner.end());
            cuts.extend((is_ended && after < sentence.end()).then_some(after));
        }
        cuts.dedup();
        cuts
    }

    /// Whether a reader sees a new sentence start at this token, where the parser does.
    fn is_boundary(&self, start: TokenIdx) -> bool {
        let inside = |quote: &Quote| quote.tokens.start() < start.0 && start.0 < quote.tokens.end();
        if self.quote_at(start).is_some_and(inside) {
            return false;
        }
        let Some(previous) = start.0.checked_sub(1).map(TokenIdx) else { return true };
        // The name under a quotation: "“…” — Jan Novak".
        if matches!(self.doc.word(start), "—" | "–" | "―" | "--" | "-") {
            return false;
        }
        let after_quote =
            self.quote_at(previous).filter(|quote| quote.is_closed && quote.tokens.end() == start.0);
        let starts_lower = self.doc.word(start).starts_with(char::is_lowercase);
        let Some(quote) = after_quote else {
            let word = self.doc.word(previous);
            let ends = matches!(word, "." | "?" | "!" | "…" | ")" | "]" | "*" | "..." | ";")
                || word.ends_with('.')
                || is_mark(word)
                || self.doc.pos(previous) == Pos::Space;
            return ends && (!starts_lower || matches!(word, "." | "?" | "!"));
        };
        let last = self.last_inside(quote).map_or("", |last| self.doc.word(last));
        match last {
            // "“… missing.” Trump said." is a slip of the pen.
            "." => !(self.is_bare_cue(start) || starts_lower && self.cue_clause_at(start).is_some()),
            "?" | "!" | "…" | "..." => !starts_lower && !self.is_tail_cue(start),
            _ if last.ends_with('.') => !starts_lower,
            _ => is_mark(self.doc.word(start)) && !last.ends_with(','),
        }
    }

    /// Whether a cue clause of a few words starts here and ends the sentence: "Lavrov said."
    pub(crate) fn is_bare_cue(&self, start: TokenIdx) -> bool {
        let verb = self.cue_clause_at(start).filter(|verb| verb.0 - start.0 <= 4);
        verb.is_some_and(|verb| {
            self.doc.tokens().get(verb.at() + 1).is_some_and(|_| self.doc.word(TokenIdx(verb.0 + 1)) == ".")
        })
    }

    /// Whether a cue clause starts here that leaves its content to what came before it: "Lavrov asked."
    fn is_tail_cue(&self, start: TokenIdx) -> bool {
        let Some(verb) = self.cue_clause_at(start) else { return false };
        let next = TokenIdx(verb.0 + 1);
        if next.at() >= self.doc.len() {
            return true;
        }
        let word = self.doc.word(next);
        let opens_quote =
            |token: TokenIdx| self.quote_at(token).is_some_and(|quote| quote.tokens.start() == token.0);
        let before_quote = word == "," && opens_quote(TokenIdx((next.0 + 1).min(self.doc.len() as u32 - 1)));
        let complement = matches!(word, "that" | ":" | "if" | "whether") || opens_quote(next) || before_quote;
        !complement
            && !self
                .doc
                .children(verb)
                .iter()
                .any(|&child| child > verb && matches!(self.doc.dep(child), label::CCOMP | label::XCOMP))
    }

    /// A span without punctuation and space at its ends, quotation marks and brackets excepted.
    pub(crate) fn trim(&self, span: Span<Tok>) -> Span<Tok> {
        let is_loose = |token: TokenIdx| {
            let word = self.doc.word(token);
            matches!(word, "," | "." | ";" | ":" | "—" | "–" | "―" | "-" | "--" | "...")
                && !self.in_utterance(token)
                || self.doc.pos(token) == Pos::Space
        };
        let start = span.tokens().find(|&token| !is_loose(token)).map_or(span.end(), |token| token.0);
        let end = span.tokens().rev().find(|&token| !is_loose(token)).map_or(start, |token| token.0 + 1);
        Span::new(start, end)
    }

    /// Whether a stretch is more than marks.
    pub(crate) fn has_words(&self, span: Span<Tok>) -> bool {
        span.tokens().any(|token| self.doc.word(token).contains(char::is_alphanumeric))
    }

    pub(crate) fn bytes(&self, tokens: Span<Tok>) -> Span<Byte> {
        self.doc.bytes(tokens)
    }

    /// The children of a token with one of these labels.
    pub(crate) fn children(&self, token: TokenIdx, deps: &[Label]) -> impl Iterator<Item = TokenIdx> {
        self.doc.children(token).iter().copied().filter(move |&child| deps.contains(&self.doc.dep(child)))
    }
}

/// Whether a token is a double quotation mark.
pub(crate) fn is_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "„" | "«" | "»" | "''" | "``" | "’’" | "‘‘" | "‟")
}

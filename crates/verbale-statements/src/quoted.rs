use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::cue::VerbCue;
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::quote::Quote;
use crate::scene::{Scene, Unit, is_mark};

/// The longest stretch between a cue and the quotation it brings: "said in a statement on Thursday after the talks:".
const LONGEST_LEAD: u32 = 20;

impl Scene<'_> {
    /// The cue right after a quotation: "“…,” Lavrov said".
    pub(crate) fn cue_after_quote(&self, quote: &Quote) -> Option<VerbCue> {
        let unit = self.unit_at(TokenIdx(quote.tokens.start()))?;
        let next = self.next_solid(quote.tokens.end(), unit)?;
        // "“…” and urged": what the paper adds.
        let goes_on = matches!(self.doc.word(next), "and" | "but" | "or") && !self.ends_inside(quote);
        if goes_on || !self.lets_cue_follow(quote, next) {
            return None;
        }
        let verb = self
            .cue_clause_at(next)
            .or_else(|| self.any_verb_after(quote, next, unit))
            .or_else(|| self.mistagged_verb_after(quote, next, unit))
            .or_else(|| self.passive_quoting_after(next, unit))?;
        // "“…” announced in October": what was announced, not who did.
        if verb == next && self.doc.tag(verb) == label::TAG_VBN && !self.ends_inside(quote) {
            return None;
        }
        if matches!(self.doc.lemma(verb), "quote" | "cite")
            && let Some(saying) = self.quoted_as(verb, unit)
        {
            let mut cue = self.verb_cue(saying)?;
            cue.start = next.0;
            return Some(cue);
        }
        let mut cue =
            self.verb_cue(verb).or_else(|| (!self.is_unsaid(verb)).then(|| self.cue_of_verb(verb)))?;
        if verb == next || self.doc.head(next) == verb && self.doc.dep(next) == label::AUX {
            // "said Lavrov": the parse has the subject, or it is what follows.
            if cue.speaker.is_none_or(|speaker| speaker.head < verb && self.subject_of(verb).is_none()) {
                let end = self.phrase_end(verb.0 + 1, unit.tokens.end());
                cue.speaker = self.nominal_in(Span::new(verb.0 + 1, end)).or(cue.speaker);
            }
        } else if cue.speaker.is_none_or(|speaker| !Span::<Tok>::new(next.0, verb.0).has(speaker.head)) {
            let subject = self.subject_of(verb).filter(|&subject| (next..verb).contains(&subject));
            let found = subject.map(|subject| self.noun_phrase(subject));
            cue.speaker =
                found.or_else(|| self.nominal_in(Span::new(next.0, cue.group.start()))).or(cue.speaker);
        }
        if !self.starts_at(verb, next) {
            return None;
        }
        // The subject stands before the quotation: "The singer, of “Mercy Street,” returns".
        if self.subject_of(verb).is_some_and(|subject| subject.0 < quote.tokens.start()) {
            return None;
        }
        cue.start = next.0;
        cue.end = cue.end.max(cue.speaker.map_or(0, |speaker| speaker.tokens.end()));
        Some(cue)
    }

    /// Whether the clause of a verb starts at this token, an adverb perhaps before it: in "“a farce” for all, said Berg"
    /// the words in between are content.
    fn starts_at(&self, verb: TokenIdx, next: TokenIdx) -> bool {
        const SLACK: u32 = 2;
        let start = match self.subject_of(verb) {
            Some(subject) if subject < verb => self.noun_phrase(subject).tokens.start(),
            Some(_) => self.verb_group(verb).start(),
            // Without a parse: a few words that may be a name.
            None => verb.0.saturating_sub(8).max(next.0),
        };
        start <= next.0 + SLACK
    }

    /// After a comma inside the marks any verb tells how something was said: "“…,” the minister thundered."
    fn any_verb_after(&self, quote: &Quote, next: TokenIdx, unit: &Unit) -> Option<TokenIdx> {
        let last = self.last_inside(quote)?;
        if !matches!(self.doc.word(last), "," | "?" | "!") || !quote.is_utterance {
            return None;
        }
        let verb = self.verb_clause_at(next, Frames::default())?;
        let after = TokenIdx(verb.0 + 1);
        let ends = !unit.tokens.has(after)
            || matches!(self.doc.word(after), "." | "," | "back" | ":")
            || matches!(self.doc.pos(after), Pos::Adp | Pos::Adv | Pos::Propn | Pos::Cconj);
        let is_plain = self.doc.pos(verb) == Pos::Verb && verb.0 - next.0 <= 8;
        (is_plain && ends).then_some(verb)
    }

    /// "“…,” the two write.": a verb of saying that ends its sentence, whatever the tagger takes it for.
    fn mistagged_verb_after(&self, quote: &Quote, next: TokenIdx, unit: &Unit) -> Option<TokenIdx> {
        const LONGEST: u32 = 6;
        let leads_on = self.last_inside(quote).is_some_and(|last| self.doc.word(last) == ",");
        let near = Span::<Tok>::new(next.0, unit.tokens.end().min(next.0 + LONGEST));
        let full_stop = near.tokens().find(|&token| matches!(self.doc.word(token), "." | ","))?;
        let verb = TokenIdx(full_stop.0.checked_sub(1).filter(|&verb| verb > next.0)?);
        let says = self.lexicon.verb(self.doc.lemma(verb)).has(Frames::CLAUSE);
        (leads_on && quote.is_utterance && says).then_some(verb)
    }

    /// "“…,” Putin was quoted as saying": the quoting.
    fn passive_quoting_after(&self, next: TokenIdx, unit: &Unit) -> Option<TokenIdx> {
        const LONGEST: u32 = 12;
        let near = Span::<Tok>::new(next.0, unit.tokens.end().min(next.0 + LONGEST));
        let mut before = near.tokens().take_while(|&token| !matches!(self.doc.word(token), "," | "." | ";"));
        before.find(|&token| {
            matches!(self.doc.word(token), "quoted" | "cited") && self.doc.tag(token) == label::TAG_VBN
        })
    }

    /// "quoted Putin as saying": the participle.
    fn quoted_as(&self, quoting: TokenIdx, unit: &Unit) -> Option<TokenIdx> {
        const LONGEST: u32 = 14;
        let after = Span::<Tok>::new(quoting.0 + 1, unit.tokens.end().min(quoting.0 + LONGEST));
        let is_saying = |token: &TokenIdx| {
            self.doc.tag(*token) == label::TAG_VBG && self.doc.word(TokenIdx(token.0 - 1)) == "as"
        };
        after.tokens().find(is_saying)
    }

    /// Whether what is inside the marks leads on to a cue: a comma does, a full stop does not unless the text goes
    /// on in lower case.
    fn lets_cue_follow(&self, quote: &Quote, next: TokenIdx) -> bool {
        let Some(last) = quote.inner.tokens().rev().find(|&token| self.doc.pos(token) != Pos::Space) else {
            return false;
        };
        let comma_after = quote.tokens.end() < next.0;
        let goes_on = self.doc.word(next).starts_with(char::is_lowercase)
            || self.verb_frames(next).has_any(Frames::CLAUSE.with(Frames::QUOTE));
        match self.doc.word(last) {
            "." => goes_on || self.is_bare_cue(next),
            word if word.len() > 1 && word.ends_with('.') => goes_on,
            _ => comma_after || goes_on || self.ends_inside(quote),
        }
    }

    fn next_solid(&self, from: u32, unit: &Unit) -> Option<TokenIdx> {
        let is_loose = |token: &TokenIdx| {
            self.doc.pos(*token) == Pos::Space
                || matches!(self.doc.word(*token), "," | "—" | "–" | "-" | "--")
        };
        let rest = Span::<Tok>::new(from, unit.tokens.end().min(from + 4));
        rest.tokens().find(|token| !is_loose(token))
    }

    fn phrase_end(&self, from: u32, limit: u32) -> u32 {
        let ends = |token: TokenIdx| {
            let word = self.doc.word(token);
            matches!(word, "," | "." | ";" | ":" | "as" | "in" | "on" | "at" | "after" | "during")
                || is_mark(word)
        };
        Span::<Tok>::new(from, limit).tokens().find(|&token| ends(token)).map_or(limit, |token| token.0)
    }

    /// The cue before a quotation in its own sentence: "Lavrov said on Thursday: “…”".
    pub(crate) fn cue_before_quote(&self, quote: &Quote, unit: &Unit) -> Option<VerbCue> {
        if self.is_title(quote)
            && !self.follows_cue(quote)
            && self.previous_solid(quote.tokens.start()).is_none_or(|lead| self.doc.word(lead) != ":")
        {
            return None;
        }
        if let Some(cue) = self.any_verb_before(quote, unit) {
            return Some(cue);
        }
        let floor = unit.tokens.start().max(quote.tokens.start().saturating_sub(LONGEST_LEAD + 1));
        let mut verbs_between = 0;
        for token in Span::<Tok>::new(floor, quote.tokens.start()).tokens().rev() {
            let word = self.doc.word(token);
            if self.in_utterance(token) || matches!(word, "?" | "!" | ";") {
                return None;
            }
            let frames = self.verb_frames(token);
            let is_cue = frames.has_any(Frames::QUOTE.with(Frames::LABEL));
            if let Some(cue) = is_cue.then(|| self.verb_cue(token)).flatten() {
                return self.leads_to(&cue, quote, verbs_between).then_some(cue);
            }
            if self.doc.pos(token) == Pos::Verb && self.is_finite(token) {
                verbs_between += 1;
                if verbs_between > 1 {
                    return None;
                }
            }
        }
        None
    }

    /// Whether a verb that brings quotations stands right before one: what is shouted may read like a title.
    fn follows_cue(&self, quote: &Quote) -> bool {
        let before = self.previous_solid(quote.tokens.start());
        let before = before
            .filter(|&token| self.doc.word(token) != ",")
            .or_else(|| before.and_then(|comma| comma.0.checked_sub(1)).map(TokenIdx));
        before.is_some_and(|before| {
            self.doc.pos(before) == Pos::Verb && self.verb_frames(before).has(Frames::QUOTE)
        })
    }

    /// A finite verb that stands right before the comma or colon: "she cracked, “…”", "he put it: “…”".
    fn any_verb_before(&self, quote: &Quote, unit: &Unit) -> Option<VerbCue> {
        let lead = self.previous_solid(quote.tokens.start())?;
        let is_colon = self.doc.word(lead) == ":";
        if !(is_colon || self.doc.word(lead) == ",") || !quote.is_utterance || !self.starts_upper(quote) {
            return None;
        }
        let mut verb = TokenIdx(lead.0.checked_sub(1)?);
        if matches!(
            self.doc.word(verb),
            "it" | "him" | "her" | "them" | "me" | "us" | "back" | "out" | "up" | "in" | "again"
        ) {
            verb = TokenIdx(verb.0.checked_sub(1)?);
        }
        let is_finite =
            matches!(self.doc.tag(verb), label::TAG_VBD | label::TAG_VBZ | label::TAG_VBP | label::TAG_VBG)
                || self.subject_of(verb).is_some();
        if !unit.tokens.has(verb) || !is_finite || self.doc.pos(verb) != Pos::Verb || self.is_unsaid(verb) {
            return None;
        }
        let cue = self.verb_cue(verb).unwrap_or_else(|| self.cue_of_verb(verb));
        (cue.speaker.is_some() && !self.in_utterance(verb)).then_some(cue)
    }

    fn leads_to(&self, cue: &VerbCue, quote: &Quote, verbs_between: usize) -> bool {
        let Some(before) = self.previous_solid(quote.tokens.start()) else { return false };
        let directly = before.0 < cue.group.end();
        match self.doc.word(before) {
            ":" => true,
            "," | "that" | "as" => verbs_between == 0,
            _ => directly || verbs_between == 0 && quote.is_utterance && self.starts_upper(quote),
        }
    }

    pub(crate) fn starts_upper(&self, quote: &Quote) -> bool {
        quote.inner.tokens().next().is_some_and(|first| self.doc.word(first).starts_with(char::is_uppercase))
    }

    /// Whether a quotation goes on with what was said before: it makes up a sentence of its own, and no words of the
    /// paper's stand with it.
    pub(crate) fn stands_alone(&self, quote: &Quote) -> bool {
        let Some(unit) = self.unit_at(TokenIdx(quote.tokens.start())) else { return false };
        let own = self.trim(unit.tokens);
        own.start() >= quote.tokens.start() && quote.is_utterance
    }

    /// Gives a draft a quotation, and the words of its sentence that stand before it where it only ends them:
    /// "The plan “is dead,” he said."
    pub(crate) fn give(&self, draft: &mut Draft, quote: &Quote, from: u32) {
        let lead = self.trim(Span::new(from, quote.tokens.start()));
        let piece = if lead.is_empty() { quote.tokens } else { lead.join(quote.tokens) };
        draft.add(piece);
    }
}

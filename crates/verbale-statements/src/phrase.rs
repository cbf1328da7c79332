use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::{Scene, Unit};
use crate::speaker::Speaker;

/// Cues that are no verbs of saying: "according to", "expressed hope that", "his claim that".
impl Scene<'_> {
    pub(crate) fn add_phrases(&self, unit: &Unit, drafts: &mut Vec<Draft>) {
        // Adverbs last: inside others' words they are part of them.
        let is_particle = |&token: &TokenIdx| {
            self.doc.pos(token) == Pos::Adv && self.lexicon.is_particle(self.doc.word(token))
        };
        let particles: Vec<TokenIdx> = unit.tokens.tokens().filter(is_particle).collect();
        for token in unit.tokens.tokens() {
            let found = match self.doc.pos(token) {
                Pos::Adj if self.doc.word(token) == "clear" => self.clear_draft(token),
                Pos::Noun if self.doc.word(token) == "words" => self.words_draft(token, unit),
                Pos::Noun => self.noun_draft(token),
                _ if matches!(self.doc.word(token), "according" | "According") => {
                    self.according_draft(token, unit, drafts)
                }
                _ => None,
            };
            drafts.extend(found);
        }
        for token in particles {
            drafts.extend(self.particle_draft(token, drafts));
        }
    }

    /// "made clear that", "made it clear that".
    fn clear_draft(&self, clear: TokenIdx) -> Option<Draft> {
        let from = clear.0.saturating_sub(3);
        let makes = |token: &TokenIdx| self.doc.lemma(*token) == "make" && self.doc.pos(*token) == Pos::Verb;
        let make = Span::<Tok>::new(from, clear.0).tokens().find(makes)?;
        let that = TokenIdx(clear.0 + 1);
        let sentence = self.doc.sentence(clear).tokens;
        if !sentence.has(that)
            || self.doc.word(that) != "that"
            || self.is_unsaid(make)
            || self.in_utterance(make)
        {
            return None;
        }
        let speaker = self.speaker_of_verb(make)?;
        let end = self.doc.subtree(self.doc.head(that)).end();
        let mut draft = phrase_draft(make, Span::new(make.0, clear.0 + 1), Some(speaker), "statements.clear");
        draft.add(self.trim(Span::new(that.0, end)));
        Some(draft)
    }

    /// "allegedly", "reportedly": the clause it stands in is what nobody named says.
    fn particle_draft(&self, particle: TokenIdx, drafts: &[Draft]) -> Option<Draft> {
        let mut verb = self.doc.head(particle);
        if matches!(self.doc.dep(verb), label::AUX | label::AUXPASS)
            || !matches!(self.doc.pos(verb), Pos::Verb | Pos::Aux)
        {
            verb = self.doc.head(verb);
        }
        let is_clause = self.subject_of(verb).is_some() || self.doc.child(verb, label::NSUBJPASS).is_some();
        // Inside someone's words it is part of them.
        if !is_clause || self.in_utterance(particle) || drafts.iter().any(|draft| draft.holds(particle)) {
            return None;
        }
        let mut draft = phrase_draft(particle, Span::of(particle), None, "statements.particle");
        draft.add(self.trim(self.doc.subtree(verb)));
        draft.cut(Span::of(particle));
        draft.pieces.retain(|piece| !self.trim(*piece).is_empty());
        Some(draft)
    }

    /// "in the words of one rebel", "in her words".
    fn words_draft(&self, words: TokenIdx, unit: &Unit) -> Option<Draft> {
        let link = self.doc.head(words);
        if !matches!(self.doc.word(link), "in" | "In")
            || self.doc.dep(words) != label::POBJ
            || self.in_utterance(words)
        {
            return None;
        }
        let of = self.children(words, &[label::PREP]).find(|&prep| self.doc.word(prep) == "of");
        let speaker = match of {
            Some(of) => self.noun_phrase(self.doc.child(of, label::POBJ)?),
            None => self.owner_of(words)?,
        };
        let phrase = Span::<Tok>::new(link.0, speaker.tokens.end().max(words.0 + 1));
        let is_set_off = link.0 == unit.tokens.start() || self.doc.word(TokenIdx(link.0 - 1)) == ",";
        if !is_set_off {
            return None;
        }
        // "was, in the words of an aide, “the torchbearer”": the quotation alone.
        let after = self.quotes_in(Span::new(phrase.end(), unit.tokens.end().min(phrase.end() + 2))).first();
        let left = self.trim(Span::new(unit.tokens.start(), phrase.start()));
        let right = self.trim(Span::new(phrase.end(), unit.tokens.end()));
        let cue = Span::new(link.0, of.map_or(words.0 + 1, |of| of.0 + 1));
        let mut draft = phrase_draft(words, cue, Some(speaker), "statements.words");
        draft.add(match after {
            Some(quote) => quote.tokens,
            None if left.len() < 3 => right,
            None => left,
        });
        (!draft.pieces.is_empty()).then_some(draft)
    }

    fn according_draft(&self, according: TokenIdx, unit: &Unit, drafts: &[Draft]) -> Option<Draft> {
        let to = TokenIdx(according.0 + 1);
        if !unit.tokens.has(to) || self.doc.word(to) != "to" || self.in_utterance(according) {
            return None;
        }
        // The parse may hang a noun further on to "to": who is named starts right after it.
        let object = self.doc.child(to, label::POBJ).filter(|&object| object > to);
        let speaker = object
            .map(|object| self.noun_phrase(object))
            .filter(|who| who.tokens.start() == to.0 + 1)
            .or_else(|| self.nominal_in(Span::new(to.0 + 1, unit.tokens.end().min(to.0 + 8))))?;
        // "according to plan": a measure, nobody's words.
        let is_measure =
            matches!(self.doc.word(speaker.head), "plan" | "schedule" | "size" | "need" | "age" | "rank")
                && speaker.tokens.len() == 1;
        if is_measure {
            return None;
        }
        let phrase = Span::<Tok>::new(according.0, speaker.tokens.end().max(to.0 + 1));
        let cue = Span::new(according.0, to.0 + 1);
        let mut draft = phrase_draft(according, cue, Some(speaker), "statements.according");
        // Inside someone's words the content stays inside them.
        let around = drafts.iter().flat_map(|outer| &outer.pieces).filter(|piece| piece.has(according));
        let within = around.min_by_key(|piece| piece.len()).copied().unwrap_or(unit.tokens);
        let left = self.trim(Span::new(within.start(), phrase.start()));
        let mut right = self.trim(Span::new(phrase.end(), within.end()));
        // "According to the study, published in May, …"
        if self.doc.tag(TokenIdx(right.start().min(within.end() - 1))) == label::TAG_VBN {
            let comma = right.tokens().find(|&token| self.doc.word(token) == ",");
            right = comma.map_or(right, |comma| self.trim(Span::new(comma.0 + 1, right.end())));
        }
        let comma = phrase.end() < within.end() && self.doc.word(TokenIdx(phrase.end())) == ",";
        let goes_on = comma && self.are_tied(left, right);
        if left.len() >= 3 || goes_on {
            draft.add(left);
        }
        if left.len() < 3 || goes_on {
            draft.add(right);
        }
        (!draft.pieces.is_empty()).then_some(draft)
    }

    /// Whether the parse ties words of one stretch to the other: they are parts of one clause.
    pub(crate) fn are_tied(&self, left: Span<Tok>, right: Span<Tok>) -> bool {
        let reaches = |from: Span<Tok>, to: Span<Tok>| {
            from.tokens().any(|token| to.has(self.doc.head(token)) && self.doc.pos(token) != Pos::Punct)
        };
        reaches(right, left) || reaches(left, right)
    }

    /// A noun that names an utterance, with the clause that gives its content: "expressed hope that …".
    fn noun_draft(&self, noun: TokenIdx) -> Option<Draft> {
        let frames = self.lexicon.noun(self.doc.lemma(noun));
        if !frames.has_any(Frames::NOUN.with(Frames::UTTER)) || self.in_utterance(noun) {
            return None;
        }
        let verb = self.doc.head(noun);
        let is_object = self.doc.dep(noun) == label::DOBJ && self.doc.pos(verb) == Pos::Verb;
        let verb_frames = self.lexicon.verb(self.doc.lemma(verb));
        let is_light = is_object && verb_frames.has_any(Frames::LIGHT.with(Frames::UTTER));
        // "his support for the plan" is felt, "voiced support for the plan" is said.
        let is_uttered = is_object && verb_frames.has(Frames::UTTER) && !verb_frames.has(Frames::OBJECT);
        if !frames.has(Frames::NOUN) && !is_uttered {
            return None;
        }
        let uttered = if is_light { self.speaker_of_verb(verb) } else { None };
        let owner = self.owner_of(noun);
        // "repeated her call": she who repeats it.
        let is_own = owner.is_some_and(|owner| self.doc.tag(owner.head) == label::TAG_PRPS);
        let speaker: Option<Speaker> = if is_own { uttered.or(owner) } else { owner.or(uttered) };
        if is_light && self.doc.child(verb, label::NEG).is_some() {
            return None;
        }
        let clauses = [label::ACL, label::CCOMP, label::RELCL];
        let is_content = |&clause: &TokenIdx| {
            clause > noun && self.children(clause, &[label::MARK]).any(|mark| self.doc.word(mark) == "that")
        };
        let clause = self.children(noun, &clauses).find(is_content).or_else(|| {
            is_light.then(|| self.children(verb, &[label::CCOMP]).find(|clause| *clause > noun)).flatten()
        });
        let is_charge = self.lexicon.noun(self.doc.lemma(noun)).has(Frames::OBJECT);
        let content = match clause {
            // "allegations that …" are someone's, even where the text does not say whose.
            Some(clause) if speaker.is_some() || is_charge => self.doc.subtree(clause),
            _ if speaker.is_some() => {
                self.phrase_of_noun(noun).or_else(|| is_uttered.then(|| self.rest_of_noun(noun)).flatten())?
            }
            _ => return None,
        };
        let start = if is_light { verb.0 } else { noun.0 };
        let mut draft = phrase_draft(noun, Span::new(start, noun.0 + 1), speaker, "statements.noun");
        draft.add(self.trim(content));
        Some(draft)
    }

    /// "voiced concern over the attacks", "expressed readiness to help": all that hangs on the noun.
    fn rest_of_noun(&self, noun: TokenIdx) -> Option<Span<Tok>> {
        let after = self.children(noun, &[label::PREP, label::ACL]).find(|&part| part > noun)?;
        let under = self.doc.subtree(after);
        let is_prep = self.doc.dep(after) == label::PREP;
        Some(Span::new(under.start() + u32::from(is_prep), under.end()))
    }

    /// "a call for calm", "questions about the vote".
    fn phrase_of_noun(&self, noun: TokenIdx) -> Option<Span<Tok>> {
        let takes = |&prep: &TokenIdx| {
            let phrase = format!("{}/{}", self.doc.lemma(noun), self.doc.word(prep));
            prep > noun && self.lexicon.noun(&phrase).has(Frames::PREPOSITION)
        };
        if let Some(prep) = self.children(noun, &[label::PREP]).find(takes) {
            let object = self.children(prep, &[label::POBJ, label::PCOMP]).next()?;
            return Some(Span::new(prep.0 + 1, self.doc.subtree(object).end()));
        }
        // "his pledge to withdraw"
        let takes_to = self.lexicon.noun(self.doc.lemma(noun)).has(Frames::INFINITIVE);
        let infinitive =
            self.children(noun, &[label::ACL]).find(|&clause| clause > noun && self.has_to(clause));
        infinitive.filter(|_| takes_to).map(|infinitive| self.doc.subtree(infinitive))
    }
}

pub(crate) fn phrase_draft(
    head: TokenIdx,
    cue: Span<Tok>,
    speaker: Option<Speaker>,
    rule: &'static str,
) -> Draft {
    Draft { head, cue, speaker, addressee: None, via: Vec::new(), pieces: Vec::new(), rule, chance: 1.0 }
}

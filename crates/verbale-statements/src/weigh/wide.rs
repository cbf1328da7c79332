use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::cue::VerbCue;
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::quote::Quote;
use crate::scene::{Scene, Unit};

/// Drafts no rule vouches for: any verb or noun of saying with what hangs on it. Only weighing lets them stand.
impl Scene<'_> {
    pub(crate) fn wide_drafts(&self, unit: &Unit, drafts: &[Draft]) -> Vec<Draft> {
        let is_free = |token: TokenIdx| {
            !self.in_utterance(token)
                && !drafts
                    .iter()
                    .any(|draft| draft.head == token || draft.cue.has(token) || draft.holds(token))
        };
        let tokens = unit.tokens.tokens().filter(|&token| is_free(token));
        let drafts = tokens.filter_map(|token| match self.doc.pos(token) {
            Pos::Verb => self.wide_verb(token, unit),
            Pos::Noun => self.wide_noun(token),
            _ => None,
        });
        drafts.collect()
    }

    /// A verb with its clause, or with objects among which words are quoted.
    fn wide_verb(&self, verb: TokenIdx, unit: &Unit) -> Option<Draft> {
        if self.is_unsaid(verb) {
            return None;
        }
        let frames = self.lexicon.verb(self.doc.lemma(verb));
        let takes_objects = frames.has_any(Frames::OBJECT.with(Frames::INFINITIVE).with(Frames::QUESTION));
        let cue = self.cue_of_verb(verb);
        let content = self.clause_of(&cue).or_else(|| {
            let objects = self.objects_of(&cue)?;
            let is_quoted = self.quotes_in(objects).iter().any(|quote| self.may_be_words(quote));
            (takes_objects || is_quoted).then_some(objects)
        });
        let content =
            content.or_else(|| frames.has(Frames::CLAUSE).then(|| self.rest_of(&cue, unit)).flatten())?;
        let end = content.end().min(unit.tokens.end());
        let piece = self.trim(Span::new(content.start().max(cue.group.end()), end));
        if piece.is_empty() {
            return None;
        }
        let mut draft = self.draft_of(&cue, "statements.weighed");
        draft.add(piece);
        draft.speaker.is_some().then_some(draft)
    }

    /// Whether a quotation under a verb that no rule knows may be someone's words: not the title of a work, and no term set
    /// apart within a phrase ("argued over the “cessation” text").
    fn may_be_words(&self, quote: &Quote) -> bool {
        const LONGEST_TERM: u32 = 3;
        let end = TokenIdx(quote.tokens.end());
        let goes_on = end.at() < self.doc.len() && matches!(self.doc.pos(end), Pos::Noun | Pos::Propn);
        !self.is_title(quote) && (quote.is_utterance || quote.inner.len() > LONGEST_TERM || !goes_on)
    }

    /// "thinks that …", "found it odd to …": the clause a verb takes.
    fn clause_of(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        let after = |&clause: &TokenIdx| clause.0 >= cue.group.end();
        let clause = self.children(cue.verb, &[label::CCOMP]).find(after)?;
        Some(self.doc.subtree(clause))
    }

    /// What follows a verb as its objects: things, and phrases with prepositions.
    fn objects_of(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        let parts = [label::DOBJ, label::PREP, label::OPRD, label::XCOMP, label::ATTR, label::ACOMP];
        let mut objects = self.children(cue.verb, &parts).filter(|&part| part.0 >= cue.group.end());
        let first = objects.next()?;
        let whole = self.doc.subtree(first);
        Some(objects.fold(whole, |whole, part| whole.join(self.doc.subtree(part))))
    }

    /// All that follows a known verb in its sentence, where the parse hangs nothing on it.
    fn rest_of(&self, cue: &VerbCue, unit: &Unit) -> Option<Span<Tok>> {
        let is_verb = |token: TokenIdx| self.is_finite(token);
        let rest = Span::<Tok>::new(cue.group.end(), unit.tokens.end());
        (rest.len() > 3 && rest.tokens().any(is_verb)).then_some(rest)
    }

    /// "his comment that …", "chants of “…”": a noun with a clause or a quotation on it.
    fn wide_noun(&self, noun: TokenIdx) -> Option<Draft> {
        let known = self.lexicon.noun(self.doc.lemma(noun)) != Frames::default();
        let after = |child: &TokenIdx| *child > noun;
        let clause = self.children(noun, &[label::ACL, label::CCOMP, label::RELCL]).find(|&clause| {
            clause > noun && self.children(clause, &[label::MARK]).any(|mark| self.doc.word(mark) == "that")
        });
        let content = clause.map(|clause| self.doc.subtree(clause)).or_else(|| {
            let prep = self.children(noun, &[label::PREP]).find(after)?;
            let object = self.children(prep, &[label::POBJ, label::PCOMP]).find(after)?;
            let under = self.doc.subtree(object);
            let opens_quote = self.quote_at(TokenIdx(under.start())).is_some();
            (known || opens_quote).then_some(under)
        })?;
        let piece = self.trim(content);
        if piece.is_empty() || piece.start() <= noun.0 {
            return None;
        }
        let speaker =
            self.owner_of(noun).or_else(|| self.speaker_of_noun(noun)).filter(|who| who.head != noun);
        let mut draft = crate::phrase::phrase_draft(noun, Span::of(noun), speaker, "statements.weighed");
        draft.add(piece);
        Some(draft)
    }
}

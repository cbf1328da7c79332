use verbale_doc::{BlockKind, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::ActorKind;

use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::phrase::phrase_draft;
use crate::quote::Quote;
use crate::scene::{Scene, Unit};
use crate::speaker::Speaker;

/// Statements marked by a colon or a dash and a name: headlines, transcripts, signatures.
impl Scene<'_> {
    /// "Putin: We hope …": a headline, or a turn in a transcript.
    pub(crate) fn add_headline(&self, unit: &Unit, drafts: &mut Vec<Draft>) {
        const LONGEST_NAME: u32 = 8;
        let kind = self.article.blocks.get(unit.block as usize).map(|block| block.kind);
        let starts_block = self
            .unit_number(TokenIdx(unit.tokens.start()))
            .checked_sub(1)
            .is_none_or(|before| self.units[before].block != unit.block);
        if !starts_block {
            return;
        }
        let head =
            Span::<Tok>::new(unit.tokens.start(), unit.tokens.end().min(unit.tokens.start() + LONGEST_NAME));
        let Some(colon) = head.tokens().find(|&token| self.doc.word(token) == ":") else { return };
        let name = self.trim(Span::new(unit.tokens.start(), colon.0));
        let is_title = matches!(kind, Some(BlockKind::Title | BlockKind::Heading));
        let names_speaker =
            if is_title { self.is_name(name) } else { self.is_turn(name) || self.is_person(name) };
        let block_end = self.block_end(unit);
        let end = if is_title { unit.tokens.end() } else { block_end };
        let content = self.trim(Span::new(colon.0 + 1, end));
        if !names_speaker || content.len() < 3 || drafts.iter().any(|draft| draft.covers(content)) {
            return;
        }
        let Some(last) = name.tokens().next_back() else { return };
        let head = self.nominal_in(name).map_or(last, |found| found.head);
        let speaker = Some(Speaker { tokens: name, head });
        let mut draft = phrase_draft(colon, Span::of(colon), speaker, "statements.headline");
        draft.add(content);
        drafts.push(draft);
    }

    /// "“…” — Jan Novak", "Talks to resume — minister": a name after a dash at the end of a block.
    pub(crate) fn signed_draft(&self, unit: &Unit, drafts: &[Draft]) -> Option<Draft> {
        const LONGEST: u32 = 8;
        let is_dash = |token: &TokenIdx| matches!(self.doc.word(*token), "—" | "–" | "―" | "-" | "--" | "~");
        let block_end = self.block_end(unit);
        let near = Span::<Tok>::new(
            unit.tokens.end().saturating_sub(LONGEST + 1).max(unit.tokens.start()),
            unit.tokens.end(),
        );
        let dash = near.tokens().find(is_dash)?;
        let name = self.trim(Span::new(dash.0 + 1, block_end));
        let is_nominal = |token: TokenIdx| {
            matches!(
                self.doc.pos(token),
                Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det | Pos::Adp | Pos::Punct | Pos::Num | Pos::X
            )
        };
        if name.is_empty()
            || name.len() > LONGEST
            || unit.tokens.end() < name.end()
            || !name.tokens().all(is_nominal)
        {
            return None;
        }
        let content = self.trim(Span::new(unit.tokens.start(), dash.0));
        let last = TokenIdx(content.end().checked_sub(1)?);
        let is_quoted = self.quote_at(last).is_some_and(|quote| {
            quote.is_utterance && quote.tokens.start() <= content.start() && dash.0 >= quote.tokens.end()
        });
        let is_title =
            self.article.blocks.get(unit.block as usize).is_some_and(|block| block.kind == BlockKind::Title);
        let speaks = |token: TokenIdx| {
            self.lexicon.is_source(self.doc.lemma(token))
                || self
                    .doc
                    .entity(token)
                    .is_some_and(|entity| matches!(entity.label, label::ENT_PERSON | label::ENT_GPE))
        };
        let is_headline = is_title && content.len() > 3 && name.len() <= 4 && name.tokens().any(speaks);
        if !(is_quoted || is_headline) || drafts.iter().any(|draft| draft.covers(content)) {
            return None;
        }
        let head = self.nominal_in(name).map_or(TokenIdx(name.start()), |found| found.head);
        let mut draft =
            phrase_draft(dash, Span::of(dash), Some(Speaker { tokens: name, head }), "statements.signed");
        draft.add(content);
        Some(draft)
    }

    /// One past the last token of the unit's block.
    fn block_end(&self, unit: &Unit) -> u32 {
        let after = self.units.partition_point(|other| other.block <= unit.block);
        after.checked_sub(1).map_or(unit.tokens.end(), |last| self.units[last].tokens.end())
    }

    /// "From the report: “…”", "– Philip Bump: “…”": words before a colon that name a speaker and have no cue.
    pub(crate) fn colon_draft(&self, quote: &Quote, unit: &Unit) -> Option<Draft> {
        let colon = self.previous_solid(quote.tokens.start()).filter(|&colon| self.doc.word(colon) == ":")?;
        if !quote.is_utterance || !unit.tokens.has(colon) || self.in_utterance(colon) {
            return None;
        }
        let is_break = |&at: &u32| {
            let token = TokenIdx(at);
            matches!(self.doc.word(token), "-" | "–" | "—" | "--" | ";" | ".")
                || self.quote_at(token).is_some()
        };
        let start =
            (unit.tokens.start()..colon.0).rev().find(is_break).map_or(unit.tokens.start(), |at| at + 1);
        let lead = self.trim(Span::new(start, colon.0));
        let verb = lead.tokens().find(|&token| self.is_finite(token));
        let speaker = verb.and_then(|verb| self.speaker_of_verb(verb)).or_else(|| self.nominal_in(lead))?;
        let is_cue = |&verb: &TokenIdx| self.verb_frames(verb).has_any(Frames::CLAUSE.with(Frames::QUOTE));
        let head = verb.filter(is_cue).unwrap_or(colon);
        let mut draft = phrase_draft(head, Span::of(head), Some(speaker), "statements.colon");
        draft.add(quote.tokens);
        Some(draft)
    }

    fn is_name(&self, name: Span<Tok>) -> bool {
        let nominal = |token: TokenIdx| {
            matches!(
                self.doc.pos(token),
                Pos::Propn | Pos::Noun | Pos::Adj | Pos::Adp | Pos::Det | Pos::Part | Pos::Cconj | Pos::Punct
            )
        };
        let known = |token: TokenIdx| {
            self.doc.entity(token).is_some_and(|entity| {
                matches!(entity.label, label::ENT_PERSON | label::ENT_ORG | label::ENT_GPE | label::ENT_NORP)
            }) || self.cast.mention_at(token).is_some()
        };
        let is_topic = name.tokens().any(|token| self.lexicon.is_topic(self.doc.word(token)));
        let is_proper = name.len() <= 4 && name.tokens().all(|token| self.doc.pos(token) == Pos::Propn);
        !is_topic
            && name.tokens().all(nominal)
            && (is_proper || name.tokens().any(known) || self.is_surname(name))
    }

    /// Whether the text below names someone so: a headline is too short for the recognizer.
    pub(crate) fn is_surname(&self, name: Span<Tok>) -> bool {
        let Some(last) = name.tokens().next_back().map(|last| self.doc.word(last)) else { return false };
        let people = self.doc.entities().iter().filter(|entity| entity.label == label::ENT_PERSON);
        people.take(200).any(|entity| entity.tokens.tokens().any(|token| self.doc.word(token) == last))
    }

    /// "Sergei Lavrov:", in a transcript.
    fn is_person(&self, name: Span<Tok>) -> bool {
        // The knowledge base knows "Lavrov" where the recognizer does not.
        let is_known = |token: TokenIdx| {
            let actor = self.cast.mention_at(token).map(|mention| self.cast.actor(mention.actor));
            actor.is_some_and(|actor| actor.kind == ActorKind::Person) && self.starts_capital(token)
        };
        let named = |token: TokenIdx| {
            self.doc.entity(token).is_some_and(|entity| entity.label == label::ENT_PERSON) || is_known(token)
        };
        let is_verb = |token: TokenIdx| self.doc.pos(token) == Pos::Verb;
        !name.is_empty() && name.len() <= 4 && name.tokens().all(named) && !name.tokens().any(is_verb)
    }

    fn starts_capital(&self, token: TokenIdx) -> bool {
        self.doc.word(token).starts_with(char::is_uppercase)
    }

    /// "LAVROV:", "Q:"
    fn is_turn(&self, name: Span<Tok>) -> bool {
        let is_upper = |token: TokenIdx| !self.doc.word(token).contains(char::is_lowercase);
        !name.is_empty()
            && name.len() <= 5
            && name.tokens().all(is_upper)
            && name.tokens().any(|token| self.doc.word(token).chars().next().is_some_and(char::is_alphabetic))
    }
}

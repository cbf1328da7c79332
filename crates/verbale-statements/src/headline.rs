use verbale_doc::{BlockKind, Pos, Span, Tok, TokenIdx, label};

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
        let kind = self.article.blocks.get(unit.block as usize).map(|block| block.kind);
        if !self.starts_block(unit) {
            return;
        }
        let Some((name, colon)) = self.words_before_colon(unit) else { return };
        let is_title = matches!(kind, Some(BlockKind::Title | BlockKind::Heading));
        let is_turn = self.is_transcript && self.opens_turn(unit);
        let is_title = (is_title || self.is_headline_alone(unit)) && !is_turn;
        let told = if is_title { self.told_in_headline(name) } else { None };
        let name = told.map_or(name, |(name, _)| name);
        let names_speaker = if is_title { self.is_name(name) } else { self.names_turn(name) };
        let block_end = self.block_end(unit);
        let end = if is_title { unit.tokens.end() } else { block_end };
        let content = self.trim(Span::new(colon.0 + 1, end));
        if !names_speaker || content.len() < 3 || drafts.iter().any(|draft| draft.covers(content)) {
            return;
        }
        let speaker = self.turn_speaker(name);
        let mut draft = phrase_draft(colon, Span::of(colon), speaker, "statements.headline");
        draft.addressee = told.and_then(|(_, told)| self.nominal_in(told));
        draft.add(content);
        drafts.push(draft);
    }

    /// Whether the text is nothing but a headline: one line without a full stop.
    pub(crate) fn is_headline_alone(&self, unit: &Unit) -> bool {
        let last = unit.tokens.tokens().rev().find(|&token| self.doc.pos(token) != Pos::Space);
        self.units.len() == 1 && last.is_some_and(|last| !matches!(self.doc.word(last), "." | "?" | "!"))
    }

    /// "Orlan to envoys: …", "Iran tells UN: …": who speaks, and to whom.
    fn told_in_headline(&self, words: Span<Tok>) -> Option<(Span<Tok>, Span<Tok>)> {
        let is_link =
            |token: &TokenIdx| self.doc.word(*token) == "to" || self.verb_frames(*token).has(Frames::CLAUSE);
        let link = words.tokens().skip(1).find(is_link)?;
        let is_tagged = self.doc.word(link) == "to" || self.is_finite(link);
        let parts = (Span::new(words.start(), link.0), Span::new(link.0 + 1, words.end()));
        (is_tagged && !parts.1.is_empty()).then_some(parts)
    }

    /// "No talks while strikes go on, say rebels": a headline that ends with who says so, whatever the parse.
    pub(crate) fn tail_of_headline(&self, unit: &Unit, drafts: &[Draft]) -> Option<Draft> {
        const LONGEST: u32 = 8;
        const LEAST: u32 = 3;
        let last = self.trim(unit.tokens);
        let comma = last.tokens().rev().take(LONGEST as usize).find(|&token| self.doc.word(token) == ",")?;
        let verb = TokenIdx(comma.0 + 1);
        let name = self.trim(Span::new(verb.0 + 1, last.end()));
        let content = self.trim(Span::new(last.start(), comma.0));
        if !self.in_title(comma) || name.is_empty() || content.len() < LEAST || self.in_utterance(verb) {
            return None;
        }
        // The tagger takes many a verb of a headline for a noun.
        let lemma = self.doc.lemma(verb).to_lowercase();
        let is_cue =
            matches!(&*lemma, "say" | "says" | "tell" | "warn" | "claim" | "report" | "insist" | "vow");
        let is_nominal = |token: TokenIdx| {
            matches!(self.doc.pos(token), Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det | Pos::Adp | Pos::Num)
        };
        let is_taken = drafts
            .iter()
            .any(|draft| draft.cue.has(verb) || draft.covers(content) && draft.speaker.is_some());
        if !is_cue || is_taken || !name.tokens().all(is_nominal) {
            return None;
        }
        let speaker = self.nominal_in(name)?;
        let mut draft = phrase_draft(verb, Span::of(verb), Some(speaker), "statements.headline");
        draft.add(content);
        Some(draft)
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
        let is_title =
            self.article.blocks.get(unit.block as usize).is_some_and(|block| block.kind == BlockKind::Title);
        // "Bridge to reopen in May: minister"
        let is_colon = |token: &TokenIdx| is_title && self.doc.word(*token) == ":";
        // "says al-Novak": a hyphen joins.
        let joins = |token: TokenIdx| {
            let at = self.doc.token(token).span.start();
            at > 0
                && self
                    .article
                    .text
                    .as_str()
                    .as_bytes()
                    .get(at as usize - 1)
                    .is_some_and(|byte| !byte.is_ascii_whitespace())
        };
        let is_free_dash =
            |token: &TokenIdx| is_dash(token) && !(self.doc.word(*token) == "-" && joins(*token));
        let dash = near.tokens().find(is_free_dash).or_else(|| near.tokens().rfind(is_colon))?;
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
        let speaks = |token: TokenIdx| {
            self.lexicon.is_source(self.doc.lemma(token))
                || self
                    .doc
                    .entity(token)
                    .is_some_and(|entity| matches!(entity.label, label::ENT_PERSON | label::ENT_GPE))
        };
        let is_known = || name.tokens().any(speaks) || self.is_surname(name);
        let is_headline = is_title && content.len() > 3 && name.len() <= 4 && is_known();
        if !(is_quoted || is_headline) || drafts.iter().any(|draft| draft.covers(content)) {
            return None;
        }
        let head = self.nominal_in(name).map_or(TokenIdx(name.start()), |found| found.head);
        let mut draft =
            phrase_draft(dash, Span::of(dash), Some(Speaker { tokens: name, head }), "statements.signed");
        draft.add(content);
        Some(draft)
    }

    /// "-Jan Novak, mayor." as a paragraph of its own under a quotation.
    pub(crate) fn signed_below(&self, unit: &Unit) -> Option<Draft> {
        const LONGEST: u32 = 16;
        let number = self.unit_number(TokenIdx(unit.tokens.start()));
        let above = self.units.get(number.checked_sub(1)?)?;
        let first = TokenIdx(unit.tokens.start());
        let is_dash = matches!(self.doc.word(first), "—" | "–" | "―" | "-" | "--");
        let glued = self.doc.word(first).len() > 1 && self.doc.word(first).starts_with(['-', '—', '–', '―']);
        if above.block + 1 != unit.block || !(is_dash || glued) || unit.tokens.len() > LONGEST {
            return None;
        }
        let last = TokenIdx(self.trim(above.tokens).end().checked_sub(1)?);
        let quote = self.quote_at(last).filter(|quote| quote.is_utterance)?;
        let starts_block =
            quote.tokens.start() == self.trim(above.tokens).start() || quote.tokens.covers(above.tokens);
        let start = first.0 + u32::from(is_dash);
        let end = (start..unit.tokens.end())
            .find(|&at| matches!(self.doc.word(TokenIdx(at)), "," | "."))
            .unwrap_or(unit.tokens.end());
        let name = self.trim(Span::new(start, end));
        let is_nominal =
            |token: TokenIdx| matches!(self.doc.pos(token), Pos::Propn | Pos::Noun | Pos::Adj | Pos::Punct);
        if !starts_block || name.is_empty() || !name.tokens().all(is_nominal) {
            return None;
        }
        let head = self.nominal_in(name).map_or(TokenIdx(name.start()), |found| found.head);
        let speaker = Some(Speaker { tokens: name, head });
        let mut draft = phrase_draft(first, Span::of(first), speaker, "statements.signed");
        draft.add(quote.tokens);
        Some(draft)
    }

    /// "“…” ― Jan Novak" line by line, the next line of the block with another's words.
    pub(crate) fn signed_lines(&self, unit: &Unit) -> Vec<Draft> {
        const LONGEST: u32 = 8;
        let is_dash = |token: &TokenIdx| matches!(self.doc.word(*token), "—" | "–" | "―" | "--" | "~");
        let is_nominal = |token: TokenIdx| matches!(self.doc.pos(token), Pos::Propn | Pos::Noun | Pos::X);
        let signed = |quote: &Quote| {
            // The tokenizer may leave the dash on the closing mark: "”―".
            let glued = quote.tokens.tokens().next_back().filter(|&last| {
                self.doc.word(last).chars().count() > 1 && self.doc.word(last).ends_with(['—', '–', '―'])
            });
            let dash = glued.or_else(|| self.first_after(quote).filter(is_dash))?;
            let ends = |at: &u32| {
                let token = TokenIdx(*at);
                self.starts_line(token)
                    || matches!(self.doc.word(token), "." | ",")
                    || self.quote_at(token).is_some()
            };
            let block_end = self.block_end(unit);
            let limit = block_end.min(dash.0 + 1 + LONGEST);
            let end = (dash.0 + 2..limit).find(ends).unwrap_or(limit);
            let name = self.trim(Span::new(dash.0 + 1, end));
            let is_loose = |token: TokenIdx| self.doc.pos(token) == Pos::Space || self.doc.word(token) == ".";
            let next = (end..block_end).map(TokenIdx).find(|&token| !is_loose(token));
            if next.is_some_and(|next| !self.starts_line(next))
                || !quote.is_closed
                || name.is_empty()
                || !name.tokens().all(is_nominal)
            {
                return None;
            }
            let head = self.nominal_in(name).map_or(TokenIdx(name.start()), |found| found.head);
            let speaker = Some(Speaker { tokens: name, head });
            let mut draft = phrase_draft(dash, Span::of(dash), speaker, "statements.signed");
            draft.add(quote.tokens);
            Some(draft)
        };
        self.quotes_in(unit.tokens).iter().filter_map(signed).collect()
    }

    /// The first token after a quotation that is no space, if it starts what stands there.
    fn first_after(&self, quote: &Quote) -> Option<TokenIdx> {
        let after = Span::<Tok>::new(quote.tokens.end(), (quote.tokens.end() + 2).min(self.doc.len() as u32));
        after.tokens().find(|&token| self.doc.pos(token) != Pos::Space)
    }

    /// Whether a line of the text starts at this token.
    fn starts_line(&self, token: TokenIdx) -> bool {
        let Some(before) = token.0.checked_sub(1).map(TokenIdx) else { return true };
        let gap = Span::new(self.doc.token(before).span.end(), self.doc.token(token).span.start());
        self.article.text.slice(gap).contains('\n')
    }

    /// One past the last token of the unit's block.
    pub(crate) fn block_end(&self, unit: &Unit) -> u32 {
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
        // "at one point: “…”": a time, no one who speaks.
        let link = speaker.tokens.start().checked_sub(1).map(TokenIdx).filter(|link| lead.has(*link));
        let opens = TokenIdx(speaker.tokens.start());
        let is_adverbial = [Some(opens), link]
            .into_iter()
            .flatten()
            .any(|token| matches!(self.doc.word(token), "at" | "At" | "on" | "On"));
        if is_adverbial {
            return None;
        }
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
        // "Round in Muscat:" is no one, "Minister in Muscat:" is.
        let speaks = self.nominal_in(name).is_some_and(|found| {
            let before = Span::<Tok>::new(name.start(), found.head.0);
            !before.tokens().any(|token| self.doc.pos(token) == Pos::Adp)
                && (known(found.head) || self.lexicon.is_source(self.doc.lemma(found.head)))
        });
        let is_proper = name.len() <= 4 && name.tokens().all(|token| self.doc.pos(token) == Pos::Propn);
        !is_topic && name.tokens().all(nominal) && (is_proper || speaks || self.is_surname(name))
    }

    /// Whether the text below names someone so: a headline is too short for the recognizer.
    pub(crate) fn is_surname(&self, name: Span<Tok>) -> bool {
        let Some(last) = name.tokens().next_back().map(|last| self.doc.word(last)) else { return false };
        let people = self.doc.entities().iter().filter(|entity| entity.label == label::ENT_PERSON);
        people.take(200).any(|entity| entity.tokens.tokens().any(|token| self.doc.word(token) == last))
    }
}

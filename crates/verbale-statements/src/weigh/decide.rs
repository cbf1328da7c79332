use verbale_doc::{Byte, Span, Tok, label};

use super::edges::Edge;
use super::reasons::Reasons;
use super::weights::{Question, chance};
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::{Scene, Unit};

/// One question that was weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What was asked.
    pub question: Question,
    /// The cue it was asked for.
    pub cue: Span<Byte>,
    /// The rule that made the draft.
    pub rule: &'static str,
    /// The words that speak, where there are any.
    pub speaker: Option<Span<Byte>>,
    /// Whether the cue stands in the content of another draft or in a quotation.
    pub is_inside: bool,
    /// What there was to choose from. For [`Question::Accept`] one: the draft; not to choose it is to drop it.
    pub choices: Vec<Choice>,
    /// Which one the weights took; none where a draft was dropped.
    pub taken: Option<usize>,
}

/// One choice, with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What would be the content.
    pub content: Vec<Span<Byte>>,
    /// Names of the reasons.
    pub reasons: Vec<String>,
    /// Their weights together.
    pub weight: f32,
}

/// What was weighed on the way, where someone wants to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    pub(crate) is_kept: bool,
    pub(crate) decisions: Vec<Decision>,
}

/// A draft of a rule stands from this chance on, one that no rule vouches for needs more.
const LEAST_CHANCE: f32 = 0.4;
const LEAST_CHANCE_WIDE: f32 = 0.44;

/// Words inside others' words are rarely marked, so little was learned about them: the rules are trusted there.
const LEAST_CHANCE_INSIDE: f32 = 0.15;

impl Scene<'_> {
    /// Weighs the drafts of one unit: sets the edges of their content, adds what no rule saw, drops what is none.
    pub(crate) fn weigh(&self, unit: &Unit, drafts: &mut Vec<Draft>, notes: &mut Notes) {
        drafts.extend(self.wide_drafts(unit, drafts));
        for draft in drafts.iter_mut() {
            self.set_edges(unit, draft, notes);
            if draft.rule == WIDE {
                self.widen_to_quotes(draft);
            }
        }
        let kept: Vec<bool> = (0..drafts.len()).map(|at| self.stands(drafts, at, notes)).collect();
        let mut kept = kept.into_iter();
        drafts.retain(|_| kept.next().unwrap_or_default());
        self.drop_rivals(drafts);
    }

    /// Of drafts that share words without one standing inside the other, the one a rule vouches for stands; among
    /// those none vouches for, the likelier.
    fn drop_rivals(&self, drafts: &mut Vec<Draft>) {
        let shares = |draft: &Draft, other: &Draft| {
            draft.pieces.iter().any(|piece| other.pieces.iter().any(|theirs| theirs.overlaps(*piece)))
        };
        let is_beaten = |at: usize| {
            let draft = &drafts[at];
            let beats = |(number, other): (usize, &Draft)| {
                let is_stronger = other.rule != WIDE
                    || other.chance > draft.chance
                    || other.chance >= draft.chance && number < at;
                let contains = draft.holds(other.head) && self.takes_clause(draft);
                number != at && is_stronger && !contains && shares(draft, other)
            };
            draft.rule == WIDE && drafts.iter().enumerate().any(beats)
        };
        let beaten: Vec<bool> = (0..drafts.len()).map(is_beaten).collect();
        let mut beaten = beaten.into_iter();
        drafts.retain(|_| !beaten.next().unwrap_or_default());
    }

    /// Whether the content is a clause of its cue: then another's words may stand inside.
    fn takes_clause(&self, draft: &Draft) -> bool {
        self.children(draft.head, &[label::CCOMP]).any(|clause| draft.holds(clause))
    }

    fn stands(&self, drafts: &mut [Draft], at: usize, notes: &mut Notes) -> bool {
        let draft = &drafts[at];
        if self.is_certain(draft) {
            return true;
        }
        let holds = |other: &Draft| other.head != draft.head && other.holds(draft.head);
        let is_inside = self.in_utterance(draft.head) || drafts.iter().any(holds);
        let reasons = self.accept_reasons(draft, is_inside, notes.is_kept);
        let is_wide = draft.rule == WIDE;
        let weight = self.weights.sum(Question::Accept, &reasons);
        let chance = chance(weight);
        let least = match (is_inside, is_wide) {
            (true, false) => LEAST_CHANCE_INSIDE,
            (false, false) => LEAST_CHANCE,
            (_, true) => LEAST_CHANCE_WIDE,
        };
        let stands = if self.weights.knows(Question::Accept) { chance >= least } else { !is_wide };
        if notes.is_kept {
            let pieces = draft.pieces.iter().map(|&piece| self.bytes(piece)).collect();
            let choice = Choice { content: pieces, reasons: reasons.into_names(), weight };
            notes.decisions.push(self.decision(
                Question::Accept,
                draft,
                is_inside,
                vec![choice],
                stands.then_some(0),
            ));
        }
        drafts[at].chance = chance;
        stands
    }

    /// Drafts whose form says enough: a signature, "in the words of", and "expressed hope that", which utters what
    /// elsewhere is only thought; and the turns of a transcript.
    fn is_certain(&self, draft: &Draft) -> bool {
        let utters = || {
            let verb = self.doc.head(draft.head);
            draft.cue.has(verb)
                && self.lexicon.verb(self.doc.lemma(verb)).has_any(Frames::LIGHT.with(Frames::UTTER))
        };
        match draft.rule {
            "statements.signed" | "statements.words" | "statements.particle" | "statements.block" => true,
            "statements.headline" => {
                let is_alone = self.units.iter().take(1).any(|unit| self.is_headline_alone(unit));
                is_alone || self.is_transcript && !self.in_title(draft.head)
            }
            "statements.noun" => draft.cue.len() > 1 && utters(),
            WIDE => false,
            _ => self.is_uttered(draft),
        }
    }

    fn decision(
        &self,
        question: Question,
        draft: &Draft,
        is_inside: bool,
        choices: Vec<Choice>,
        taken: Option<usize>,
    ) -> Decision {
        Decision {
            question,
            cue: self.bytes(draft.cue),
            rule: draft.rule,
            speaker: draft.speaker.map(|speaker| self.bytes(speaker.tokens)),
            is_inside,
            choices,
            taken,
        }
    }

    /// Sets where the content of a draft starts and ends, for content in one piece.
    fn set_edges(&self, unit: &Unit, draft: &mut Draft, notes: &mut Notes) {
        let &[piece] = &draft.pieces[..] else { return };
        let is_quoted = self
            .quote_at(verbale_doc::TokenIdx(piece.start()))
            .is_some_and(|quote| quote.is_utterance && quote.tokens.covers(piece));
        if self.in_utterance(draft.head)
            || is_quoted
            || !unit.tokens.has(draft.head)
            || has_own_edges(draft.rule)
        {
            return;
        }
        if piece.start() >= draft.cue.end() {
            let starts = self.starts(draft, piece, notes.is_kept);
            let piece = self.choose(Question::Start, draft, piece, starts, notes);
            let limit = unit.tokens.end().max(piece.end());
            let ends = self.ends(draft, piece, limit, notes.is_kept);
            let piece = self.choose(Question::End, draft, piece, ends, notes);
            draft.pieces = vec![piece];
            if let Some(relative) = self.relative_of(draft) {
                draft.add(relative);
            }
        } else if piece.end() <= draft.cue.start() {
            let leads = self.leads(draft, piece, unit.tokens.start(), notes.is_kept);
            let piece = self.choose(Question::Lead, draft, piece, leads, notes);
            draft.pieces = vec![piece];
        }
    }

    fn choose(
        &self,
        question: Question,
        draft: &Draft,
        piece: Span<Tok>,
        edges: Vec<Edge>,
        notes: &mut Notes,
    ) -> Span<Tok> {
        if edges.len() < 2 {
            return piece;
        }
        let own = edges.iter().position(|edge| edge.piece == piece);
        let weights: Vec<f32> = edges.iter().map(|edge| self.weights.sum(question, &edge.reasons)).collect();
        let best = (0..edges.len()).max_by(|&a, &b| weights[a].total_cmp(&weights[b]).then(b.cmp(&a)));
        let taken = if self.weights.knows(question) { best } else { own };
        let chosen = taken.map_or(piece, |taken| edges[taken].piece);
        if notes.is_kept {
            let to_choice = |(edge, weight): (Edge, f32)| Choice {
                content: vec![self.bytes(edge.piece)],
                reasons: Reasons::into_names(edge.reasons),
                weight,
            };
            let choices = edges.into_iter().zip(weights).map(to_choice).collect();
            notes.decisions.push(self.decision(question, draft, false, choices, taken));
        }
        chosen
    }
}

/// The rule of drafts that only weighing vouches for.
pub(crate) const WIDE: &str = "statements.weighed";

/// Whether a rule knows the edges of its content by marks of the text.
fn has_own_edges(rule: &str) -> bool {
    matches!(rule, "statements.headline" | "statements.signed" | "statements.colon")
}

//! From a match of a rule to an event in the making, or the reason why it is none.

use verbale_codes::EventType;
use verbale_doc::{BlockKind, TokenIdx, label};
use verbale_resolve::{ActorId, Form};
use verbale_rules::Match;
use verbale_rules::syntax::{is_passive, is_verb};
use verbale_statements::{Statement, StatementId};

use crate::Status;
use crate::finder::Search;
use crate::matter::has_matter;
use crate::status::{Modality, Told, is_history};
use crate::whereabouts::time;

/// An event in the making: its words and who takes part.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) found: Match,
    pub(crate) kind: EventType,
    pub(crate) source: Vec<ActorId>,
    pub(crate) target: Vec<ActorId>,
    pub(crate) told: Told,
    pub(crate) statement: Option<StatementId>,
    /// Heads of the phrases that name the source, for counts.
    pub(crate) source_heads: Vec<TokenIdx>,
}

impl Draft {
    /// The words of its trigger but the verb it governs: what is promised or refused may be a trigger of its own, and
    /// falls away as the matter of this one.
    pub(crate) fn own_words(&self) -> Vec<TokenIdx> {
        let anchor = &self.found.anchor;
        anchor.tokens.iter().copied().filter(|&token| Some(token) != anchor.complement).collect()
    }
}

impl Search<'_> {
    /// What a match tells, if it is an event.
    pub(crate) fn draft(&mut self, found: &Match) -> Option<Draft> {
        let finder = self.finder;
        let meaning = finder.meaning(found.rule);
        let kind = meaning.kind?;
        let statement = self.statement_around(found.anchor.head);
        let told = Modality::new(self.doc, finder.rules.book.sets()).of(found.anchor.head);
        let told = match (meaning.needs.negation, told.status) {
            (false, _) => told,
            (true, Status::Denied) => Told { status: Status::Occurred, is_refused: false, aside: told.aside },
            (true, _) => return None,
        };
        if let Some(why) = told.aside.or_else(|| self.is_epithet(kind, found.anchor.head)) {
            self.note(found, why);
            return None;
        }
        let published = self.article.published.map(|published| published.date);
        let told_at = time(self.doc, self.cast, &found.anchor);
        if is_history(self.doc, finder.rules.book.sets(), found.anchor.head, told_at, published) {
            self.note(found, "told as history");
            return None;
        }
        let told = self.in_light_of_statement(told, statement, found.anchor.head);
        // "avoided criticising", "may reject": words that were not said are no news, unless that is a refusal.
        let is_speech = has_matter(kind) && !matches!(kind, EventType::Consult | EventType::Agree);
        let is_unsaid = match told.status {
            // "will not rule out" refuses nothing.
            Status::Denied => {
                kind == EventType::Reject || (!told.is_refused && !self.is_refusal(kind, found.anchor.head))
            }
            Status::Conditional | Status::Hoped | Status::Urged => true,
            Status::Occurred | Status::Ongoing | Status::Planned | Status::Historical => false,
        };
        if is_speech && is_unsaid {
            self.note(found, "words that were not said");
            return None;
        }
        let (source, source_heads, target) = if meaning.parties.is_empty() {
            let (mut source, heads) = self.first_filled(&meaning.source, found, statement);
            if source.is_empty() && meaning.places.are_sources && is_passive(self.doc, found.anchor.head) {
                source.extend(self.authority_there(found));
            }
            let target = self.target(meaning, found, statement, &source, &heads);
            (source, heads, target)
        } else {
            let (parties, heads) = self.all_filled(&meaning.parties, found, statement);
            (parties, heads, Vec::new())
        };
        let is_unclaimed = finder.with_unclaimed && kind == EventType::Assault && !target.is_empty();
        if source.is_empty() && !is_unclaimed {
            self.note(found, "no actor: nobody is named who did it");
            return None;
        }
        // "They are demanding this", in somebody's words: who is meant, the text does not say.
        let is_vague = |&noun: &TokenIdx| self.is_in_set(noun, "vague");
        let speaker = statement
            .and_then(|id| self.statements[id.0 as usize].speaker)
            .and_then(|party| party.actor)
            .filter(|speaker| source.contains(speaker));
        let is_other = statement.is_some() && speaker.is_none();
        if is_other && !source_heads.is_empty() && source_heads.iter().all(is_vague) {
            self.note(found, "no actor: only a pronoun in somebody's words");
            return None;
        }
        if self.is_habit(found.anchor.head, &source_heads) {
            self.note(found, "told as what people in general do");
            return None;
        }
        let is_civic = source_heads.iter().any(|&noun| self.is_in_set(noun, "civic"));
        // What is done in words may be done by anybody with a name; meetings, deals and deeds of firms and private
        // people are no politics.
        let is_deed = matches!(
            kind,
            EventType::Consult
                | EventType::Cooperate
                | EventType::Aid
                | EventType::Agree
                | EventType::Concede
        );
        let is_private = source
            .iter()
            .chain(&target)
            .all(|&id| self.is_private(id) || (is_deed && self.is_of_no_standing(id)));
        if is_private && !is_civic && kind != EventType::Protest {
            self.note(found, "nobody of political life takes part");
            return None;
        }
        let is_reciprocal = source.len() > 1 && !meaning.parties.is_empty();
        let is_plural = |&head: &TokenIdx| matches!(self.doc.tag(head), label::TAG_NNS | label::TAG_NNPS);
        if meaning.needs.two && !is_reciprocal && !source_heads.iter().any(is_plural) {
            self.note(found, "only one party is named");
            return None;
        }
        if target.is_empty() && !is_reciprocal && (kind.recipient_required() || meaning.needs.target) {
            self.note(found, "no recipient: nobody is named whom it was done to");
            return None;
        }
        Some(Draft { found: found.clone(), kind, source, target, told, statement, source_heads })
    }

    /// "rebels backed by Iran", "men accused of spying", "voters who back her": a standing trait of somebody, not something that happened.
    fn is_epithet(&self, kind: EventType, head: TokenIdx) -> Option<&'static str> {
        let (dep, tag) = (self.doc.dep(head), self.doc.tag(head));
        let is_held = matches!(kind, EventType::Support | EventType::Accuse);
        // Of people without a name or number, what they did is who they are: "lawmakers who refused to sign".
        let is_anyone = self.doc.tag(self.doc.head(head)) == label::TAG_NNS
            && !self
                .doc
                .children(self.doc.head(head))
                .iter()
                .any(|&child| self.doc.dep(child) == label::NUMMOD);
        let is_standing = matches!(kind, EventType::Support | EventType::Agree | EventType::Reject);
        let is_trait = match dep {
            label::ACL if tag == label::TAG_VBN => is_held,
            label::ACL if tag == label::TAG_VBG => matches!(kind, EventType::Support | EventType::Agree),
            label::RELCL => {
                has_matter(kind)
                    && (matches!(tag, label::TAG_VBP | label::TAG_VBZ) || (is_standing && is_anyone))
            }
            _ => false,
        };
        is_trait.then_some("told only to say who is meant")
    }

    /// Whether not doing it is a refusal: "did not endorse", "could not agree".
    pub(crate) fn is_refusal(&self, kind: EventType, head: TokenIdx) -> bool {
        kind == EventType::Agree || (kind == EventType::Support && self.is_in_set(head, "refusable"))
    }

    /// "Companies complain about taxes", "people fight over water": the present of nobody in particular.
    fn is_habit(&self, head: TokenIdx, source_heads: &[TokenIdx]) -> bool {
        let doc = self.doc;
        let is_present = matches!(doc.tag(head), label::TAG_VBP | label::TAG_VBZ | label::TAG_VB);
        let is_simple = !doc.children(head).iter().any(|&child| doc.dep(child) == label::AUX);
        // Headlines tell news in the present, and name in short of whom they tell.
        let block = self.article.blocks.get(doc.sentence(head).block as usize);
        let is_headline = block.is_some_and(|block| block.kind == BlockKind::Title);
        let is_anyone = |&noun: &TokenIdx| {
            let mention = self.cast.mention_headed(noun);
            let is_unknown = mention.is_none_or(|mention| {
                mention.form == Form::Nominal && self.actor(mention.actor).country.is_none()
            });
            let has_modifier = doc.children(noun).iter().any(|&child| {
                !self.is_in_set(child, "quantifiers")
                    && matches!(
                        doc.dep(child),
                        label::DET | label::POSS | label::NUMMOD | label::AMOD | label::COMPOUND
                    )
            });
            doc.tag(noun) == label::TAG_NNS && is_unknown && !has_modifier
        };
        is_present
            && is_simple
            && !is_headline
            && !source_heads.is_empty()
            && source_heads.iter().all(is_anyone)
    }

    /// The innermost statement whose content holds a word.
    fn statement_around(&self, token: TokenIdx) -> Option<StatementId> {
        let at = self.doc.token(token).span;
        let holds = |statement: &Statement| statement.content.iter().any(|content| content.covers(at));
        let length =
            |statement: &Statement| statement.content.iter().map(|content| content.len()).sum::<u32>();
        let around = self.statements.iter().enumerate().filter(|(_, statement)| holds(statement));
        let innermost =
            around.min_by_key(|&(number, statement)| (length(statement), std::cmp::Reverse(number)));
        innermost.map(|(number, _)| StatementId(number as u32))
    }

    /// What stands inside a denial did not happen, says the one who denies; what stands inside a hope is hoped.
    fn in_light_of_statement(&self, told: Told, statement: Option<StatementId>, head: TokenIdx) -> Told {
        let Some(cue) = statement.and_then(|id| self.statements[id.0 as usize].cue.as_ref()) else {
            return told;
        };
        let sets = self.finder.rules.book.sets();
        let is = |set: &str| sets.get(set).is_some_and(|words| words.iter().any(|word| **word == *cue.lemma));
        let status = match told.status {
            Status::Occurred | Status::Ongoing if is("status.denied") => Status::Denied,
            Status::Planned | Status::Conditional if is("status.hoped") => Status::Hoped,
            // "hoped that the visit would help": a deed named by a noun is taken for granted.
            Status::Occurred if is("status.hoped") && is_verb(self.doc, head) => Status::Hoped,
            status => status,
        };
        Told { status, ..told }
    }
}

//! The people an event speaks of: how many died, were hurt or held, and how many took part.

use verbale_codes::{EventType, Mode};
use verbale_doc::{Doc, Pos, TokenIdx, label};
use verbale_rules::syntax::{coordinated, is_passive, is_verb, objects, prepositions, surface_subject};

use crate::draft::Draft;
use crate::finder::{Search, around};
use crate::quantity::of_phrase;
use crate::status::Modality;
use crate::{Count, Event, Status};

/// What of people is counted beside how many take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Harm {
    Dead,
    Injured,
    Arrested,
}

/// The words that count, as sets of `rules/events/status.toml`.
const COUNTING: [(&str, Harm); 3] =
    [("number.dead", Harm::Dead), ("number.injured", Harm::Injured), ("number.arrested", Harm::Arrested)];

/// Over how many words of the parse a number may lie from the trigger it belongs to.
const MAX_DISTANCE: usize = 10;

/// In how many sentences after an event it may be told how many it cost.
const AFTER: usize = 2;

impl Search<'_> {
    /// Gives each event the numbers that belong to it: of what a sentence counts, each event has what lies nearest to
    /// its trigger, and the sentences after it may go on counting ("Twelve people died in the attack").
    pub(crate) fn count_people(&self, told: &mut [(Draft, Event)]) {
        for (draft, event) in told.iter_mut() {
            event.numbers.size = self.size(draft, event);
        }
        for sentence in self.counted_sentences(told) {
            // Drafts are in text order.
            let start = told.partition_point(|(draft, _)| self.sentence_of(draft) + AFTER < sentence);
            let end = told.partition_point(|(draft, _)| self.sentence_of(draft) <= sentence);
            let near = &mut told[start..end];
            for (harm, word, count) in self.harm_in(sentence) {
                let Some(at) = self.nearest(near, sentence, harm, word) else { continue };
                let numbers = &mut near[at].1.numbers;
                let slot = match harm {
                    Harm::Dead => &mut numbers.dead,
                    Harm::Injured => &mut numbers.injured,
                    Harm::Arrested => &mut numbers.arrested,
                };
                slot.get_or_insert(count);
            }
        }
    }

    /// The sentences with an event that may cost people, and those after them, in text order.
    fn counted_sentences(&self, told: &[(Draft, Event)]) -> Vec<usize> {
        let costly = told.iter().filter(|(_, event)| counts_harm(event.kind));
        let own = costly.map(|(draft, _)| self.sentence_of(draft));
        let last = self.doc.sentences().len();
        let mut sentences: Vec<usize> = own.flat_map(|own| own..(own + 1 + AFTER).min(last)).collect();
        sentences.sort_unstable();
        sentences.dedup();
        sentences
    }

    fn sentence_of(&self, draft: &Draft) -> usize {
        self.doc.sentence_number(draft.found.anchor.head)
    }

    /// What a sentence counts as done, with the word that says of what.
    fn harm_in(&self, sentence: usize) -> Vec<(Harm, TokenIdx, Count)> {
        let doc = self.doc;
        let sets = self.finder.rules.book.sets();
        let tokens = doc.sentences()[sentence].tokens;
        let mut found = Vec::new();
        for word in around(tokens, TokenIdx(tokens.start())).tokens() {
            let Some((_, harm)) = COUNTING.into_iter().find(|(set, _)| self.is_in_set(word, set)) else {
                continue;
            };
            let told = Modality::new(doc, sets).of(word);
            let is_done = matches!(told.status, Status::Occurred | Status::Ongoing | Status::Historical);
            if is_done && let Some(count) = self.counted_by(word) {
                found.push((harm, word, count));
            }
        }
        found
    }

    /// The event a number belongs to: of those of its sentence the nearest one that may cost it; in a sentence that
    /// tells no event but goes back to one ("the attack"), the last before it. `told` are the events of the sentence
    /// and those shortly before it.
    fn nearest(&self, told: &[(Draft, Event)], sentence: usize, harm: Harm, word: TokenIdx) -> Option<usize> {
        let all = || told.iter().enumerate().filter(|(_, (_, event))| counts_harm(event.kind));
        let here = all().filter(|(_, (draft, _))| self.sentence_of(draft) == sentence);
        let here = here.filter_map(|(at, (draft, event))| {
            let distance = distance(self.doc, word, draft.found.anchor.head)?;
            let is_arrest = event.kind == EventType::Coerce;
            Some((distance > 0 && (harm == Harm::Arrested) != is_arrest, distance, at))
        });
        if let Some((.., at)) = here.min() {
            return Some(at);
        }
        let goes_back = || {
            let nouns = self.doc.sentences()[sentence].tokens.tokens();
            let is_definite = |noun: TokenIdx| {
                let determiner = self.doc.child(noun, label::DET);
                determiner
                    .is_some_and(|it| matches!(&*self.doc.word(it).to_lowercase(), "the" | "this" | "that"))
            };
            nouns.into_iter().any(|noun| self.is_in_set(noun, "number.of-deeds") && is_definite(noun))
        };
        let mut before = all().filter(|(_, (draft, event))| {
            self.sentence_of(draft) < sentence && matches!(event.status, Status::Occurred | Status::Ongoing)
        });
        let is_told_here = told.iter().any(|(draft, _)| self.sentence_of(draft) == sentence);
        let (at, _) = before.next_back().filter(|_| !is_told_here && goes_back())?;
        Some(at)
    }

    /// The number that goes with a word of harm: its object's, its subject's in the passive or with "die", its own.
    fn counted_by(&self, word: TokenIdx) -> Option<Count> {
        let doc = self.doc;
        let above = doc.head(word);
        match doc.pos(word) {
            Pos::Verb => self.harmed(word),
            // "left 12 people dead", "shot dead 12 people", "12 dead"
            Pos::Adj if is_verb(doc, above) => self.harmed(above),
            Pos::Adj if doc.pos(above) == Pos::Noun => of_phrase(doc, above).or_else(|| of_phrase(doc, word)),
            Pos::Adj => of_phrase(doc, word),
            Pos::Noun => self.counted_by_noun(word),
            _ => None,
        }
    }

    /// "12 deaths", "the arrest of 40 men", "took 40 men into custody", "the death toll rose to 45", "claimed 12 lives".
    fn counted_by_noun(&self, noun: TokenIdx) -> Option<Count> {
        let doc = self.doc;
        let above = doc.head(noun);
        if doc.lemma(noun) == "life" && !self.is_in_set(above, "number.takes-life") {
            return None;
        }
        if doc.dep(noun) == label::COMPOUND && doc.lemma(above) == "toll" {
            let verb = doc.head(above);
            let reached = prepositions(doc, verb)
                .chain(prepositions(doc, above))
                .filter_map(|preposition| doc.child(preposition, label::POBJ));
            let reached = doc.child(verb, label::DOBJ).into_iter().chain(reached.collect::<Vec<_>>());
            let is_subject = doc.dep(above) == label::NSUBJ;
            return reached.filter(|_| is_subject).find_map(|number| of_phrase(doc, number));
        }
        let of = prepositions(doc, noun).find(|&it| doc.lemma(it) == "of");
        let of = of.and_then(|of| doc.child(of, label::POBJ)).and_then(|noun| self.in_all(noun));
        let taken = || {
            let into = (doc.dep(noun) == label::POBJ).then(|| doc.head(above))?;
            is_verb(doc, into).then(|| self.harmed(into)).flatten()
        };
        of_phrase(doc, noun).or(of).or_else(taken)
    }

    /// How many a verb's deed was done to.
    fn harmed(&self, verb: TokenIdx) -> Option<Count> {
        let doc = self.doc;
        if doc.child(verb, label::NEG).is_some() {
            return None;
        }
        if let Some(&object) = objects(doc, verb).first() {
            return self.in_all(object);
        }
        // "12 died", "30 wounded" where the parse sees no passive; "killed and wounded 12" has its object further on.
        let shares_object = doc.children(verb).iter().any(|&child| {
            doc.dep(child) == label::CONJ && is_verb(doc, child) && doc.child(child, label::DOBJ).is_some()
        });
        let subject = (!is_passive(doc, verb) && !shares_object).then(|| surface_subject(doc, verb));
        subject.flatten().and_then(|subject| self.in_all(subject))
    }

    /// The people of a phrase and of those coordinated with it: "five soldiers and a civilian" are six.
    fn in_all(&self, noun: TokenIdx) -> Option<Count> {
        let counts = coordinated(self.doc, noun).into_iter().filter_map(|noun| self.in_one(noun));
        counts
            .reduce(|all, one| Count { n: all.n.saturating_add(one.n), tokens: all.tokens.join(one.tokens) })
    }

    fn in_one(&self, noun: TokenIdx) -> Option<Count> {
        let doc = self.doc;
        if self.is_in_set(noun, "number.no-people") {
            return None;
        }
        let single = || {
            let article = doc.child(noun, label::DET)?;
            let is_one = matches!(doc.tag(noun), label::TAG_NN)
                && matches!(&*doc.word(article).to_lowercase(), "a" | "an")
                && self.is_in_set(noun, "number.person");
            let tokens = verbale_doc::Span::of(article).join(verbale_doc::Span::of(noun));
            is_one.then_some(Count { n: 1, tokens })
        };
        of_phrase(doc, noun).or_else(single)
    }

    /// How many take part in a protest, or are moved, freed or sent away.
    fn size(&self, draft: &Draft, event: &Event) -> Option<Count> {
        let doc = self.doc;
        let anchor = &draft.found.anchor;
        let own = anchor.tokens.iter().copied().filter(|&token| doc.pos(token) == Pos::Noun);
        match event.kind {
            EventType::Protest => {
                let verb = doc.head(anchor.head);
                let attends = is_verb(doc, verb) && self.is_in_set(verb, "number.attends");
                let others = attends
                    .then(|| surface_subject(doc, verb).into_iter().chain(objects(doc, verb)))
                    .into_iter()
                    .flatten();
                let heads = draft.source_heads.iter().copied().chain(own).chain(others);
                heads.filter_map(|head| self.in_one(head)).find(|count| count.n > 1)
            }
            EventType::Mobilize | EventType::Retreat | EventType::Sanction | EventType::Coerce => {
                let sends_away = match event.kind {
                    EventType::Sanction => event.mode == Some(Mode::Expel),
                    EventType::Coerce => event.mode == Some(Mode::Deport),
                    _ => true,
                };
                if !sends_away {
                    return None;
                }
                let object = anchor.complement.unwrap_or(anchor.head);
                let objects = objects(doc, object).first().copied().into_iter();
                let of = prepositions(doc, anchor.head).filter(|&it| doc.lemma(it) == "of");
                let of = of.filter_map(|of| doc.child(of, label::POBJ));
                let moved = objects.chain(anchor.object).chain(of.collect::<Vec<_>>());
                moved.into_iter().find_map(|noun| self.in_all(noun))
            }
            _ => None,
        }
    }
}

/// Whether events of a type may cost lives, health or freedom.
fn counts_harm(kind: EventType) -> bool {
    matches!(kind, EventType::Assault | EventType::Coerce | EventType::Protest)
}

/// Over how many words two words of a sentence are joined in the parse; none if they are far apart.
fn distance(doc: &Doc, one: TokenIdx, other: TokenIdx) -> Option<usize> {
    let up = |token| std::iter::once(token).chain(doc.ancestors(token)).take(MAX_DISTANCE);
    up(one).enumerate().find_map(|(below, at)| {
        let above = up(other).position(|it| it == at)?;
        Some(below + above).filter(|&far| far <= MAX_DISTANCE)
    })
}

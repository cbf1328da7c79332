//! From an event in the making to the event: its codes, place, date and status, and whether it weighs enough.

use verbale_codes::Cameo;
use verbale_doc::{Span, Tok, TokenIdx};
use verbale_resolve::ActorId;

use crate::draft::Draft;
use crate::finder::{Search, around};
use crate::status::{Told, is_old, looks_back};
use crate::weigh::Weighed;
use crate::whereabouts::{date, place, time};
use crate::{Event, Numbers, Status, boundary};

impl Search<'_> {
    /// The events of drafts, without those that weigh too little.
    pub(crate) fn weighed(&mut self, drafts: Vec<Draft>) -> (Vec<Event>, Vec<Weighed>) {
        let (mut told, mut all) = (Vec::new(), Vec::new());
        for draft in drafts {
            let event = self.event(&draft);
            let weighed = self.weigh(&draft, &event);
            match weighed.verdict(&self.finder.weights) {
                Some(why) => self.note(&draft.found, &why),
                None => told.push((draft, event)),
            }
            all.push(weighed);
        }
        self.count_people(&mut told);
        (told.into_iter().map(|(_, event)| event).collect(), all)
    }

    fn event(&self, draft: &Draft) -> Event {
        let &Draft { ref found, kind, ref source, ref target, told, statement, .. } = draft;
        let rule = self.finder.rules.book.rule(found.rule);
        let meaning = &rule.meaning;
        let anchor = &found.anchor;
        let speaker =
            statement.and_then(|id| self.statements[id.0 as usize].speaker).and_then(|party| party.actor);
        let in_own_words =
            speaker.is_none_or(|speaker| source.iter().any(|&id| self.speaks_for(speaker, id)));
        // "could not agree" is a refusal, unless somebody denies that they agreed.
        let is_refused =
            told.is_refused || (told.status == Status::Denied && self.is_refusal(kind, anchor.head));
        let told = Told { is_refused, ..told };
        let mode = meaning.mode.or_else(|| self.finder.evidence.mode(self.doc, kind, anchor.head));
        let coded = boundary::settle(kind, mode, meaning.cameo, told, in_own_words);
        let time = time(self.doc, self.cast, anchor);
        let is_old = is_old(time, self.article.published.map(|published| published.date))
            || looks_back(self.doc, self.finder.rules.book.sets(), anchor.head);
        let status =
            if is_old && coded.status == Status::Occurred { Status::Historical } else { coded.status };
        let (place, place_basis) = place(self.article, self.doc, self.cast, anchor);
        let sentence = self.doc.sentence(anchor.head).tokens;
        let mut contexts = self.finder.evidence.contexts(self.doc, around(sentence, anchor.head));
        contexts.extend(&self.themes);
        contexts.extend(&meaning.contexts);
        contexts.sort_unstable();
        contexts.dedup();
        // Codes of two digits and a nought stand for all of their root.
        let coarse = coded.cameo.unwrap_or_else(|| Cameo::nearest(coded.kind, coded.mode));
        let root =
            if coded.cameo.is_some() { coarse.code().trim_end_matches('0') } else { &coarse.code()[..2] };
        let finer = self.finder.evidence.cameo(self.doc, coded.kind, coded.mode, root, anchor.head);
        let cameo = finer.unwrap_or(coarse);
        Event {
            kind: coded.kind,
            mode: coded.mode,
            contexts,
            cameo,
            source: source.clone(),
            target: target.clone(),
            place,
            place_basis,
            date: date(self.article, time, matches!(status, Status::Occurred | Status::Ongoing)),
            status,
            numbers: Numbers::default(),
            trigger: runs(&anchor.tokens),
            sentence,
            statement,
            rule: rule.id.clone(),
        }
    }

    /// Whether one's words are the other's: the same, or of one country.
    fn speaks_for(&self, speaker: ActorId, id: ActorId) -> bool {
        let country = |id| self.actor(id).country;
        speaker == id || (country(speaker).is_some() && country(speaker) == country(id))
    }
}

/// The words of a trigger as spans of neighbours.
fn runs(tokens: &[TokenIdx]) -> Vec<Span<Tok>> {
    let mut runs: Vec<Span<Tok>> = Vec::new();
    for &token in tokens {
        match runs.last_mut() {
            Some(run) if run.end() == token.0 => *run = run.join(Span::of(token)),
            Some(run) if run.has(token) => {}
            _ => runs.push(Span::of(token)),
        }
    }
    runs
}

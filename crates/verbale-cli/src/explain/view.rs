use std::collections::BTreeMap;

use verbale_record::{Actor, Party, Record, Span, Statement};

use crate::paint::Look;

/// A record with what its pages need at hand.
pub(super) struct View<'a> {
    pub(super) record: &'a Record,
    pub(super) reasons: &'a BTreeMap<String, String>,
    /// The text by code points, which the record counts in.
    chars: Vec<char>,
    actors: BTreeMap<&'a str, &'a Actor>,
    /// Speakers in the order they first speak; the position gives the colour.
    speakers: Vec<&'a str>,
}

/// Colours that read on dark and light ground: cyan, magenta, green, yellow, blue, red.
const COLORS: [u8; 6] = [36, 35, 32, 33, 34, 31];

impl<'a> View<'a> {
    pub(super) fn new(record: &'a Record, reasons: &'a BTreeMap<String, String>) -> Self {
        let mut speakers = Vec::new();
        for statement in &record.statements {
            let speaker = statement.speaker.as_ref().and_then(|speaker| speaker.actor.as_deref());
            if let Some(speaker) = speaker.filter(|speaker| !speakers.contains(speaker)) {
                speakers.push(speaker);
            }
        }
        Self {
            record,
            reasons,
            chars: record.article.text.chars().collect(),
            actors: record.actors.iter().map(|actor| (actor.id.as_str(), actor)).collect(),
            speakers,
        }
    }

    /// The words under a range of code points, white space folded.
    pub(super) fn words(&self, start: u32, end: u32) -> String {
        let (start, end) = (start as usize, (end as usize).min(self.chars.len()));
        let words: String = self.chars.get(start..end).unwrap_or_default().iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn span(&self, span: Span) -> String {
        self.words(span.start, span.end)
    }

    pub(super) fn char(&self, at: u32) -> char {
        self.chars.get(at as usize).copied().unwrap_or(' ')
    }

    pub(super) fn actor(&self, id: &str) -> Option<&'a Actor> {
        self.actors.get(id).copied()
    }

    /// Name and codes of an actor: "Sergei Lavrov (RUS GOV)".
    pub(super) fn named(&self, id: &str) -> String {
        match self.actor(id) {
            Some(actor) => {
                [actor.name.clone(), codes(actor).map_or(String::new(), |codes| format!(" ({codes})"))]
                    .concat()
            }
            None => id.to_owned(),
        }
    }

    /// The actor of a party, else its words.
    pub(super) fn party(&self, party: &Party) -> String {
        match &party.actor {
            Some(actor) => self.named(actor),
            None => self.words(party.start, party.end),
        }
    }

    /// The colour of a statement: its speaker's.
    pub(super) fn look(&self, statement: &Statement) -> Look {
        let speaker = statement.speaker.as_ref().and_then(|speaker| speaker.actor.as_deref());
        speaker.map_or(Look::PLAIN, |speaker| self.actor_look(speaker))
    }

    /// The colour of an actor who speaks.
    pub(super) fn actor_look(&self, actor: &str) -> Look {
        let at = self.speakers.iter().position(|speaker| *speaker == actor);
        at.map_or(Look::PLAIN, |at| Look::colored(COLORS[at % COLORS.len()]))
    }

    /// What a rule is for.
    pub(super) fn reason(&self, rule: &str) -> Option<&'a str> {
        self.reasons.get(rule).map(String::as_str)
    }
}

/// Country and sectors: "RUS GOV".
pub(super) fn codes(actor: &Actor) -> Option<String> {
    let codes: Vec<&str> = actor.country.iter().chain(&actor.sectors).map(String::as_str).collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

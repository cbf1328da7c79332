//! Where the accounts of a story agree, and where they do not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use verbale_stories::{Counted, figures};

use crate::find::{EventRow, PartyRef, StatementRow};

/// What one document of a story tells. Reprints are no accounts.
#[derive(Clone, Debug)]
pub(super) struct Account {
    /// Which of the story's origins it goes back to.
    pub(super) origin: usize,
    pub(super) text: String,
    pub(super) document: i64,
    pub(super) publisher: Option<String>,
    pub(super) events: Vec<EventRow>,
    pub(super) statements: Vec<StatementRow>,
}

/// Somebody's words on a matter, with where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who says so: an actor, or the outlet where it tells it itself.
    pub who: Option<String>,
    /// The sentence.
    pub words: String,
    /// The document.
    pub document: i64,
    /// The statement or event in it, where it is one: `e3`.
    pub local: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
}

/// A number, as the accounts have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// `dead`, `injured` or `arrested`.
    pub counted: &'static str,
    /// The lowest that is told.
    pub low: u32,
    /// The highest.
    pub high: u32,
    /// Who tells which, the lowest first.
    pub accounts: Vec<(u32, Said)>,
}

/// An event that more than one origin tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Who did it.
    pub source: Vec<String>,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// To whom.
    pub target: Vec<String>,
    /// Origins that tell it.
    pub n_origins: usize,
    /// A sentence of each account.
    pub accounts: Vec<Said>,
}

/// What one says and another denies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// Who says it.
    pub says: Said,
    /// Who denies it.
    pub denies: Said,
}

/// Numbers that are told, each kind once: those on which accounts differ first.
pub(super) fn numbers(accounts: &[Account]) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    for counted in Counted::ALL {
        let mut told: Vec<(u32, Said)> = Vec::new();
        for account in accounts {
            for figure in figures(&account.text).into_iter().filter(|figure| figure.counted == counted) {
                let said = Said {
                    who: account.publisher.clone(),
                    words: account.text[figure.sentence].to_owned(),
                    document: account.document,
                    local: None,
                    publisher: account.publisher.clone(),
                };
                told.push((figure.n, said));
            }
        }
        told.sort_by_key(|(n, said)| (*n, said.document));
        if let (Some(&(low, _)), Some(&(high, _))) = (told.first(), told.last()) {
            found.push(Figure { counted: counted.code(), low, high, accounts: told });
        }
    }
    found.sort_by_key(|figure| figure.low == figure.high);
    found
}

/// Who did what to whom, by countries where they are known: accounts name a minister and a state for one act.
type Act = (BTreeSet<String>, String, BTreeSet<String>);

fn act(event: &EventRow) -> Option<Act> {
    let side = |parties: &[PartyRef]| {
        parties.iter().map(|party| party.country.clone().unwrap_or_else(|| party.key.clone())).collect()
    };
    let act: Act = (side(&event.source), event.kind.clone(), side(&event.target));
    Some(act).filter(|(source, ..)| !source.is_empty())
}

fn is_real(event: &EventRow) -> bool {
    matches!(event.status.as_str(), "occurred" | "ongoing")
}

/// Events that occurred by more than one origin's account, those told most first.
pub(super) fn agreed(accounts: &[Account]) -> Vec<Fact> {
    let mut told: BTreeMap<Act, Vec<(usize, &EventRow)>> = BTreeMap::new();
    for account in accounts {
        for event in account.events.iter().filter(|event| is_real(event)) {
            if let Some(act) = act(event) {
                let events = told.entry(act).or_default();
                if events.iter().all(|(_, other)| other.article.id != event.article.id) {
                    events.push((account.origin, event));
                }
            }
        }
    }
    let mut agreed: Vec<Fact> = told
        .into_values()
        .filter_map(|events| {
            let n_origins = events.iter().map(|(origin, _)| origin).collect::<BTreeSet<_>>().len();
            let first = events.first().filter(|_| n_origins > 1)?.1;
            let names = |parties: &[PartyRef]| parties.iter().map(|party| party.name.clone()).collect();
            Some(Fact {
                source: names(&first.source),
                kind: first.kind.clone(),
                target: names(&first.target),
                n_origins,
                accounts: events.iter().map(|(_, event)| said_of(event)).collect(),
            })
        })
        .collect();
    agreed.sort_by_key(|fact| std::cmp::Reverse(fact.n_origins));
    agreed
}

/// Verbs of denial.
const DENIALS: [&str; 6] = ["deny", "reject", "dismiss", "refute", "dispute", "disavow"];

/// What one says and another denies: an act that occurred by one account and did not by another; an accusation, and the
/// denial of the accused.
pub(super) fn disputed(accounts: &[Account]) -> Vec<Dispute> {
    let mut found: Vec<Dispute> = Vec::new();
    let mut add = |says: Said, denies: Said| {
        let is_known = |known: &Dispute| known.says.who == says.who && known.denies.who == denies.who;
        if !found.iter().any(is_known) {
            found.push(Dispute { says, denies });
        }
    };
    for denial in accounts.iter().flat_map(|account| &account.statements) {
        let is_denial = denial.cue.as_deref().is_some_and(|cue| DENIALS.contains(&cue));
        let Some(speaker) = denial.speaker.as_ref().filter(|_| is_denial) else { continue };
        let accused = |event: &&EventRow| {
            event.kind == "ACCUSE"
                && event.source.iter().all(|source| source.id != speaker.id)
                && event.target.iter().any(|target| is_one(target, speaker, &event.source))
        };
        // The accusation that stands before the denial in its own text, else any of the story.
        let mut own = accounts.iter().flat_map(|account| &account.events).filter(|event| {
            event.article.id == denial.article.id
                && event.sentence_span.0 <= denial.content.first().map_or(0, |span| span.0)
        });
        let own = own.rfind(accused);
        let any = || accounts.iter().flat_map(|account| &account.events).find(accused);
        if let Some(event) = own.or_else(any) {
            let denies = Said {
                who: Some(speaker.name.clone()),
                words: denial.words.clone(),
                document: denial.article.id,
                local: Some(denial.local.clone()),
                publisher: denial.article.publisher.clone(),
            };
            add(said_of(event), denies);
        }
    }
    let events = || accounts.iter().flat_map(|account| &account.events);
    for denied in events().filter(|event| event.status == "denied") {
        let Some(what) = act(denied) else { continue };
        if let Some(real) = events().find(|event| is_real(event) && act(event).as_ref() == Some(&what)) {
            add(said_of(real), said_of(denied));
        }
    }
    found
}

/// Whether the accused is the one who denies: the same, one who speaks for the same country, or of one name with it.
fn is_one(accused: &PartyRef, speaker: &PartyRef, accusers: &[PartyRef]) -> bool {
    if accused.id == speaker.id {
        return true;
    }
    let is_compatriot = accused.country.is_some() && accused.country == speaker.country;
    let is_quarrel_at_home = accusers.iter().any(|accuser| accuser.country == speaker.country);
    let begins = |word: &str| word.chars().take(5).collect::<String>().to_lowercase();
    let shares_name = || {
        let long = |word: &&str| word.chars().count() >= 5;
        let known: BTreeSet<String> = accused.name.split_whitespace().filter(long).map(begins).collect();
        speaker.name.split_whitespace().filter(long).any(|word| known.contains(&begins(word)))
    };
    (is_compatriot && !is_quarrel_at_home) || shares_name()
}

fn said_of(event: &EventRow) -> Said {
    let who = event.source.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ");
    Said {
        who: Some(who).filter(|who| !who.is_empty()),
        words: event.sentence.clone(),
        document: event.article.id,
        local: Some(event.local.clone()),
        publisher: event.article.publisher.clone(),
    }
}

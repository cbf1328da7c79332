//! Records made up by the million: the shape of news, none of its sense.

use std::collections::{BTreeMap, VecDeque};

use verbale_codes::{Cameo, Country, EventType};
use verbale_record as wire;
use verbale_record::Record;

/// Makes records one after another, the same for the same start.
pub(super) struct MadeUp {
    random: Random,
    /// Most frequent first.
    words: Vec<String>,
    /// Words of names.
    names: Vec<String>,
    countries: Vec<&'static str>,
    n_made: u64,
    n_all: u64,
    /// The last ones, for reprints.
    recent: VecDeque<Record>,
}

/// Names of people; the first are met far more often than the last.
const N_ACTORS: u64 = 20_000;
const N_WORDS: u64 = 30_000;
/// Outlets: the twelve below print most.
const N_PUBLISHERS: u64 = 300;
/// One document in so many is a reprint of one of the last.
const REPRINTS: u64 = 12;
/// One document in so many holds a position.
const POSITIONS: u64 = 4;
/// Documents that may be reprinted.
const N_RECENT: usize = 200;
/// The issue met most.
pub(super) const ISSUE: &str = ISSUES[0].0;
/// What positions are about; the first are met most.
const ISSUES: [(&str, &str); 8] = [
    ("yemen/ceasefire", "ceasefire"),
    ("syria/ceasefire", "ceasefire"),
    ("iran/nuclear-deal", "deal"),
    ("iran/sanctions", "sanctions"),
    ("ukraine/minsk-agreements", "agreements"),
    ("korea/talks", "talks"),
    ("syria/aid", "aid"),
    ("eu/enlargement", "enlargement"),
];
const PUBLISHERS: [&str; 12] = [
    "Meridian",
    "Harbour Wire",
    "The Ledger",
    "North Star",
    "Capital Post",
    "The Tribune",
    "Southern Cross",
    "Evening Mail",
    "World Report",
    "The Courier",
    "Daily Review",
    "The Observer's Note",
];
/// Days the store spans.
const N_DAYS: u64 = 3650;

impl MadeUp {
    pub(super) fn new(n_all: u64) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let names: Vec<String> = (0..N_WORDS).map(|_| word(&mut random)).collect();
        let mut words = words_of_the_sample();
        words.extend(names.iter().cloned());
        words.truncate(N_WORDS as usize);
        let countries = Country::all().filter(|country| !country.is_international());
        // In an order that has nothing to do with the alphabet: which are frequent is no matter.
        let mut countries: Vec<&'static str> = countries
            .map(|country| country.iso3().unwrap_or(""))
            .filter(|code| code.parse::<Country>().is_ok())
            .collect();
        for at in (1..countries.len()).rev() {
            let other = random.below(at as u64 + 1) as usize;
            countries.swap(at, other);
        }
        Self { random, words, names, countries, n_made: 0, n_all, recent: VecDeque::new() }
    }

    /// The countries met most often.
    pub(super) fn top_countries(&self) -> (&'static str, &'static str) {
        (self.countries[0], self.countries[1])
    }

    /// Words that follow each other in some articles: the `rank`-th most frequent and the next.
    pub(super) fn phrase(&self, rank: usize) -> String {
        format!("\"{} {}\"", self.words[rank], self.words[rank + 1])
    }

    /// A word by how frequent it is.
    pub(super) fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// A new article, or now and then a reprint of one of the last.
    pub(super) fn next(&mut self) -> Record {
        let is_reprint = self.random.below(REPRINTS) == 0 && !self.recent.is_empty();
        if !is_reprint {
            let record = self.article();
            self.recent.push_back(record.clone());
            if self.recent.len() > N_RECENT {
                self.recent.pop_front();
            }
            return record;
        }
        let number = self.n_made;
        self.n_made += 1;
        let mut record = self.recent[self.random.below(self.recent.len() as u64) as usize].clone();
        record.id = format!("made-{number}");
        record.article.url = Some(format!("https://news.example/{number}"));
        record.article.publisher = Some(self.publisher());
        record
    }

    fn publisher(&mut self) -> String {
        let number = self.random.skewed(N_PUBLISHERS) as usize;
        PUBLISHERS.get(number).map_or_else(
            || format!("{} Gazette", capitalized(&self.names[number])),
            |name| (*name).to_owned(),
        )
    }

    /// About 1,200 characters, 7 actors with 14 mentions, 3 statements, 3 events, in one of four a position.
    fn article(&mut self) -> Record {
        let number = self.n_made;
        self.n_made += 1;
        // News comes roughly in order of time.
        let day = (number * N_DAYS / self.n_all + self.random.below(5)).min(N_DAYS - 1);
        let date = date(day);
        let mut text = Text::default();
        let mut actors: Vec<wire::Actor> = (0..7).map(|at| self.actor(at)).collect();
        let (mut statements, mut events) = (Vec::new(), Vec::new());
        let title = self.sentence(7);
        let title_span = text.push(&title);
        text.push("\n\n");
        let body = text.n_chars;
        for at in 0..8 {
            let start = text.n_chars;
            let (who, whom) = (at % 7, (at + 1) % 7);
            let who_span = text.push(&actors[who].name);
            actors[who].mentions.push(wire::Mention {
                start: who_span.start,
                end: who_span.end,
                form: "name".into(),
            });
            let trigger = text.push(if at % 3 == 0 { " said " } else { " met " });
            let trigger = wire::Span { start: trigger.start + 1, end: trigger.end - 1 };
            let said_from = text.n_chars;
            let whom_span = text.push(&actors[whom].name);
            actors[whom].mentions.push(wire::Mention {
                start: whom_span.start,
                end: whom_span.end,
                form: "name".into(),
            });
            text.push(" ");
            let words = self.sentence(18);
            text.push(&words);
            let said = wire::Span { start: said_from, end: text.n_chars };
            text.push(". ");
            let sentence = wire::Span { start, end: said.end };
            if at % 3 == 0 {
                statements.push(statement(statements.len(), &actors[who].id, who_span, trigger, said, &date));
            } else if events.len() < 3 {
                let target = if at % 2 == 0 { vec![actors[whom].id.clone()] } else { Vec::new() };
                let source = if target.is_empty() {
                    vec![actors[who].id.clone(), actors[whom].id.clone()]
                } else {
                    vec![actors[who].id.clone()]
                };
                events.push(self.event(events.len(), source, target, trigger, sentence, &date));
            }
        }
        let place = self.place(title_span);
        let holds_position = self.random.below(POSITIONS) == 0;
        let positions: Vec<_> =
            holds_position.then(|| self.position(&statements[0], &date)).into_iter().collect();
        let publisher = self.publisher();
        Record {
            schema: wire::SCHEMA.to_owned(),
            coder: wire::Coder {
                program: "made up".into(),
                model: "none".into(),
                rules: "none".into(),
                knowledge: "none".into(),
                codebook: "PLOVER 2.0".into(),
            },
            id: format!("made-{number}"),
            article: wire::Article {
                url: Some(format!("https://news.example/{number}")),
                title: Some(title),
                publisher: Some(publisher),
                language: Some("en".into()),
                published: Some(date),
                published_basis: "given".into(),
                hash: format!("made-up:{number}"),
                blocks: vec![wire::Block { kind: "paragraph".into(), start: body, end: text.n_chars }],
                text: text.text,
                ..wire::Article::default()
            },
            actors,
            places: vec![place],
            times: Vec::new(),
            statements,
            events,
            positions,
            near: None,
        }
    }

    /// For or against, by the state that is named first and speaks first.
    fn position(&mut self, statement: &wire::Statement, date: &str) -> wire::Position {
        let (issue, object) = ISSUES[self.random.skewed(ISSUES.len() as u64) as usize];
        let is_for = self.random.below(3) > 0;
        let evidence = statement.content[0];
        wire::Position {
            id: "o1".into(),
            holder: "a1".into(),
            issue: Some(issue.to_owned()),
            object: wire::Object {
                start: evidence.start,
                end: evidence.end,
                actor: None,
                name: object.to_owned(),
            },
            attitude: if is_for { "supports" } else { "opposes" }.to_owned(),
            polarity: if is_for { 1.0 } else { -1.0 },
            statement: Some(statement.id.clone()),
            event: None,
            evidence,
            date: Some(date.to_owned()),
            rule: "made.up".into(),
        }
    }

    fn actor(&mut self, at: usize) -> wire::Actor {
        let is_state = at < 2;
        let number = self.random.skewed(N_ACTORS);
        let country = self.countries[if is_state {
            self.random.skewed(self.countries.len() as u64)
        } else {
            number % self.countries.len() as u64
        } as usize];
        let name = if is_state {
            country.parse::<Country>().map_or("", |country| country.name()).to_owned()
        } else {
            format!(
                "{} {}",
                capitalized(&self.names[number as usize]),
                capitalized(&self.names[(number * 7 % N_WORDS) as usize])
            )
        };
        wire::Actor {
            id: format!("a{}", at + 1),
            name,
            kind: if is_state { "state" } else { "person" }.to_owned(),
            entity: if is_state { Some(country.to_owned()) } else { Some(format!("made-up/{number}")) },
            wikidata: None,
            country: Some(country.to_owned()),
            sectors: vec!["GOV".into()],
            role: (!is_state).then(|| "minister".to_owned()),
            mentions: Vec::new(),
        }
    }

    fn event(
        &mut self,
        at: usize,
        source: Vec<String>,
        target: Vec<String>,
        trigger: wire::Span,
        sentence: wire::Span,
        date: &str,
    ) -> wire::Event {
        let types: Vec<EventType> = EventType::ALL.to_vec();
        let kind = types[self.random.skewed(types.len() as u64) as usize];
        let cameo = Cameo::nearest(kind, None);
        let status = ["occurred", "ongoing", "planned", "urged", "denied", "historical"]
            [self.random.skewed(6) as usize];
        wire::Event {
            id: format!("e{}", at + 1),
            kind: kind.code().to_owned(),
            mode: None,
            contexts: vec!["diplomatic".into()],
            cameo: Some(cameo.code().to_owned()),
            quad: kind.quad().code().to_owned(),
            plover_score: Some(kind.score(None)),
            goldstein: Some(cameo.goldstein()),
            source,
            target,
            place: Some("p1".into()),
            place_basis: "dateline".into(),
            date: Some(wire::EventDate {
                from: date.to_owned(),
                to: date.to_owned(),
                basis: "published".into(),
                precision: "day".into(),
                start: None,
                end: None,
            }),
            status: status.to_owned(),
            numbers: wire::Numbers::default(),
            trigger: vec![trigger],
            sentence,
            statement: None,
            rule: "made.up".into(),
        }
    }

    fn place(&mut self, mention: wire::Span) -> wire::Place {
        let number = self.random.skewed(3000);
        let country = self.countries[(number % self.countries.len() as u64) as usize];
        wire::Place {
            id: "p1".into(),
            name: capitalized(&self.names[number as usize]),
            country: Some(country.to_owned()),
            admin1: None,
            lat: Some((number % 160) as f64 - 80.0),
            lon: Some((number % 340) as f64 - 170.0),
            geoname: Some(number as u32),
            resolution: "city".into(),
            mentions: vec![mention],
        }
    }

    fn sentence(&mut self, n_words: usize) -> String {
        let mut sentence = String::new();
        for at in 0..n_words {
            if at > 0 {
                sentence.push(' ');
            }
            let rank = self.random.skewed(N_WORDS) as usize;
            sentence.push_str(&self.words[rank]);
        }
        sentence
    }
}

fn statement(
    at: usize,
    speaker: &str,
    who: wire::Span,
    cue: wire::Span,
    said: wire::Span,
    date: &str,
) -> wire::Statement {
    wire::Statement {
        id: format!("s{}", at + 1),
        kind: "indirect".into(),
        speaker: Some(wire::Party { start: who.start, end: who.end, actor: Some(speaker.to_owned()) }),
        cue: Some(wire::Cue { start: cue.start, end: cue.end, lemma: "say".into() }),
        content: vec![said],
        addressee: None,
        via: Vec::new(),
        parent: None,
        date: Some(date.to_owned()),
        rule: "made.up".into(),
    }
}

#[derive(Default)]
struct Text {
    text: String,
    n_chars: u32,
}

impl Text {
    fn push(&mut self, part: &str) -> wire::Span {
        let start = self.n_chars;
        self.text.push_str(part);
        self.n_chars += part.chars().count() as u32;
        wire::Span { start, end: self.n_chars }
    }
}

fn date(day: u64) -> String {
    let (year, month, day) = (2014 + day / 365, day % 365 / 31 + 1, day % 365 % 31 + 1);
    format!("{year}-{month:02}-{:02}", day.min(28))
}

/// The words of the sample articles, the most frequent first: in a text of made-up words alone every word would be rare,
/// and every article like every other.
fn words_of_the_sample() -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for line in include_str!("../../../fixtures/sample/yemen-2024.jsonl").lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        let text = article["text"].as_str().unwrap_or_default();
        let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
        for word in text.split_whitespace().filter(is_plain) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    let mut words: Vec<(String, u32)> = counts.into_iter().collect();
    words.sort_by(|(a, n_a), (b, n_b)| n_b.cmp(n_a).then_with(|| a.cmp(b)));
    words.into_iter().map(|(word, _)| word).collect()
}

fn word(random: &mut Random) -> String {
    let n_syllables = 2 + random.below(3);
    (0..n_syllables)
        .flat_map(|_| {
            let consonant = b"bdfgklmnprstvz"[random.below(14) as usize] as char;
            let vowel = b"aeiou"[random.below(5) as usize] as char;
            [consonant, vowel]
        })
        .collect()
}

fn capitalized(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// Xorshift: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Below `n`, the low ones far more often: about as words are in a language.
    fn skewed(&mut self, n: u64) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        #[expect(clippy::cast_sign_loss, reason = "powers of n are positive")]
        let rank = (n as f64).powf(unit) as u64;
        (rank - 1).min(n - 1)
    }
}

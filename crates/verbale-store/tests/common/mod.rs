//! Records made by hand: small texts of our own, spans found by searching.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::assigning_clones, reason = "a test helper that fails is a failed test")]

use verbale_record as wire;
use verbale_record::Record;
use verbale_store::{Batch, Store};

/// A record under construction.
pub(crate) struct Make(pub(crate) Record);

/// An article of one paragraph.
pub(crate) fn article(id: &str, published: &str, text: &str) -> Make {
    let n_chars = text.chars().count() as u32;
    let is_dated = !published.is_empty();
    Make(Record {
        schema: wire::SCHEMA.to_owned(),
        coder: wire::Coder {
            program: "verbale 0.1.0".into(),
            model: "m".into(),
            rules: "r".into(),
            knowledge: "k".into(),
            codebook: "PLOVER 2.0".into(),
        },
        id: id.to_owned(),
        article: wire::Article {
            publisher: Some("Meridian".into()),
            published: is_dated.then(|| published.to_owned()),
            published_basis: if is_dated { "given" } else { "none" }.into(),
            hash: format!("blake3:{}", blake3::hash(text.as_bytes())),
            text: text.to_owned(),
            blocks: vec![wire::Block { kind: "paragraph".into(), start: 0, end: n_chars }],
            ..wire::Article::default()
        },
        actors: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        positions: Vec::new(),
        near: None,
    })
}

impl Make {
    pub(crate) fn span(&self, words: &str) -> wire::Span {
        let text = &self.0.article.text;
        let at = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
        let start = text[..at].chars().count() as u32;
        wire::Span { start, end: start + words.chars().count() as u32 }
    }

    /// An actor mentioned by its name; `kind` is person, state, ….
    pub(crate) fn actor(mut self, kind: &str, name: &str, country: &str) -> Self {
        let wire::Span { start, end } = self.span(name);
        let id = format!("a{}", self.0.actors.len() + 1);
        self.0.actors.push(wire::Actor {
            id,
            name: name.to_owned(),
            kind: kind.to_owned(),
            entity: (kind == "state").then(|| country.to_owned()),
            wikidata: None,
            country: (!country.is_empty()).then(|| country.to_owned()),
            sectors: vec!["GOV".into()],
            role: None,
            mentions: vec![wire::Mention { start, end, form: "name".into() }],
        });
        self
    }

    pub(crate) fn role(mut self, role: &str) -> Self {
        self.0.actors.last_mut().unwrap().role = Some(role.to_owned());
        self
    }

    pub(crate) fn place(mut self, name: &str, country: &str, resolution: &str) -> Self {
        let mention = self.span(name);
        let id = format!("p{}", self.0.places.len() + 1);
        self.0.places.push(wire::Place {
            id,
            name: name.to_owned(),
            country: Some(country.to_owned()),
            admin1: None,
            lat: Some(46.2),
            lon: Some(6.15),
            geoname: None,
            resolution: resolution.to_owned(),
            mentions: vec![mention],
        });
        self
    }

    /// A statement by an actor.
    pub(crate) fn says(mut self, speaker: &str, words: &str) -> Self {
        let content = self.span(words);
        let actor = self.0.actors.iter().find(|actor| actor.id == speaker).unwrap();
        let mention = &actor.mentions[0];
        let id = format!("s{}", self.0.statements.len() + 1);
        self.0.statements.push(wire::Statement {
            id,
            kind: "direct".into(),
            speaker: Some(wire::Party {
                start: mention.start,
                end: mention.end,
                actor: Some(speaker.to_owned()),
            }),
            cue: None,
            content: vec![content],
            addressee: None,
            via: Vec::new(),
            parent: None,
            date: self.0.article.published.clone(),
            rule: "say".into(),
        });
        self
    }

    /// The word that says so, of the statement made last.
    pub(crate) fn cue(mut self, word: &str, lemma: &str) -> Self {
        let wire::Span { start, end } = self.span(word);
        self.0.statements.last_mut().unwrap().cue = Some(wire::Cue { start, end, lemma: lemma.to_owned() });
        self
    }

    /// An event in the sentence that is the whole text.
    pub(crate) fn event(mut self, code: &str, source: &[&str], target: &[&str], trigger: &str) -> Self {
        let (kind, cameo) = code.split_once(' ').unwrap();
        let event_type: verbale_codes::EventType = kind.parse().unwrap();
        let trigger = self.span(trigger);
        let id = format!("e{}", self.0.events.len() + 1);
        let published = self.0.article.published.clone();
        self.0.events.push(wire::Event {
            id,
            kind: kind.to_owned(),
            mode: None,
            contexts: vec!["diplomatic".into()],
            cameo: Some(cameo.to_owned()),
            quad: event_type.quad().code().to_owned(),
            plover_score: Some(event_type.score(None)),
            goldstein: Some(1.0),
            source: source.iter().map(|&id| id.to_owned()).collect(),
            target: target.iter().map(|&id| id.to_owned()).collect(),
            place: None,
            place_basis: "none".into(),
            date: published.map(|day| wire::EventDate {
                from: day.clone(),
                to: day,
                basis: "published".into(),
                precision: "day".into(),
                start: None,
                end: None,
            }),
            status: "occurred".into(),
            numbers: wire::Numbers::default(),
            trigger: vec![trigger],
            sentence: wire::Span { start: 0, end: self.0.article.text.chars().count() as u32 },
            statement: None,
            rule: format!("{}.rule", kind.to_lowercase()),
        });
        self
    }

    pub(crate) fn at(mut self, place: &str) -> Self {
        let event = self.0.events.last_mut().unwrap();
        event.place = Some(place.to_owned());
        event.place_basis = "argument".into();
        self
    }

    pub(crate) fn status(mut self, status: &str) -> Self {
        self.0.events.last_mut().unwrap().status = status.to_owned();
        self
    }

    /// What an actor thinks of something.
    pub(crate) fn position(
        mut self,
        holder: &str,
        words: &str,
        name: &str,
        polarity: f64,
        attitude: &str,
    ) -> Self {
        let object = self.span(words);
        let id = format!("o{}", self.0.positions.len() + 1);
        self.0.positions.push(wire::Position {
            id,
            holder: holder.to_owned(),
            issue: Some("syria/ceasefire".into()),
            object: wire::Object { start: object.start, end: object.end, actor: None, name: name.to_owned() },
            attitude: attitude.to_owned(),
            polarity,
            statement: None,
            event: None,
            evidence: object,
            date: self.0.article.published.clone(),
            rule: "positions.support".into(),
        });
        self
    }

    pub(crate) fn publisher(mut self, publisher: &str) -> Self {
        self.0.article.publisher = Some(publisher.to_owned());
        self
    }

    pub(crate) fn record(self) -> Record {
        assert_eq!(self.0.faults(), Vec::<String>::new(), "of {}", self.0.id);
        self.0
    }
}

/// A few days between two states.
pub(crate) fn week() -> Vec<Record> {
    vec![
        article("1", "2024-03-04", "Lavrov met Kerry in Geneva on Monday.")
            .actor("person", "Lavrov", "RUS")
            .role("foreign minister")
            .actor("person", "Kerry", "USA")
            .place("Geneva", "CHE", "city")
            .event("CONSULT 040", &["a1", "a2"], &[], "met")
            .at("p1")
            .record(),
        article("2", "2024-03-05", "“Russia wants a ceasefire in Syria,” Lavrov said, and he praised Kerry.")
            .actor("state", "Russia", "RUS")
            .actor("state", "Syria", "SYR")
            .actor("person", "Lavrov", "RUS")
            .actor("person", "Kerry", "USA")
            .says("a3", "Russia wants a ceasefire in Syria,")
            .event("SUPPORT 051", &["a3"], &["a4"], "praised")
            .record(),
        article("3", "2024-04-02", "The United States accused Russia of shelling Aleppo.")
            .actor("state", "United States", "USA")
            .actor("state", "Russia", "RUS")
            .event("ACCUSE 112", &["a1"], &["a2"], "accused")
            .publisher("Harbour Wire")
            .record(),
        article("4", "2024-04-02", "Russia may strike Aleppo, “a ceasefire is far off,” Kerry warned.")
            .actor("state", "Russia", "RUS")
            .actor("person", "Kerry", "USA")
            .says("a2", "a ceasefire is far off,")
            .event("ASSAULT 190", &["a1"], &[], "strike")
            .status("conditional")
            .record(),
        article("5", "", "An undated note on grain.").record(),
    ]
}

/// A store in a folder of its own.
pub(crate) fn store_of(records: &[Record]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(folder.path().join("news.vb")).unwrap();
    store.add(&Batch { records, ..Batch::default() }).unwrap();
    (folder, store)
}

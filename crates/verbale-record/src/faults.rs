use std::collections::BTreeSet;

use verbale_codes::{Country, Sector};

use crate::{Record, SCHEMA, Span};

impl Record {
    /// What is wrong with this record; empty when it keeps the contract. For tests and for `verbale check`.
    ///
    /// Checked: spans lie in the text and are not empty, ids are unique and those referred to exist, blocks are in
    /// order and do not overlap, closed lists hold only their words, nothing coded stands in an uncoded block.
    pub fn faults(&self) -> Vec<String> {
        let mut check = Check { n_chars: self.article.text.chars().count() as u32, faults: Vec::new() };
        if self.schema != SCHEMA {
            check.fault(format!("schema is {:?}, not {SCHEMA:?}", self.schema));
        }
        self.check_article(&mut check);
        self.check_cast(&mut check);
        self.check_statements(&mut check);
        self.check_events(&mut check);
        check.faults
    }

    fn check_article(&self, check: &mut Check) {
        let article = &self.article;
        check.word(
            "published_basis",
            &article.published_basis,
            &["given", "meta", "url", "text", "feed", "none", ""],
        );
        if article.published.is_some() == matches!(article.published_basis.as_str(), "none" | "") {
            check.fault("published and published_basis disagree".to_owned());
        }
        let mut after = 0;
        for block in &article.blocks {
            check.word(
                "block kind",
                &block.kind,
                &[
                    "title",
                    "dateline",
                    "byline",
                    "paragraph",
                    "heading",
                    "list",
                    "caption",
                    "related",
                    "boilerplate",
                ],
            );
            check.span("block", block.start, block.end);
            if block.start < after {
                check.fault(format!("block at {} overlaps the one before", block.start));
            }
            after = block.end;
        }
        if let Some(dateline) = &article.dateline {
            check.span("dateline", dateline.start, dateline.end);
        }
    }

    fn check_cast(&self, check: &mut Check) {
        check.ids("actor", self.actors.iter().map(|actor| actor.id.as_str()));
        check.ids("place", self.places.iter().map(|place| place.id.as_str()));
        check.ids("time", self.times.iter().map(|time| time.id.as_str()));
        for actor in &self.actors {
            check.word("actor kind", &actor.kind, &["person", "organization", "state", "group", "people"]);
            check.country(actor.country.as_deref());
            for sector in &actor.sectors {
                if sector.parse::<Sector>().is_err() {
                    check.fault(format!("{}: sector {sector:?} is none", actor.id));
                }
            }
            if actor.mentions.is_empty() {
                check.fault(format!("{}: no mention", actor.id));
            }
            for mention in &actor.mentions {
                check.word("mention form", &mention.form, &["name", "nominal", "pronoun"]);
                check.span(&actor.id, mention.start, mention.end);
            }
        }
        for place in &self.places {
            check.word(
                "resolution",
                &place.resolution,
                &["site", "city", "district", "province", "country", "region"],
            );
            check.country(place.country.as_deref());
            for mention in &place.mentions {
                check.span(&place.id, mention.start, mention.end);
            }
            if place.lat.is_some_and(|lat| !(-90.0..=90.0).contains(&lat))
                || place.lon.is_some_and(|lon| !(-180.0..=180.0).contains(&lon))
                || place.lat.is_some() != place.lon.is_some()
            {
                check.fault(format!("{}: not a point on Earth", place.id));
            }
        }
        for time in &self.times {
            check.word("time type", &time.kind, &["DATE", "TIME", "DURATION", "SET"]);
            check.span(&time.id, time.start, time.end);
            check.days(&time.id, time.from.as_deref(), time.to.as_deref());
        }
    }

    fn check_statements(&self, check: &mut Check) {
        check.ids("statement", self.statements.iter().map(|statement| statement.id.as_str()));
        for statement in &self.statements {
            let id = &statement.id;
            check.word("statement kind", &statement.kind, &["direct", "indirect", "mixed"]);
            if statement.content.is_empty() {
                check.fault(format!("{id}: no content"));
            }
            for content in &statement.content {
                check.span(id, content.start, content.end);
                self.check_coded_block(check, id, content.start);
            }
            if !statement.content.is_sorted() {
                check.fault(format!("{id}: content out of order"));
            }
            if let Some(cue) = &statement.cue {
                check.span(id, cue.start, cue.end);
            }
            for party in statement.speaker.iter().chain(&statement.addressee).chain(&statement.via) {
                check.span(id, party.start, party.end);
                self.check_actor(check, id, party.actor.as_deref());
            }
            if let Some(parent) = &statement.parent
                && (parent == id || !self.statements.iter().any(|other| &other.id == parent))
            {
                check.fault(format!("{id}: parent {parent} is none"));
            }
        }
    }

    fn check_events(&self, check: &mut Check) {
        check.ids("event", self.events.iter().map(|event| event.id.as_str()));
        for event in &self.events {
            let id = &event.id;
            check.word("place basis", &event.place_basis, &["argument", "sentence", "dateline", "none"]);
            check.word(
                "status",
                &event.status,
                &["occurred", "ongoing", "planned", "hoped", "urged", "conditional", "denied", "historical"],
            );
            if event.place.is_some() == (event.place_basis == "none") {
                check.fault(format!("{id}: place and place_basis disagree"));
            }
            if let Some(place) = &event.place
                && !self.places.iter().any(|known| &known.id == place)
            {
                check.fault(format!("{id}: place {place} is none"));
            }
            for actor in event.source.iter().chain(&event.target) {
                self.check_actor(check, id, Some(actor));
            }
            if let Some(statement) = &event.statement
                && !self.statements.iter().any(|known| &known.id == statement)
            {
                check.fault(format!("{id}: statement {statement} is none"));
            }
            if event.trigger.is_empty() {
                check.fault(format!("{id}: no trigger"));
            }
            let counted: Vec<Span> = event.numbers.spans.all().collect();
            for span in event.trigger.iter().chain([&event.sentence]).chain(&counted) {
                check.span(id, span.start, span.end);
                self.check_coded_block(check, id, span.start);
            }
            if let Some(date) = &event.date {
                check.word("date basis", &date.basis, &["explicit", "relative", "dateline", "published"]);
                check.word("date precision", &date.precision, &["day", "week", "month", "year"]);
                check.days(id, Some(&date.from), Some(&date.to));
            }
            if event.rule.is_empty() {
                check.fault(format!("{id}: no rule"));
            }
        }
    }

    fn check_actor(&self, check: &mut Check, by: &str, actor: Option<&str>) {
        if let Some(actor) = actor
            && !self.actors.iter().any(|known| known.id == actor)
        {
            check.fault(format!("{by}: actor {actor} is none"));
        }
    }

    fn check_coded_block(&self, check: &mut Check, by: &str, at: u32) {
        let block = self.article.blocks.iter().find(|block| block.start <= at && at < block.end);
        if let Some(block) = block
            && matches!(block.kind.as_str(), "related" | "boilerplate" | "caption")
        {
            check.fault(format!("{by}: coded from a block of kind {}", block.kind));
        }
    }
}

struct Check {
    n_chars: u32,
    faults: Vec<String>,
}

impl Check {
    fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    fn span(&mut self, of: &str, start: u32, end: u32) {
        if start >= end || end > self.n_chars {
            self.fault(format!("{of}: span {start}..{end} is empty or outside the text of {}", self.n_chars));
        }
    }

    fn word(&mut self, what: &str, word: &str, list: &[&str]) {
        if !list.contains(&word) {
            self.fault(format!("{what} {word:?} is not one of {}", list.join(", ")));
        }
    }

    fn country(&mut self, code: Option<&str>) {
        if let Some(code) = code
            && code.parse::<Country>().is_err()
        {
            self.fault(format!("country {code:?} is none"));
        }
    }

    fn ids<'a>(&mut self, what: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.fault(format!("{what} {id} twice"));
            }
        }
    }

    fn days(&mut self, of: &str, from: Option<&str>, to: Option<&str>) {
        // ISO days of one length compare as text.
        if let (Some(from), Some(to)) = (from, to)
            && from.len() == to.len()
            && from > to
        {
            self.fault(format!("{of}: ends on {to}, before it begins on {from}"));
        }
        if from.is_some() != to.is_some() {
            self.fault(format!("{of}: half a stretch of days"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::*;

    fn record() -> Record {
        let json = r#"{
          "schema": "verbale/1",
          "coder": {"program": "verbale 0.1.0", "model": "m", "rules": "r", "knowledge": "k", "codebook": "PLOVER 2.0"},
          "id": "1",
          "article": {"url": null, "title": null, "publisher": null, "byline": null, "language": "en", "dateline": null,
            "published": "2016-03-24", "published_basis": "given", "hash": "blake3:0", "text": "Lavrov met Kerry.",
            "blocks": [{"kind": "paragraph", "start": 0, "end": 17}]},
          "actors": [{"id": "a1", "name": "Lavrov", "kind": "person", "entity": null, "wikidata": null, "country": "RUS",
            "sectors": ["GOV"], "role": null, "mentions": [{"start": 0, "end": 6, "form": "name"}]}],
          "places": [], "times": [], "statements": [],
          "events": [{"id": "e1", "type": "CONSULT", "mode": null, "contexts": [], "cameo": "040",
            "quad": "verbal cooperation", "plover_score": 2.5, "goldstein": 1.0, "source": ["a1"], "target": [],
            "place": null, "place_basis": "none", "date": null, "status": "occurred",
            "numbers": {"dead": null, "injured": null, "arrested": null, "size": null},
            "trigger": [{"start": 7, "end": 10}], "sentence": {"start": 0, "end": 17}, "statement": null,
            "rule": "consult.meet"}],
          "positions": []
        }"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_sound_record_has_no_faults_and_survives_json() {
        let sound = record();
        assert_eq!(sound.faults(), Vec::<String>::new());
        let again: Record = serde_json::from_str(&serde_json::to_string(&sound).unwrap()).unwrap();
        assert_eq!(again, sound);
    }

    #[test]
    fn each_fault_is_named() {
        let mut bad = record();
        bad.article.blocks[0].kind = "related".to_owned();
        bad.events[0].source.push("a9".to_owned());
        bad.events[0].place_basis = "guess".to_owned();
        bad.actors[0].mentions[0].end = 99;
        let faults = bad.faults().join("\n");
        for part in ["block of kind related", "actor a9 is none", "\"guess\"", "0..99"] {
            assert!(faults.contains(part), "{part} not in:\n{faults}");
        }
    }
}

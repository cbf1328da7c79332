//! From the stages' working types to the wire types: written out by hand, in this one place.
//!
//! Bytes and tokens become code points here, and positions become ids (`a1`, `s3`).

use jiff::civil::Date;
use verbale_doc::{Article, Block, BlockKind, Byte, Doc, PublishedBasis, Span, Tok};
use verbale_events::{Count, DateBasis, Event, EventDate, NearMiss, Numbers, PlaceBasis, Precision, Status};
use verbale_positions::Position;
use verbale_record as wire;
use verbale_resolve::{ActorId, ActorKind, Cast, Form, Place, PlaceId, Resolution, Time, TimeKind, times};
use verbale_statements::{Kind, NearStatement, Party, Statement, StatementId};

/// Turns spans and positions of one article into those of the record.
pub(crate) struct ToRecord<'a> {
    pub(crate) article: &'a Article,
    pub(crate) doc: &'a Doc,
    pub(crate) cast: &'a Cast,
}

impl ToRecord<'_> {
    pub(crate) fn article(&self) -> wire::Article {
        let article = self.article;
        let words = |span: Option<Span<Byte>>| span.map(|span| article.text.slice(span).to_owned());
        wire::Article {
            url: article.url.clone(),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            byline: article.byline.clone(),
            language: article.language.clone(),
            dateline: article.dateline.as_ref().map(|dateline| {
                let wire::Span { start, end } = self.bytes(dateline.span);
                wire::Dateline { place: words(dateline.place), agency: words(dateline.agency), start, end }
            }),
            published: article.published.map(|published| published.date.to_string()),
            published_basis: article.published.map_or("none", |published| basis(published.basis)).to_owned(),
            hash: hash(&article.text),
            text: article.text.as_str().to_owned(),
            blocks: article.blocks.iter().map(|block| self.block(block)).collect(),
        }
    }

    fn block(&self, block: &Block) -> wire::Block {
        let wire::Span { start, end } = self.bytes(block.span);
        wire::Block { kind: block_kind(block.kind).to_owned(), start, end }
    }

    pub(crate) fn actors(&self) -> Vec<wire::Actor> {
        let mut mentions: Vec<Vec<wire::Mention>> = vec![Vec::new(); self.cast.actors.len()];
        for mention in &self.cast.mentions {
            let wire::Span { start, end } = self.tokens(mention.tokens);
            mentions[mention.actor.0 as usize].push(wire::Mention {
                start,
                end,
                form: form(mention.form).to_owned(),
            });
        }
        let actors = self.cast.actors.iter().zip(mentions).enumerate();
        let to_wire = actors.map(|(number, (actor, mentions))| wire::Actor {
            id: actor_id(ActorId(number as u32)),
            name: actor.name.clone(),
            kind: actor_kind(actor.kind).to_owned(),
            entity: actor.entity.clone(),
            wikidata: actor.wikidata.clone(),
            country: actor.country.map(|country| country.code().to_owned()),
            sectors: actor.sectors.iter().map(|sector| sector.code().to_owned()).collect(),
            role: actor.role.clone(),
            mentions,
        });
        to_wire.collect()
    }

    pub(crate) fn places(&self) -> Vec<wire::Place> {
        let mut mentions: Vec<Vec<wire::Span>> = vec![Vec::new(); self.cast.places.len()];
        for mention in &self.cast.place_mentions {
            mentions[mention.place.0 as usize].push(self.tokens(mention.tokens));
        }
        let places = self.cast.places.iter().zip(mentions).enumerate();
        places
            .map(|(number, (place, mentions))| self.place(PlaceId(number as u32), place, mentions))
            .collect()
    }

    fn place(&self, id: PlaceId, place: &Place, mut mentions: Vec<wire::Span>) -> wire::Place {
        // The dateline is no sentence, so its place has no token mention.
        if self.cast.dateline == Some(id)
            && let Some(span) = self.article.dateline.as_ref().and_then(|dateline| dateline.place)
        {
            mentions.insert(0, self.bytes(span));
        }
        wire::Place {
            id: place_id(id),
            name: place.name.clone(),
            country: place.country.map(|country| country.code().to_owned()),
            admin1: place.admin1.clone(),
            lat: place.point.map(|(lat, _)| lat),
            lon: place.point.map(|(_, lon)| lon),
            geoname: place.geoname,
            resolution: resolution(place.resolution).to_owned(),
            mentions,
        }
    }

    pub(crate) fn times(&self) -> Vec<wire::Time> {
        let in_dateline = times::in_dateline(self.article).map(|(span, day)| {
            let wire::Span { start, end } = self.bytes(span);
            let day = day.to_string();
            let (from, to) = (Some(day.clone()), Some(day.clone()));
            wire::Time { id: "t1".to_owned(), start, end, kind: "DATE".to_owned(), value: day, from, to }
        });
        let n_before = usize::from(in_dateline.is_some());
        let of_text = self.cast.times.iter().enumerate();
        let of_text = of_text.map(|(number, time)| self.time(n_before + number, time));
        in_dateline.into_iter().chain(of_text).collect()
    }

    fn time(&self, number: usize, time: &Time) -> wire::Time {
        let wire::Span { start, end } = self.tokens(time.tokens);
        wire::Time {
            id: format!("t{}", number + 1),
            start,
            end,
            kind: time_kind(time.kind).to_owned(),
            value: time.value.clone(),
            from: time.days.map(|(from, _)| from.to_string()),
            to: time.days.map(|(_, to)| to.to_string()),
        }
    }

    pub(crate) fn statement(&self, number: usize, statement: &Statement) -> wire::Statement {
        let party = |party: &Party| self.party(party);
        wire::Statement {
            id: statement_id(StatementId(number as u32)),
            kind: statement_kind(statement.kind).to_owned(),
            speaker: statement.speaker.as_ref().map(party),
            cue: statement.cue.as_ref().map(|cue| {
                let wire::Span { start, end } = self.tokens(cue.tokens);
                wire::Cue { start, end, lemma: cue.lemma.clone() }
            }),
            content: statement.content.iter().map(|&content| self.bytes(content)).collect(),
            addressee: statement.addressee.as_ref().map(party),
            via: statement.via.iter().map(party).collect(),
            parent: statement.parent.map(statement_id),
            date: statement.date.map(|date: Date| date.to_string()),
            rule: statement.rule.to_owned(),
        }
    }

    fn party(&self, party: &Party) -> wire::Party {
        let wire::Span { start, end } = self.tokens(party.tokens);
        wire::Party { start, end, actor: party.actor.map(actor_id) }
    }

    pub(crate) fn event(&self, number: usize, event: &Event) -> wire::Event {
        wire::Event {
            id: format!("e{}", number + 1),
            kind: event.kind.code().to_owned(),
            mode: event.mode.map(|mode| mode.code().to_owned()),
            contexts: event.contexts.iter().map(|context| context.code().to_owned()).collect(),
            cameo: Some(event.cameo.code().to_owned()),
            quad: event.kind.quad().code().to_owned(),
            plover_score: Some(event.plover_score()),
            goldstein: Some(event.goldstein()),
            source: event.source.iter().copied().map(actor_id).collect(),
            target: event.target.iter().copied().map(actor_id).collect(),
            place: event.place.map(place_id),
            place_basis: place_basis(event.place_basis).to_owned(),
            date: event.date.map(|date| self.event_date(date)),
            status: status(event.status).to_owned(),
            numbers: self.numbers(event.numbers),
            trigger: event.trigger.iter().map(|&trigger| self.tokens(trigger)).collect(),
            sentence: self.tokens(event.sentence),
            statement: event.statement.map(statement_id),
            rule: event.rule.clone(),
        }
    }

    fn numbers(&self, told: Numbers) -> wire::Numbers {
        let n = |count: Option<Count>| count.map(|count| count.n);
        let span = |count: Option<Count>| count.map(|count| self.tokens(count.tokens));
        wire::Numbers {
            dead: n(told.dead),
            injured: n(told.injured),
            arrested: n(told.arrested),
            size: n(told.size),
            spans: wire::NumberSpans {
                dead: span(told.dead),
                injured: span(told.injured),
                arrested: span(told.arrested),
                size: span(told.size),
            },
        }
    }

    fn event_date(&self, date: EventDate) -> wire::EventDate {
        let words = date.tokens.map(|tokens| self.tokens(tokens));
        wire::EventDate {
            from: date.from.to_string(),
            to: date.to.to_string(),
            basis: date_basis(date.basis).to_owned(),
            precision: precision(date.precision).to_owned(),
            start: words.map(|words| words.start),
            end: words.map(|words| words.end),
        }
    }

    pub(crate) fn position(&self, number: usize, position: &Position) -> wire::Position {
        let wire::Span { start, end } = self.tokens(position.object.tokens);
        wire::Position {
            id: format!("o{}", number + 1),
            holder: actor_id(position.holder),
            issue: position.issue.clone(),
            object: wire::Object {
                start,
                end,
                actor: position.object.actor.map(actor_id),
                name: position.object.name.clone(),
            },
            attitude: position.attitude.code().to_owned(),
            polarity: position.polarity,
            statement: position.statement.map(statement_id),
            event: position.event.map(|number| format!("e{}", number + 1)),
            evidence: self.tokens(position.evidence),
            date: position.date.map(|date| date.to_string()),
            rule: position.rule.clone(),
        }
    }

    pub(crate) fn near(&self, near: &NearMiss) -> wire::Near {
        let wire::Span { start, end } = self.tokens(near.trigger);
        wire::Near { rule: near.rule.clone(), start, end, missing: near.missing.clone() }
    }

    pub(crate) fn near_statement(&self, near: &NearStatement) -> wire::Near {
        let wire::Span { start, end } = self.bytes(near.cue);
        let against = near.against.join(", ");
        let missing = format!("a statement with a chance of {:.2}; against it: {against}", near.chance);
        wire::Near { rule: near.rule.to_owned(), start, end, missing }
    }

    fn tokens(&self, tokens: Span<Tok>) -> wire::Span {
        self.bytes(self.doc.bytes(tokens))
    }

    fn bytes(&self, bytes: Span<Byte>) -> wire::Span {
        let chars = self.article.text.to_chars(bytes);
        wire::Span { start: chars.start(), end: chars.end() }
    }
}

/// The hash by which a text is known.
pub(crate) fn hash(text: &str) -> String {
    format!("blake3:{}", blake3::hash(text.as_bytes()).to_hex())
}

fn actor_id(id: ActorId) -> String {
    format!("a{}", id.0 + 1)
}

fn place_id(id: PlaceId) -> String {
    format!("p{}", id.0 + 1)
}

fn statement_id(id: StatementId) -> String {
    format!("s{}", id.0 + 1)
}

fn basis(basis: PublishedBasis) -> &'static str {
    match basis {
        PublishedBasis::Given => "given",
        PublishedBasis::Meta => "meta",
        PublishedBasis::Url => "url",
        PublishedBasis::Text => "text",
        PublishedBasis::Feed => "feed",
    }
}

pub(crate) fn block_kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Dateline => "dateline",
        BlockKind::Byline => "byline",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading => "heading",
        BlockKind::List => "list",
        BlockKind::Caption => "caption",
        BlockKind::Related => "related",
        BlockKind::Boilerplate => "boilerplate",
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
    }
}

fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Organization => "organization",
        ActorKind::State => "state",
        ActorKind::Group => "group",
        ActorKind::People => "people",
    }
}

fn resolution(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Site => "site",
        Resolution::City => "city",
        Resolution::District => "district",
        Resolution::Province => "province",
        Resolution::Country => "country",
        Resolution::Region => "region",
    }
}

fn time_kind(kind: TimeKind) -> &'static str {
    match kind {
        TimeKind::Date => "DATE",
        TimeKind::Time => "TIME",
        TimeKind::Duration => "DURATION",
        TimeKind::Set => "SET",
    }
}

fn statement_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "direct",
        Kind::Indirect => "indirect",
        Kind::Mixed => "mixed",
    }
}

fn place_basis(basis: PlaceBasis) -> &'static str {
    match basis {
        PlaceBasis::Argument => "argument",
        PlaceBasis::Sentence => "sentence",
        PlaceBasis::Dateline => "dateline",
        PlaceBasis::None => "none",
    }
}

fn date_basis(basis: DateBasis) -> &'static str {
    match basis {
        DateBasis::Explicit => "explicit",
        DateBasis::Relative => "relative",
        DateBasis::Dateline => "dateline",
        DateBasis::Published => "published",
    }
}

fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Year => "year",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Occurred => "occurred",
        Status::Ongoing => "ongoing",
        Status::Planned => "planned",
        Status::Hoped => "hoped",
        Status::Urged => "urged",
        Status::Conditional => "conditional",
        Status::Denied => "denied",
        Status::Historical => "historical",
    }
}

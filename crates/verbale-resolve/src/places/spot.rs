use rustc_hash::{FxHashMap, FxHashSet};
use verbale_doc::{Doc, Label, Pos, Span, Tok, TokenIdx, label};
use verbale_know::{EntryId, Gazetteer, NameKind, PlaceKind, fold, fold_into};

use super::generic;

/// A name that may be a place's, with all that bear it.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Its tokens; none for the dateline, which is not analysed.
    pub(super) tokens: Option<Span<Tok>>,
    /// As it is written.
    pub(super) name: String,
    /// As it is looked up.
    pub(super) folded: String,
    /// The places of that name.
    pub(super) hits: Vec<(EntryId, NameKind)>,
    /// Whether it is a street, a building: finer than a town.
    pub(super) is_site: bool,
    /// The spot after it that says in what it lies, by its position in the list.
    pub(super) container: Option<usize>,
}

/// All names of places of an article, in text order, and what else points to countries.
#[derive(Debug, Default)]
pub(super) struct Spots {
    dateline: Option<Spot>,
    in_text: Vec<Spot>,
    /// Places whose people or adjective is named, once for each time.
    pub(super) peoples: Vec<EntryId>,
}

impl Spots {
    /// Finds the names of places of a document.
    pub(super) fn find(doc: &Doc, gazetteer: &Gazetteer) -> Self {
        let mut finder = Finder::new(doc, gazetteer);
        for sentence in doc.sentences() {
            finder.sentence(sentence.tokens);
        }
        finder.finish()
    }

    /// Adds the place of the dateline: "MOSCOW", "Paris, Texas".
    pub(super) fn add_dateline(&mut self, written: &str, gazetteer: &Gazetteer) {
        // What follows the first comma says in what it lies, or names another place; the first is where it was filed.
        let mut parts = written.split([',', '/', ';']).map(str::trim);
        let name = parts.next().unwrap_or_default();
        let folded = fold(name);
        let mut hits = placing(gazetteer.find(&folded));
        if let Some(container) = parts.next() {
            let containers: Vec<_> = gazetteer.find(&fold(container)).collect();
            let inside: Vec<_> =
                hits.iter().copied().filter(|hit| lies_in_any(gazetteer, hit.0, &containers)).collect();
            if !inside.is_empty() {
                hits = inside;
            }
        }
        if !name.is_empty() {
            let name = name.to_owned();
            self.dateline = Some(Spot { tokens: None, name, folded, hits, is_site: false, container: None });
            for spot in &mut self.in_text {
                spot.container = spot.container.map(|container| container + 1);
            }
        }
    }

    /// The spots in order, the dateline's first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Spot> {
        self.dateline.iter().chain(&self.in_text)
    }
}

/// The hits that name a place, without those that name its people.
fn placing(hits: impl Iterator<Item = (EntryId, NameKind)>) -> Vec<(EntryId, NameKind)> {
    hits.filter(|(_, kind)| *kind != NameKind::People).collect()
}

/// Whether a place lies in one of several divisions.
pub(super) fn lies_in_any(gazetteer: &Gazetteer, id: EntryId, divisions: &[(EntryId, NameKind)]) -> bool {
    let place = gazetteer.place(id);
    divisions.iter().any(|&(division, kind)| {
        if kind == NameKind::People || division == id {
            return false;
        }
        let container = gazetteer.place(division);
        match container.kind {
            PlaceKind::Country => place.country.is_some() && place.country == container.country,
            PlaceKind::Territory | PlaceKind::Admin1 => {
                // A territory such as Scotland may be a first-level division or not.
                place.admin1 == Some(division)
                    || container.kind == PlaceKind::Territory && place.country == container.country
            }
            PlaceKind::Admin2 => {
                place.admin1.is_some()
                    && place.admin1 == container.admin1
                    && (place.lat - container.lat).abs() + (place.lon - container.lon).abs() < 1.5
            }
            _ => false,
        }
    })
}

/// The token of a span that the rest of it hangs on.
pub(super) fn head(doc: &Doc, tokens: Span<Tok>) -> TokenIdx {
    let governed_outside = |&token: &TokenIdx| doc.is_root(token) || !tokens.has(doc.head(token));
    tokens.tokens().rev().find(governed_outside).unwrap_or(TokenIdx(tokens.start()))
}

/// Prepositions after which a name locates.
const LOCATING: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "around",
    "across",
    "into",
    "throughout",
    "toward",
    "towards",
    "within",
    "via",
    "off",
];
/// Prepositions that locate less surely: persons follow them as well.
const LEADING: &[&str] = &["from", "to", "of", "through", "over", "between", "for", "against", "with"];

/// How many tokens a name has at most.
const LONGEST: u32 = 9;

/// Inhabitants from which on a town is known by name alone.
const WELL_KNOWN: u32 = 400_000;

struct Finder<'a> {
    doc: &'a Doc,
    gazetteer: &'a Gazetteer,
    /// Sure ones and those that need another's support.
    candidates: Vec<Candidate>,
    peoples: Vec<EntryId>,
    /// Words of the names of persons who are named in full.
    persons: FxHashSet<String>,
}

struct Candidate {
    spot: Spot,
    evidence: Evidence,
}

/// Why a name is taken for a place's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// It is not, unless the same name is elsewhere.
    Weak,
    /// The recognizer or the context says so.
    Sure,
}

/// The longest name the gazetteer knows from a token on.
struct Match {
    end: u32,
    hits: Vec<(EntryId, NameKind)>,
}

impl<'a> Finder<'a> {
    fn new(doc: &'a Doc, gazetteer: &'a Gazetteer) -> Self {
        let mut persons = FxHashSet::default();
        for entity in doc.entities() {
            if entity.label == label::ENT_PERSON && entity.tokens.len() > 1 {
                persons.extend(entity.tokens.tokens().map(|token| fold(doc.word(token))));
            }
        }
        Self { doc, gazetteer, candidates: Vec::new(), peoples: Vec::new(), persons }
    }

    fn sentence(&mut self, tokens: Span<Tok>) {
        let mut at = tokens.start();
        while at < tokens.end() {
            at = self.candidate(at, tokens.end()).max(at + 1);
        }
    }

    /// Looks for a name from a token on; gives the token to go on from.
    fn candidate(&mut self, at: u32, end: u32) -> u32 {
        let token = TokenIdx(at);
        let word = self.doc.word(token);
        if !word.starts_with(char::is_uppercase) {
            return at + 1;
        }
        if let Some(span) = self.street(at, end) {
            self.push(span, Vec::new(), true, Evidence::Sure);
            return span.end();
        }
        let entity = self.entity(token, end);
        let found = self.longest(at, end);
        if let Some((span, label)) = entity
            && is_place_label(label)
            && span.start() == at
        {
            return self.recognized(span, label, found);
        }
        let Some(found) = found else { return at + 1 };
        let span = Span::new(at, found.end);
        let hits = placing(found.hits.iter().copied());
        if hits.is_empty() {
            self.peoples.extend(found.hits.iter().map(|(id, _)| *id));
            return found.end;
        }
        let hits = self.fitting(span, hits);
        if hits.is_empty() {
            return at + 1;
        }
        let Some(evidence) = self.evidence(span, &hits, entity) else {
            return entity.map_or(found.end, |(entity, _)| entity.end().max(found.end));
        };
        self.push(span, hits, false, evidence);
        found.end
    }

    /// The entity a token is in, without its article and possessive, within the sentence.
    fn entity(&self, token: TokenIdx, end: u32) -> Option<(Span<Tok>, Label)> {
        let entity = self.doc.entity(token)?;
        let mut tokens = entity.tokens;
        while tokens.len() > 1 && self.is_lower(tokens.start()) {
            tokens = Span::new(tokens.start() + 1, tokens.end());
        }
        while tokens.len() > 1 && matches!(self.doc.word(TokenIdx(tokens.end() - 1)), "'s" | "’s" | "'" | "’")
        {
            tokens = Span::new(tokens.start(), tokens.end() - 1);
        }
        Some((Span::new(tokens.start(), tokens.end().min(end)), entity.label))
    }

    fn is_lower(&self, at: u32) -> bool {
        let word = self.doc.word(TokenIdx(at));
        word == "The" || word.starts_with(char::is_lowercase)
    }

    /// A name the recognizer took for a place's.
    fn recognized(&mut self, span: Span<Tok>, label: Label, found: Option<Match>) -> u32 {
        let Some(found) = found else {
            if label != label::ENT_FAC && self.is_name(span) {
                self.push(span, Vec::new(), false, Evidence::Sure);
            }
            return span.end();
        };
        if found.end >= span.end() {
            let span = Span::new(span.start(), found.end);
            let placing = placing(found.hits.iter().copied());
            if placing.is_empty() {
                self.peoples.extend(found.hits.iter().map(|(id, _)| *id));
                return found.end;
            }
            let hits = self.fitting(span, placing);
            let evidence = if self.is_person(span) { Evidence::Weak } else { Evidence::Sure };
            self.push(span, hits, label == label::ENT_FAC, evidence);
            return found.end;
        }
        // "Baghdad International", "Troy Township": the gazetteer knows only the beginning. Then a comma or a second
        // name begins another place, and any other word makes it a name of its own.
        let next = self.doc.word(TokenIdx(found.end));
        if next == "," || next == "and" || next == "/" || next == "-" {
            let first = Span::new(span.start(), found.end);
            let hits = self.fitting(first, placing(found.hits.iter().copied()));
            if !hits.is_empty() {
                self.push(first, hits, false, Evidence::Sure);
            }
            return found.end;
        }
        if label != label::ENT_FAC || generic::ends_division(self.doc.word(TokenIdx(span.end() - 1))) {
            self.push(span, Vec::new(), label == label::ENT_FAC, Evidence::Sure);
        }
        span.end()
    }

    /// Whether an unknown name looks like one: a capital, a letter beside it, and no adjective.
    fn is_name(&self, span: Span<Tok>) -> bool {
        let text = self.doc.str(span);
        text.chars().filter(|letter| letter.is_alphabetic()).count() > 2
            && span.tokens().any(|token| self.doc.pos(token) == Pos::Propn)
    }

    /// The longest name that begins at a token.
    fn longest(&self, at: u32, end: u32) -> Option<Match> {
        let mut folded = String::new();
        fold_into(self.doc.word(TokenIdx(at)), &mut folded);
        let first_word = folded.split(' ').next().unwrap_or_default();
        let most_words = self.gazetteer.most_words(first_word);
        if most_words == 0 {
            return None;
        }
        let mut best: Option<Match> = None;
        let mut next = at;
        while next < end && next < at + LONGEST {
            if next > at {
                let word = self.doc.word(TokenIdx(next));
                if !joins(word) || self.ends_name(next - 1) {
                    break;
                }
                fold_into(word, &mut folded);
                if folded.split(' ').count() > most_words {
                    break;
                }
            }
            next += 1;
            let last = self.doc.word(TokenIdx(next - 1));
            if last.starts_with(char::is_uppercase)
                || next == at + 1
                || last.starts_with(|c: char| c.is_ascii_digit())
            {
                let hits: Vec<_> = self.gazetteer.find(&folded).collect();
                if !hits.is_empty() {
                    best = Some(Match { end: next, hits });
                }
            }
        }
        best
    }

    /// Whether a name cannot go on behind a token: it is an abbreviation at the end of a sentence, say.
    fn ends_name(&self, at: u32) -> bool {
        let token = self.doc.token(TokenIdx(at));
        !token.space_after
            && !matches!(self.doc.word(TokenIdx(at + 1)), "-" | "–" | "’s" | "'s")
            && !matches!(self.doc.word(TokenIdx(at)), "-" | "–")
    }

    /// The hits that fit how the name is written and what stands around it.
    fn fitting(&self, span: Span<Tok>, hits: Vec<(EntryId, NameKind)>) -> Vec<(EntryId, NameKind)> {
        let text = self.doc.str(span);
        let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
        let is_capitals = !text.contains(char::is_lowercase);
        let follows_place = span.start() >= 2
            && self.doc.word(TokenIdx(span.start() - 1)) == ","
            && self.doc.word(TokenIdx(span.start() - 2)).starts_with(char::is_uppercase);
        let fits = |&(id, name): &(EntryId, NameKind)| {
            let kind = self.gazetteer.kind(id);
            match name {
                // "La." and "Miss." are words of their own unless a place stands before.
                NameKind::Short => follows_place || is_capitals && letters > 3,
                _ if letters > 3 => true,
                // "US" against "us", "CIA" against a village
                _ if is_capitals => !kind.is_settlement() || follows_place,
                _ => kind != PlaceKind::Country,
            }
        };
        hits.into_iter().filter(fits).collect()
    }

    /// How sure a name is that the recognizer did not take for a place's; none if it is not one.
    fn evidence(
        &self,
        span: Span<Tok>,
        hits: &[(EntryId, NameKind)],
        entity: Option<(Span<Tok>, Label)>,
    ) -> Option<Evidence> {
        if let Some((entity, label)) = entity {
            // Part of another name: "Bank of England", "Paris Hilton".
            if !span.covers(entity)
                || matches!(label, label::ENT_LANGUAGE | label::ENT_WORK_OF_ART | label::ENT_LAW)
            {
                return None;
            }
        }
        let label = entity.map(|(_, label)| label);
        let is_short = hits.iter().all(|(_, name)| *name == NameKind::Short);
        if is_short {
            return Some(Evidence::Sure);
        }
        if self.continues(span) {
            return None;
        }
        if self.is_person(span) {
            return None;
        }
        let before = span.start().checked_sub(1).map(TokenIdx);
        let preposition = before.map(|token| self.doc.word(token)).unwrap_or_default();
        let is_governed = before.is_some_and(|before| {
            let head = head(self.doc, span);
            self.doc.head(head) == before && self.doc.dep(head) == label::POBJ
        });
        let is = |list: &[&str]| list.iter().any(|word| preposition.eq_ignore_ascii_case(word));
        let is_large = hits.iter().any(|&(id, name)| {
            name == NameKind::Main
                && match self.gazetteer.kind(id) {
                    PlaceKind::Country
                    | PlaceKind::Territory
                    | PlaceKind::Admin1
                    | PlaceKind::Continent
                    | PlaceKind::Region => true,
                    _ => self.gazetteer.place(id).population >= WELL_KNOWN,
                }
        });
        let is_mislabelled = matches!(label, Some(label::ENT_PERSON | label::ENT_ORG | label::ENT_PRODUCT));
        let is_propn = self.doc.pos(head(self.doc, span)) == Pos::Propn;
        let is_sure = is_governed && is(LOCATING)
            || is_governed && is(LEADING) && is_large && !is_mislabelled
            || is_large && !is_mislabelled && is_propn
            || label == Some(label::ENT_NORP) && is_large;
        Some(if is_sure { Evidence::Sure } else { Evidence::Weak })
    }

    /// Whether the name goes on before or behind the span: "Mount Paris", "Paris Hilton".
    fn continues(&self, span: Span<Tok>) -> bool {
        let is_part = |at: u32, outer: TokenIdx| {
            let token = TokenIdx(at);
            self.doc.pos(token) == Pos::Propn
                && self.doc.word(token).starts_with(char::is_uppercase)
                && (self.doc.head(token) == outer || self.doc.head(outer) == token)
        };
        let outer = head(self.doc, span);
        let before = span
            .start()
            .checked_sub(1)
            .filter(|&before| self.doc.sentence_number(TokenIdx(before)) == self.doc.sentence_number(outer));
        let after = Some(span.end()).filter(|&after| {
            (after as usize) < self.doc.len()
                && self.doc.sentence_number(TokenIdx(after)) == self.doc.sentence_number(outer)
        });
        before.is_some_and(|before| is_part(before, outer))
            || after.is_some_and(|after| is_part(after, outer))
    }

    /// Whether someone of that name is named in full in the article, and nothing here says it is the place.
    fn is_person(&self, span: Span<Tok>) -> bool {
        span.len() == 1 && self.persons.contains(&fold(self.doc.str(span))) && {
            let before = span.start().checked_sub(1).map_or("", |before| self.doc.word(TokenIdx(before)));
            !LOCATING.iter().any(|word| before.eq_ignore_ascii_case(word)) && !self.is_before_comma(span)
        }
    }

    fn is_before_comma(&self, span: Span<Tok>) -> bool {
        (span.end() as usize) + 1 < self.doc.len()
            && self.doc.word(TokenIdx(span.end())) == ","
            && self.doc.word(TokenIdx(span.end() + 1)).starts_with(char::is_uppercase)
    }

    /// "Mayfield Road", "Highway 12": a street or road by its form.
    fn street(&self, at: u32, end: u32) -> Option<Span<Tok>> {
        let word = |at: u32| if at < end { self.doc.word(TokenIdx(at)) } else { "" };
        let is_number = |at: u32| word(at).starts_with(|letter: char| letter.is_ascii_digit());
        let is_capital = |at: u32| word(at).starts_with(char::is_uppercase);
        if generic::takes_number(word(at)) && is_number(at + 1) {
            return Some(Span::new(at, at + 2));
        }
        if generic::takes_number(word(at)) && word(at + 1) == "-" && is_number(at + 2) {
            return Some(Span::new(at, at + 3));
        }
        let mut next = at + 1;
        while next < at + 4 && is_capital(next) && self.doc.pos(TokenIdx(next)) == Pos::Propn {
            if generic::ends_street(word(next)) {
                let after = if is_number(next + 1) && generic::takes_number(word(next)) {
                    next + 2
                } else {
                    next + 1
                };
                return Some(Span::new(at, after))
                    .filter(|_| self.doc.pos(TokenIdx(at)) == Pos::Propn || is_number(at));
            }
            next += 1;
        }
        None
    }

    fn push(&mut self, span: Span<Tok>, hits: Vec<(EntryId, NameKind)>, is_site: bool, evidence: Evidence) {
        let name = self.doc.str(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold(&name);
        let spot = Spot { tokens: Some(span), name, folded, hits, is_site, container: None };
        self.candidates.push(Candidate { spot, evidence });
    }

    /// Keeps what is sure, and what bears the name of something sure.
    fn finish(self) -> Spots {
        let mut sure: FxHashMap<String, Evidence> = FxHashMap::default();
        for candidate in &self.candidates {
            let known = sure.entry(candidate.spot.folded.clone()).or_insert(candidate.evidence);
            *known = candidate.evidence.max(*known);
        }
        let mut candidates = self.candidates;
        // A weak name before a comma and a division it lies in is sure: "Troy, Ohio".
        for at in 0..candidates.len().saturating_sub(1) {
            let (first, rest) = candidates[at..].split_at_mut(1);
            let (place, division) = (&mut first[0], &rest[0]);
            if division.evidence == Evidence::Sure && is_beside(self.doc, &place.spot, &division.spot) {
                let lies_in =
                    |hit: &&(EntryId, NameKind)| lies_in_any(self.gazetteer, hit.0, &division.spot.hits);
                if place.spot.hits.iter().any(|hit| lies_in(&hit)) {
                    place.evidence = Evidence::Sure;
                }
            }
        }
        let mut spots: Vec<Spot> = Vec::new();
        for Candidate { spot, evidence } in candidates {
            if evidence == Evidence::Sure || sure.get(&spot.folded) == Some(&Evidence::Sure) {
                spots.push(spot);
            }
        }
        for at in 0..spots.len().saturating_sub(1) {
            if is_beside(self.doc, &spots[at], &spots[at + 1]) {
                spots[at].container = Some(at + 1);
            }
        }
        Spots { dateline: None, in_text: spots, peoples: self.peoples }
    }
}

/// Whether a comma, or a bracket, is all that stands between two names.
fn is_beside(doc: &Doc, first: &Spot, second: &Spot) -> bool {
    let (Some(first), Some(second)) = (first.tokens, second.tokens) else { return false };
    second.start() == first.end() + 1 && matches!(doc.word(TokenIdx(first.end())), "," | "(")
}

fn is_place_label(label: Label) -> bool {
    matches!(label, label::ENT_GPE | label::ENT_LOC | label::ENT_FAC)
}

/// Whether a token can stand inside a name, after its first.
fn joins(word: &str) -> bool {
    word == "-" || word == "–" || word.starts_with(char::is_alphanumeric)
}

use rustc_hash::{FxHashMap, FxHashSet};
use verbale_doc::{Doc, Label, Pos, Span, Tok, TokenIdx, label};
use verbale_know::{EntryId, Gazetteer, NameKind, PlaceKind, fold, fold_into};

use super::generic;
use super::spot::{Hit, Spot, Spots, head, lies_in_any, placing};

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

/// Finds the names of places of a document.
pub(super) fn find(doc: &Doc, gazetteer: &Gazetteer) -> Spots {
    let mut finder =
        Finder { doc, gazetteer, candidates: Vec::new(), peoples: Vec::new(), persons: persons(doc) };
    for sentence in doc.sentences() {
        finder.sentence(sentence.tokens);
    }
    finder.finish()
}

/// Words of the names of persons who are named in full.
fn persons(doc: &Doc) -> FxHashSet<String> {
    let full =
        doc.entities().iter().filter(|entity| entity.label == label::ENT_PERSON && entity.tokens.len() > 1);
    full.flat_map(|entity| entity.tokens.tokens()).map(|token| fold(doc.word(token))).collect()
}

struct Finder<'a> {
    doc: &'a Doc,
    gazetteer: &'a Gazetteer,
    /// Sure ones and those that need another's support.
    candidates: Vec<Candidate>,
    peoples: Vec<EntryId>,
    persons: FxHashSet<String>,
}

struct Candidate {
    spot: Spot,
    /// Whether the recognizer or the context says it is a place; else only the same name elsewhere can.
    is_sure: bool,
}

/// The longest name the gazetteer knows from a token on.
struct Match {
    end: u32,
    hits: Vec<Hit>,
}

impl Finder<'_> {
    fn sentence(&mut self, tokens: Span<Tok>) {
        let mut at = tokens.start();
        while at < tokens.end() {
            at = self.candidate(at, tokens.end()).max(at + 1);
        }
    }

    /// Looks for a name from a token on; gives the token to go on from.
    fn candidate(&mut self, at: u32, end: u32) -> u32 {
        let token = TokenIdx(at);
        if !self.doc.word(token).starts_with(char::is_uppercase) {
            return at + 1;
        }
        if let Some(span) = self.street(at, end) {
            self.push(span, span, Vec::new(), Why { is_site: true, ..SURE });
            return span.end();
        }
        let entity = self.entity(token, end);
        if let Some((span, label)) = entity
            && is_place_label(label)
            && span.start() == at
        {
            return self.recognized(span, label);
        }
        let Some(found) = self.longest(at, end) else { return at + 1 };
        let span = Span::new(at, found.end);
        // "Superior Court" is not the court of Superior.
        if span.len() == 1 && self.institution(span).is_some() {
            return at + 1;
        }
        let hits = placing(found.hits.iter().copied());
        if hits.is_empty() {
            self.peoples.extend(found.hits.iter().map(|(id, _)| *id));
            return found.end;
        }
        let hits = self.fitting(span, hits);
        if hits.is_empty() {
            return at + 1;
        }
        if let Some(why) = self.evidence(span, &hits, entity) {
            self.push(span, span, hits, why);
            return found.end;
        }
        // Inside a name of something else there may be "of Michigan" still.
        at + 1
    }

    /// The entity a token is in, without its article and possessive, within the sentence.
    fn entity(&self, token: TokenIdx, end: u32) -> Option<(Span<Tok>, Label)> {
        let entity = self.doc.entity(token)?;
        let mut tokens = Span::new(entity.tokens.start(), entity.tokens.end().min(end));
        let is_article = |at: u32| {
            let word = self.doc.word(TokenIdx(at));
            word == "The" || word.starts_with(char::is_lowercase)
        };
        let is_ending = |at: u32| matches!(self.doc.word(TokenIdx(at)), "'s" | "’s" | "'" | "’" | "," | ".");
        while tokens.len() > 1 && is_article(tokens.start()) {
            tokens = Span::new(tokens.start() + 1, tokens.end());
        }
        while tokens.len() > 1 && is_ending(tokens.end() - 1) {
            tokens = Span::new(tokens.start(), tokens.end() - 1);
        }
        Some((tokens, entity.label))
    }

    /// A name the recognizer took for a place's; gives the token to go on from.
    fn recognized(&mut self, span: Span<Tok>, label: Label) -> u32 {
        let start = span.start();
        let Some(found) = self.longest(start, self.doc.sentence(TokenIdx(start)).tokens.end()) else {
            return self.unknown(span, label);
        };
        let known = Span::new(start, found.end);
        let hits = placing(found.hits.iter().copied());
        if hits.is_empty() {
            self.peoples.extend(found.hits.iter().map(|(id, _)| *id));
            return found.end;
        }
        let is_whole = found.end >= span.end();
        let mut hits: Vec<Hit> =
            if is_whole { self.fitting_name(known, hits) } else { self.fitting(known, hits) };
        if is_whole {
            let is_sure = !self.is_person(known) && (!hits.is_empty() || self.is_located(known));
            if !hits.is_empty() || label != label::ENT_FAC {
                self.push(known, known, hits, Why { is_site: label == label::ENT_FAC, is_sure, ..SURE });
            }
            return found.end;
        }
        // The gazetteer knows only the beginning: "Sichuan province", "Oxford Crown Court", "Troy / Albany".
        let rest = Span::new(found.end, span.end());
        let is_part = self.institution(rest).is_some();
        let is_other =
            rest.tokens().next().is_some_and(|next| !self.doc.word(next).starts_with(char::is_alphanumeric));
        let is_kind = rest.tokens().all(|token| generic::is_kind(self.doc.word(token)));
        if is_kind {
            let divisions = |hit: &Hit| self.gazetteer.kind(hit.0).is_division();
            let is_settled = rest
                .tokens()
                .any(|token| matches!(self.doc.word(token), "city" | "City" | "town" | "village"));
            if !is_settled && hits.iter().any(divisions) {
                hits.retain(divisions);
            }
            self.push(span, known, hits, SURE);
            return span.end();
        }
        if is_part || is_other {
            self.push(known, known, hits, Why { is_part, ..SURE });
            return found.end;
        }
        self.unknown(span, label)
    }

    /// A name of a place, by the recognizer, that the gazetteer does not know; gives the token to go on from.
    fn unknown(&mut self, span: Span<Tok>, label: Label) -> u32 {
        // "northern Iraq", "City of Troy": the name comes after.
        let first = self.doc.word(TokenIdx(span.start()));
        let of = TokenIdx(span.start() + 1);
        let inner = match () {
            () if span.len() > 1 && generic::is_side(first) => span.start() + 1,
            () if span.len() > 2 && generic::is_kind(first) && self.doc.word(of) == "of" => span.start() + 2,
            () => span.end(),
        };
        if inner < span.end()
            && let Some(found) = self.longest(inner, span.end()).filter(|found| found.end == span.end())
        {
            let known = Span::new(inner, found.end);
            let hits = self.fitting(known, placing(found.hits.into_iter()));
            if !hits.is_empty() {
                self.push(span, known, hits, SURE);
                return span.end();
            }
        }
        let is_building =
            label == label::ENT_FAC && !generic::is_kind(self.doc.word(TokenIdx(span.end() - 1)));
        if !is_building && self.is_name(span) {
            let is_sure = label == label::ENT_LOC || self.is_located(span) && !self.is_person(span);
            self.push(span, span, Vec::new(), Why { is_site: label == label::ENT_FAC, is_sure, ..SURE });
        }
        span.end()
    }

    /// Whether an unknown name looks like one.
    fn is_name(&self, span: Span<Tok>) -> bool {
        let text = self.doc.str(span);
        text.chars().filter(|letter| letter.is_alphabetic()).count() > 2
            && span.tokens().any(|token| self.doc.pos(token) == Pos::Propn)
            && !generic::is_no_place(&fold(text))
    }

    /// Whether the words just before a name say that it is a place: "in", "the village of".
    fn is_located(&self, span: Span<Tok>) -> bool {
        let Some(before) = span.start().checked_sub(1) else { return false };
        let word = self.doc.word(TokenIdx(before));
        let is_kind_of = word == "of" && before > 0 && generic::is_kind(self.doc.word(TokenIdx(before - 1)));
        is_kind_of || LOCATING.iter().any(|locating| word.eq_ignore_ascii_case(locating))
    }

    /// The longest name that begins at a token.
    fn longest(&self, at: u32, end: u32) -> Option<Match> {
        let mut folded = String::new();
        fold_into(self.doc.word(TokenIdx(at)), &mut folded);
        let most_words = self.gazetteer.most_words(folded.split(' ').next().unwrap_or_default());
        let mut best: Option<Match> = None;
        let mut next = at;
        while most_words > 0 && next < end.min(at + LONGEST) {
            let word = self.doc.word(TokenIdx(next));
            // "Ft." may be two tokens.
            if word == "." && matches!(&*folded, "st" | "ste" | "mt" | "ft") {
                next += 1;
                continue;
            }
            if next > at {
                if !joins(word) || !self.touches(next - 1) {
                    break;
                }
                fold_into(word, &mut folded);
                if folded.split(' ').count() > most_words {
                    break;
                }
            }
            next += 1;
            let is_end = word.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
            if is_end {
                let hits: Vec<Hit> = self.gazetteer.find(&folded).collect();
                let is_common = next == at + 1 && generic::is_no_place(&folded);
                if !hits.is_empty() && !is_common {
                    best = Some(Match { end: next, hits });
                }
            }
        }
        best
    }

    /// Whether a name can go on behind a token: a space or a hyphen joins, nothing at all does not.
    fn touches(&self, at: u32) -> bool {
        let is_hyphen = |at: u32| matches!(self.doc.word(TokenIdx(at)), "-" | "–");
        let goes_on = self.doc.token(TokenIdx(at)).space_after || is_hyphen(at);
        goes_on || TokenIdx(at + 1).at() < self.doc.len() && is_hyphen(at + 1)
    }

    /// The hits that fit how the name is written and what stands before it.
    fn fitting(&self, span: Span<Tok>, hits: Vec<Hit>) -> Vec<Hit> {
        let follows_place = span.start() >= 2
            && self.doc.word(TokenIdx(span.start() - 1)) == ","
            && self.doc.word(TokenIdx(span.start() - 2)).starts_with(char::is_uppercase);
        // "La." and "Miss." are words of their own unless a place stands before.
        let hits = hits.into_iter().filter(|hit| hit.1 != NameKind::Short || follows_place).collect();
        self.fitting_name(span, hits)
    }

    /// The hits that fit how the name is written.
    fn fitting_name(&self, span: Span<Tok>, hits: Vec<Hit>) -> Vec<Hit> {
        let text = self.doc.str(span);
        let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
        let is_capitals = !text.contains(char::is_lowercase);
        let fits = |&(id, name): &Hit| {
            let kind = self.gazetteer.kind(id);
            match name {
                NameKind::Short => true,
                _ if letters > 3 => true,
                // "US" against "us", "CIA" against a village
                _ if is_capitals => !kind.is_settlement(),
                _ => kind != PlaceKind::Country,
            }
        };
        hits.into_iter().filter(fits).collect()
    }

    /// How sure a name is that the recognizer did not take for a place's; none if it is not one.
    fn evidence(&self, span: Span<Tok>, hits: &[Hit], entity: Option<(Span<Tok>, Label)>) -> Option<Why> {
        let weak = Why { is_sure: false, ..SURE };
        if let Some((entity, label)) = entity {
            // Part of another name: of "Bank of England" and "Paris Hilton" not, of "Oxford City Council" it is.
            if !span.covers(entity) {
                let institution = self.whole(span, entity, label)?;
                let is_sure =
                    institution == Institution::Civic || hits.iter().any(|&hit| self.is_well_known(hit));
                return Some(Why { is_part: true, is_sure, ..SURE });
            }
            if matches!(label, label::ENT_LANGUAGE | label::ENT_WORK_OF_ART | label::ENT_LAW) {
                return None;
            }
        }
        if hits.iter().all(|(_, name)| *name == NameKind::Short) {
            return Some(weak);
        }
        let label = entity.map(|(_, label)| label);
        let is_mislabelled = matches!(label, Some(label::ENT_PERSON | label::ENT_ORG | label::ENT_PRODUCT));
        let institution = self.precedes_institution(span);
        let is_modifier = institution.is_some();
        if self.is_person(span) || self.continues(span) {
            let is_sure = institution == Some(Institution::Civic);
            let is_part = is_modifier && label != Some(label::ENT_PERSON);
            return is_part.then_some(Why { is_sure, is_part, ..SURE });
        }
        let before = span.start().checked_sub(1).map(TokenIdx);
        let preposition = before.map(|token| self.doc.word(token)).unwrap_or_default();
        let is = |list: &[&str]| list.iter().any(|word| preposition.eq_ignore_ascii_case(word));
        let name_head = head(self.doc, span);
        let is_governed = before.is_some_and(|before| self.doc.head(name_head) == before)
            && self.doc.dep(name_head) == label::POBJ;
        let is_large = hits.iter().any(|&hit| self.is_well_known(hit));
        let is_propn = self.doc.pos(name_head) == Pos::Propn;
        let is_sure = is_governed && is(LOCATING)
            || is_governed && is(LEADING) && is_large && !is_mislabelled
            || is_large && !is_mislabelled && is_propn
            || label == Some(label::ENT_NORP) && is_large
            || institution == Some(Institution::Civic) && is_propn && !is_mislabelled;
        Some(Why { is_part: is_modifier, ..if is_sure { SURE } else { weak } })
    }

    fn is_well_known(&self, (id, name): Hit) -> bool {
        use PlaceKind::{Admin1, Continent, Country, Region, Territory};
        let kind = self.gazetteer.kind(id);
        let is_large = match kind {
            Country | Territory | Admin1 | Continent | Region => true,
            _ => self.gazetteer.place(id).population >= WELL_KNOWN,
        };
        is_large && (name == NameKind::Main || name == NameKind::Alternate && kind == PlaceKind::Capital)
    }

    /// What a larger name that holds the place's says it is: "Oxford City Council", "University of Michigan".
    fn whole(&self, span: Span<Tok>, entity: Span<Tok>, label: Label) -> Option<Institution> {
        if !matches!(label, label::ENT_ORG | label::ENT_FAC | label::ENT_EVENT | label::ENT_LAW) {
            return None;
        }
        let before = span.start().checked_sub(1).map_or("", |before| self.doc.word(TokenIdx(before)));
        match () {
            () if span.start() == entity.start() => self.institution(Span::new(span.end(), entity.end())),
            () if before == "of" && span.end() == entity.end() => {
                self.institution(Span::new(entity.start(), span.start()))
            }
            () => None,
        }
    }

    /// What words beside a name make of it; where there are both sorts, what only a place has.
    fn institution(&self, tokens: Span<Tok>) -> Option<Institution> {
        let words = || tokens.tokens().map(|token| self.doc.word(token));
        match () {
            () if words().any(generic::is_civic) => Some(Institution::Civic),
            () if words().any(generic::is_institution) => Some(Institution::Other),
            () => None,
        }
    }

    /// What the next word makes of a name: a council's, a school's, a resident's.
    fn precedes_institution(&self, span: Span<Tok>) -> Option<Institution> {
        let next = TokenIdx(span.end());
        let follows = next.at() < self.doc.len() && self.touches(span.end() - 1);
        follows.then(|| self.institution(Span::of(next))).flatten()
    }

    /// Whether the name goes on before or behind the span: "Mount Paris", "Paris Hilton".
    fn continues(&self, span: Span<Tok>) -> bool {
        let outer = head(self.doc, span);
        let is_part = |at: u32| {
            let token = TokenIdx(at);
            token.at() < self.doc.len()
                && self.doc.sentence_number(token) == self.doc.sentence_number(outer)
                && self.doc.pos(token) == Pos::Propn
                && self.doc.word(token).starts_with(char::is_uppercase)
                && (self.doc.head(token) == outer || self.doc.head(outer) == token)
                && self.doc.dep(token) != label::APPOS
                && self.doc.dep(outer) != label::APPOS
        };
        span.start().checked_sub(1).is_some_and(is_part) || is_part(span.end())
    }

    /// Whether someone of that name is named in full in the article, and nothing here says it is the place.
    fn is_person(&self, span: Span<Tok>) -> bool {
        let is_before_comma = (span.end() as usize) + 1 < self.doc.len()
            && self.doc.word(TokenIdx(span.end())) == ","
            && self.doc.word(TokenIdx(span.end() + 1)).starts_with(char::is_uppercase);
        span.len() == 1
            && self.persons.contains(&fold(self.doc.str(span)))
            && !self.is_located(span)
            && !is_before_comma
    }

    /// "Mayfield Road", "Highway 12": a street or road by its form.
    fn street(&self, at: u32, end: u32) -> Option<Span<Tok>> {
        let word = |at: u32| if at < end { self.doc.word(TokenIdx(at)) } else { "" };
        let is_number = |at: u32| word(at).starts_with(|letter: char| letter.is_ascii_digit());
        if generic::takes_number(word(at)) && is_number(at + 1) {
            return Some(Span::new(at, at + 2));
        }
        let is_propn = |at: u32| at < end && self.doc.pos(TokenIdx(at)) == Pos::Propn;
        let is_capital = |at: u32| word(at).starts_with(char::is_uppercase);
        let mut next = at + 1;
        while next < at + 4 && is_capital(next) && is_propn(next) && is_propn(at) {
            if generic::ends_street(word(next)) {
                // "St. Louis" is no street.
                let goes_on = word(next) == "St." && is_capital(next + 1);
                let numbered = is_number(next + 1) && generic::takes_number(word(next));
                return (!goes_on).then(|| Span::new(at, next + 1 + u32::from(numbered)));
            }
            next += 1;
        }
        None
    }

    /// Keeps a name; `known` is the part of it that was looked up.
    fn push(&mut self, span: Span<Tok>, known: Span<Tok>, hits: Vec<Hit>, why: Why) {
        let name = self.doc.str(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold(self.doc.str(known));
        let Why { is_sure, is_site, is_part } = why;
        let spot = Spot { tokens: Some(span), name, folded, hits, is_site, is_part, container: None };
        self.candidates.push(Candidate { spot, is_sure });
    }

    /// Keeps what is sure, and what bears the name of something sure.
    fn finish(self) -> Spots {
        let Self { doc, gazetteer, mut candidates, peoples, .. } = self;
        for at in 1..candidates.len() {
            let (before, after) = candidates.split_at_mut(at);
            let (place, division) = (&mut before[at - 1], &mut after[0]);
            let lies_inside =
                || place.spot.hits.iter().any(|hit| lies_in_any(gazetteer, hit.0, &division.spot.hits));
            // "Troy, Ohio" and "Troy, Pa." make each other sure.
            if is_beside(doc, &place.spot, &division.spot) && lies_inside() {
                place.is_sure = true;
                division.is_sure = true;
            }
        }
        let mut sure: FxHashMap<&str, bool> = FxHashMap::default();
        for candidate in &candidates {
            *sure.entry(&candidate.spot.folded).or_default() |= candidate.is_sure;
        }
        let is_short =
            |spot: &Spot| !spot.hits.is_empty() && spot.hits.iter().all(|hit| hit.1 == NameKind::Short);
        let kept = |candidate: &&Candidate| {
            candidate.is_sure
                || sure.get(&*candidate.spot.folded) == Some(&true) && !is_short(&candidate.spot)
        };
        let mut in_text: Vec<Spot> =
            candidates.iter().filter(kept).map(|candidate| candidate.spot.clone()).collect();
        for at in 1..in_text.len() {
            if is_beside(doc, &in_text[at - 1], &in_text[at]) {
                in_text[at - 1].container = Some(at);
            }
        }
        Spots { dateline: None, in_text, peoples }
    }
}

/// What a name stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Institution {
    /// Something only a place has.
    Civic,
    /// Something that may be named for a person as well.
    Other,
}

/// Why a name is kept, and as what.
#[derive(Clone, Copy)]
struct Why {
    is_sure: bool,
    is_site: bool,
    is_part: bool,
}

const SURE: Why = Why { is_sure: true, is_site: false, is_part: false };

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

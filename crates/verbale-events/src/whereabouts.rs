//! Where and when an event took place, each with the ground it is known on.

use verbale_doc::{Article, Doc, PublishedBasis, Span, Tok, TokenIdx, label};
use verbale_resolve::{Cast, PlaceId, Time};
use verbale_rules::Anchor;
use verbale_rules::syntax::{is_verb, is_word, objects, prepositions};

use crate::{DateBasis, EventDate, PlaceBasis, Precision};

/// Prepositions that locate a deed. "to" and "from" name the ends of a way and count where nothing better is there.
const LOCATING: [&str; 16] = [
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "on",
    "around",
    "across",
    "off",
    "along",
    "within",
    "throughout",
    "over",
    "into",
    "to",
    "from",
];

/// The place of an event: an argument of its own words, else the sentence's only place, else the dateline's.
pub(crate) fn place(
    article: &Article,
    doc: &Doc,
    cast: &Cast,
    anchor: &Anchor,
) -> (Option<PlaceId>, PlaceBasis) {
    if let Some(place) = argument_place(doc, cast, anchor) {
        return (Some(place), PlaceBasis::Argument);
    }
    let sentence = doc.sentence(anchor.head).tokens;
    let here =
        cast.place_mentions.iter().filter(|mention| sentence.covers(mention.tokens) && !mention.as_actor);
    let mut places: Vec<PlaceId> = here.map(|mention| mention.place).collect();
    places.sort_unstable();
    places.dedup();
    if let [only] = places[..] {
        return (Some(only), PlaceBasis::Sentence);
    }
    match dateline_place(article, doc, cast) {
        Some(place) if places.is_empty() => (Some(place), PlaceBasis::Dateline),
        _ => (None, PlaceBasis::None),
    }
}

fn argument_place(doc: &Doc, cast: &Cast, anchor: &Anchor) -> Option<PlaceId> {
    let words = anchor.complement.into_iter().chain([anchor.head]).chain(anchor.object);
    let mut words: Vec<TokenIdx> = words.collect();
    // "meeting Kerry in Moscow": the place may hang on the object.
    if is_verb(doc, anchor.head) {
        words.extend(objects(doc, anchor.head));
    }
    LOCATING.iter().find_map(|preposition| {
        let hangs =
            words.iter().flat_map(|&word| prepositions(doc, word)).filter(|&p| is_word(doc, p, preposition));
        hangs.filter_map(|p| doc.child(p, label::POBJ)).find_map(|noun| located(doc, cast, noun))
    })
}

/// The place a noun phrase names or lies in: "the town of Cizre", "a camp near Amman".
fn located(doc: &Doc, cast: &Cast, noun: TokenIdx) -> Option<PlaceId> {
    let named = cast.place_at(noun).map(|mention| mention.place);
    named.or_else(|| {
        let inner = prepositions(doc, noun).filter_map(|p| doc.child(p, label::POBJ));
        let inner: Vec<TokenIdx> = inner.collect();
        inner.into_iter().find_map(|noun| cast.place_at(noun)).map(|mention| mention.place)
    })
}

fn dateline_place(article: &Article, doc: &Doc, cast: &Cast) -> Option<PlaceId> {
    let written = article.dateline.as_ref()?.place?;
    let at = cast.place_mentions.iter().find(|mention| doc.bytes(mention.tokens).overlaps(written));
    let name = article.text.slice(written);
    let named = || cast.places.iter().position(|place| place.name.eq_ignore_ascii_case(name));
    at.map(|mention| mention.place).or_else(|| named().map(|at| PlaceId(at as u32)))
}

/// The expression of time that belongs to a deed: in its own clause, else the only one of a sentence in which no
/// other clause claims it.
pub(crate) fn time<'a>(doc: &Doc, cast: &'a Cast, anchor: &Anchor) -> Option<&'a Time> {
    let sentence = doc.sentence(anchor.head).tokens;
    let dated = || cast.times_in(sentence).filter(|time| time.days.is_some());
    let own = clause_of(doc, anchor.complement.unwrap_or(anchor.head));
    let outer = clause_of(doc, anchor.head);
    let of_clause = dated().find(|time| [own, outer].contains(&clause_of(doc, first(time.tokens))));
    let only = || {
        let mut all = dated();
        let first_time = all.next().filter(|_| all.next().is_none())?;
        // "said on Thursday that", "talks they left in 2009": a clause above or below has its own time. Coordinated
        // deeds share one.
        let claimed_by = clause_of(doc, first(first_time.tokens));
        let is_coordinated = doc.dep(own) == label::CONJ && doc.head(own) == claimed_by;
        let is_apart = !doc.is_under(own, claimed_by) && !doc.is_under(claimed_by, own);
        (is_coordinated || is_apart).then_some(first_time)
    };
    // "in 2014, when the minister travelled": the clause above says when.
    let above = || {
        let says_when = doc.children(outer).iter().any(|&child| is_word(doc, child, "when"));
        let clause = clause_of(doc, doc.head(outer));
        dated().filter(|_| says_when).find(|time| clause_of(doc, first(time.tokens)) == clause)
    };
    of_clause.or_else(above).or_else(only)
}

fn first(span: Span<Tok>) -> TokenIdx {
    TokenIdx(span.start())
}

/// The verb whose clause a word stands in; the root where there is none.
fn clause_of(doc: &Doc, token: TokenIdx) -> TokenIdx {
    if is_verb(doc, token) && !matches!(doc.dep(token), label::AUX | label::AUXPASS) {
        return token;
    }
    doc.ancestors(token).find(|&above| is_verb(doc, above)).unwrap_or(token)
}

/// The date of an event from its time expression, else from the day of publication.
pub(crate) fn date(article: &Article, time: Option<&Time>, is_told_now: bool) -> Option<EventDate> {
    if let Some(time) = time
        && let Some((from, to)) = time.days
    {
        let basis = if time.relative { DateBasis::Relative } else { DateBasis::Explicit };
        let precision = match (to - from).get_days() {
            ..=0 => Precision::Day,
            1..=7 => Precision::Week,
            8..=31 => Precision::Month,
            _ => Precision::Year,
        };
        return Some(EventDate { from, to, basis, precision, tokens: Some(time.tokens) });
    }
    let published = article.published.filter(|_| is_told_now)?;
    let in_dateline = published.basis == PublishedBasis::Text
        && article.dateline.as_ref().is_some_and(|dateline| dateline.date == Some(published.date));
    let basis = if in_dateline { DateBasis::Dateline } else { DateBasis::Published };
    let from = published.date;
    Some(EventDate { from, to: from, basis, precision: Precision::Day, tokens: None })
}

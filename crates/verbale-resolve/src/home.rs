use rustc_hash::{FxHashMap, FxHashSet};
use verbale_codes::{Country, Sector};
use verbale_doc::{Doc, Pos, TokenIdx, label};

use crate::ActorKind;
use crate::actors::{Actors, is_local};
use crate::context::Context;
use crate::mentions::{Draft, Who};
use crate::offices::Offices;
use crate::phrases::coordination_head;

/// Gives those who act at home, and of whom no country is named, the country they are in: "prisoners rioted at a jail in
/// Dili", "police opened fire" in a report where all else is Egyptian.
///
/// Where the clause says where, it is there; else the country that the article is about, where the sentence names that
/// one or none. Where two countries could be meant, none is taken.
pub(crate) fn settle(context: &Context<'_>, actors: &mut Actors, drafts: &[Draft<'_>]) {
    let named = Named::new(context, actors, drafts);
    let offices = Offices::new(context, actors, drafts);
    let mut found: Vec<(usize, Country)> = Vec::new();
    for draft in drafts {
        let Some(actor) = draft.actor else { continue };
        let sketch = &actors.sketches[actor];
        if sketch.country.is_some() || found.iter().rev().take(64).any(|&(other, _)| other == actor) {
            continue;
        }
        let is_unplaced = match draft.who {
            Who::Nominal { .. } => !is_from_afar(context, draft) && !draft.about.is_former,
            Who::People(_) => context.is_ethnic(draft.tokens) || sketch.kind == ActorKind::People,
            // A title says that someone is at home here; a bare name does not.
            Who::Person { .. } => sketch.entity.is_none() && sketch.role.is_some(),
            Who::Organization { known: None, .. } => !is_from_afar(context, draft),
            _ => false,
        };
        if !is_unplaced {
            continue;
        }
        let by_office = match draft.who {
            Who::Person { .. } => offices.country(context, draft, sketch.role.as_deref()),
            _ => None,
        };
        let at_home = || named.clause(context, draft.head).or_else(|| named.around(context.doc, draft));
        let country = by_office.or_else(|| is_local(&sketch.sectors).then(at_home).flatten());
        found.extend(country.map(|country| (actor, country)));
    }
    for (actor, country) in found {
        actors.sketches[actor].country.get_or_insert(country);
    }
}

/// Which countries the article names, and where.
struct Named {
    /// By token: a place, or whoever has a country.
    at: FxHashMap<TokenIdx, Country>,
    /// Of each sentence the only country, or the one that is named twice as often as all others.
    of_sentence: Vec<Option<Country>>,
    /// The same without the states that act or are acted on: "officials accused Russia" are not Russian.
    without_states: Vec<Option<Country>>,
    /// Of the article.
    of_article: Option<Country>,
    /// The one named most in the article, if only by a little.
    leading: Option<Country>,
}

impl Named {
    fn new(context: &Context<'_>, actors: &Actors, drafts: &[Draft<'_>]) -> Self {
        let doc = context.doc;
        let mut at = FxHashMap::default();
        for draft in drafts {
            let country = draft.actor.and_then(|actor| actors.sketches[actor].country);
            if let Some(country) = country.filter(|country| !country.is_international()) {
                at.insert(draft.head, country);
            }
        }
        let is_state = |draft: &&Draft<'_>| {
            let is_modifier =
                matches!(doc.dep(draft.head), label::AMOD | label::COMPOUND | label::NMOD | label::POSS);
            matches!(draft.who, Who::State(_)) && !is_modifier
        };
        let states: FxHashSet<TokenIdx> = drafts.iter().filter(is_state).map(|draft| draft.head).collect();
        let mut all = Vec::new();
        let mut of_sentence = Vec::with_capacity(doc.sentences().len());
        let mut without_states = Vec::with_capacity(doc.sentences().len());
        for sentence in doc.sentences() {
            let (mut here, mut less) = (Vec::new(), Vec::new());
            for token in sentence.tokens.tokens() {
                if let Some(place) = context.country_of_place(token) {
                    at.insert(token, place);
                }
                if let Some(&country) = at.get(&token) {
                    count(&mut here, country);
                    count(&mut all, country);
                    if !states.contains(&token) {
                        count(&mut less, country);
                    }
                }
            }
            of_sentence.push(foremost(&here));
            without_states.push(foremost(&less));
        }
        let most = all.iter().map(|&(_, n)| n).max().unwrap_or(0);
        let mut most_named = all.iter().filter(|&&(_, n)| n == most);
        let leading = most_named.next().map(|&(country, _)| country).filter(|_| most_named.next().is_none());
        Self { at, of_sentence, without_states, of_article: foremost(&all), leading }
    }

    /// The country that the clause of a mention says things happen in.
    fn clause(&self, context: &Context<'_>, head: TokenIdx) -> Option<Country> {
        let doc = context.doc;
        let verb = verb_above(doc, coordination_head(doc, head))?;
        let mut here = Vec::new();
        for token in doc.sentence(verb).tokens.tokens() {
            let Some(&country) = self.at.get(&token) else { continue };
            let locates = |above: &TokenIdx| {
                doc.dep(*above) == label::PREP
                    && matches!(
                        doc.word(*above),
                        "in" | "In" | "at" | "At" | "across" | "throughout" | "inside"
                    )
            };
            let mut up = doc.ancestors(token).take(12).take_while(|&above| above != verb);
            if verb_above(doc, token) == Some(verb) && up.any(|above| locates(&above)) {
                count(&mut here, country);
            }
        }
        match here[..] {
            [(only, _)] => Some(only),
            _ => None,
        }
    }

    /// The country of the sentence; where it names none, that of the article.
    fn around(&self, doc: &Doc, draft: &Draft<'_>) -> Option<Country> {
        let sentence = doc.sentence_number(draft.head);
        let names_any = doc.sentences()[sentence].tokens.tokens().any(|token| self.at.contains_key(&token));
        if !names_any {
            return self.of_article;
        }
        let is_subject = doc.dep(coordination_head(doc, draft.head)) == label::NSUBJ;
        let is_person = matches!(draft.who, Who::Person { .. });
        let here = if is_subject || is_person { &self.without_states } else { &self.of_sentence };
        // In an article about another country, who is spoken of beside a foreign one need not be of that.
        let about = self.of_article.or(self.leading.filter(|_| !is_person));
        here[sentence].filter(|&country| about == Some(country))
    }
}

fn count(counts: &mut Vec<(Country, usize)>, country: Country) {
    match counts.iter_mut().find(|(other, _)| *other == country) {
        Some((_, n)) => *n += 1,
        None => counts.push((country, 1)),
    }
}

/// The country named at least twice as often as all others together.
fn foremost(counts: &[(Country, usize)]) -> Option<Country> {
    let total: usize = counts.iter().map(|(_, n)| n).sum();
    counts.iter().find(|(_, n)| 3 * n >= 2 * total).map(|&(country, _)| country)
}

/// The verb of the clause a token stands in.
fn verb_above(doc: &Doc, token: TokenIdx) -> Option<TokenIdx> {
    doc.ancestors(token).take(16).find(|&above| matches!(doc.pos(above), Pos::Verb | Pos::Aux))
}

/// "Western officials", "foreign companies", "the two sides": those are at home elsewhere, or in several countries.
fn is_from_afar(context: &Context<'_>, draft: &Draft<'_>) -> bool {
    const AFAR: &[&str] = &[
        "african",
        "allied",
        "american",
        "arab",
        "asian",
        "both",
        "eastern",
        "european",
        "foreign",
        "global",
        "gulf",
        "international",
        "latin",
        "multinational",
        "neighboring",
        "neighbouring",
        "nordic",
        "other",
        "overseas",
        "regional",
        "two",
        "un",
        "western",
        "world",
    ];
    let is_afar = |token: TokenIdx| {
        let word = context.doc.word(token).to_ascii_lowercase();
        AFAR.contains(&word.as_str()) || context.names.known_at(token).is_some()
    };
    let is_several = matches!(
        context.doc.lemma(draft.head),
        "side" | "neighbor" | "neighbour" | "counterpart" | "country"
    );
    draft.about.organization.is_some()
        || draft.about.role.is_some_and(|(_, role)| role.sectors.first() == Some(&Sector::Spy))
        || is_several
        || draft.tokens.tokens().any(is_afar)
}

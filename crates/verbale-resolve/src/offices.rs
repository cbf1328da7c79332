use rustc_hash::FxHashMap;
use verbale_codes::Country;
use verbale_doc::{Doc, TokenIdx, label};

use crate::actors::Actors;
use crate::context::Context;
use crate::mentions::{Draft, Who};
use crate::phrases::coordination_head;

/// Of which country those are who are called by an office alone: "Foreign Minister Behrouz Kamrani said", in a report
/// where only the words around say whose minister he is.
pub(crate) struct Offices {
    /// By head: who has a country.
    countries: FxHashMap<TokenIdx, Country>,
    /// The state that each sentence is first of all about: the subject of its main verb.
    subjects: Vec<Option<Country>>,
}

/// Offices whose holders a report from their capital names without their country.
fn speaks_at_home(role: &str) -> bool {
    let is_of_government = role.contains("secretary")
        && ["foreign", "defense", "defence", "interior", "home", "finance", "justice", "press", "state"]
            .iter()
            .any(|word| role.contains(word));
    role.contains("minister") || role.contains("spokes") || is_of_government
}

impl Offices {
    pub(crate) fn new(context: &Context<'_>, actors: &Actors, drafts: &[Draft<'_>]) -> Self {
        let doc = context.doc;
        let mut countries = FxHashMap::default();
        let mut subjects = vec![None; doc.sentences().len()];
        for draft in drafts {
            let country = draft.actor.and_then(|actor| actors.sketches[actor].country);
            let Some(country) = country.filter(|country| !country.is_international()) else { continue };
            countries.insert(draft.head, country);
            let is_main = doc.dep(draft.head) == label::NSUBJ && doc.is_root(doc.head(draft.head));
            if is_main && matches!(draft.who, Who::State(_)) {
                subjects[doc.sentence_number(draft.head)].get_or_insert(country);
            }
        }
        Self { countries, subjects }
    }

    /// By whom they lead; by the state that the sentence before was about, or that they speak for; or, ministers and
    /// spokesmen, by where the report was written.
    pub(crate) fn country(
        &self,
        context: &Context<'_>,
        draft: &Draft<'_>,
        role: Option<&str>,
    ) -> Option<Country> {
        let doc = context.doc;
        let is_subject = doc.dep(coordination_head(doc, draft.head)) == label::NSUBJ;
        let here = context.dateline.map(Country::counts_as);
        self.led(doc, draft.head)
            .or_else(|| self.before(doc, draft.head).filter(|_| is_subject))
            .or_else(|| self.spoken_for(doc, draft.head).filter(|&state| Some(state) == here))
            .or_else(|| {
                let is_at_home = role.is_some_and(speaks_at_home);
                here.filter(|country| is_at_home && is_subject && context.countries.contains(country))
            })
    }

    /// "The Iranian side, led by Deputy Minister Soraya Bakhtiari".
    fn led(&self, doc: &Doc, person: TokenIdx) -> Option<Country> {
        let by = Some(doc.head(person)).filter(|&by| doc.dep(by) == label::AGENT)?;
        let verb = Some(doc.head(by)).filter(|&verb| matches!(doc.lemma(verb), "lead" | "head"))?;
        (doc.dep(verb) == label::ACL).then(|| self.countries.get(&doc.head(verb)).copied()).flatten()
    }

    /// "Iran welcomed the offer. Spokesman Nader Shafiei said …": the state of the sentence before, in one paragraph.
    fn before(&self, doc: &Doc, person: TokenIdx) -> Option<Country> {
        let here = doc.sentence_number(person);
        let before = here.checked_sub(1)?;
        let is_near = doc.sentences()[here].block == doc.sentences()[before].block;
        self.subjects[before].filter(|_| is_near && self.subjects[here].is_none())
    }

    /// "Oman has offered to host the talks, Foreign Minister Salim al-Harthi said": the subject of what is said.
    fn spoken_for(&self, doc: &Doc, person: TokenIdx) -> Option<Country> {
        let verb = doc.head(coordination_head(doc, person));
        let said = doc.child(verb, label::CCOMP)?;
        self.countries.get(&doc.child(said, label::NSUBJ)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::speaks_at_home;

    #[test]
    fn offices_of_a_government() {
        for role in ["foreign minister", "spokeswoman", "foreign secretary", "secretary of state"] {
            assert!(speaks_at_home(role), "{role}");
        }
        for role in ["general secretary", "secretary-general", "envoy", "senator"] {
            assert!(!speaks_at_home(role), "{role}");
        }
    }
}

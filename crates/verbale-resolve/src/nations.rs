use rustc_hash::FxHashMap;
use verbale_doc::{TokenIdx, label};

use crate::actors::Actors;
use crate::context::Context;
use crate::mentions::{Draft, Who};

impl Actors {
    /// "French and Egyptian warships": of several nations each has its own, whom its adjective then mentions.
    pub(crate) fn nations(&mut self, context: &Context<'_>, drafts: &mut [Draft<'_>]) {
        let doc = context.doc;
        let by_head: FxHashMap<TokenIdx, usize> =
            drafts.iter().enumerate().map(|(number, draft)| (draft.head, number)).collect();
        for number in 0..drafts.len() {
            let draft = &drafts[number];
            let Some(whole) = draft.actor.filter(|&actor| self.sketches[actor].is_plural) else { continue };
            let noun = draft.described;
            let is_adjective =
                |token: TokenIdx| matches!(doc.dep(token), label::AMOD | label::NMOD | label::COMPOUND);
            let Some(first) = doc
                .children(noun)
                .iter()
                .copied()
                .find(|&child| is_adjective(child) && { doc.child(child, label::CONJ).is_some() })
            else {
                continue;
            };
            let state = |token: TokenIdx| {
                let &number = by_head.get(&token)?;
                matches!(drafts[number].who, Who::State(_)).then_some((number, drafts[number].actor?))
            };
            let adjectives = (first.0..noun.0).map(TokenIdx).filter(|&token| {
                token == first || doc.dep(token) == label::CONJ && doc.is_under(token, first)
            });
            let states: Vec<(usize, usize)> = adjectives.filter_map(state).collect();
            if states.len() < 2 {
                continue;
            }
            for (adjective, state) in states {
                let mut sketch = self.sketches[whole].clone();
                sketch.country = self.sketches[state].country;
                sketch.name = format!("{} {}", doc.str(drafts[adjective].tokens), doc.word(noun));
                drafts[adjective].actor = Some(self.add(sketch));
            }
        }
    }
}

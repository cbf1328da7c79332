use std::sync::Arc;

use verbale_doc::{Article, Doc, Span, Tok, TokenIdx};
use verbale_know::Knowledge;

use crate::actors::Actors;
use crate::context::Context;
use crate::mentions::{self, Draft, Who};
use crate::names::Names;
use crate::stance::{Stance, stance};
use crate::words::Words;
use crate::{ActorId, Cast, Mention, counts, home, places, pronouns, times};

/// Finds who, where and when in an article. Holds the knowledge it does so by.
#[derive(Clone)]
pub struct Resolver {
    knowledge: Arc<Knowledge>,
}

impl Resolver {
    /// A resolver that knows what `knowledge` holds.
    pub fn new(knowledge: Arc<Knowledge>) -> Self {
        Self { knowledge }
    }

    /// The knowledge it resolves by.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Everyone and everything the article names, with who is meant by it on the day of the article.
    pub fn resolve(&self, article: &Article, doc: &Doc) -> Cast {
        let knowledge = &*self.knowledge;
        let words = Words::new(doc);
        let names = Names::find(doc, &words, knowledge);
        let dated = article.dateline.as_ref().and_then(|dateline| dateline.date);
        let day = article.published.map(|published| published.date).or(dated);
        let mut found = places::find(article, doc, knowledge.gazetteer());
        for place in &mut found.places {
            place.country = place.country.map(|land| day.map_or(land, |day| knowledge.country_on(land, day)));
        }
        let context = Context::new(doc, &words, &names, knowledge, day, &found);
        let mut drafts = mentions::drafts(&context);
        let mut actors = Actors::gather(&context, &mut drafts);
        pronouns::resolve(doc, &mut actors, &mut drafts);
        counts::resolve(doc, &actors, &mut drafts);
        actors.belong_to_owners(&context, &drafts);
        home::settle(&context, &mut actors, &drafts);
        actors.belong_to_owners(&context, &drafts);
        for mention in &mut found.mentions {
            mention.as_actor =
                names_state(&drafts, mention.head) && stance(doc, mention.head) == Stance::Acts;
        }
        Cast {
            places: found.places,
            place_mentions: found.mentions,
            dateline: found.dateline,
            times: times::find(article, doc),
            ..cast(&context, actors, &drafts)
        }
    }
}

/// Whether a mention of a state has this head.
fn names_state(drafts: &[Draft<'_>], head: TokenIdx) -> bool {
    let first = drafts.partition_point(|draft| draft.head < head);
    let mut headed = drafts[first..].iter().take_while(|draft| draft.head == head);
    headed.any(|draft| matches!(draft.who, Who::State(_)))
}

/// Numbers the actors in order of first mention.
fn cast(context: &Context<'_>, actors: Actors, drafts: &[Draft<'_>]) -> Cast {
    let mut order: Vec<&Draft<'_>> = drafts.iter().filter(|draft| draft.actor.is_some()).collect();
    order.sort_by_key(|draft| (draft.tokens.start(), u32::MAX - draft.tokens.end(), draft.head));
    let mut sketches: Vec<_> = actors.sketches.into_iter().map(Some).collect();
    let mut numbers = vec![ActorId(0); sketches.len()];
    let mut cast = Cast::default();
    let mut open: Vec<Span<Tok>> = Vec::new();
    for draft in order {
        let Some(actor) = draft.actor else { continue };
        if let Some(sketch) = sketches[actor].take() {
            numbers[actor] = ActorId(cast.actors.len() as u32);
            cast.actors.push(sketch.into_actor(context));
        }
        let id = numbers[actor];
        // Mentions nest or stand apart: one that would cross an earlier one keeps its head only.
        open.retain(|span| span.end() > draft.tokens.start());
        let crosses = open.iter().any(|span| draft.tokens.end() > span.end());
        let tokens = if crosses { Span::of(draft.head) } else { draft.tokens };
        open.push(tokens);
        cast.mentions.push(Mention { tokens, head: draft.head, form: draft.form, actor: id });
    }
    cast.mentions
        .sort_by_key(|mention| (mention.tokens.start(), u32::MAX - mention.tokens.end(), mention.head));
    cast
}

use verbale_codes::{Country, EventType};
use verbale_resolve::{Actor, ActorId, ActorKind};

use crate::{DateBasis, Event, PlaceBasis, Status};

/// Joins what an article tells several times: one event with all its triggers.
///
/// Two events are one where type and status agree, the actors agree or one telling leaves them out, and neither
/// place nor date says otherwise.
pub(crate) fn merge<'a>(events: Vec<Event>, actor: impl Fn(ActorId) -> &'a Actor) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    for event in events {
        match merged.iter_mut().find(|first| is_same(first, &event, &actor)) {
            Some(first) => join(first, event),
            None => merged.push(event),
        }
    }
    merged
}

fn is_same<'a>(first: &Event, again: &Event, actor: &impl Fn(ActorId) -> &'a Actor) -> bool {
    let asserted = |status| matches!(status, Status::Occurred | Status::Ongoing);
    let status = first.status == again.status || (asserted(first.status) && asserted(again.status));
    // "attacked the village, killing five": one sentence tells one deed of a kind by the same hands.
    // A promise is one whether told as made or as what is to come.
    let is_promise = matches!(first.kind, EventType::Agree | EventType::Concede);
    let same_breath = first.sentence == again.sentence && first.source == again.source;
    if first.kind == again.kind && same_breath && (status || is_promise) {
        return true;
    }
    let mode = first.mode.is_none() || again.mode.is_none() || first.mode == again.mode;
    first.kind == again.kind
        && status
        && mode
        && same_parties(first, again, actor)
        && same_place(first, again)
        && same_date(first, again)
}

fn same_parties<'a>(first: &Event, again: &Event, actor: &impl Fn(ActorId) -> &'a Actor) -> bool {
    let pooled = |event: &Event| event.source.iter().chain(&event.target).copied().collect::<Vec<_>>();
    if first.target.is_empty() || again.target.is_empty() {
        let (a, b) = (pooled(first), pooled(again));
        let within = |few: &[ActorId], many: &[ActorId]| {
            few.iter().all(|&one| many.iter().any(|&other| alike(one, other, actor)))
        };
        return within(&a, &b) || within(&b, &a);
    }
    let alike_lists = |a: &[ActorId], b: &[ActorId]| {
        a.iter().all(|&one| b.iter().any(|&other| alike(one, other, actor)))
            && b.iter().all(|&one| a.iter().any(|&other| alike(one, other, actor)))
    };
    let same_way = alike_lists(&first.source, &again.source) && alike_lists(&first.target, &again.target);
    // A meeting told from the other side is the same meeting.
    let other_way = first.kind == EventType::Consult
        && alike_lists(&first.source, &again.target)
        && alike_lists(&first.target, &again.source);
    same_way || other_way
}

/// Whether two actors may stand for each other: the same, of one country and sector ("Lavrov", "the ministry"), or a
/// state and somebody of it ("Israel", "Israeli warplanes").
fn alike<'a>(one: ActorId, other: ActorId, actor: &impl Fn(ActorId) -> &'a Actor) -> bool {
    let country = |id| actor(id).country;
    let is_state = |id| actor(id).kind == ActorKind::State;
    one == other
        || (country(one).is_some_and(|country: Country| Some(country) == self::country(actor(other)))
            && (actor(one).sectors.first() == actor(other).sectors.first()
                || is_state(one)
                || is_state(other)))
}

fn country(actor: &Actor) -> Option<Country> {
    actor.country
}

fn same_place(first: &Event, again: &Event) -> bool {
    let argued = |event: &Event| event.place.filter(|_| event.place_basis == PlaceBasis::Argument);
    match (argued(first), argued(again)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn same_date(first: &Event, again: &Event) -> bool {
    let told = |event: &Event| {
        event.date.filter(|date| matches!(date.basis, DateBasis::Explicit | DateBasis::Relative))
    };
    match (told(first), told(again)) {
        (Some(one), Some(other)) => one.from <= other.to && other.from <= one.to,
        _ => true,
    }
}

fn join(first: &mut Event, again: Event) {
    first.trigger.extend(again.trigger);
    first.trigger.sort_unstable();
    first.trigger.dedup();
    first.mode = first.mode.or(again.mode);
    if first.target.is_empty() && !again.target.is_empty() && first.source.len() < 2 {
        (first.source, first.target) = (again.source, again.target);
    }
    if first.place_basis != PlaceBasis::Argument && again.place_basis == PlaceBasis::Argument {
        (first.place, first.place_basis) = (again.place, again.place_basis);
    }
    let is_told = |event: &Event| event.date.is_some_and(|date| date.tokens.is_some());
    if !is_told(first) && again.date.is_some_and(|date| date.tokens.is_some()) {
        first.date = again.date;
    }
    let numbers = &mut first.numbers;
    numbers.dead = numbers.dead.or(again.numbers.dead);
    numbers.injured = numbers.injured.or(again.numbers.injured);
    numbers.arrested = numbers.arrested.or(again.numbers.arrested);
    numbers.size = numbers.size.or(again.numbers.size);
    // Told by the paper itself outweighs told inside somebody's words.
    first.statement = first.statement.and(again.statement);
    first.contexts.extend(again.contexts);
    first.contexts.sort_unstable();
    first.contexts.dedup();
}

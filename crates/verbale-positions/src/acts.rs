//! Positions that acts show: who sanctions, attacks or aids another stands against or for it.

use verbale_codes::{EventType, Mode};
use verbale_events::{Event, Status};
use verbale_resolve::{ActorKind, Cast};

use crate::position::{Attitude, Object, Position};

/// What an act says of the regard in which its target is held: 1, -1, or nothing. Talks, promises and movements of
/// troops say nothing of it: one meets one's enemies, and sends troops to one's friends.
fn regard(kind: EventType, mode: Option<Mode>) -> Option<f64> {
    match kind {
        EventType::Aid | EventType::Support | EventType::Cooperate => Some(1.0),
        EventType::Accuse if mode == Some(Mode::Investigate) => None,
        EventType::Accuse
        | EventType::Reject
        | EventType::Threaten
        | EventType::Protest
        | EventType::Sanction
        | EventType::Coerce
        | EventType::Assault => Some(-1.0),
        _ => None,
    }
}

/// The position that an event shows; none where it did not happen, has no target, or says nothing of regard.
pub(crate) fn position_of_act(cast: &Cast, number: u32, event: &Event) -> Option<Position> {
    let (&holder, &target) = (event.source.first()?, event.target.first()?);
    let has_happened = matches!(event.status, Status::Occurred | Status::Ongoing);
    let polarity = regard(event.kind, event.mode)?;
    let said_by_another = event.statement.is_some();
    let is_stranger = |kind: ActorKind| kind == ActorKind::Group;
    if !has_happened || said_by_another || holder == target || is_stranger(cast.actor(target).kind) {
        return None;
    }
    let in_sentence = |mention: &&verbale_resolve::Mention| {
        mention.actor == target && event.sentence.covers(mention.tokens)
    };
    let tokens = cast.mentions.iter().find(in_sentence)?.tokens;
    let evidence = *event.trigger.first()?;
    Some(Position {
        holder,
        issue: None,
        object: Object { tokens, actor: Some(target), name: cast.actor(target).name.clone() },
        attitude: if polarity > 0.0 { Attitude::Supports } else { Attitude::Opposes },
        polarity,
        statement: None,
        event: Some(number),
        evidence,
        date: event.date.map(|date| date.to),
        rule: event.rule.clone(),
    })
}

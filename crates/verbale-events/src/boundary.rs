//! The borders between types that depend on tense and negation, as the codebook draws them: what is promised is
//! AGREE, what is refused is REJECT, an announced withdrawal is CONCEDE.

use verbale_codes::{Cameo, EventType, Mode};

use crate::Status;
use crate::status::Told;

/// The type, mode, code and status an event ends with.
pub(crate) struct Coded {
    pub(crate) kind: EventType,
    pub(crate) mode: Option<Mode>,
    pub(crate) cameo: Option<Cameo>,
    pub(crate) status: Status,
}

/// Applies the codebook's boundaries. `in_own_words`: whether the paper or the one who would act says so, not somebody
/// else.
pub(crate) fn settle(
    kind: EventType,
    mode: Option<Mode>,
    cameo: Option<Cameo>,
    told: Told,
    in_own_words: bool,
) -> Coded {
    use EventType::{
        Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Protest, Reject, Retreat, Sanction, Support,
    };
    let plain = Coded { kind, mode, cameo, status: told.status };
    if told.is_refused {
        // "Iran will not negotiate" is a refusal now, not a meeting that did not take place.
        let mode = match kind {
            Consult => Some(Mode::Meet),
            Aid | Cooperate | Support => Some(Mode::Assist),
            Retreat | Concede => Some(Mode::Yield),
            Agree => None,
            _ => return plain,
        };
        return Coded { kind: Reject, mode, cameo: None, status: Status::Occurred };
    }
    if told.status != Status::Planned {
        return plain;
    }
    match kind {
        // A promise stands for the deed to come: the type says so, and the status keeps it apart from what was done.
        Consult => Coded { kind: Agree, mode: None, cameo: code("036"), status: Status::Planned },
        Support => Coded { kind: Agree, mode: None, cameo: code("032"), status: Status::Planned },
        Cooperate => Coded { kind: Agree, mode: None, cameo: code("031"), status: Status::Planned },
        Aid => Coded { kind: Agree, mode: None, cameo: code("033"), status: Status::Planned },
        Retreat => Coded { kind: Concede, mode: None, cameo: None, status: Status::Planned },
        Assault if in_own_words => threat(Mode::Violence),
        Coerce if in_own_words => {
            threat(if mode == Some(Mode::Arrest) { Mode::Arrest } else { Mode::Restrict })
        }
        Sanction if in_own_words => {
            threat(if mode == Some(Mode::Expel) { Mode::Expel } else { Mode::Relations })
        }
        Protest if in_own_words => threat(Mode::Restrict),
        _ => plain,
    }
}

fn threat(mode: Mode) -> Coded {
    Coded { kind: EventType::Threaten, mode: Some(mode), cameo: None, status: Status::Occurred }
}

fn code(digits: &str) -> Option<Cameo> {
    digits.parse().ok()
}

use std::str::FromStr;

use crate::UnknownCode;
use crate::plover_table::TYPES;
pub use crate::plover_table::{Context, EventType, Mode};

/// The four quadrants of verbal or material, cooperation or conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// 1: words that bring together.
    VerbalCooperation,
    /// 2: deeds that bring together.
    MaterialCooperation,
    /// 3: words that divide.
    VerbalConflict,
    /// 4: deeds that divide.
    MaterialConflict,
}

impl Quad {
    /// All four, by their numbers.
    pub const ALL: [Self; 4] =
        [Self::VerbalCooperation, Self::MaterialCooperation, Self::VerbalConflict, Self::MaterialConflict];

    /// The codebook's name: `verbal cooperation`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "verbal cooperation",
            Self::MaterialCooperation => "material cooperation",
            Self::VerbalConflict => "verbal conflict",
            Self::MaterialConflict => "material conflict",
        }
    }
}

/// What the codebook says of a mode under one type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModeInfo {
    /// The mode.
    pub mode: Mode,
    /// What it means under this type.
    pub definition: &'static str,
    /// Conflict and cooperation, -10 to 10; none where the codebook gives no score.
    pub score: Option<f64>,
}

pub(crate) struct TypeInfo {
    pub(crate) definition: &'static str,
    pub(crate) quad: Quad,
    pub(crate) score: f64,
    pub(crate) recipient_required: bool,
    pub(crate) modes: &'static [ModeInfo],
}

impl EventType {
    fn info(self) -> &'static TypeInfo {
        &TYPES[self as usize]
    }

    /// What the codebook says it is, in our words.
    pub fn definition(self) -> &'static str {
        self.info().definition
    }

    /// Its quadrant.
    pub fn quad(self) -> Quad {
        self.info().quad
    }

    /// Whether the codebook asks for a recipient.
    pub fn recipient_required(self) -> bool {
        self.info().recipient_required
    }

    /// Its modes, in the codebook's order.
    pub fn modes(self) -> &'static [ModeInfo] {
        self.info().modes
    }

    /// The mode of this name, if the type has it.
    pub fn mode(self, code: &str) -> Option<Mode> {
        self.modes().iter().map(|info| info.mode).find(|mode| mode.code() == code)
    }

    /// Conflict and cooperation from -10 to 10: the mode's score where it has one, else the type's.
    pub fn score(self, mode: Option<Mode>) -> f64 {
        let of_mode = self.modes().iter().find(|info| Some(info.mode) == mode).and_then(|info| info.score);
        of_mode.unwrap_or(self.info().score)
    }
}

fn find<T: Copy>(
    all: &[T],
    code_of: impl Fn(T) -> &'static str,
    list: &'static str,
    code: &str,
) -> Result<T, UnknownCode> {
    let found = all.iter().copied().find(|&item| code_of(item) == code);
    found.ok_or_else(|| UnknownCode { list, code: code.to_owned() })
}

impl FromStr for EventType {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        find(&Self::ALL, Self::code, "PLOVER event types", code)
    }
}

impl FromStr for Mode {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        find(&Self::ALL, Self::code, "PLOVER modes", code)
    }
}

impl FromStr for Context {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        find(&Self::ALL, Self::code, "PLOVER contexts", code)
    }
}

impl FromStr for Quad {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        find(&Self::ALL, Self::code, "quads", code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for kind in EventType::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
            for info in kind.modes() {
                assert_eq!(kind.mode(info.mode.code()), Some(info.mode));
            }
        }
        for mode in Mode::ALL {
            assert_eq!(mode.code().parse(), Ok(mode));
            let has_mode = |kind: &EventType| kind.modes().iter().any(|info| info.mode == mode);
            assert!(EventType::ALL.iter().any(has_mode), "{} belongs to no type", mode.code());
        }
        for context in Context::ALL {
            assert_eq!(context.code().parse(), Ok(context));
        }
        assert_eq!("CONSLUT".parse::<EventType>().unwrap_err().code, "CONSLUT");
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "values of a table, not sums")]
    fn scores_and_quads_are_the_codebooks() {
        assert_eq!(EventType::Consult.score(Some(Mode::Visit)), 4.0);
        assert_eq!(EventType::Consult.score(None), 2.5);
        assert_eq!(EventType::Protest.score(Some(Mode::Vandalize)), -5.0);
        assert_eq!(EventType::Sanction.quad(), Quad::MaterialConflict);
        assert!(EventType::Aid.recipient_required());
        assert_eq!(EventType::Retreat.mode("visit"), None);
    }
}

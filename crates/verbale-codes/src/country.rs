use std::fmt;
use std::str::FromStr;

use crate::UnknownCode;

/// A country or, by PLOVER's rules, one of the international codes (`UNO`, `EUR`, `IGO`, `NGO`, `ISM`, `IMG`, `MNC`).
///
/// ISO 3166-1 alpha-3 with the codebook's exceptions: Kosovo is `KOS`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        let unknown = || UnknownCode { list: "countries", code: code.to_owned() };
        let letters: [u8; 3] = code.as_bytes().try_into().map_err(|_| unknown())?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(unknown()) }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

use crate::Pin;

/// A file of a model: its path in the model's folder, and its bytes.
pub type File = (&'static str, &'static [u8]);

/// The files of [`Pin::DEFAULT`], where the program was built with the feature `bundled`.
pub fn bundled() -> Option<(&'static Pin, &'static [File])> {
    #[cfg(feature = "bundled")]
    return Some((Pin::DEFAULT, include!(concat!(env!("OUT_DIR"), "/bundled.rs"))));
    #[cfg(not(feature = "bundled"))]
    None
}

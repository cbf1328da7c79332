//! A file that is one article as plain text.

use jiff::civil::Date;

use crate::given::Given;
use crate::kind::BOM;
use crate::{Fault, Place, ReadError, Reading};

pub(crate) fn read(
    place: Place,
    mut bytes: Vec<u8>,
    else_published: Option<Date>,
) -> Result<Reading, ReadError> {
    let name = place.input.clone();
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError { place, fault: Fault::Utf16 });
    }
    // The mark is a sign for the reader, not a part of the text.
    if bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    }
    let at = |offset: usize, bytes: &[u8]| {
        let before = &bytes[..offset];
        let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
        let column = offset - memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        Place { input: name.clone(), line: Some((line, column as u64 + 1)) }
    };
    if let Some(offset) = memchr::memchr(0, &bytes) {
        return Err(ReadError { place: at(offset, &bytes), fault: Fault::Nul { offset } });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        ReadError { place: at(offset, bytes), fault: Fault::NotUtf8 { byte: bytes[offset], offset } }
    })?;
    Given { text, ..Given::default() }.into_reading(place, else_published)
}

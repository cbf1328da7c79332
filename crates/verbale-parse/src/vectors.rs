//! The static vectors of `vocab/vectors` and the table of words that have one.

use std::hash::{BuildHasherDefault, Hasher};

use hashbrown::HashMap;

use crate::model_dir::{ModelDir, ModelError};

const DATA: &str = "vocab/vectors";
const ROWS: &str = "vocab/key2row";
const SETTINGS: &str = "vocab/vectors.cfg";

/// Vectors of words, kept as they were trained.
#[derive(Debug)]
pub(crate) struct Vectors {
    /// `(rows, width)`, row-major.
    data: Vec<f32>,
    width: usize,
    /// From a word's id to its row. Several words may share one.
    rows: HashMap<u64, u32, BuildHasherDefault<IdHasher>>,
}

/// Ids are hashes already.
#[derive(Debug, Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| hash.rotate_left(8) ^ u64::from(byte));
    }
    fn write_u64(&mut self, id: u64) {
        // Numbered names have small ids; the table looks at the upper bits too.
        self.0 = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Vectors {
    pub(crate) fn open(dir: &ModelDir) -> Result<Self, ModelError> {
        let settings: serde_json::Value = dir.read_json(SETTINGS)?;
        for (key, expected) in [("mode", "default"), ("attr", "ORTH")] {
            match settings.get(key).and_then(serde_json::Value::as_str) {
                Some(found) if !found.eq_ignore_ascii_case(expected) => {
                    let (path, place) = (dir.path(SETTINGS), key.to_owned());
                    let known: &[&str] = if key == "mode" { &["default"] } else { &["ORTH"] };
                    return Err(ModelError::Unsupported { path, place, name: found.to_owned(), known });
                }
                _ => {}
            }
        }
        let (data, n_rows, width) =
            read_npy(&dir.read(DATA)?).map_err(|what| dir.invalid(DATA, "header", what))?;
        let bytes = dir.read(ROWS)?;
        let rows = read_rows(&bytes, n_rows)
            .map_err(|(byte, what)| dir.invalid(ROWS, format!("byte {byte}"), what))?;
        Ok(Self { data, width, rows })
    }

    /// Numbers in a vector.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// A word's vector.
    pub(crate) fn find(&self, word: u64) -> Option<&[f32]> {
        let row = *self.rows.get(&word)? as usize;
        Some(&self.data[row * self.width..][..self.width])
    }

    /// The vector of the last row, which older layers take for a word that has none.
    pub(crate) fn last(&self) -> Option<&[f32]> {
        self.data.rchunks(self.width).next()
    }
}

/// A matrix in numpy's own format: its numbers, rows and columns.
fn read_npy(bytes: &[u8]) -> Result<(Vec<f32>, usize, usize), String> {
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or("not a numpy array")?;
    let (length, rest) = match rest {
        [1, _, low, high, rest @ ..] => (usize::from(u16::from_le_bytes([*low, *high])), rest),
        [2 | 3, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        _ => return Err("an unknown version of the format".to_owned()),
    };
    let (header, data) = rest.split_at_checked(length).ok_or("the header is cut off")?;
    let header = std::str::from_utf8(header).map_err(|_| "the header is no text")?;
    if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
        return Err("expected 32-bit numbers in row-major order".to_owned());
    }
    let shape = header.split_once('(').and_then(|(_, shape)| shape.split_once(')')).map(|(shape, _)| shape);
    let dims: Option<Vec<usize>> = shape.and_then(|shape| {
        shape.split(',').map(str::trim).filter(|dim| !dim.is_empty()).map(|dim| dim.parse().ok()).collect()
    });
    let Some([n_rows, width]) = dims.as_deref() else { return Err("expected two dimensions".to_owned()) };
    let size = n_rows.checked_mul(*width).and_then(|size| size.checked_mul(4));
    if size != Some(data.len()) || *width == 0 {
        return Err(format!("{n_rows} rows of {width} numbers do not fill {} bytes", data.len()));
    }
    let numbers = data.as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    Ok((numbers, *n_rows, *width))
}

type Rows = HashMap<u64, u32, BuildHasherDefault<IdHasher>>;

/// A msgpack map from ids to rows, read by hand: it has hundreds of thousands of entries.
fn read_rows(bytes: &[u8], n_rows: usize) -> Result<Rows, (usize, String)> {
    let mut reader = Integers { bytes, at: 0 };
    let n_entries = reader.map_length().ok_or((0, "expected a map".to_owned()))?;
    // An entry takes two bytes at least: a count that the file cannot hold reserves nothing.
    let mut rows =
        Rows::with_capacity_and_hasher(n_entries.min(bytes.len() / 2), BuildHasherDefault::default());
    for _ in 0..n_entries {
        let at = reader.at;
        let (Some(id), Some(row)) = (reader.integer(), reader.integer()) else {
            return Err((at, "expected an id and a row".to_owned()));
        };
        if row >= n_rows as u64 {
            return Err((at, format!("row {row} of {n_rows}")));
        }
        rows.insert(id, row as u32);
    }
    Ok(rows)
}

struct Integers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Integers<'_> {
    fn map_length(&mut self) -> Option<usize> {
        match self.take::<1>()?[0] {
            small @ 0x80..=0x8f => Some(usize::from(small & 0x0f)),
            0xde => Some(usize::from(u16::from_be_bytes(self.take()?))),
            0xdf => Some(u32::from_be_bytes(self.take()?) as usize),
            _ => None,
        }
    }

    fn integer(&mut self) -> Option<u64> {
        match self.take::<1>()?[0] {
            small @ 0..=0x7f => Some(u64::from(small)),
            0xcc => Some(u64::from(u8::from_be_bytes(self.take()?))),
            0xcd => Some(u64::from(u16::from_be_bytes(self.take()?))),
            0xce => Some(u64::from(u32::from_be_bytes(self.take()?))),
            0xcf => Some(u64::from_be_bytes(self.take()?)),
            _ => None,
        }
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let taken = *self.bytes.get(self.at..)?.first_chunk()?;
        self.at += N;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_read_and_a_short_one_refused() {
        let mut file =
            b"\x93NUMPY\x01\x00\x3b\x00{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}  ".to_vec();
        file.extend([0, 0, 128, 63, 0, 0, 0, 64]);
        let (numbers, n_rows, width) = read_npy(&file).unwrap();
        assert_eq!((numbers.as_slice(), n_rows, width), ([1.0, 2.0].as_slice(), 1, 2));
        file.pop();
        assert_eq!(read_npy(&file).unwrap_err(), "1 rows of 2 numbers do not fill 7 bytes");
        assert!(read_npy(&file[..20]).is_err());
    }

    #[test]
    fn rows_are_read_and_bad_ones_named() {
        let rows = read_rows(&[0x82, 5, 0, 0xcd, 1, 0, 1], 2).unwrap();
        assert_eq!((rows.get(&5), rows.get(&256), rows.get(&7)), (Some(&0), Some(&1), None));
        assert_eq!(read_rows(&[0x81, 5, 9], 2).unwrap_err(), (1, "row 9 of 2".to_owned()));
        assert_eq!(read_rows(&[0xdf, 255, 255, 255, 255], 2).unwrap_err().0, 5);
    }
}

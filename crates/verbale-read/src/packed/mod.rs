//! Gzip and Zstandard, unpacked member by member.
//!
//! Archives are packed record by record, so that a broken piece need not lose the rest: it is an error of its own, and
//! reading goes on at the next piece that begins a record. Any other packed input ends at the first error.

mod ahead;
mod gzip;
mod zstandard;

use std::io::{self, Read};

use ahead::Ahead;
use gzip::Gzip;
use zstandard::Zstandard;

/// How records of archives begin.
const RECORD: &[u8] = b"WARC/1.";

/// A piece of a packed input that cannot be unpacked, on its way through [`io::Error`]. The next read gives the piece
/// after it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct BrokenMember {
    /// The byte of the packed input the piece begins at.
    pub(crate) offset: u64,
    pub(crate) what: String,
}

/// The unpacked form of an input whose first bytes are those of a packed one; else the input itself.
pub(crate) fn unpacked<R: Read + Send + 'static>(head: &[u8], packed: R) -> Result<Members, R> {
    let codec = if head.starts_with(&gzip::MAGIC[..2]) {
        Codec::Gzip(Gzip::default())
    } else if head.starts_with(zstandard::MAGIC) || zstandard::is_skippable(head) {
        Codec::Zstandard(Zstandard::default())
    } else {
        return Err(packed);
    };
    Ok(Members { bytes: Ahead::new(Box::new(packed)), codec, is_open: false, is_over: false })
}

/// The unpacked members of an input, one after another.
pub(crate) struct Members {
    bytes: Ahead,
    codec: Codec,
    /// Whether a member has begun and not ended.
    is_open: bool,
    is_over: bool,
}

enum Codec {
    Gzip(Gzip),
    Zstandard(Zstandard),
}

/// What a step of unpacking did.
struct Step {
    n_taken: usize,
    n_given: usize,
    /// Whether the member ended.
    is_end: bool,
}

impl Codec {
    fn magic(&self) -> &'static [u8] {
        match self {
            Self::Gzip(_) => gzip::MAGIC,
            Self::Zstandard(_) => zstandard::MAGIC,
        }
    }

    /// Gets ready for a member that begins here.
    fn open(&mut self, bytes: &mut Ahead) -> io::Result<()> {
        match self {
            Self::Gzip(gzip) => gzip.open(bytes),
            Self::Zstandard(zstandard) => zstandard.open(bytes),
        }
    }

    fn step(&mut self, bytes: &[u8], room: &mut [u8]) -> io::Result<Step> {
        match self {
            Self::Gzip(gzip) => gzip.step(bytes, room),
            Self::Zstandard(zstandard) => zstandard.step(bytes, room),
        }
    }

    /// The first bytes of a member, if these are one.
    fn taste(&self, bytes: &[u8], room: &mut [u8]) -> usize {
        match self {
            Self::Gzip(_) => gzip::taste(bytes, room),
            Self::Zstandard(zstandard) => zstandard.taste(bytes, room),
        }
    }
}

impl Members {
    fn try_read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open {
                // Some writers fill up with zeros.
                while self.bytes.look(1)?.first() == Some(&0) {
                    self.bytes.take(1);
                }
                if self.bytes.look(1)?.is_empty() {
                    self.is_over = true;
                    return Ok(0);
                }
                self.bytes.mark();
                self.codec.open(&mut self.bytes)?;
                self.is_open = true;
            }
            let packed = self.bytes.look(1)?;
            let is_cut_off = packed.is_empty();
            let Step { n_taken, n_given, is_end } = self.codec.step(packed, room)?;
            self.bytes.take(n_taken);
            self.is_open = !is_end;
            if n_given > 0 {
                return Ok(n_given);
            }
            if is_cut_off && !is_end {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it is cut off"));
            }
        }
    }

    /// Goes to the next member that begins a record.
    fn find_record(&mut self) -> io::Result<()> {
        const TASTE: usize = 4 << 10;
        self.bytes.back_to_mark();
        self.bytes.take(1);
        while self.bytes.find(self.codec.magic())? {
            let mut first = [0; RECORD.len()];
            let n_first = self.codec.taste(self.bytes.look(TASTE)?, &mut first);
            if &first[..n_first] == RECORD {
                return Ok(());
            }
            self.bytes.take(1);
        }
        self.is_over = true;
        Ok(())
    }
}

impl Read for Members {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.is_over || room.is_empty() {
            return Ok(0);
        }
        self.try_read(room).or_else(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return Err(error);
            }
            let broken = BrokenMember { offset: self.bytes.marked(), what: error.to_string() };
            self.is_open = false;
            self.find_record()?;
            Err(io::Error::other(broken))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("there is memory");
        encoder.include_checksum(true).expect("it can");
        encoder.write_all(text).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    /// All that can be read, broken pieces in brackets by their offset.
    fn read(packed: Vec<u8>) -> String {
        let head = packed[..packed.len().min(8)].to_vec();
        let mut members = unpacked(&head, io::Cursor::new(packed)).map_err(|_| ()).expect("it is packed");
        let mut text = String::new();
        let mut room = [0; 100];
        loop {
            match members.read(&mut room) {
                Ok(0) => return text,
                Ok(n_bytes) => text.push_str(&String::from_utf8_lossy(&room[..n_bytes])),
                Err(error) => {
                    let broken = error.get_ref().and_then(|error| error.downcast_ref::<BrokenMember>());
                    text.extend(["[", &broken.expect("the piece is broken").offset.to_string(), "]"]);
                }
            }
        }
    }

    /// Words that do not pack into nothing.
    fn record(n: u32) -> String {
        format!("WARC/1.0\r\n{}\r\n", blake3::hash(&n.to_le_bytes()))
    }

    #[test]
    fn members_one_after_another() {
        for pack in [gzip, zstd] {
            let packed: Vec<u8> = (0..50).flat_map(|n| pack(record(n).as_bytes())).collect();
            let text: String = (0..50).map(record).collect();
            assert_eq!(read(packed.clone()), text);
            assert_eq!(read([packed, vec![0; 700]].concat()), text);
        }
    }

    #[test]
    fn a_broken_member_loses_itself_alone() {
        for pack in [gzip, zstd] {
            let [one, two, three] = [1, 2, 3].map(|n| pack(record(n).as_bytes()));
            let (start, end) = (one.len(), one.len() + two.len());
            let packed = [one, two, three].concat();
            for at in start..end {
                let mut broken = packed.clone();
                broken[at] ^= 0x55;
                let read = read(broken);
                // What was given before the break shows is given; a flag of the header or a check may not matter.
                assert!(read.starts_with(&record(1)) && read.ends_with(&record(3)), "{at}: {read}");
                let shows = read.contains(&format!("[{start}]"));
                assert!(shows || read.contains(&record(2)), "{at}: {read}");
            }
            for end in start..end {
                let cut =
                    read([&packed[..end], b"noise", &packed[start + (packed.len() - start) / 2..]].concat());
                assert!(cut.starts_with(&record(1)), "{cut}");
            }
        }
    }

    #[test]
    fn the_dictionary_of_an_archive() {
        let dictionary = record(0).repeat(20).into_bytes();
        for stored in [dictionary.clone(), zstd(&dictionary)] {
            let mut packed =
                [&[0x5D, 0x2A, 0x4D, 0x18][..], &(stored.len() as u32).to_le_bytes(), &stored].concat();
            let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary).expect("it is one");
            for n in 0..3 {
                packed.extend(compressor.compress(record(n).as_bytes()).expect("memory takes all"));
            }
            assert_eq!(read(packed), (0..3).map(record).collect::<String>());
        }
    }

    #[test]
    fn a_thousand_false_beginnings_cost_little() {
        let noise = [gzip::MAGIC, &[0; 9]].concat().repeat(400_000);
        assert_eq!(read([&noise[..], &gzip(record(1).as_bytes())].concat()), format!("[0]{}", record(1)));
    }
}

use hashbrown::HashTable;

use crate::strings::hash_string;
use crate::vocab::LexId;

/// How chunks (runs of white space, or of anything else) seen before were split. What is in it never changes a
/// result: a chunk is split alike wherever it stands.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    text: String,
    known: Vec<Chunk>,
    parts: Vec<Part>,
    table: HashTable<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Chunk {
    hash: u64,
    start: u32,
    end: u32,
    first_part: u32,
    end_part: u32,
}

/// A token of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Where it ends, in bytes from the start of the chunk.
    pub(crate) end: u32,
    pub(crate) lex: LexId,
    pub(crate) norm: u64,
    /// Whether some special case that is found among the tokens begins with it.
    pub(crate) starts_phrase: bool,
}

/// Longer chunks are split anew each time: they hardly come twice.
const MAX_CHUNK: usize = 128;
/// Chunks kept; a few megabytes.
const MAX_CHUNKS: usize = 1 << 16;

impl Chunks {
    /// The parts of a chunk that is known, and the hash to [`Chunks::add`] it with.
    pub(crate) fn find(&self, chunk: &str) -> (u64, Option<&[Part]>) {
        let hash = hash_string(chunk);
        let same = |&number: &u32| {
            let known = &self.known[number as usize];
            known.hash == hash && self.text[known.start as usize..known.end as usize] == *chunk
        };
        let parts = self.table.find(hash, same).map(|&number| {
            let known = &self.known[number as usize];
            &self.parts[known.first_part as usize..known.end_part as usize]
        });
        (hash, parts)
    }

    /// Keeps a chunk that was not known, if there is room.
    pub(crate) fn add(&mut self, hash: u64, chunk: &str, parts: &[Part]) {
        if chunk.len() > MAX_CHUNK || self.known.len() >= MAX_CHUNKS {
            return;
        }
        let number = self.known.len() as u32;
        let (start, first_part) = (self.text.len() as u32, self.parts.len() as u32);
        self.text.push_str(chunk);
        self.parts.extend_from_slice(parts);
        let (end, end_part) = (self.text.len() as u32, self.parts.len() as u32);
        self.known.push(Chunk { hash, start, end, first_part, end_part });
        self.table.insert_unique(hash, number, |&other| self.known[other as usize].hash);
    }

    /// Whether it takes no more chunks.
    pub(crate) fn is_full(&self) -> bool {
        self.known.len() >= MAX_CHUNKS
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

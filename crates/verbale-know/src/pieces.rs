use crate::fold_into;

/// Stands for one folded word: what names are compared by, so that nothing is copied when a text is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece(pub u64);

/// A run of pieces put together from left to right; equal runs have equal values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run(pub u64);

impl Run {
    /// The run with one more piece.
    #[must_use]
    pub fn then(self, piece: Piece) -> Self {
        Self(mixed(self.0.rotate_left(23) ^ piece.0))
    }

    /// The run of these pieces.
    pub fn of(pieces: &[Piece]) -> Self {
        pieces.iter().fold(Self::default(), |run, &piece| run.then(piece))
    }
}

/// Cuts strings into [`Piece`]s. It keeps its buffer, so that looking through a text costs no allocation a word.
///
/// Letters lose case and marks as in [`fold`](crate::fold); hyphens part pieces, full stops do not, a comma and a
/// possessive "'s" are pieces of their own. So a name gives the same pieces however a tokenizer cuts it.
#[derive(Debug, Default)]
pub struct PieceCutter {
    folded: String,
}

impl PieceCutter {
    /// Appends the pieces of `text`.
    pub fn cut(&mut self, text: &str, pieces: &mut Vec<Piece>) {
        // Most words of a text are plain lower-case ones: hash them without folding.
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            pieces.push(piece(text));
            return;
        }
        for (number, part) in text.split(',').enumerate() {
            if number > 0 {
                pieces.push(piece(","));
            }
            for word in part.split_whitespace() {
                let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
                self.cut_word(bare.unwrap_or(word), pieces);
                if bare.is_some() {
                    pieces.push(piece("s"));
                }
            }
        }
    }

    fn cut_word(&mut self, word: &str, pieces: &mut Vec<Piece>) {
        // Letters, digits, full stops and apostrophes only: the same as folding, without its cost.
        let mut plain = [0_u8; 32];
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'\'');
        if word.len() <= plain.len() && word.bytes().all(is_plain) {
            let mut length = 0;
            for byte in word.bytes().filter(u8::is_ascii_alphanumeric) {
                plain[length] = byte.to_ascii_lowercase();
                length += 1;
            }
            if length > 0 {
                pieces.push(piece_of_bytes(&plain[..length]));
            }
            return;
        }
        self.folded.clear();
        fold_into(word, &mut self.folded);
        pieces.extend(self.folded.split(' ').filter(|part| !part.is_empty()).map(piece));
    }
}

fn piece(folded: &str) -> Piece {
    piece_of_bytes(folded.as_bytes())
}

fn piece_of_bytes(folded: &[u8]) -> Piece {
    // As FNV-1a, but eight bytes at a time.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ folded.len() as u64;
    let mut chunks = folded.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mixed(hash ^ u64::from_le_bytes(chunk.try_into().expect("chunks of eight")));
    }
    let mut last = [0; 8];
    last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    Piece(mixed(hash ^ u64::from_le_bytes(last)))
}

fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 29)
}

/// The pieces of a string, in a list of their own.
pub fn pieces_of(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    PieceCutter::default().cut(text, &mut pieces);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_does_not_depend_on_tokens() {
        for (name, tokens) in [
            ("al-Qaeda", &["al", "-", "Qaeda"][..]),
            ("People's Army", &["People", "'s", "Army"]),
            ("Workers' Party", &["Workers", "'", "Party"]),
            ("U.S. Senate", &["U.S.", "Senate"]),
            ("Washington, D.C.", &["Washington", ",", "D.C."]),
            ("St. Lucia", &["St.", "Lucia"]),
            ("d'Ivoire", &["d’Ivoire"]),
        ] {
            let cut: Vec<Piece> = tokens.iter().flat_map(|token| pieces_of(token)).collect();
            assert_eq!(pieces_of(name), cut, "{name}");
        }
        assert_eq!(pieces_of("US"), pieces_of("U.S."));
        assert_ne!(Run::of(&pieces_of("a b")), Run::of(&pieces_of("b a")));
        assert_eq!(pieces_of(" -"), []);
    }
}

//! String ids as spaCy computes them: attributes are compared and embedded by 64-bit ids, not by text.

mod symbols;

use symbols::SYMBOLS;

/// MurmurHash2, 64 bits, variant A, seed 1, over the UTF-8 bytes: spaCy's `hash_string`.
///
/// This is the plain hash. For the id of a string as a token attribute use [`string_id`], which knows the empty
/// string and the numbered names.
pub fn hash_string(string: &str) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;
    const SEED: u64 = 1;
    let bytes = string.as_bytes();
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, tail) = bytes.as_chunks::<8>();
    for &word in words {
        let mut mixed = u64::from_le_bytes(word).wrapping_mul(MULTIPLIER);
        mixed ^= mixed >> SHIFT;
        hash = (hash ^ mixed.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        let last = tail.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        hash = (hash ^ last).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> SHIFT;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ hash >> SHIFT
}

/// The id of a string in spaCy's `StringStore`: 0 for the empty string, a small fixed number for the names of
/// attributes, parts of speech and common labels ("NOUN", "nsubj", also the shape "X"), else [`hash_string`].
pub fn string_id(string: &str) -> u64 {
    if string.is_empty() { 0 } else { symbol(string).unwrap_or_else(|| hash_string(string)) }
}

/// The number of a numbered name.
pub(crate) fn symbol(string: &str) -> Option<u64> {
    const LONGEST: usize = 17;
    if string.len() > LONGEST || !string.is_ascii() {
        return None;
    }
    SYMBOLS.binary_search_by_key(&string, |&(name, _)| name).ok().map(|place| u64::from(SYMBOLS[place].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_the_reference() {
        for (string, hash) in [
            ("a", 11_901_859_001_352_538_922),
            ("abc", 13_021_918_864_714_763_345),
            ("Lavrov", 11_217_381_338_359_444_981),
            ("Медведев", 17_320_082_932_432_610_464),
            ("twelve bytes", 13_589_297_107_869_452_551),
            ("12345678", 9_871_996_032_675_327_904),
            ("123456781", 4_252_657_400_276_905_199),
            ("ab\0c", 6_775_417_950_071_593_646),
        ] {
            assert_eq!(hash_string(string), hash, "{string:?}");
        }
    }

    #[test]
    fn numbered_names_have_their_numbers() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("IS_ALPHA"), 1);
        assert_eq!(string_id("X"), 101);
        assert_eq!(string_id("nsubj"), 429);
        assert_eq!(string_id("Lavrov"), hash_string("Lavrov"));
    }

    #[test]
    fn the_table_can_be_searched() {
        assert!(SYMBOLS.is_sorted_by_key(|&(name, _)| name));
        assert!(SYMBOLS.iter().all(|(name, _)| symbol(name).is_some()));
    }
}

//! From bytes to characters: what the page's sender and the page itself declare, checked against the bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Declarations stand in the first kilobyte by the standard; archives put lines of their own before them.
const HEAD: usize = 8 << 10;

/// The characters of a page. `declared` is the label its sender gave, as in `Content-Type: text/html; charset=…`.
///
/// A mark at the start decides. Else the first declaration that fits the bytes does; bytes that are UTF-8 and no mere
/// ASCII are UTF-8 whatever is declared. Where no declaration fits, the bytes are guessed at.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some((encoding, n_bytes)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[n_bytes..]).0.into_owned();
    }
    if let Ok(text) = str::from_utf8(bytes) {
        // ASCII alone may be an escape-coded Japanese page, which says so.
        let is_escaped = bytes.contains(&0x1B);
        if !is_escaped {
            return text.to_owned();
        }
    }
    let header = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    for encoding in header.into_iter().chain(declared_in(bytes)) {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors || is_nearly_sound(&text) {
            return text.into_owned();
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    guess.decode_without_bom_handling(bytes).0.into_owned()
}

/// Encodings the page declares in its head: `charset=…` in a `<meta>` or an XML declaration, in order.
fn declared_in(bytes: &[u8]) -> impl Iterator<Item = &'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &head[at..];
            let found = ["charset", "encoding"]
                .iter()
                .filter_map(|word| find_ignoring_case(rest, word.as_bytes()).map(|i| i + word.len()));
            let start = at + found.min()?;
            at = start;
            let value = head[start..].trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start);
            let Some(value) = value else { continue };
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let n_bytes = value
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
                .count();
            if let Some(encoding) = Encoding::for_label(&value[..n_bytes]) {
                // A page that can be read as ASCII far enough to find this is not UTF-16.
                return Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 });
            }
        }
    })
}

fn find_ignoring_case(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

/// Whether a decoded text has few replacement marks for its foreign letters: a cut-off advert, not a wrong encoding.
fn is_nearly_sound(text: &str) -> bool {
    let n_foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let n_broken = text.chars().filter(|&c| c == '\u{FFFD}').count();
    n_broken * 20 <= n_foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str =
        "Послы речных государств встретились в понедельник в столице, чтобы говорить о плотине.";

    fn page(label: &str, meta: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        encoding.encode(&format!("<html><head>{meta}</head><p>{}", RUSSIAN.repeat(3))).0.into_owned()
    }

    #[test]
    fn headers_metas_and_neither() {
        for (label, header, meta) in [
            ("windows-1251", Some("windows-1251"), ""),
            (
                "windows-1251",
                None,
                "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
            ),
            ("koi8-r", None, "<meta charset=\"KOI8-R\">"),
            ("koi8-r", None, ""),
            ("windows-1251", None, ""),
            ("utf-8", Some("windows-1251"), ""),
            ("windows-1251", Some("utf-8"), ""),
            // An archive's own line before the page's.
            ("windows-1251", None, "<meta charset=utf-8><meta charset=windows-1251>"),
            ("utf-8", None, "<meta charset=nonsense>"),
        ] {
            let text = decode(&page(label, meta), header);
            assert!(text.contains(RUSSIAN), "{label} {header:?} {meta}: {}", &text[..80]);
        }
    }

    #[test]
    fn marks_decide_and_nothing_fails() {
        assert_eq!(decode(b"\xFF\xFEa\0b\0", Some("utf-8")), "ab");
        assert_eq!(decode(b"", None), "");
        assert_eq!(decode(b"charset=", Some("nonsense")), "charset=");
    }
}

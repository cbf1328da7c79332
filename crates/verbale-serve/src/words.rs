//! Other people's words on a page: escaped by the template, kept apart in direction, with what cannot be seen made
//! visible.

use maud::{Markup, html};

/// Text from a document, a feed or a form, as HTML. Characters that show nothing or turn the direction of what
/// follows are shown as marks that name them.
pub(crate) fn words(text: &str) -> Markup {
    if !text.contains(is_hidden) {
        return html! { (text) };
    }
    html! {
        @for piece in text.split_inclusive(is_hidden) {
            @match piece.chars().next_back().filter(|&c| is_hidden(c)) {
                Some(hidden) => {
                    (&piece[..piece.len() - hidden.len_utf8()])
                    span.hidden title={ "a character that shows nothing, U+" (format!("{:04X}", u32::from(hidden))) } { "␣" }
                }
                None => (piece),
            }
        }
    }
}

/// A name or a title: as [`words`], and isolated, so that its direction does not spill over.
pub(crate) fn name(text: &str) -> Markup {
    html! { bdi { (words(text)) } }
}

/// Controls, bidirectional controls, zero-width characters and tags. Joiners are not among them: Persian and Hindi
/// are written with them.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}'
        | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// An address to link to, where it is one of the web; nothing else is ever linked.
pub(crate) fn web_address(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let is_clean = !url.contains(|c: char| c.is_whitespace() || c.is_control() || is_hidden(c));
    (is_clean && !rest.is_empty() && !rest.starts_with('/')).then_some(url)
}

/// At most `most` characters, cut at a space, with an ellipsis where something was left out.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').filter(|&space| space > end / 2).unwrap_or(end);
    format!("{} …", text[..cut].trim_end())
}

/// 12408 as `12,408`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `+0.61`, `−0.40`: with the sign of minus, which is as wide as plus.
pub(crate) fn signed(value: f64) -> String {
    format!("{value:+.2}").replace('-', "−").replace("−0.00", "0.00").replace("+0.00", "0.00")
}

/// `1 event`, `12,408 events`.
pub(crate) fn counted(n: u64, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        let shown = words("a\u{202E}<b>\u{200B}").into_string();
        assert!(shown.starts_with("a<span class=\"hidden\"") && shown.contains("U+202E"), "{shown}");
        assert!(shown.contains("&lt;b&gt;") && shown.ends_with("</span>"), "{shown}");
        assert_eq!(words("می\u{200C}خواهم").into_string(), "می\u{200C}خواهم");
    }

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert_eq!(web_address("https://example.org/a?b=1"), Some("https://example.org/a?b=1"));
        for other in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "http:///x",
            "https://a\n.b",
            "//a",
            " https://a",
        ] {
            assert_eq!(web_address(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_and_texts_are_kept_short() {
        assert_eq!([number(7), number(1000), number(1_234_567)], ["7", "1,000", "1,234,567"]);
        assert_eq!(shortened("one two three", 9), "one two …");
        assert_eq!(shortened("short", 9), "short");
        assert_eq!(counted(1, "event"), "1 event");
        assert_eq!([0.614, -0.4, -0.001].map(signed), ["+0.61", "−0.40", "0.00"]);
    }
}

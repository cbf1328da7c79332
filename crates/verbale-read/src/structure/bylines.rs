//! Lines that say who wrote it: "By Jane Doe", "(Reporting by …)", "Source: Xinhua".

use super::agencies::is_agency;
use super::paragraphs::is_blank;

/// Whether a paragraph is such a line, with the names where it gives them plainly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Byline {
    /// "By Jane Doe and John Roe": the names as printed.
    Names(String),
    /// A credit at the foot.
    Credit,
}

/// Reads a line as a byline.
pub(crate) fn byline(text: &str, n_words: usize) -> Option<Byline> {
    if let Some(names) = by_names(text).filter(|_| n_words <= 16) {
        return Some(Byline::Names(names));
    }
    is_credit(text, n_words).then_some(Byline::Credit)
}

/// The names after "By": each two or more words written large.
fn by_names(text: &str) -> Option<String> {
    let lead = text.get(..3).filter(|lead| lead.eq_ignore_ascii_case("by "))?;
    let rest = text[lead.len()..].trim_matches(is_blank);
    let mut names = Vec::new();
    let mut left = rest;
    loop {
        let (name, after) = person(left)?;
        names.push(name);
        let after = after.trim_start();
        if let Some(next) =
            ["and ", "AND ", "& ", ", and ", ", "].iter().find_map(|joint| after.strip_prefix(joint))
            && person(next).is_some_and(|(name, _)| !is_organization(name))
        {
            left = next;
            continue;
        }
        // After the names: nothing, or where they work and from where they write; never a sentence.
        let is_closed = after.is_empty()
            || after.starts_with([',', '|', '–', '—', '-', '/', '(', '•', '·'])
            || after.starts_with("in ")
            || after.starts_with("for ");
        return (is_closed && !after.ends_with('.')).then(|| names.join(", "));
    }
}

/// "Jane Doe", "J. R. de la Cruz", "JANE DOE": the name, and the text after it.
fn person(text: &str) -> Option<(&str, &str)> {
    let (mut end, mut n_words) = (0, 0);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let is_particle =
            n_words > 0 && ["de", "da", "la", "van", "von", "der", "bin", "al", "el", "di"].contains(&bare);
        let core = bare.trim_end_matches(',');
        if core == "AND" {
            break;
        }
        let is_name = core.starts_with(char::is_uppercase)
            && core.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        if !(is_name || is_particle) || n_words == 5 {
            break;
        }
        n_words += 1;
        let is_last = bare.ends_with(',');
        end += if is_last { core.len() } else { word.len() };
        if is_last {
            break;
        }
    }
    let name = text[..end].trim_end();
    (n_words >= 2).then_some((name, &text[end..]))
}

fn is_organization(name: &str) -> bool {
    is_agency(name)
        || ["Press", "News", "Staff", "Writer", "Times", "Post", "Agency"]
            .iter()
            .any(|w| name.split(' ').any(|n| n == *w))
}

fn is_credit(text: &str, n_words: usize) -> bool {
    let bare = text.trim_matches(|c: char| {
        is_blank(c) || matches!(c, '(' | ')' | '[' | ']' | '/' | '-' | '–' | '—' | '.' | '*' | '•')
    });
    let lower = bare.to_lowercase();
    let starts = |marks: &[&str]| marks.iter().any(|mark| lower.starts_with(mark));
    let is_signature = n_words <= 3 && is_agency(bare);
    let is_source = n_words <= 6
        && starts(&[
            "source:",
            "sources:",
            "agency:",
            "with inputs from",
            "with agencies",
            "agencies",
            "courtesy:",
        ]);
    let is_desk = n_words <= 60
        && starts(&[
            "reporting by ",
            "additional reporting by ",
            "editing by ",
            "writing by ",
            "compiled by ",
            "with reporting by ",
            "written by ",
            "edited by ",
            "translated by ",
        ]);
    let contributed = n_words <= 45
        && (lower.ends_with("contributed to this report")
            || lower.ends_with("contributed reporting")
            || lower.ends_with("contributed to this story")
            || lower.ends_with("contributed to this article"));
    let has_inputs = n_words <= 8 && lower.starts_with("with ") && lower.ends_with(" inputs");
    is_signature || has_inputs || is_source || is_desk || contributed || is_initials(bare, n_words)
}

/// The desk's signs at the foot of agency copy: "M.H./R.J.", "END/IRNA/8072", "HS/AK".
fn is_initials(text: &str, n_words: usize) -> bool {
    let is_sign =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '/' | '*' | '-' | ' ');
    (1..=2).contains(&n_words)
        && text.len() <= 24
        && text.chars().all(is_sign)
        && text.contains('/')
        && text.contains(|c: char| c.is_ascii_uppercase())
        && text.split(['/', '.', ' ', '*']).all(|part| part.len() <= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Byline> {
        byline(text, text.split_whitespace().count())
    }

    #[test]
    fn names_after_by() {
        let names = |names: &str| Some(Byline::Names(names.to_owned()));
        assert_eq!(read("By Jane Doe"), names("Jane Doe"));
        assert_eq!(read("BY JANE DOE AND JOHN ROE"), names("JANE DOE, JOHN ROE"));
        assert_eq!(read("By Jane Doe and John Roe"), names("Jane Doe, John Roe"));
        assert_eq!(
            read("By Jane Doe, John Roe and Ana de la Cruz"),
            names("Jane Doe, John Roe, Ana de la Cruz")
        );
        assert_eq!(read("By Jane Doe, Associated Press"), names("Jane Doe"));
        assert_eq!(read("By J. R. Doe | Example News"), names("J. R. Doe"));
        assert_eq!(read("By Jane Doe in Geneva"), names("Jane Doe"));
        assert_eq!(read("By Monday the envoys had left."), None);
        assert_eq!(read("By signing, the envoys ended the war."), None);
        assert_eq!(read("By Geneva Convention rules he must be freed."), None);
    }

    #[test]
    fn credits_at_the_foot() {
        for text in [
            "(Reporting by Jane Doe; Editing by John Roe)",
            "Source: Xinhua",
            "Reuters",
            "(AFP)",
            "/TASS/",
            "M.H./R.J.",
            "(With PTI inputs)",
            "Associated Press writer Jane Doe contributed to this report.",
        ] {
            assert_eq!(read(text), Some(Byline::Credit), "{text}");
        }
        for text in [
            "Reuters reported the talks.",
            "Sources: the envoy had left the hall by noon",
            "Trend lines fell.",
            "NATO",
            "AFP said so",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

//! Whose copy an article runs, as the article itself shows.

use std::sync::LazyLock;

use regex::Regex;

use crate::outlets::outlet;

/// The agency whose text this is, by its dateline, its tail lines or its byline.
///
/// `dateline_agency` is what a reader found there, as written. A mere mention of an agency is no sign: papers quote
/// agencies all the time.
///
/// ```
/// use verbale_stories::agency_of;
/// assert_eq!(agency_of("GENEVA, March 3 (UPI) -- Talks went on.", None), Some("UPI"));
/// assert_eq!(agency_of("Talks went on.\n(Reporting by Ann Ash; editing by Bo Birk)", None), Some("Reuters"));
/// assert_eq!(agency_of("Talks went on, Reuters reported.", None), None);
/// ```
pub fn agency_of(text: &str, dateline_agency: Option<&str>) -> Option<&'static str> {
    let named = |name: &str| outlet(name).filter(|outlet| outlet.is_agency).map(|outlet| outlet.name);
    if let Some(agency) = dateline_agency.and_then(named) {
        return Some(agency);
    }
    let head = &text[..floor(text, HEAD)];
    // A search for brackets costs a hundredth of one for the whole form.
    let datelines = head.contains('(').then(|| DATELINE.captures_iter(head)).into_iter().flatten();
    for captures in datelines {
        if let Some(agency) = named(&captures[1]) {
            return Some(agency);
        }
    }
    if let Some(agency) = BYLINE.captures(head).and_then(|captures| named(&captures[1])) {
        return Some(agency);
    }
    let tail = &text[floor(text, text.len().saturating_sub(TAIL))..];
    if let Some(captures) = REPORTING.captures_iter(tail).last() {
        // The form is that of Reuters; others who use it name themselves.
        let own = captures.get(1).map_or("", |names| names.as_str());
        return Some(own.split([',', ';']).find_map(named).unwrap_or("Reuters"));
    }
    SIGNED.iter().find_map(|(pattern, agency)| {
        let captures = pattern.captures(tail)?;
        agency.or_else(|| named(captures.get(1)?.as_str()))
    })
}

/// Bytes at the head of a text where a dateline is looked for: a few lines of photo credits may come before.
const HEAD: usize = 700;

/// Bytes at the end of a text where credits are looked for.
const TAIL: usize = 1200;

/// "GENEVA, March 3 (UPI) --", "Mexico City (AFP) –", "Dec 29 (Reuters) -": at the start of a line.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?m)^[\p{Lu}\d][\p{L}\d .,'’/&-]{0,70}[ /]?\(([A-Z][A-Za-z -]{1,30})\)\s*[-–—―:]")
});

/// "By Ann Ash, Associated Press", "Agence France-Presse" alone on a line.
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)^(?:By [^\n]{0,60}(?:, | of | for )(?:The )?|By (?:The )?|(?:The )?)(Associated Press|Agence France-Presse|Reuters|AFP|AP|UPI|United Press International|Xinhua|Bloomberg News|Canadian Press)(?: writer)?\.?$",
    )
});

/// "(Reporting by Ann Ash; editing by Bo Birk)".
static REPORTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[(\n](?:additional )?(?:reporting|writing) (?:and writing )?by ([^()\n]{3,200}?)(?:[;,.] ?(?:additional |writing|reporting)[^()]*?)?(?:[;,] ?edit(?:ing|ed) by [^()]{2,200}|\))",
    )
});

static SIGNED: LazyLock<[(Regex, Option<&str>); 4]> = LazyLock::new(|| {
    [
        (
            pattern(
                r"(?i)associated press (?:(?:video|photo)?(?:journalist|writer|reporter|researcher)s?|staff) [^\n]{3,250}contributed to this",
            ),
            Some("AP"),
        ),
        (
            pattern(
                r"(?i)(?:©|\(c\)|copyright)[ \d]{0,8}(?:the )?(associated press|reuters|afp|agence france-presse|upi|united press international)",
            ),
            None,
        ),
        (
            pattern(r"(?i)https?://(?:elections\.ap\.org|apne\.ws|hosted\.ap\.org|bigstory\.ap\.org)"),
            Some("AP"),
        ),
        (
            pattern(
                r"(?i)(?:^|\n)(?:associated press|ap) [a-z ]{0,24}(?:writers?|journalists?|reporters?)\b[^\n]{0,150}(?:contributed|reported from)",
            ),
            Some("AP"),
        ),
    ]
});

/// The nearest place at or before `at` where a character begins.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A pattern that is fixed in the program.
pub(crate) fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the patterns are fixed, and tests use them all")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_is_known_by_its_dateline_and_its_tail() {
        for (text, agency) in [
            ("Mexico City (AFP) – It rained.", Some("AFP")),
            ("Photo: a bridge.\n\nDES MOINES, Iowa (AP) — It rained.", Some("AP")),
            ("Dec 29 (Reuters) - It rained.", Some("Reuters")),
            ("It rained.\n(Reporting by Agence France-Presse; editing by the desk)", Some("AFP")),
            (
                "It rained. (Additional reporting by Ann Ash in Oslo; Editing by Bo Birk and Cy Carr.)",
                Some("Reuters"),
            ),
            (
                "It rained.\nAssociated Press writers Ann Ash and Bo Birk contributed to this report.",
                Some("AP"),
            ),
            ("By Ann Ash, Associated Press\nIt rained.", Some("AP")),
            ("The party (PTI) won.\nIt rained.", None),
            ("It rained, the Associated Press reported.", None),
            ("The reporting by Ms Ash was praised.", None),
            ("", None),
        ] {
            assert_eq!(agency_of(text, None), agency, "{text}");
        }
        assert_eq!(agency_of("It rained.", Some("SANA")), Some("SANA"));
        assert_eq!(agency_of("It rained.", Some("Globe")), None);
    }
}

//! Lines that belong to the page and not to the report: share buttons, newsletters, notices, captions.

use verbale_doc::BlockKind;

use super::dates;
use super::shape::folded;

/// What a paragraph is if it is none of the article's own words.
pub(crate) fn furniture(text: &str, n_words: usize) -> Option<BlockKind> {
    if is_caption(text, n_words) {
        Some(BlockKind::Caption)
    } else if is_boilerplate(text, n_words) {
        Some(BlockKind::Boilerplate)
    } else {
        None
    }
}

/// The date a line of its own gives: "Published: 24 March 2016 10:30 GMT", "Reuters | 2016-03-24 20:14 | Editor: J. Doe".
pub(crate) fn date_line(text: &str, n_words: usize) -> Option<dates::Written> {
    if n_words > 12 {
        return None;
    }
    text.split(['|', '•', '·']).find_map(date_and_clock)
}

/// A date, perhaps after a label and before a time of day, and nothing else.
fn date_and_clock(text: &str) -> Option<dates::Written> {
    let labels = [
        "published on",
        "published",
        "posted on",
        "posted",
        "date",
        "updated on",
        "updated",
        "last updated",
        "first published",
    ];
    let mut rest = text.trim();
    for label in labels {
        if let Some(start) = rest.get(..label.len())
            && start.eq_ignore_ascii_case(label)
        {
            let after = rest[label.len()..].trim_start_matches([':', ' ', '\u{A0}']);
            // "published on" stands before "published", so that the longer label wins.
            if after.len() < rest.len() - label.len() {
                rest = after;
                break;
            }
        }
    }
    let (written, n_bytes) = dates::scan_iso(rest).or_else(|| dates::scan(rest))?;
    let is_full = matches!(written, dates::Written::Day { year: Some(_), .. });
    // After the date: a time of day, its zone, a bar and "Updated …", but no sentence.
    let tail = &rest[n_bytes..];
    let is_clock = tail.split_whitespace().all(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || word.bytes().any(|byte| byte.is_ascii_digit())
            || (word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
            || ["at", "am", "pm", "a.m", "p.m", "updated", "last"].contains(&word.to_lowercase().as_str())
    });
    (is_full && is_clock).then_some(written)
}

fn is_caption(text: &str, n_words: usize) -> bool {
    if n_words > 60 {
        return false;
    }
    let lower = text.trim_start_matches(['(', '[']).to_lowercase();
    let labels = [
        "photo:",
        "photo by",
        "photo/",
        "photo courtesy",
        "picture:",
        "pictured:",
        "image:",
        "image credit",
        "image source",
        "file photo",
        "caption:",
        "illustration:",
        "graphic:",
        "photograph:",
        "photo credit",
        "photos:",
        "credit:",
        "credits:",
        "image ©",
        "photo ©",
        "foto:",
        "fotos:",
        "foto ©",
        "fotocredit",
        "bild:",
        "bilder:",
        "bildquelle",
        "bildnachweis",
        "symbolbild",
        "crédit photo",
        "crédits photo",
        "crédit :",
        "crédits :",
        "photo :",
        "legende:",
        "фото:",
    ];
    let credits = [
        "reuters/",
        "ap photo/",
        "/reuters",
        "/ap photo",
        "afp/getty",
        "via getty images",
        "/getty images",
        "getty images",
        "file photo",
        "/afp",
        "/epa",
        "(ap photo)",
        "photo/",
    ];
    let has_sentence_after =
        |at: usize| lower[at..].trim_end_matches([')', ']', '.', ' ']).split_whitespace().count() > 8;
    labels.iter().any(|label| lower.starts_with(label))
        || (lower.contains(['/', '(']) || lower.contains("getty") || lower.contains("file"))
            && credits.iter().any(|credit| {
                let at = lower.rfind(credit).map(|at| at + credit.len());
                // A credit closes its caption; the name of a photographer may follow it.
                at.is_some_and(|at| {
                    !has_sentence_after(at) && lower[at..].split_whitespace().count() <= 4 && n_words <= 45
                }) && !text.trim_end().ends_with('”')
                    && !(lower.ends_with('.') && lower.contains("getty images") && n_words > 30)
            })
}

fn is_boilerplate(text: &str, n_words: usize) -> bool {
    if n_words == 0 {
        return true; // rules, rows of stars
    }
    let line = folded(text);
    let starts = |marks: &[&str]| marks.iter().any(|mark| line.starts_with(mark));
    let holds = |marks: &[&str]| marks.iter().any(|mark| line.contains(mark));
    (n_words <= 6 && WHOLE.contains(&line.as_str()))
        || is_share_row(&line, n_words)
        || (n_words <= 25 && starts(&INVITATIONS) && !text.contains(['“', '”']))
        || (n_words <= 15 && starts(&["follow "]) && holds(&NETWORKS) && !text.contains(['“', '”']))
        || (n_words <= 12 && starts(&LABELS) && text.contains(':'))
        || (n_words <= 60 && starts(&NOTICES))
        || (n_words <= 40 && holds(&RIGHTS))
        || text.starts_with('©')
        || (n_words <= 5 && is_counter(&line))
}

/// Nothing but names of networks and verbs of sharing.
fn is_share_row(line: &str, n_words: usize) -> bool {
    const WORDS: [&str; 24] = [
        "share",
        "tweet",
        "facebook",
        "twitter",
        "x",
        "whatsapp",
        "telegram",
        "linkedin",
        "pinterest",
        "reddit",
        "email",
        "e",
        "mail",
        "print",
        "messenger",
        "copy",
        "link",
        "flipboard",
        "tumblr",
        "viber",
        "vk",
        "on",
        "this",
        "save",
    ];
    let is_shared = line.split(' ').any(|word| {
        WORDS[..2].contains(&word)
            || WORDS[3..5].contains(&word)
            || word == "whatsapp"
            || word == "print"
            || word == "email"
    });
    (1..=14).contains(&n_words) && is_shared && line.split(' ').all(|word| WORDS.contains(&word))
}

/// "3 min read", "Image 1 of 5", "12 comments".
fn is_counter(line: &str) -> bool {
    let has_number = line.split(' ').any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    has_number
        && (line.ends_with("min read")
            || line.ends_with("minute read")
            || line.ends_with("comments")
            || line.ends_with("shares")
            || line.ends_with("views")
            || line.starts_with("image ")
            || line.starts_with("photo ")
            || line.starts_with("slide "))
}

const WHOLE: [&str; 44] = [
    "advertisement",
    "ad",
    "ads",
    "advert",
    "article continues below",
    "article continues below advertisement",
    "comments",
    "close",
    "leave a comment",
    "listen to this article",
    "loading",
    "log in",
    "menu",
    "no comments",
    "post a comment",
    "save article",
    "scroll to continue",
    "share this article",
    "share this story",
    "share this post",
    "skip to content",
    "sponsored",
    "sponsored content",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "support us",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "publicidade",
    "pubblicità",
    "реклама",
    "reklama",
    "empfohlener redaktioneller inhalt",
    "externer inhalt",
    "wird geladen",
    "gefällt mir",
    "gefällt mir wird geladen",
    "like this loading",
    "view comments",
    "write a comment",
];

/// Address the reader.
const INVITATIONS: [&str; 34] = [
    "add us as",
    "already a subscriber",
    "become a member",
    "buy a subscription",
    "check out our",
    "click here",
    "click to share",
    "continue reading the",
    "donate to",
    "download our",
    "download the app",
    "enter your email",
    "follow her on",
    "follow him on",
    "follow them on",
    "follow us",
    "get breaking news",
    "get our",
    "get the latest",
    "join our",
    "join us on",
    "like us on",
    "listen to our",
    "log in to",
    "never miss a",
    "read the full",
    "read the rest",
    "read the original",
    "register for",
    "sign in to",
    "sign up",
    "stay up to date with our",
    "subscribe to",
    "this article was produced with",
];

/// Where readers are asked to follow.
const NETWORKS: [&str; 6] =
    [" on facebook", " on twitter", " on instagram", " on telegram", " on whatsapp", " on google news"];

const LABELS: [&str; 11] = [
    "categories",
    "category",
    "filed under",
    "keywords",
    "posted in",
    "section",
    "tag",
    "tagged",
    "tags",
    "topic",
    "topics",
];

/// What the paper says of its own article.
const NOTICES: [&str; 30] = [
    "a version of this article",
    "an earlier version of this",
    "correction",
    "editor s note",
    "editors note",
    "for more information contact",
    "for the latest news",
    "if you have a story",
    "originally published",
    "our standards",
    "the opinions expressed",
    "the views expressed",
    "this article has been",
    "this article is republished",
    "this article originally",
    "this article was first",
    "this article was originally",
    "this post has been",
    "this story has been",
    "this story has not been edited",
    "this story was originally",
    "this content is subject to",
    "this post contains affiliate",
    "this article contains affiliate",
    "we may earn a commission",
    "dieser beitrag wurde am",
    "dieser eintrag wurde am",
    "dieser artikel erschien zuerst",
    "dieser text erschien zuerst",
    "anm d red",
];

const RIGHTS: [&str; 6] = [
    "all rights reserved",
    "may not be published broadcast",
    "may not be reproduced",
    "no part of this article",
    "terms of use",
    "copyright 20",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<BlockKind> {
        furniture(text, text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count())
    }

    #[test]
    fn lines_of_the_page() {
        for text in [
            "Share this:",
            "Facebook Twitter WhatsApp Email Print",
            "Share on Facebook",
            "ADVERTISEMENT",
            "ANZEIGE",
            "* * *",
            "Sign up for our morning newsletter",
            "Follow us on Twitter: @example",
            "Follow Example News on Facebook and Twitter.",
            "© 2016 Example Media. All rights reserved.",
            "This article was originally published by Example.",
            "Tags: dam, river, envoys",
            "3 min read",
            "Image 2 of 7",
            "Dieser Beitrag wurde am 4. März 2020 veröffentlicht und unter Damm abgelegt.",
            "The views expressed here are the author's own.",
        ] {
            assert_eq!(kind(text), Some(BlockKind::Boilerplate), "{text}");
        }
    }

    #[test]
    fn captions() {
        for text in [
            "Photo: The dam at dawn",
            "Bild: Der Damm am Morgen",
            "Crédits photos : Agence Exemple",
            "(Credit: Jane Doe / Example)",
            "The dam at dawn on Monday. REUTERS/Jane Doe",
            "Envoys at the dam (AP Photo/John Roe)",
            "The dam at dawn. Jane Doe/AFP/Getty Images",
        ] {
            assert_eq!(kind(text), Some(BlockKind::Caption), "{text}");
        }
    }

    #[test]
    fn words_of_the_article() {
        for text in [
            "Share prices fell after the talks.",
            "Follow the money, the envoy said.",
            "Subscribers to the treaty met on Monday in Geneva and agreed on the next steps of the work.",
            "The envoy told Reuters/Ipsos pollsters that the treaty was dead.",
            "Correct.",
            "Print this, he said.",
            "Comments by the envoy angered the minister.",
            "Advertisement spending rose.",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn lines_that_are_dates() {
        for text in [
            "March 24, 2016",
            "Published: 24 March 2016 10:30 GMT",
            "Posted on March 24, 2016 at 5:16 p.m.",
            "Thursday, March 24, 2016 | Updated 17:20",
            "Reuters | 2016-03-24 20:14:33 | Editor: J. Doe",
            "2016-03-24",
        ] {
            assert!(date_line(text, text.split_whitespace().count()).is_some(), "{text}");
        }
        for text in ["March 24", "March 24, 2016 was a dark day", "Published in Geneva", "Updated"] {
            assert!(date_line(text, text.split_whitespace().count()).is_none(), "{text}");
        }
    }
}

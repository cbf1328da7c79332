//! Lines that announce another story: "Check Also", "Read more: …", "Related articles".

use super::shape::folded;

/// What a line announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Teaser {
    /// Alone on its line amid the text: the next lines are another story's headline and perhaps its first words.
    Inline,
    /// Alone on its line where an article is over: all that follows is other stories.
    Closing,
    /// With the other story's headline on the same line.
    Whole,
}

/// Whether a paragraph is a teaser's cue or a whole teaser.
pub(crate) fn teaser(text: &str, n_words: usize) -> Option<Teaser> {
    if n_words > 40 {
        return None;
    }
    if let Some((cue, headline)) = text.split_once([':', '|', '»', '►', '▶']) {
        // Words that also begin sentences announce only where a headline follows them.
        let may_announce =
            ["more", "watch", "video", "listen", "in pictures"].contains(&folded(cue).as_str());
        let is_headline =
            n_words <= 20 && !text.starts_with(['"', '“', '‘']) && !text.ends_with(['.', '”', '"']);
        let announces = matches_cue(cue) || (may_announce && is_headline);
        if announces && !headline.trim().is_empty() {
            return Some(Teaser::Whole);
        }
    }
    let cue = folded(text);
    if CLOSING.contains(&cue.as_str()) {
        return Some(Teaser::Closing);
    }
    if INLINE.contains(&cue.as_str()) {
        return Some(Teaser::Inline);
    }
    let more_from = n_words <= 7
        && ["more from ", "more on ", "more about ", "more stories "].iter().any(|m| cue.starts_with(m));
    let is_open = !text.ends_with(['.', '!', '?']);
    (more_from && is_open).then_some(Teaser::Closing)
}

fn matches_cue(text: &str) -> bool {
    let cue = folded(text);
    CLOSING.contains(&cue.as_str()) || INLINE.contains(&cue.as_str())
}

/// Stand between paragraphs as well as after the last.
const INLINE: [&str; 73] = [
    "auch interessant",
    "das könnte sie auch interessieren",
    "lesen sie auch",
    "lesen sie dazu auch",
    "lesen sie hier",
    "lesen sie hierzu",
    "lesen sie jetzt",
    "lesen sie mehr",
    "lesetipp",
    "lies auch",
    "lies mehr",
    "mehr dazu",
    "mehr zum thema",
    "siehe auch",
    "à lire",
    "à lire aussi",
    "a lire aussi",
    "à lire également",
    "lire aussi",
    "lire également",
    "voir aussi",
    "te puede interesar",
    "lea también",
    "lea además",
    "lee también",
    "leer más",
    "leer también",
    "mira también",
    "ver también",
    "leia mais",
    "leia também",
    "veja também",
    "leggi anche",
    "leggi di più",
    "guarda anche",
    "lees ook",
    "lees meer",
    "läs också",
    "läs mer",
    "les også",
    "читайте также",
    "смотрите также",
    "читайте ещё",
    "also read",
    "continue reading",
    "don t miss",
    "dont miss",
    "editors picks",
    "more about",
    "more on the topic",
    "must read",
    "must reads",
    "read also",
    "read here",
    "read more",
    "read more here",
    "read next",
    "read this",
    "read this also",
    "read this next",
    "read too",
    "related",
    "related article",
    "related coverage",
    "related story",
    "see also",
    "see more",
    "also see",
    "watch also",
    "czytaj też",
    "czytaj także",
    "zobacz też",
    "zobacz także",
];

/// Stand below an article.
const CLOSING: [&str; 45] = [
    "also in news",
    "check also",
    "further reading",
    "from our partners",
    "from the web",
    "in other news",
    "keep reading",
    "latest articles",
    "latest headlines",
    "latest news",
    "latest stories",
    "more articles",
    "more from this section",
    "more headlines",
    "more like this",
    "more news",
    "more on this",
    "more on this story",
    "more stories",
    "more top stories",
    "most popular",
    "most read",
    "most viewed",
    "next article",
    "next post",
    "next story",
    "on our radar",
    "other news",
    "other stories",
    "popular now",
    "previous article",
    "previous post",
    "recommended",
    "recommended for you",
    "recommended reading",
    "recommended stories",
    "related articles",
    "related content",
    "related links",
    "related news",
    "related posts",
    "related stories",
    "related topics",
    "similar articles",
    "you may also like",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_alone_and_with_their_headline() {
        let cases = [
            ("Check Also", Some(Teaser::Closing)),
            ("RELATED ARTICLES", Some(Teaser::Closing)),
            ("Recommended for you", Some(Teaser::Closing)),
            ("You may also like:", Some(Teaser::Closing)),
            ("More from the river basin", Some(Teaser::Closing)),
            ("Read more", Some(Teaser::Inline)),
            ("See also:", Some(Teaser::Inline)),
            ("Don't miss", Some(Teaser::Inline)),
            ("ALSO READ: Envoys meet in Geneva over the dam", Some(Teaser::Whole)),
            ("Read more | Envoys meet in Geneva", Some(Teaser::Whole)),
            ("MORE: What the dam means for farmers", Some(Teaser::Whole)),
            ("Lesen Sie auch: Der Damm und seine Folgen", Some(Teaser::Whole)),
            ("À lire aussi » Le barrage et ses suites", Some(Teaser::Whole)),
            ("Читайте также: Плотина и её последствия", Some(Teaser::Whole)),
            // Agencies close reports of games with what the teams play next.
            ("UP NEXT", None),
            ("Related developments worried the envoys.", None),
            ("More on that later, the envoy said.", None),
            ("The envoy: we will read more.", None),
            ("Recommended limits were exceeded.", None),
        ];
        for (text, expected) in cases {
            assert_eq!(teaser(text, text.split(' ').count()), expected, "{text}");
        }
    }
}

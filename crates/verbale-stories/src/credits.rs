//! What part the outlets play that an article names: who reported it first, to whom somebody spoke.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::agency::{floor, pattern};
use crate::outlets::{Outlet, mentions, outlet};

/// What part a named outlet plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The information is the outlet's: its report, article, poll, count or investigation.
    Reported,
    /// Somebody said it to the outlet or in it: interview, programme, guest article.
    Venue,
    /// Anything else: an owner, an employer, the host of a debate, an actor.
    Other,
}

impl Role {
    /// The word it is printed as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Venue => "venue",
            Self::Other => "other",
        }
    }
}

/// An outlet named in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The name it is known by.
    pub outlet: String,
    /// The bytes where it is named.
    pub name: Range<usize>,
    /// The part it plays.
    pub role: Role,
    /// The bytes of the sentence.
    pub sentence: Range<usize>,
}

/// The outlets an article names, in order, with the part each plays.
///
/// ```
/// use verbale_stories::{Role, credits};
/// let credits = credits("The pact is dead, Le Monde reported. \"Not at all,\" she told the BBC.");
/// assert_eq!((credits[0].outlet.as_str(), credits[0].role), ("Le Monde", Role::Reported));
/// assert_eq!((credits[1].outlet.as_str(), credits[1].role), ("BBC", Role::Venue));
/// ```
pub fn credits(text: &str) -> Vec<Credit> {
    let found = mentions(text).map(|(name, outlet)| Credit {
        outlet: outlet.name.to_owned(),
        role: role(text, name.clone(), Some(outlet)),
        sentence: sentence(text, name.clone()),
        name,
    });
    found.collect()
}

/// The part an outlet plays that is named at these bytes, whether it is a known one or not.
pub fn role_at(text: &str, name: Range<usize>) -> Role {
    let known = text.get(name.clone()).and_then(outlet);
    role(text, name, known)
}

/// The outlet that a line such as "This story first appeared in The Hill." names as the first to have the text.
pub fn first_appeared(text: &str) -> Option<&str> {
    let captures = FIRST_APPEARED.captures_iter(text).last()?;
    captures.get(1).map(|name| name.as_str().trim())
}

static FIRST_APPEARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:this |the )?(?:story|article|report|piece|column|post|op-ed|interview|essay|version)[^.\n]{0,40}? (?:was )?(?:(?:first|originally|previously) )(?:appeared|published|posted|ran|reported)(?: (?:at|in|on|by|with))+ (?-i:((?:[Tt]he )?[^\s.,;(][^.\n;(]{1,60}))",
    )
});

/// A context on either side of a name: what stands before it, what stands after it, and the part it then plays.
struct Cue {
    before: Option<Regex>,
    after: Option<Regex>,
    role: Role,
}

/// Words that may stand between a cue and the name: articles, days, the name's own descriptions.
const ARTICLE: &str = r"(?:(?:the|a|an|its|their|his|her|our|with|by|in|new|recent|latest|fresh|separate|late|joint|conservative|liberal|state|local|newspaper|network|news|agency|website|site|magazine|daily|broadcaster|channel|station|television|radio|tv|host|sirius xm['’]s) )*[“”\x22'‘]?(?:the )?";

/// A person or programme of the outlet, before or after its name.
const PERSON: &str = r"(?:[A-Z][\p{L}.'’-]+ ){1,3}";

/// In order: the first that fits decides. Written with the development mentions in view, so expect less elsewhere.
static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    let cue = |before: &str, after: &str, role| Cue {
        before: (!before.is_empty()).then(|| pattern(&format!("(?:{before})$"))),
        after: (!after.is_empty()).then(|| pattern(&format!("^(?:{after})"))),
        role,
    };
    let a = ARTICLE;
    let named = r"(?:['’]s?)?(?:[/-][\p{L} ]{2,30}?)?(?: [A-Z][\p{L}]+){0,2}";
    let saying = "(?:reported|reports|reporting|revealed|reveals|found|finds|says|said|wrote|writes|confirmed|confirms|obtained|noted|notes|estimates|estimated|projects|projected|published|publishes|detailed|disclosed|disclosed|broke|calculated|counts|counted|calls|called|pointed out|points out|uncovered|learned|quoted|quotes|cited|cites|claimed|claims|announced|carried|observed|determined|concluded|described|recently)";
    let work = "(?:poll|polls|polling|survey|average|tracker|tracking|analysis|investigation|report|reports|article|story|count|tally|estimate|estimates|fact[- ]check(?:er)?s?|editorial|review|projection|database|data|pollster|exit poll|profile|piece|exclusive|scoop|dispatch)";
    vec![
        // Somebody speaks in the outlet, or to it.
        cue(
            "",
            r"(?:['’]s?)?(?: [A-Z]\p{L}+){0,2} (?:op-ed|opinion piece|guest (?:article|column|essay)|interview|town hall interview)\b",
            Role::Venue,
        ),
        cue(
            &format!(
                r"(?i)(?:\bop-ed|\bopinion piece|\bguest (?:article|column|essay)|\bcommentary|\bcolumn)(?: \w+){{0,2}} (?:for|in|on|at) {a}"
            ),
            "",
            Role::Venue,
        ),
        cue(
            &format!(
                r"(?i)\b(?:told|telling|tells|tell|informed|assured) (?:reporters (?:from|at|of) |a reporter (?:from|at|for|of) )?{a}"
            ),
            "",
            Role::Venue,
        ),
        cue(&format!(r"\b(?:told|telling|tells) {PERSON}(?:of|from|at|on) {a}"), "", Role::Venue),
        cue(
            &format!(
                r"(?i)\binterview(?:s|ed)?\b[^.;,]{{0,45}}? (?:with|by|to|on|for|in|at) (?:[A-Z]\S+ (?:of|from|and|at) |(?:[A-Z]\S+ ){{2}}(?:of|from|at|on) )?{a}(?-i:(?:The )?(?:[A-Z][\p{{L}}]+ (?:[A-Z][\p{{L}}]+ )*and (?:The )?)?)"
            ),
            "",
            Role::Venue,
        ),
        cue(
            &format!(
                r"(?i)\b(?:call(?:ed|ing)? (?:in )?(?:in)?to|spoke (?:to|with|on)|speaks (?:to|with|on)|speaking (?:to|with|on)|talk(?:ed|ing|s)? (?:to|with)|appear(?:ed|s|ing|ance)?(?: \w+)? (?:on|with|at)|identified (?:him|her|them)self to|guest on|visited|statement to|comment(?:s|ed)? to|comments (?:on|in)|remarks (?:on|to)|said (?:[\w:.-]+ ){{0,3}}(?:on|in|to)|says (?:\w+ ){{0,3}}on|asked (?:\w+ ){{0,3}}(?:on|by)|round-?table|confirmed to|admitted to|explained to|complained to|repeated on|argued on|denied to|declined to comment to|responded to|wrote in|writing in|write in) {a}"
            ),
            "",
            Role::Venue,
        ),
        cue(
            &format!(
                r"(?i)(?:^|[.,;“”\x22] ?)(?:(?:also |earlier |later )?(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|last week|this week)?,? ?(?:morning |night |evening )?(?:on|to|with)) {a}"
            ),
            "",
            Role::Venue,
        ),
        cue(&format!(r"(?i)\binterview [^.]{{0,40}}on {a}"), "", Role::Venue),
        // The information is the outlet's.
        cue(
            &format!(
                r"(?i)\b(?:according to|as reported (?:by|in|on)|(?:first )?reported (?:\w+ )?(?:by|in|on)|first appeared (?:in|on)|as (?:first )?published (?:by|in)|published (?:\w+ )?(?:by|in|on)|obtained by|provided (?:to|by)|released by|conducted (?:by|for)|commissioned by|compiled by|estimated by|projected by|uncovered by|revealed by|broken by|leaked to|seen by|reviewed by|cited by|quoted by|quoting|citing|via|h/t:?|hat tip:?|(?:per|from)) {a}(?-i:(?:[A-Z][\p{{L}}.&]+[ /-]){{0,4}}(?:and )?)"
            ),
            "",
            Role::Reported,
        ),
        cue(
            &format!(
                r"(?i)\b(?:{work}|list|scoop|footage|video|playbook|documents?|recording|emails?|news|reporting)(?: \w+)? (?:by|in|from|of|at|on) {a}"
            ),
            "",
            Role::Reported,
        ),
        cue("", &format!(r"(?:['’]s?)?[/-](?:[A-Z][\p{{L}}. ]*[ /-])*{work}\b"), Role::Reported),
        cue(
            "",
            &format!(r"(?:['’]s?)?[/-](?:[A-Z][\p{{L}}]+ ?){{1,4}}(?:\w+ ){{0,2}}{work}\b"),
            Role::Reported,
        ),
        cue(
            r"(?:[A-Z][\p{L}. ]*)?\b[A-Z]\p{L}+[/-]",
            &format!(r"(?: (?:new|national|daily|tracking|\p{{Lu}}\p{{L}}+))*(?: {work})\b"),
            Role::Reported,
        ),
        cue("", &format!(r"{named}(?: [a-z]+)? {work}\b"), Role::Reported),
        cue(
            "",
            &format!(
                r"{named},? (?:has |had |have |also |first |later |earlier |previously |exclusively |recently |which )*{saying}\b"
            ),
            Role::Reported,
        ),
        cue(
            r"(?i)(?:^|[^\w])(?:as|as the) ",
            r"(?:['’]s?)? [A-Z]\p{L}+ [A-Z]\p{L}+ (?:put it|\w+ed|notes?|writes?|points?)\b",
            Role::Reported,
        ),
        cue(
            &format!(r"(?i)\b(?:as|including|fact[- ]checkers, including|like) {a}"),
            r"[^.;]{0,30}? (?:noted|reported|have pointed|warned|pointed|wrote|put it|called|argued|described|found)\b",
            Role::Reported,
        ),
        cue(
            &format!(r"(?i) at {a}"),
            r"(?: [A-Z]\p{L}+){0,3} (?:reports|writes|notes|reported|explains)\b",
            Role::Reported,
        ),
    ]
});

/// A programme of a broadcaster, in or out of quotation marks: "CNN's “State of the Union”".
static PROGRAMME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?: \p{Lu}\p{L}+){0,2}['’]s? (?:[“”\x22‘']|(?:This Week|Meet the Press|Face the Nation|Today|Morning|State|On the|Fox|Any Questions|Newsnight|Hardball|The \p{Lu}))",
    )
});

/// On air: what stands before a broadcaster people are heard on.
static ON_AIR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:on|to|in) (?:the )?(?:\p{L}+['’]s )?$"));

fn role(text: &str, name: Range<usize>, known: Option<&Outlet>) -> Role {
    if text.get(name.clone()).is_none() {
        return Role::Other;
    }
    let sentence = sentence(text, name.clone());
    let (before, after) = (&text[sentence.start..name.start], &text[name.end..sentence.end]);
    let fits = |cue: &&Cue| {
        cue.before.as_ref().is_none_or(|regex| regex.is_match(before))
            && cue.after.as_ref().is_none_or(|regex| regex.is_match(after))
    };
    if let Some(cue) = CUES.iter().find(fits) {
        return cue.role;
    }
    let is_on_air = known.is_none_or(|outlet| outlet.is_broadcaster)
        && ON_AIR.is_match(before)
        && PROGRAMME.is_match(after);
    if is_on_air { Role::Venue } else { Role::Other }
}

/// Bytes on either side of a name in which its sentence is looked for.
const REACH: usize = 1000;

/// The sentence around a name: from the last stop before it that a new sentence follows to the first after it.
fn sentence(text: &str, name: Range<usize>) -> Range<usize> {
    let from = floor(text, name.start.saturating_sub(REACH));
    let to = floor(text, name.end.saturating_add(REACH));
    let is_stop = |at: &usize| ends_sentence(text, *at);
    let before = text[from..name.start].rmatch_indices(STOPS).map(|(at, _)| from + at).find(is_stop);
    let start = before.map_or(from, |at| {
        let rest = text[at + 1..name.start].trim_start_matches(['"', '”', '’', '\'', ')', ' ', '\n', '\r']);
        name.start - rest.len()
    });
    let after = text[name.end..to].match_indices(STOPS).map(|(at, _)| name.end + at).find(is_stop);
    let end = after.map_or(to, |at| at + usize::from(!text[at..].starts_with('\n')));
    start..end
}

const STOPS: [char; 4] = ['.', '!', '?', '\n'];

/// Whether a sentence ends at this mark: a line does, and what is followed by a new beginning and is no abbreviation.
fn ends_sentence(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    if rest.starts_with('\n') {
        return true;
    }
    let after = rest[1..].trim_start_matches(['"', '”', '’', '\'', ')']);
    let opens = after.trim_start();
    let before = text[floor(text, at.saturating_sub(12))..at]
        .rsplit(|character: char| !character.is_alphanumeric())
        .next();
    let before = before.unwrap_or("");
    let is_short = before.chars().count() <= 1
        || ["Mr", "Mrs", "Ms", "Dr", "St", "Sen", "Rep", "Gov", "Gen"].contains(&before);
    let is_new = opens.chars().next().is_none_or(|first| first.is_uppercase() || !first.is_alphabetic());
    after.len() > opens.len() && is_new && !is_short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<&'static str> {
        credits(text).into_iter().map(|credit| credit.role.code()).collect()
    }

    #[test]
    fn what_an_outlet_found_out_is_reported() {
        for text in [
            "The minister will resign, the Guardian reported on Sunday.",
            "According to Le Monde, the minister will resign.",
            "The plan was first reported by Haaretz.",
            "A new CNN-ORC poll shows him ahead.",
            "A Kyiv Post investigation found that the money was gone.",
            "He will go, as The Hill has reported.",
        ] {
            assert_eq!(roles(text), ["reported"], "{text}");
        }
    }

    #[test]
    fn whom_somebody_spoke_to_is_a_venue() {
        for text in [
            "\"I am staying,\" he told the BBC.",
            "In an interview with Der Spiegel, she ruled it out.",
            "He said on CNN that he would stay.",
            "She made the case in a Washington Post op-ed.",
            "Speaking to Al Jazeera on Sunday, he denied it.",
        ] {
            assert_eq!(roles(text), ["venue"], "{text}");
        }
    }

    #[test]
    fn owners_and_hosts_are_neither() {
        for text in [
            "The debate, which was sponsored by NBC News, drew millions.",
            "He owns the Washington Times.",
            "A CNN contributor sat in the audience.",
        ] {
            assert_eq!(roles(text), ["other"], "{text}");
        }
    }

    #[test]
    fn a_line_that_names_the_first_home_of_a_text_is_read() {
        let text = "Talks went on.\nThis story first appeared in the Harbour Times.";
        assert_eq!(first_appeared(text), Some("the Harbour Times"));
        assert_eq!(first_appeared("She first appeared in Oslo."), None);
    }

    #[test]
    fn the_sentence_ends_where_the_next_begins() {
        let text = "It rained. Mr. Ash told the BBC so.\nIt snowed.";
        assert_eq!(&text[credits(text)[0].sentence.clone()], "Mr. Ash told the BBC so.");
        assert_eq!(role_at(text, 5..9_999), Role::Other);
    }
}

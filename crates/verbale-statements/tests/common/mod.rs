//! What the tests share: documents by hand, and statements as lines.

#[allow(dead_code, reason = "the examples are held against what they give")]
pub(crate) mod faults;
#[allow(dead_code, reason = "the examples have real parses")]
pub(crate) mod made;

use verbale_doc::Doc;
use verbale_statements::{Party, Statement};

/// `[Lavrov] said: “…” … “…” (to reporters) (via RT)`; a statement inside another is set off by `>`.
#[allow(dead_code, reason = "the property test prints nothing")]
pub(crate) fn line(doc: &Doc, statement: &Statement) -> String {
    let name = |party: &Party| doc.str(party.tokens).to_owned();
    let speaker = statement.speaker.as_ref().map(name).unwrap_or_default();
    let cue = statement.cue.as_ref().map(|cue| doc.str(cue.tokens)).unwrap_or_default();
    let content: Vec<&str> = statement.content.iter().map(|&piece| doc.text().slice(piece)).collect();
    let inside = if statement.parent.is_some() { "> " } else { "" };
    let to = statement.addressee.as_ref().map(|told| format!(" (to {})", name(told))).unwrap_or_default();
    let via: Vec<String> = statement.via.iter().map(|carrier| format!(" (via {})", name(carrier))).collect();
    format!("{inside}[{speaker}] {cue}: {}{to}{}", content.join(" … "), via.concat())
}

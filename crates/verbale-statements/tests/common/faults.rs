//! What holds of the statements of any document, however odd its marks and its parse.

use verbale_doc::{Doc, Span};
use verbale_statements::Statement;

/// What is wrong, a line each: spans that are no stretch of the text, contents of one level that overlap, parents that
/// come after what stands inside them.
pub(crate) fn faults(doc: &Doc, statements: &[Statement]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        if statement.content.is_empty() {
            faults.push(format!("{at}: no content"));
        }
        for pair in statement.content.windows(2) {
            if pair[0].end() > pair[1].start() {
                faults.push(format!("{at}: content out of order"));
            }
        }
        for content in &statement.content {
            if content.is_empty() || doc.text().get(content.range()).is_none() {
                faults.push(format!("{at}: content {content:?} is no stretch of the text"));
            }
        }
        if statement.parent.is_some_and(|parent| parent.0 as usize >= at) {
            faults.push(format!("{at}: parent does not come before it"));
        }
        let spans = statement.cue.iter().map(|cue| cue.tokens);
        let parties = statement.speaker.iter().chain(&statement.addressee).chain(&statement.via);
        for tokens in spans.chain(parties.map(|party| party.tokens)) {
            if tokens.is_empty() || tokens.end() as usize > doc.len() {
                faults.push(format!("{at}: tokens {tokens:?}"));
            }
        }
        for (other_at, other) in statements.iter().enumerate().take(at) {
            let crosses = |content: &Span<_>| other.content.iter().any(|theirs| theirs.overlaps(*content));
            if other.parent == statement.parent && statement.content.iter().any(crosses) {
                faults.push(format!("{at}: overlaps {other_at} of the same level"));
            }
        }
    }
    faults
}

use verbale_doc::{Span, Tok, TokenIdx};
use verbale_know::Run;

use crate::context::Context;
use crate::names;

/// Whether a name says that states have founded its bearer: "International Cocoa Organization", not "International
/// Rescue Committee" or "World Airways".
pub(crate) fn is_intergovernmental(context: &Context<'_>, name: Span<Tok>) -> bool {
    const FIRST: &[&str] = &["Intergovernmental", "International", "Multinational", "Pan-African", "World"];
    const LAST: &[&str] = &[
        "Agency",
        "Bank",
        "Commission",
        "Conference",
        "Court",
        "Force",
        "Forum",
        "Mission",
        "Office",
        "Organisation",
        "Organization",
        "Secretariat",
        "Summit",
        "Tribunal",
    ];
    let words = || name.tokens().map(|token| context.doc.word(token));
    words().next().is_some_and(|first| FIRST.contains(&first))
        && words().next_back().is_some_and(|last| LAST.contains(&last))
}

/// The acronym in brackets right after a name whose initials it has: "International Syria Support Group (ISSG)".
pub(crate) fn acronym_after(context: &Context<'_>, name: Span<Tok>) -> Option<Run> {
    let doc = context.doc;
    let (open, acronym) = (TokenIdx(name.end()), TokenIdx(name.end() + 1));
    if acronym.at() >= doc.len() || doc.word(open) != "(" {
        return None;
    }
    let initials: String = name
        .tokens()
        .filter_map(|token| doc.word(token).chars().next().filter(|letter| letter.is_uppercase()))
        .collect();
    let word = doc.word(acronym);
    // "Ceasefire Violations Committee (CFVC)": letters from inside the words may be among them.
    let mut letters = word.chars();
    let is_short = word.len() > 1
        && names::is_all_upper(word)
        && initials.starts_with(word.chars().next().unwrap_or_default())
        && initials.len() + 2 >= word.len()
        && initials.chars().all(|initial| letters.any(|letter| letter == initial));
    is_short.then(|| context.words.run(Span::of(acronym)))
}

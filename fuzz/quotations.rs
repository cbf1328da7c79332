//! What the target `quotations` does with its bytes: any marks and words, as a document with a made-up parse, to the
//! finder of statements. The tests of `verbale-statements` run the same over `corpus/quotations`.

use std::sync::LazyLock;

use verbale_resolve::Cast;
use verbale_statements::StatementFinder;

#[path = "../crates/verbale-statements/tests/common/faults.rs"]
mod faults;
#[path = "../crates/verbale-statements/tests/common/made.rs"]
mod made;

/// Reading the weights takes longer than a run.
static FINDER: LazyLock<StatementFinder> = LazyLock::new(StatementFinder::default);

/// Spans lie in the text, contents of one level do not overlap, and what was nearly found can be told.
pub(crate) fn quotations(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some((article, doc)) = made::document_of(&text) else { return };
    let statements = FINDER.find(&article, &doc, &Cast::default());
    assert_eq!(faults::faults(&doc, &statements), Vec::<String>::new(), "{text}");
    FINDER.near(&article, &doc, &Cast::default());
}

use rustc_hash::FxHashMap;
use verbale_codes::{Context, EventType, Mode};
use verbale_doc::{Doc, Span, Tok, TokenIdx};
use verbale_rules::Sets;

use crate::finder::around;

/// What single words say about an event beside its trigger: its contexts, and its mode where the rule leaves it open.
///
/// The words stand in `rules/events/contexts.toml` as sets `context.NAME` and `mode.TYPE.NAME`.
#[derive(Debug)]
pub(crate) struct Evidence {
    contexts: FxHashMap<Box<str>, Vec<Context>>,
    modes: FxHashMap<(EventType, Box<str>), Mode>,
}

impl Evidence {
    pub(crate) fn new(sets: &Sets) -> Self {
        let mut contexts: FxHashMap<Box<str>, Vec<Context>> = FxHashMap::default();
        for context in Context::ALL {
            for word in sets.get(&format!("context.{}", context.code())).unwrap_or_default() {
                contexts.entry(word.clone()).or_default().push(context);
            }
        }
        let mut modes = FxHashMap::default();
        for kind in EventType::ALL {
            for info in kind.modes() {
                for word in
                    sets.get(&format!("mode.{}.{}", kind.code(), info.mode.code())).unwrap_or_default()
                {
                    modes.insert((kind, word.clone()), info.mode);
                }
            }
        }
        Self { contexts, modes }
    }

    /// The contexts a sentence's words speak of, in the codebook's order.
    pub(crate) fn contexts(&self, doc: &Doc, sentence: Span<Tok>) -> Vec<Context> {
        let words = sentence.tokens().filter_map(|token| self.contexts.get(&*lower(doc, token)));
        let mut found: Vec<Context> = words.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The mode that the words under a trigger speak of. Where several do, the later in the codebook's list, which
    /// names the finer means last ("a suicide bomber set off explosives").
    pub(crate) fn mode(&self, doc: &Doc, kind: EventType, head: TokenIdx) -> Option<Mode> {
        let under = around(doc.subtree(head), head).tokens();
        let found = under.filter_map(|token| self.modes.get(&(kind, lower(doc, token))).copied());
        let found: Vec<Mode> = found.collect();
        let finest = kind.modes().iter().rev().map(|info| info.mode).find(|mode| found.contains(mode))?;
        // Aircraft fire missiles too: what carries them says more.
        let carrier = [Mode::Drone, Mode::Aerial].into_iter().find(|mode| found.contains(mode));
        Some(carrier.filter(|_| finest == Mode::HeavyWeapons).unwrap_or(finest))
    }
}

fn lower(doc: &Doc, token: TokenIdx) -> Box<str> {
    doc.lemma(token).to_lowercase().into()
}

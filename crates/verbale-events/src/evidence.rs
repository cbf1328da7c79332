use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use verbale_codes::{Cameo, Context, EventType, Mode};
use verbale_doc::{Doc, Span, Tok, TokenIdx};
use verbale_rules::Sets;

use crate::finder::around;

/// What single words say about an event beside its trigger: its contexts, and its mode where the rule leaves it open.
///
/// The words stand in `rules/events/contexts.toml` as sets `context.NAME` and `mode.TYPE.NAME`, and in `cameo.toml` as
/// sets `cameo.CODE`.
#[derive(Debug)]
pub(crate) struct Evidence {
    contexts: FxHashMap<Box<str>, Vec<Context>>,
    modes: FxHashMap<(EventType, Box<str>), Mode>,
    /// By word, the finer codes it speaks for.
    cameo: FxHashMap<Box<str>, Vec<Cameo>>,
}

/// In how many sentences an article must speak of a context, at least, for all its events to have it.
const THEME_SENTENCES: usize = 3;

/// In which share of its sentences, one in so many.
const THEME_SHARE: usize = 4;

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
        let mut cameo: FxHashMap<Box<str>, Vec<Cameo>> = FxHashMap::default();
        for code in Cameo::all() {
            for word in sets.get(&format!("cameo.{}", code.code())).unwrap_or_default() {
                cameo.entry(word.clone()).or_default().push(code);
            }
        }
        Self { contexts, modes, cameo }
    }

    /// What a whole article is about: the contexts that many of its sentences speak of, in the codebook's order.
    pub(crate) fn themes(&self, doc: &Doc) -> Vec<Context> {
        let mut counts: BTreeMap<Context, usize> = BTreeMap::new();
        for sentence in doc.sentences() {
            for context in self.contexts(doc, sentence.tokens) {
                *counts.entry(context).or_default() += 1;
            }
        }
        let least = THEME_SENTENCES.max(doc.sentences().len() / THEME_SHARE);
        counts.into_iter().filter(|&(_, count)| count >= least).map(|(context, _)| context).collect()
    }

    /// The code within a coarser one that the words under a trigger speak of: of several the one with most words,
    /// then the finest.
    pub(crate) fn cameo(
        &self,
        doc: &Doc,
        kind: EventType,
        mode: Option<Mode>,
        within: &str,
        head: TokenIdx,
    ) -> Option<Cameo> {
        let mut counts: BTreeMap<&str, (usize, Cameo)> = BTreeMap::new();
        let mut seen: Vec<Box<str>> = Vec::new();
        for token in around(doc.subtree(head), head).tokens() {
            let word = lower(doc, token);
            let Some(codes) = self.cameo.get(&word).filter(|_| !seen.contains(&word)) else { continue };
            seen.push(word);
            for &code in codes.iter().filter(|code| code.code().starts_with(within)) {
                let fits = code.plover().is_some_and(|(of, with)| {
                    of == kind && (with.is_none() || mode.is_none() || with == mode)
                });
                if fits {
                    counts.entry(code.code()).or_insert((0, code)).0 += 1;
                }
            }
        }
        let best = counts
            .into_iter()
            .max_by_key(|(digits, (count, _))| (*count, digits.len(), std::cmp::Reverse(*digits)));
        best.map(|(_, (_, code))| code)
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

//! What speaks for a stance that one party of a sentence takes toward another.

use verbale_doc::{Doc, Span, Tok, TokenIdx, label};

use super::features::{Features, Gathered};
use super::view::{View, step};

/// The features of `source` taking a stance toward `target`.
pub fn pair_features(doc: &Doc, source: Span<Tok>, target: Span<Tok>) -> Features {
    let view = View::new(doc, vec![(source, "A"), (target, "B")]);
    let order = if source.start() < target.start() { "<" } else { ">" };
    let (a, b) = (view.head_of(source), view.head_of(target));
    let pair = Pair { view: &view, source, target, a, b, order };
    let mut add = Gathered::default();
    add.add(&["bias"]);
    add.add(&["order", order]);
    pair.add_path(&mut add);
    pair.add_verbs(&mut add);
    for (side, words, head) in [("a", source, a), ("b", target, b)] {
        pair.add_around(side, words, head, &mut add);
    }
    pair.add_between(&mut add);
    add.into_features()
}

struct Pair<'v, 'd> {
    view: &'v View<'d>,
    source: Span<Tok>,
    target: Span<Tok>,
    a: TokenIdx,
    b: TokenIdx,
    /// Which of the two is named first.
    order: &'static str,
}

impl Pair<'_, '_> {
    /// The way from the one to the other through the tree.
    fn add_path(&self, add: &mut Gathered) {
        let Self { view, a, b, order, .. } = *self;
        let doc = view.doc;
        let (up, down) = (view.upwards(a), view.upwards(b));
        let Some(top) = up.iter().copied().find(|token| down.contains(token)) else {
            add.add(&["path", "none", order]);
            return;
        };
        let until =
            |way: &[TokenIdx]| way.iter().copied().take_while(|&token| token != top).collect::<Vec<_>>();
        let (up, down) = (until(&up), until(&down));
        let mut inner: Vec<TokenIdx> = up.iter().skip(1).copied().collect();
        if top != a && top != b {
            inner.push(top);
        }
        inner.extend(down.iter().skip(1).rev());

        let mut ways = String::new();
        for &token in &up {
            ways = format!("{ways}^{}", view.dep(token));
        }
        for &token in down.iter().rev() {
            ways = format!("{ways}v{}", view.dep(token));
        }
        add.add(&["ways", &ways]);
        add.add(&["path length", step(inner.len(), 6)]);
        let mut before = "A";
        let mut lemmas = String::new();
        for &token in &inner {
            let lemma = view.lemma(token);
            add.add(&["on path", lemma]);
            add.add(&["on path", lemma, order]);
            add.add(&["path pair", before, lemma]);
            view.add_kinds("on path", token, add);
            self.add_children_on_path(token, lemma, add);
            before = lemma;
            lemmas = format!("{lemmas} {lemma}");
        }
        add.add(&["path pair", before, "B"]);
        if inner.len() < 5 {
            add.add(&["path", &lemmas, &ways]);
        }
        let last = |way: &[TokenIdx]| way.last().map_or("self", |&token| view.dep(token));
        let (from, to) = (last(&up), last(&down));
        let lemma = view.lemma(top);
        add.add(&["top", lemma]);
        add.add(&["top", lemma, order]);
        add.add(&["top roles", from, to]);
        add.add(&["top roles", from, to, lemma]);
        view.add_kinds("top", top, add);
        view.add_kinds(&format!("top {from} {to}"), top, add);
        view.add_tone("path", inner.iter().copied(), add);
        let n_turning =
            inner.iter().flat_map(|&token| doc.children(token)).filter(|&&child| view.is_turning(child));
        add.add(&["turned", step(n_turning.count(), 2)]);
    }

    fn add_children_on_path(&self, token: TokenIdx, lemma: &str, add: &mut Gathered) {
        let view = self.view;
        for &child in view.doc.children(token) {
            let word = view.lemma(child);
            match view.doc.dep(child) {
                label::NEG => {
                    add.add(&["negated"]);
                    add.add(&["negated", lemma]);
                }
                label::AUX | label::ADVMOD | label::MARK => add.add(&["by path", view.dep(child), word]),
                label::PRT | label::DOBJ | label::ACOMP | label::ATTR => {
                    add.add(&["by path", view.dep(child), word]);
                    add.add(&["by path", lemma, word]);
                    view.add_kinds("by path", child, add);
                }
                _ => {}
            }
        }
    }

    /// The verbs of both, and whether they are one.
    fn add_verbs(&self, add: &mut Gathered) {
        let view = self.view;
        let (verb_a, way_a) = view.governor(self.a);
        let (verb_b, way_b) = view.governor(self.b);
        for (side, verb, way) in [("a", verb_a, &way_a), ("b", verb_b, &way_b)] {
            let lemma = view.lemma(verb);
            add.add(&["verb way", side, way]);
            add.add(&["verb", side, lemma]);
            add.add(&["verb", side, lemma, way]);
            view.add_kinds(&format!("verb {side}"), verb, add);
            view.add_kinds(&format!("verb {side} {way}"), verb, add);
            view.add_tone(side, std::iter::once(verb), add);
        }
        add.add(&["verb ways", &way_a, &way_b]);
        if verb_a == verb_b {
            add.add(&["one verb"]);
            add.add(&["one verb", view.lemma(verb_a), &way_a, &way_b]);
        } else {
            add.add(&["two verbs", view.lemma(verb_a), view.lemma(verb_b)]);
        }
        add.add(&["types", view.type_of(self.a), view.type_of(self.b)]);
    }

    /// What stands by one of the two.
    fn add_around(&self, side: &str, words: Span<Tok>, head: TokenIdx, add: &mut Gathered) {
        let view = self.view;
        let doc = view.doc;
        let governor = doc.head(head);
        add.add(&["type", side, view.type_of(head)]);
        add.add(&["dep", side, view.dep(head)]);
        add.add(&["governor", side, view.lemma(governor)]);
        add.add(&["governor", side, view.lemma(governor), view.dep(head)]);
        view.add_kinds(&format!("governor {side} {}", view.dep(head)), governor, add);
        for &child in doc.children(head).iter().filter(|&&child| !words.has(child)) {
            add.add(&["child", side, view.lemma(child)]);
            add.add(&["child dep", side, view.dep(child)]);
        }
        let at = |offset: i64| {
            let token = i64::from(if offset < 0 { words.start() } else { words.end() - 1 }) + offset;
            let token = TokenIdx(u32::try_from(token).ok()?);
            view.zone.has(token).then_some(token)
        };
        let word = |offset| at(offset).map_or("edge", |token| view.word(token));
        add.add(&["next", side, word(1)]);
        add.add(&["next but one", side, word(2)]);
        add.add(&["next two", side, word(1), word(2)]);
        add.add(&["before", side, word(-1)]);
        add.add(&["before two", side, word(-2), word(-1)]);
        for offset in [-2, -1, 1, 2] {
            if let Some(token) = at(offset) {
                view.add_kinds(&format!("by {side} {}", offset > 0), token, add);
            }
        }
    }

    /// The words between, before and behind the two.
    fn add_between(&self, add: &mut Gathered) {
        let view = self.view;
        let order = self.order;
        let (first, second) =
            if order == "<" { (self.source, self.target) } else { (self.target, self.source) };
        let between = Span::<Tok>::new(first.end(), second.start().max(first.end()));
        let tokens = || between.tokens();
        add.add(&["apart", step(tokens().len() / 3, 8), order]);
        let mut before = "";
        for token in tokens() {
            let lemma = view.lemma(token);
            add.add(&["between", lemma]);
            add.add(&["between", lemma, order]);
            if !before.is_empty() {
                add.add(&["between two", before, lemma, order]);
            }
            if view.is_content(token) {
                view.add_kinds("between", token, add);
                view.add_kinds(order, token, add);
            }
            before = lemma;
        }
        let behind = || {
            Span::<Tok>::new(second.end(), (second.end() + 5).min(view.zone.end()).max(second.end())).tokens()
        };
        let ahead = || {
            Span::<Tok>::new(
                first.start().saturating_sub(5).max(view.zone.start()).min(first.start()),
                first.start(),
            )
            .tokens()
        };
        for token in behind() {
            add.add(&["behind", view.lemma(token), order]);
            view.add_kinds("behind", token, add);
        }
        for token in ahead() {
            add.add(&["ahead", view.lemma(token), order]);
        }
        for token in view.zone.tokens() {
            add.add(&["sentence", view.lemma(token)]);
        }
        view.add_tone("between", tokens(), add);
        view.add_tone("behind", behind(), add);
        view.add_tone("sentence", view.zone.tokens(), add);
        add.add(&["turned between", step(tokens().filter(|&token| view.is_turning(token)).count(), 2)]);
    }
}

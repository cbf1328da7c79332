//! What speaks for a sentence putting someone in a good or a bad light.

use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};

use super::features::{Features, Gathered};
use super::view::{View, step};

/// Words on either side that are near.
const NEAR: u32 = 4;
/// Words on either side that are around.
const AROUND: u32 = 9;

/// The features of the words `target` being portrayed.
pub fn portrayal_features(doc: &Doc, target: Span<Tok>) -> Features {
    let view = View::new(doc, vec![(target, "A")]);
    let head = view.head_of(target);
    let mut add = Gathered::default();
    add.add(&["bias"]);
    add_tree(&view, target, head, &mut add);
    add_words(&view, target, &mut add);
    add_own(&view, target, head, &mut add);
    add.into_features()
}

/// What governs the target, what hangs on it, and what else its verb takes.
fn add_tree(view: &View<'_>, target: Span<Tok>, head: TokenIdx, add: &mut Gathered) {
    let doc = view.doc;
    let (verb, way) = view.governor(head);
    add.add(&["way", &way]);
    add.add(&["verb", view.lemma(verb)]);
    add.add(&["verb", view.lemma(verb), &way]);
    view.add_kinds("verb", verb, add);
    view.add_kinds(&format!("verb {way}"), verb, add);
    view.add_tone(&format!("verb {way}"), std::iter::once(verb), add);
    add.add(&["type", view.type_of(head)]);
    add.add(&["dep", view.dep(head)]);
    add.add(&["governor", view.lemma(doc.head(head)), view.dep(head)]);
    for &child in doc.children(head).iter().filter(|&&child| !target.has(child)) {
        add.add(&["child", view.lemma(child)]);
        view.add_kinds("child", child, add);
        view.add_tone("child", doc.subtree(child).tokens(), add);
    }
    for &child in doc.children(verb).iter().filter(|&&child| !doc.subtree(child).has(head)) {
        let (lemma, dep) = (view.lemma(child), view.dep(child));
        add.add(&["with verb", dep, lemma]);
        add.add(&["with verb", &way, dep, lemma]);
        add.add(&["with verb", view.lemma(verb), lemma]);
        view.add_kinds(&format!("with verb {way} {dep}"), child, add);
        view.add_tone(&format!("with verb {way} {dep}"), doc.subtree(child).tokens(), add);
        if doc.dep(child) == label::NEG {
            add.add(&["negated", view.lemma(verb), &way]);
        }
        if doc.dep(child) == label::PREP {
            for &object in doc.children(child) {
                add.add(&["verb prep", view.lemma(verb), lemma, view.lemma(object)]);
                view.add_kinds(&format!("verb prep {way}"), object, add);
            }
        }
    }
    for (height, token) in doc.ancestors(head).take(6).enumerate() {
        add.add(&["above", view.lemma(token)]);
        add.add(&["above", step(height, 5), view.lemma(token)]);
        view.add_kinds("above", token, add);
    }
    let clause = doc.subtree(verb);
    view.add_tone("clause", clause.tokens(), add);
    view.add_tone(&format!("clause {way}"), clause.tokens(), add);
}

/// Words that stand nearer to the target than to any other party, in the text and in the tree: where several are named,
/// each has its own.
fn add_own(view: &View<'_>, target: Span<Tok>, head: TokenIdx, add: &mut Gathered) {
    let doc = view.doc;
    let is_party = |token: TokenIdx| {
        matches!(doc.pos(token), Pos::Propn | Pos::Pron)
            && !target.has(token)
            && doc.dep(token) != label::COMPOUND
    };
    let others: Vec<TokenIdx> = view.zone.tokens().filter(|&token| is_party(token)).collect();
    let far = |token: TokenIdx, from: Span<Tok>| {
        from.start().saturating_sub(token.0).max((token.0 + 1).saturating_sub(from.end()))
    };
    let is_own = |token: &TokenIdx| {
        let own = far(*token, target);
        own > 0 && others.iter().all(|&other| far(*token, Span::of(other)) >= own)
    };
    let own: Vec<TokenIdx> = view.zone.tokens().filter(is_own).collect();
    for &token in &own {
        add.add(&["own", view.lemma(token)]);
        if view.is_content(token) {
            view.add_kinds("own", token, add);
        }
    }
    view.add_tone("own", own.iter().copied(), add);
    let upwards = view.upwards(head);
    let steps = |token: TokenIdx| {
        let mut way = std::iter::once(token).chain(doc.ancestors(token)).take(12).enumerate();
        way.find_map(|(down, above)| Some(down + upwards.iter().position(|&own| own == above)?))
    };
    let (mut near, mut middle, mut far_off) = (Vec::new(), Vec::new(), Vec::new());
    for token in view.zone.tokens().filter(|&token| !target.has(token)) {
        match steps(token) {
            Some(0..=2) => near.push(token),
            Some(3..=4) => middle.push(token),
            _ => far_off.push(token),
        }
    }
    for (name, tokens) in [("tree near", &near), ("tree middle", &middle), ("tree far", &far_off)] {
        view.add_tone(name, tokens.iter().copied(), add);
    }
    for &token in &near {
        add.add(&["tree near", view.lemma(token)]);
        if view.is_content(token) {
            view.add_kinds("tree near", token, add);
        }
    }
    let n_others = others.iter().filter(|&&token| doc.entity(token).is_some()).count();
    add.add(&["others", step(n_others, 4)]);
}

/// The words near, around, and in all of the sentence.
fn add_words(view: &View<'_>, target: Span<Tok>, add: &mut Gathered) {
    let zone = view.zone;
    let before = |n: u32| {
        Span::<Tok>::new(
            target.start().saturating_sub(n).max(zone.start()).min(target.start()),
            target.start(),
        )
    };
    let after = |n: u32| Span::<Tok>::new(target.end(), (target.end() + n).min(zone.end()).max(target.end()));
    for (side, near, around) in
        [("before", before(NEAR), before(AROUND)), ("after", after(NEAR), after(AROUND))]
    {
        for token in around.tokens() {
            let (lemma, is_near) = (view.lemma(token), near.has(token));
            add.add(&["around", lemma]);
            add.add(&[side, lemma]);
            if is_near {
                add.add(&["near", side, lemma]);
            }
            let next = TokenIdx(token.0 + 1);
            if around.has(next) {
                add.add(&["two", lemma, view.lemma(next)]);
                if is_near {
                    add.add(&["near two", side, lemma, view.lemma(next)]);
                }
            }
            if view.is_content(token) {
                view.add_kinds("around", token, add);
                view.add_kinds(side, token, add);
            }
        }
        view.add_tone(&format!("near {side}"), near.tokens(), add);
        view.add_tone(&format!("around {side}"), around.tokens(), add);
        let n_turning = around.tokens().filter(|&token| view.is_turning(token)).count();
        add.add(&["turned", side, step(n_turning, 2)]);
    }
    let first = if target.start() == zone.start() { "edge" } else { view.word(TokenIdx(target.start() - 1)) };
    add.add(&["just before", first]);
    add.add(&[
        "just after",
        if zone.has(TokenIdx(target.end())) { view.word(TokenIdx(target.end())) } else { "edge" },
    ]);
    let mut last = "";
    for token in zone.tokens() {
        let lemma = view.lemma(token);
        add.add(&["sentence", lemma]);
        add.add(&["sentence two", last, lemma]);
        if view.is_content(token) {
            view.add_kinds("sentence", token, add);
        }
        last = lemma;
    }
    view.add_tone("sentence", zone.tokens(), add);
    let n_quotes =
        zone.tokens().filter(|&token| matches!(view.word(token), "\"" | "“" | "”" | "''" | "``")).count();
    add.add(&["quotes", step(n_quotes, 3)]);
    let place = (target.start() - zone.start()) * 5 / zone.len().max(1);
    add.add(&["place", step(place as usize, 4)]);
}

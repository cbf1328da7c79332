use rustc_hash::FxHashMap;
use verbale_doc::{Doc, Pos, Span, TokenIdx, label};

use crate::actors::Actors;
use crate::context::Description;
use crate::gender::Gender;
use crate::mentions::{Draft, Who};
use crate::{ActorKind, Form};

/// Mentions farther back than this many, or this many sentences, are out of mind.
const MENTIONS_BACK: usize = 80;
const SENTENCES_BACK: usize = 7;

/// How much a mention still weighs so many sentences later.
const FADING: [f32; SENTENCES_BACK + 1] = [1.0, 0.62, 0.38, 0.24, 0.15, 0.09, 0.06, 0.035];

/// Finds whom the pronouns mean, and puts those that could be told among the drafts, which stay in order of heads.
///
/// Candidates are weighed by how they stand in their sentence, how far back they are, and how often they are named,
/// after the manner of Lappin and Leass (1994); gender, number and binding rule candidates out. The weights are
/// judged on news, not learned.
pub(crate) fn resolve(doc: &Doc, actors: &mut Actors, drafts: &mut Vec<Draft<'_>>) {
    let quoted = quoted_tokens(doc);
    let by_head: FxHashMap<TokenIdx, usize> =
        drafts.iter().filter_map(|draft| draft.actor.map(|actor| (draft.head, actor))).collect();
    let named: Vec<Seen> = drafts.iter().filter_map(|draft| Seen::new(doc, draft, &quoted)).collect();
    let mut seen: Vec<Seen> = Vec::with_capacity(named.len());
    let mut upcoming = named.iter().peekable();
    let mut found = Vec::new();
    for token in doc.indices() {
        while let Some(next) = upcoming.next_if(|next| next.head <= token) {
            seen.push(*next);
        }
        let Some(pronoun) = Pronoun::at(doc, token) else { continue };
        let actor = if pronoun == Pronoun::Relative {
            let named = named_just_before(doc, actors, &seen, token);
            named.or_else(|| antecedent(doc, token).and_then(|head| by_head.get(&head).copied()))
        } else {
            let sentence = doc.sentence_number(token);
            let later = upcoming.clone().copied().take_while(|next| next.sentence == sentence);
            choose(doc, actors, &seen, later.take(MENTIONS_BACK), token, pronoun, &quoted)
        };
        let Some(actor) = actor else { continue };
        if let Pronoun::Person(gender) = pronoun {
            actors.sketches[actor].gender.get_or_insert(gender);
        }
        let draft = Draft {
            tokens: Span::of(token),
            head: token,
            described: token,
            form: Form::Pronoun,
            who: Who::Pronoun,
            about: Description::default(),
            actor: Some(actor),
        };
        seen.extend(Seen::new(doc, &draft, &quoted));
        found.push(draft);
    }
    drafts.extend(found);
    drafts.sort_by_key(|draft| (draft.head, draft.tokens));
}

/// A mention that a pronoun may look back to.
#[derive(Clone, Copy)]
struct Seen {
    head: TokenIdx,
    tokens: Span<verbale_doc::Tok>,
    actor: usize,
    sentence: usize,
    weight: f32,
    part: Part,
    is_quoted: bool,
    /// Whether it stands in the words or thoughts of someone.
    is_told: bool,
}

impl Seen {
    fn new(doc: &Doc, draft: &Draft<'_>, quoted: &[bool]) -> Option<Self> {
        let head = draft.head;
        let of_head = |token: TokenIdx| doc.dep(crate::phrases::coordination_head(doc, token));
        let dep = of_head(head);
        let is_subject = matches!(dep, label::NSUBJ | label::NSUBJPASS);
        let verb = doc.head(crate::phrases::coordination_head(doc, head));
        let weight = match dep {
            label::NSUBJ | label::NSUBJPASS if doc.is_root(verb) => 1.0,
            label::NSUBJ | label::NSUBJPASS => 0.85,
            label::DOBJ | label::DATIVE | label::ROOT => 0.6,
            label::POSS => 0.55,
            label::POBJ => 0.4,
            label::COMPOUND | label::AMOD | label::NMOD => 0.1,
            _ => 0.35,
        };
        draft.actor.map(|actor| Self {
            head,
            tokens: draft.tokens,
            actor,
            sentence: doc.sentence_number(head),
            weight,
            is_quoted: quoted[head.at()],
            part: match is_subject {
                true if is_speech(doc, verb) => Part::Speaker,
                true => Part::Subject,
                false => Part::Other,
            },
            is_told: is_told(doc, head),
        })
    }
}

/// The part a mention has in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The subject of a verb of speech or thought.
    Speaker,
    /// Another subject.
    Subject,
    Other,
}

/// What a pronoun asks of the one it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pronoun {
    Person(Gender),
    They,
    It,
    /// "who", "which", "that" at the head of a relative clause.
    Relative,
}

impl Pronoun {
    fn at(doc: &Doc, token: TokenIdx) -> Option<Self> {
        if !matches!(doc.pos(token), Pos::Pron | Pos::Det) {
            return None;
        }
        let mut lower = [0_u8; 10];
        let word = doc.word(token).as_bytes();
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        match &*lower {
            b"he" | b"him" | b"his" | b"himself" => Some(Self::Person(Gender::Male)),
            b"she" | b"her" | b"hers" | b"herself" => Some(Self::Person(Gender::Female)),
            b"they" | b"them" | b"their" | b"theirs" | b"themselves" => Some(Self::They),
            b"it" | b"its" | b"itself" => Some(Self::It),
            b"who" | b"whom" | b"which" | b"that" if is_relative(doc, token) => Some(Self::Relative),
            _ => None,
        }
    }
}

fn is_relative(doc: &Doc, token: TokenIdx) -> bool {
    matches!(doc.tag(token), label::TAG_WP | label::TAG_WDT)
        && matches!(doc.dep(token), label::NSUBJ | label::NSUBJPASS | label::DOBJ)
}

/// The noun that a relative pronoun's clause hangs on.
fn antecedent(doc: &Doc, pronoun: TokenIdx) -> Option<TokenIdx> {
    let mut verb = doc.head(pronoun);
    for _ in 0..8 {
        match doc.dep(verb) {
            label::RELCL => {
                let noun = doc.head(verb);
                return (noun < pronoun).then_some(noun);
            }
            label::CONJ | label::XCOMP | label::CCOMP | label::AUX => verb = doc.head(verb),
            _ => return None,
        }
    }
    None
}

/// The person named right before "who", whatever the parser hangs the clause on: the last of a list of names.
fn named_just_before(doc: &Doc, actors: &Actors, seen: &[Seen], pronoun: TokenIdx) -> Option<usize> {
    let is_comma = |token: TokenIdx| matches!(doc.word(token), "," | "—" | "–" | "-" | "--");
    let before = pronoun.0.checked_sub(1).map(TokenIdx)?;
    let last = if is_comma(before) { before.0.checked_sub(1).map(TokenIdx)? } else { before };
    let is_who = matches!(doc.word(pronoun), "who" | "whom");
    let named = seen.iter().rev().take(4).find(|mention| mention.tokens.end() == last.0 + 1)?;
    let is_person =
        actors.sketches[named.actor].kind == ActorKind::Person && doc.pos(named.head) == Pos::Propn;
    (is_who && is_person && doc.sentence_number(named.head) == doc.sentence_number(pronoun))
        .then_some(named.actor)
}

fn choose(
    doc: &Doc,
    actors: &Actors,
    seen: &[Seen],
    later: impl Iterator<Item = Seen>,
    token: TokenIdx,
    pronoun: Pronoun,
    quoted: &[bool],
) -> Option<usize> {
    if pronoun == Pronoun::It && is_empty_it(doc, token) {
        return None;
    }
    let sentence = doc.sentence_number(token);
    let speaks = {
        let is_subject = matches!(doc.dep(token), label::NSUBJ | label::NSUBJPASS);
        is_subject && is_speech(doc, doc.head(token))
    };
    let is_quoted = quoted[token.at()];
    let reach = match pronoun {
        Pronoun::Person(_) => SENTENCES_BACK,
        Pronoun::They => 2,
        _ => 1,
    };
    let mut scores: Vec<(usize, f32)> = Vec::new();
    let back =
        seen.iter().rev().take(MENTIONS_BACK).take_while(|mention| mention.sentence + reach >= sentence);
    for mention in back.copied().chain(later) {
        let Some(fit) = fit(&actors.sketches[mention.actor], pronoun) else { continue };
        if mention.tokens.has(token) && mention.head != token || is_bound(doc, mention.head, token) {
            continue;
        }
        let mut weight = mention.weight * fit;
        if mention.head > token {
            // "After he met Putin, Kerry said": only the subject of what follows, and only from a clause before it.
            if !(mention.part != Part::Other && is_fronted(doc, token, mention.head)) {
                continue;
            }
            // "For his part, Kerry said": a possessive in a fronted phrase is nearly always the subject's.
            weight *= if doc.dep(token) == label::POSS { 2.5 } else { 1.0 };
        }
        // "The council has withdrawn its staff": the subject of the clause that the possessive stands in.
        if doc.dep(token) == label::POSS && is_own_subject(doc, mention.head, token) {
            weight *= 2.5;
        }
        // "Ban condemned what he called a breach."
        if is_what_clause(doc, token) && is_own_subject(doc, mention.head, doc.head(token)) {
            weight *= 2.5;
        }
        if pronoun == Pronoun::It && mention.part == Part::Other && doc.dep(token) != label::POSS {
            continue;
        }
        weight *= FADING[(sentence - mention.sentence).min(SENTENCES_BACK)];
        if mention.is_quoted != is_quoted {
            weight *= if is_quoted { 0.9 } else { 0.35 };
        }
        // Who speaks does not call himself "he".
        if is_quoted && !mention.is_quoted && mention.part == Part::Speaker && mention.sentence == sentence {
            continue;
        }
        if speaks {
            // Who has just spoken speaks on; who is only spoken of rarely takes the word.
            weight *= if mention.part == Part::Speaker {
                1.9
            } else if mention.is_told {
                0.6
            } else {
                1.0
            };
        }
        if doc.sentence(mention.head).block == 0 && doc.sentence(token).block > 0 {
            weight *= 0.5;
        }
        match scores.iter_mut().find(|(actor, _)| *actor == mention.actor) {
            Some((_, score)) => *score += weight,
            None => scores.push((mention.actor, weight)),
        }
    }
    // Of equals the nearest: it was met first.
    let mut best: Option<(usize, f32)> = None;
    for (actor, score) in scores {
        if best.is_none_or(|(_, other)| score > other) {
            best = Some((actor, score));
        }
    }
    // "It" and "they" may also stand for what is no actor at all: they need a stronger candidate.
    let least = if matches!(pronoun, Pronoun::Person(_)) { 0.12 } else { 0.3 };
    best.filter(|(_, score)| *score >= least).map(|(actor, _)| actor)
}

/// How well an actor fits a pronoun; none where it cannot be meant.
fn fit(sketch: &crate::actors::Sketch, pronoun: Pronoun) -> Option<f32> {
    match pronoun {
        Pronoun::Person(gender) => match (sketch.kind, sketch.gender) {
            (ActorKind::Person, Some(known)) => (known == gender).then_some(1.1),
            (ActorKind::Person, None) => Some(0.8),
            _ => None,
        },
        Pronoun::They => match sketch.kind {
            ActorKind::Group | ActorKind::People => Some(1.0),
            ActorKind::Organization => Some(if sketch.is_plural { 1.0 } else { 0.6 }),
            _ => None,
        },
        Pronoun::It => match sketch.kind {
            ActorKind::Organization | ActorKind::State => Some(1.0),
            _ => None,
        },
        Pronoun::Relative => None,
    }
}

/// Whether the two stand as subject and object of one verb: then they are two, unless the pronoun is reflexive.
fn is_bound(doc: &Doc, mention: TokenIdx, pronoun: TokenIdx) -> bool {
    let dep = doc.dep(pronoun);
    if dep == label::POSS || doc.word(pronoun).ends_with("self") || doc.word(pronoun).ends_with("selves") {
        return false;
    }
    let verb_of = |token: TokenIdx| {
        let mut at = token;
        for _ in 0..4 {
            let head = doc.head(at);
            if matches!(doc.pos(head), Pos::Verb | Pos::Aux) || head == at {
                return head;
            }
            at = head;
        }
        at
    };
    let is_argument = |token: TokenIdx| {
        matches!(
            doc.dep(token),
            label::NSUBJ | label::NSUBJPASS | label::DOBJ | label::DATIVE | label::POBJ | label::AGENT
        )
    };
    doc.sentence_number(mention) == doc.sentence_number(pronoun)
        && is_argument(mention)
        && is_argument(pronoun)
        && verb_of(mention) == verb_of(pronoun)
        && !(doc.dep(mention) == label::POBJ && doc.dep(pronoun) == label::POBJ)
}

/// Whether a mention is the subject of the nearest verb above a later pronoun.
fn is_own_subject(doc: &Doc, mention: TokenIdx, pronoun: TokenIdx) -> bool {
    mention < pronoun
        && matches!(doc.dep(mention), label::NSUBJ | label::NSUBJPASS)
        && doc.ancestors(pronoun).find(|&above| matches!(doc.pos(above), Pos::Verb | Pos::Aux))
            == Some(doc.head(mention))
}

/// Whether the pronoun is the subject of a clause opened by "what": "what he called a breach".
fn is_what_clause(doc: &Doc, pronoun: TokenIdx) -> bool {
    let before = pronoun.0.checked_sub(1).map(TokenIdx);
    doc.dep(pronoun) == label::NSUBJ
        && before.is_some_and(|what| doc.word(what) == "what" && doc.head(what) == doc.head(pronoun))
}

/// Whether the pronoun stands in a clause or phrase before the subject's verb.
fn is_fronted(doc: &Doc, pronoun: TokenIdx, subject: TokenIdx) -> bool {
    let verb = doc.head(subject);
    pronoun < subject
        && doc.is_under(pronoun, verb)
        && doc.ancestors(pronoun).take(16).take_while(|&above| above != verb).any(|above| {
            matches!(doc.dep(above), label::ADVCL | label::PCOMP | label::PREP) && above < subject
        })
}

/// "It is clear that", "it rained": an "it" that means nothing.
fn is_empty_it(doc: &Doc, token: TokenIdx) -> bool {
    if doc.dep(token) == label::EXPL {
        return true;
    }
    let verb = doc.head(token);
    doc.dep(token) == label::NSUBJ
        && matches!(
            doc.lemma(verb),
            "be" | "seem" | "appear" | "take" | "rain" | "snow" | "happen" | "remain" | "become"
        )
}

fn is_speech(doc: &Doc, verb: TokenIdx) -> bool {
    matches!(
        doc.lemma(verb),
        "say"
            | "tell"
            | "add"
            | "note"
            | "state"
            | "declare"
            | "announce"
            | "warn"
            | "stress"
            | "insist"
            | "argue"
            | "claim"
            | "explain"
            | "point"
            | "continue"
            | "reply"
            | "respond"
            | "ask"
            | "write"
            | "tweet"
            | "affirm"
            | "acknowledge"
            | "admit"
            | "conclude"
            | "suggest"
            | "urge"
            | "describe"
            | "call"
            | "express"
            | "recall"
            | "emphasize"
            | "emphasise"
            | "reiterate"
            | "hope"
            | "believe"
            | "think"
            | "vow"
            | "promise"
            | "accuse"
            | "agree"
            | "condemn"
            | "contend"
            | "criticise"
            | "criticize"
            | "decry"
            | "denounce"
            | "deny"
            | "dismiss"
            | "joke"
            | "lament"
            | "maintain"
            | "observe"
            | "praise"
            | "predict"
            | "quip"
            | "remark"
            | "testify"
            | "welcome"
    )
}

/// Whether a token stands in the clause that a verb of speech governs.
fn is_told(doc: &Doc, token: TokenIdx) -> bool {
    let mut up = std::iter::once(token).chain(doc.ancestors(token)).take(24);
    up.any(|token| doc.dep(token) == label::CCOMP && is_speech(doc, doc.head(token)))
}

/// Which tokens stand inside quotation marks. Marks are counted within a block: a paragraph that opens a quotation and
/// does not close it is quoted to its end.
fn quoted_tokens(doc: &Doc) -> Vec<bool> {
    let mut quoted = vec![false; doc.len()];
    let mut is_open = false;
    let mut block = u32::MAX;
    for sentence in doc.sentences() {
        if sentence.block != block {
            (is_open, block) = (false, sentence.block);
        }
        for token in sentence.tokens.tokens() {
            match doc.word(token) {
                "“" | "\"" | "``" | "«" | "„" => is_open = !is_open,
                "”" | "''" | "»" => is_open = false,
                _ => quoted[token.at()] = is_open,
            }
        }
    }
    quoted
}

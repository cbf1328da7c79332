use verbale_codes::Sector;
use verbale_doc::{Byte, Span, Tok, TokenIdx, label};
use verbale_resolve::{ActorId, ActorKind};

use crate::draft::Draft;
use crate::nest::nest;
use crate::scene::Scene;
use crate::speaker::Speaker;
use crate::statement::{Cue, Kind, Party, Statement, StatementId};

/// Places drafts among each other and makes statements of them: order, parents, the chain of who carried the words.
pub(crate) fn to_statements(scene: &Scene<'_>, mut drafts: Vec<Draft>) -> Vec<Statement> {
    for draft in &mut drafts {
        draft.cut(draft.cue);
        draft.pieces.retain(|piece| !scene.trim(*piece).is_empty());
    }
    drafts.retain(|draft| !draft.pieces.is_empty());
    share_speakers(scene, &mut drafts);
    drafts.retain(|draft| is_said(scene, draft));
    drop_own_words(scene, &mut drafts);
    let parents = nest(scene, &mut drafts);
    let mut statements: Vec<Statement> = Vec::with_capacity(drafts.len());
    for (draft, parent) in drafts.iter().zip(parents) {
        statements.push(to_statement(scene, draft, parent, &statements));
    }
    statements
}

/// Without a speaker only a passive tells that something was said: "it was announced", "asked whether"; an order
/// ("propose alternatives") or a word set apart ("so-called") does not.
fn is_said(scene: &Scene<'_>, draft: &Draft) -> bool {
    let is_verb = matches!(scene.doc.pos(draft.head), verbale_doc::Pos::Verb);
    draft.speaker.is_some()
        || !is_verb
        || scene.doc.dep(draft.head) != label::AMOD && scene.is_passive(draft.head)
}

/// A participle has the speaker of the statement it goes on with: "…, RT quoted Putin as saying, adding that …".
fn share_speakers(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let by_head: rustc_hash::FxHashMap<TokenIdx, usize> =
        drafts.iter().enumerate().map(|(at, draft)| (draft.head, at)).collect();
    for at in 0..drafts.len() {
        let head = drafts[at].head;
        let goes_on = matches!(scene.doc.tag(head), label::TAG_VBG | label::TAG_VBD | label::TAG_VBZ)
            && scene.subject_of(head).is_none()
            && !scene.is_passive(head);
        let is_participle = goes_on
            && !matches!(drafts[at].rule, "statements.quote" | "statements.according" | "statements.clear");
        if !is_participle || scene.relayed(head).is_some() {
            continue;
        }
        let governor = scene.doc.head(head);
        let governs = |above: TokenIdx| by_head.get(&above).copied().filter(|&other| other != at);
        let through = scene.doc.children(governor).iter().copied();
        let relayed = through
            .flat_map(|child| scene.doc.children(child))
            .copied()
            .find(|&verb| scene.relayed(verb).is_some());
        let before = TokenIdx(drafts[at].cue.start().saturating_sub(1));
        let is_tied =
            scene.doc.tag(head) == label::TAG_VBG || matches!(scene.doc.word(before), "and" | "but" | "also");
        let is_loose = drafts[at].speaker.is_none() && scene.doc.is_root(head);
        let source = governs(governor)
            .or_else(|| relayed.and_then(governs))
            .or_else(|| is_tied.then(|| ends_before(drafts, at)).flatten())
            .or_else(|| is_loose.then(|| last_before(scene, drafts, at)).flatten());
        if let Some(source) = source
            && drafts[source].speaker.is_some()
        {
            drafts[at].speaker = drafts[source].speaker;
            let via = drafts[source].via.clone();
            drafts[at].via = via;
        }
    }
}

/// The last statement of the same paragraph before this one: "Adding: “…”" goes on with it.
fn last_before(scene: &Scene<'_>, drafts: &[Draft], at: usize) -> Option<usize> {
    let head = drafts[at].head;
    let block = scene.doc.sentence(head).block;
    let earlier = (0..at).rev().take(12).filter(|&other| drafts[other].head < head);
    let in_block = earlier.filter(|&other| scene.doc.sentence(drafts[other].head).block == block);
    in_block.filter(|&other| !scene.in_utterance(drafts[other].head)).max_by_key(|&other| drafts[other].end())
}

/// The statement whose content this one's cue cuts off: "he said he would stay, adding that".
fn ends_before(drafts: &[Draft], at: usize) -> Option<usize> {
    let start = drafts[at].cue.start();
    let touches = |other: &Draft| {
        other.pieces.last().is_some_and(|piece| piece.end() <= start && start <= piece.end() + 2)
    };
    (0..drafts.len())
        .rev()
        .filter(|&other| other != at && drafts[other].head.0 < start)
        .take(12)
        .find(|&other| touches(&drafts[other]))
}

/// How many drafts before and after one are looked at for what holds it.
const NEAR: usize = 32;

/// "We hope", "I say": inside someone's words this is the speaker speaking, not someone reported.
fn drop_own_words(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let is_own = |draft: &Draft| {
        let own = |speaker: Speaker| matches!(scene.doc.word(speaker.head), "I" | "We" | "we");
        scene.doc.tag(draft.head) == label::TAG_VBP && draft.speaker.is_some_and(own)
    };
    // Drafts come unit by unit, so what holds one is near it.
    let is_inside = |at: usize, draft: &Draft| {
        drafts[at.saturating_sub(NEAR)..(at + NEAR).min(drafts.len())].iter().any(|outer| {
            let is_before = outer.cue.start() < draft.cue.start() || !scene.in_utterance(outer.head);
            outer.head != draft.head && outer.holds(draft.head) && is_before
        })
    };
    let dropped: Vec<bool> =
        drafts.iter().enumerate().map(|(at, draft)| is_own(draft) && is_inside(at, draft)).collect();
    let mut dropped = dropped.into_iter();
    drafts.retain(|_| !dropped.next().unwrap_or_default());
}

fn to_statement(scene: &Scene<'_>, draft: &Draft, parent: Option<usize>, before: &[Statement]) -> Statement {
    let party = |speaker: Speaker| Party { tokens: speaker.tokens, actor: actor_of(scene, speaker) };
    let speaker = draft.speaker.map(party);
    let addressee = draft.addressee.map(party);
    let mut via: Vec<Party> = draft.via.iter().copied().map(party).collect();
    if let Some(told) = draft.addressee.filter(|told| is_outlet(scene, *told)) {
        via.push(party(told));
    }
    via.extend(interviewer(scene, draft).map(party));
    if let Some(parent) = parent {
        let outer = &before[parent];
        let carriers = outer.speaker.iter().chain(&outer.via);
        via.extend(carriers.filter(|carrier| Some(carrier.tokens) != speaker.map(|speaker| speaker.tokens)));
    }
    let mut seen: Vec<Span<Tok>> = Vec::new();
    via.retain(|carrier| {
        let is_new = !seen.contains(&carrier.tokens);
        seen.push(carrier.tokens);
        is_new
    });
    Statement {
        kind: kind_of(scene, draft),
        speaker,
        cue: Some(Cue { tokens: draft.cue, lemma: scene.doc.lemma(draft.head).to_lowercase() }),
        content: draft
            .pieces
            .iter()
            .map(|&piece| scene.bytes(piece))
            .filter(|bytes: &Span<Byte>| !bytes.is_empty())
            .collect(),
        addressee,
        via,
        parent: parent.map(|at| StatementId(at as u32)),
        date: date_of(scene, draft),
        rule: draft.rule,
    }
}

/// "In an interview with Al Jazeera, Berg said": the outlet that carried the words.
fn interviewer(scene: &Scene<'_>, draft: &Draft) -> Option<Speaker> {
    let is_own = |token: TokenIdx| {
        scene.doc.lemma(token) == "interview" && !draft.holds(token) && !scene.in_utterance(token)
    };
    let interview = scene.doc.sentence(draft.head).tokens.tokens().find(|&token| is_own(token))?;
    let links = scene.children(interview, &[label::PREP]);
    let with = links.filter(|&link| matches!(scene.doc.word(link), "with" | "to" | "by" | "on"));
    let mut outlets = with.filter_map(|link| scene.doc.child(link, label::POBJ));
    let outlet = outlets.find(|&outlet| is_outlet(scene, scene.noun_phrase(outlet)))?;
    Some(scene.noun_phrase(outlet))
}

fn actor_of(scene: &Scene<'_>, speaker: Speaker) -> Option<ActorId> {
    let mut head = speaker.head;
    if matches!(scene.doc.word(head), "who" | "which" | "that") {
        // "Berg, who said": the noun the clause stands by.
        let clause = scene.doc.ancestors(head).take(4).find(|&above| scene.doc.dep(above) == label::RELCL);
        head = scene.doc.head(clause?);
    }
    let cast = scene.cast;
    cast.mention_headed(head).or_else(|| cast.mention_at(head)).map(|mention| mention.actor)
}

fn is_outlet(scene: &Scene<'_>, party: Speaker) -> bool {
    let known = actor_of(scene, party).map(|id| scene.cast.actor(id));
    let is_media = known
        .is_some_and(|actor| actor.kind == ActorKind::Organization && actor.sectors.contains(&Sector::Jrn));
    let is_masthead = || {
        scene.doc.word(party.head).starts_with(char::is_uppercase)
            && scene.lexicon.is_masthead(scene.doc.lemma(party.head))
    };
    is_media || scene.lexicon.is_outlet(scene.doc.lemma(party.head)) || is_masthead()
}

/// Direct where every word stands in quotation marks, mixed where some do.
fn kind_of(scene: &Scene<'_>, draft: &Draft) -> Kind {
    let (mut words, mut quoted) = (0, 0);
    for token in draft.pieces.iter().flat_map(|piece| piece.tokens()) {
        let is_word = scene.doc.word(token).contains(char::is_alphanumeric);
        let is_lead = words == 0 && scene.doc.word(token).eq_ignore_ascii_case("that");
        if is_word && !is_lead {
            words += 1;
            quoted += u32::from(scene.quote_at(token).is_some());
        }
    }
    match quoted {
        0 => Kind::Indirect,
        _ if quoted == words => Kind::Direct,
        _ => Kind::Mixed,
    }
}

/// The day named beside the cue, else the day of publication.
fn date_of(scene: &Scene<'_>, draft: &Draft) -> Option<jiff::civil::Date> {
    let is_content = |time: Span<Tok>| draft.pieces.iter().any(|piece| piece.overlaps(time));
    let sentence = scene.doc.sentence(draft.head).tokens;
    let beside = scene.cast.times_in(sentence).filter(|time| !is_content(time.tokens)).find_map(|time| {
        let (from, to) = time.days?;
        let last = TokenIdx(time.tokens.end().checked_sub(1)?);
        let hangs_on_cue = time
            .tokens
            .tokens()
            .chain([last])
            .any(|token| scene.doc.ancestors(token).take(3).any(|above| above == draft.head));
        (from == to && hangs_on_cue).then_some(from)
    });
    beside.or(scene.article.published.map(|published| published.date))
}

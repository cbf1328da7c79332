use rustc_hash::FxHashMap;
use verbale_doc::{Doc, Pos, Span, TokenIdx, label};

use crate::actors::Actors;
use crate::context::Description;
use crate::mentions::{Draft, Who};
use crate::phrases::coordination_head;
use crate::{ActorKind, Form};

/// So many sentences back a number may look for those it counts.
const SENTENCES_BACK: usize = 1;

/// "Police fired at the miners, killing three": a number that stands alone counts some of a group named before it,
/// where it says what was done to them. Puts these mentions among the drafts, which stay in order of heads.
pub(crate) fn resolve(doc: &Doc, actors: &Actors, drafts: &mut Vec<Draft<'_>>) {
    let by_head: FxHashMap<TokenIdx, usize> =
        drafts.iter().filter_map(|draft| Some((draft.head, draft.actor?))).collect();
    let mut groups: Vec<(TokenIdx, usize)> = drafts
        .iter()
        .filter(|draft| matches!(draft.who, Who::Nominal { is_plural: true, .. } | Who::People(_)))
        .filter_map(|draft| Some((draft.head, draft.actor?)))
        .filter(|&(_, actor)| matches!(actors.sketches[actor].kind, ActorKind::Group | ActorKind::People))
        .collect();
    groups.sort_unstable();
    let mut found = Vec::new();
    for token in doc.indices().filter(|&token| counts_people(doc, token)) {
        let doer = doer(doc, token).and_then(|doer| by_head.get(&doer));
        let before = groups.partition_point(|&(head, _)| head < token);
        let here = doc.sentence_number(token);
        let near = groups[..before]
            .iter()
            .rev()
            .take_while(|(head, _)| here - doc.sentence_number(*head) <= SENTENCES_BACK);
        let Some(&(_, actor)) = near.into_iter().find(|(_, actor)| Some(actor) != doer) else { continue };
        found.push(Draft {
            tokens: Span::of(token),
            head: token,
            described: token,
            form: Form::Nominal,
            who: Who::Pronoun,
            about: Description::default(),
            actor: Some(actor),
        });
    }
    drafts.extend(found);
    drafts.sort_by_key(|draft| (draft.head, draft.tokens));
}

/// Whether a token is a number without a noun, as object of a deed that people suffer.
fn counts_people(doc: &Doc, token: TokenIdx) -> bool {
    let is_number = doc.tag(token) == label::TAG_CD && doc.pos(token) == Pos::Num;
    let is_object = matches!(doc.dep(coordination_head(doc, token)), label::DOBJ | label::NSUBJPASS);
    let verb = doc.head(coordination_head(doc, token));
    let is_other = doc.entity(token).is_some_and(|entity| {
        matches!(
            entity.label,
            label::ENT_DATE | label::ENT_TIME | label::ENT_MONEY | label::ENT_PERCENT | label::ENT_QUANTITY
        )
    });
    let is_of_some = doc.child(token, label::PREP).is_some_and(|of| doc.word(of) == "of");
    is_number && is_object && !is_other && !is_of_some && SUFFERED.contains(&doc.lemma(verb))
}

/// Who does what the number suffers: the subject of its verb, or of a verb above that has one.
fn doer(doc: &Doc, token: TokenIdx) -> Option<TokenIdx> {
    let verb = doc.head(coordination_head(doc, token));
    let mut verbs = std::iter::once(verb).chain(doc.ancestors(verb)).take(8);
    verbs.find_map(|verb| doc.child(verb, label::NSUBJ))
}

/// What is done to people, many at a time.
const SUFFERED: &[&str] = &[
    "abduct", "arrest", "behead", "capture", "charge", "convict", "deport", "detain", "evacuate", "execute",
    "expel", "free", "hang", "hurt", "injure", "jail", "kidnap", "kill", "pardon", "release", "rescue",
    "seize", "sentence", "shoot", "slay", "wound",
];

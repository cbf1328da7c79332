use verbale_doc::{Doc, Pos, TokenIdx, label};

use crate::phrases::coordination_head;

/// What the name of a place does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    /// It stands for the government there: "Moscow warned", "between Moscow and Washington".
    Acts,
    /// It says where: "in Moscow".
    Locates,
    /// It says where to, where from, or neither: "a visit to Moscow", "the Moscow talks".
    Neither,
}

/// What a place name whose head is `token` does in its clause.
pub(crate) fn stance(doc: &Doc, token: TokenIdx) -> Stance {
    let token = coordination_head(doc, token);
    let head = doc.head(token);
    match doc.dep(token) {
        label::NSUBJ => subject_stance(doc, head),
        label::NSUBJPASS | label::DOBJ | label::DATIVE if ADDRESSED.contains(&doc.lemma(head)) => {
            Stance::Acts
        }
        label::POSS if !LOCAL_THINGS.contains(&doc.lemma(head)) => Stance::Acts,
        label::POBJ => preposition_stance(doc, head),
        label::ROOT | label::NPADVMOD if is_speaker_of_headline(doc, token) => Stance::Acts,
        _ => Stance::Neither,
    }
}

/// A subject acts, unless its verb only says what happened or is to be found there.
fn subject_stance(doc: &Doc, verb: TokenIdx) -> Stance {
    let lemma = doc.lemma(verb);
    let is_copula = matches!(lemma, "be" | "become" | "remain");
    if is_copula {
        // "Moscow is ready", but "Moscow is a city", "Moscow was quiet".
        let state = doc.child(verb, label::ACOMP).map(|state| doc.lemma(state));
        let is_mind = state.is_some_and(|state| STATES_OF_MIND.contains(&state));
        return if is_mind { Stance::Acts } else { Stance::Neither };
    }
    if doc.pos(verb) != Pos::Verb && doc.pos(verb) != Pos::Aux || HAPPENS_THERE.contains(&lemma) {
        Stance::Neither
    } else {
        Stance::Acts
    }
}

fn preposition_stance(doc: &Doc, preposition: TokenIdx) -> Stance {
    let governor = doc.head(preposition);
    let lemma = doc.lemma(governor);
    match doc.word(preposition) {
        "in" | "In" | "at" | "At" | "inside" | "outside" | "near" | "across" | "throughout" | "around"
        | "within" | "through" | "over" | "above" | "into" | "beyond" => Stance::Locates,
        "between" if !WAYS.contains(&lemma) => Stance::Acts,
        "with" | "by" | "against" | "without" => Stance::Acts,
        "on" if matches!(
            lemma,
            "call" | "sanction" | "pressure" | "impose" | "embargo" | "press" | "rely" | "blame"
        ) =>
        {
            Stance::Acts
        }
        "to" if matches!(
            lemma,
            "message"
                | "loyal"
                | "letter"
                | "concession"
                | "aid"
                | "offer"
                | "respond"
                | "response"
                | "close"
                | "sell"
                | "ultimatum"
                | "appeal"
                | "link"
                | "tie"
                | "support"
                | "apologize"
                | "apologise"
                | "warning"
                | "speak"
                | "talk"
                | "listen"
                | "friendly"
                | "hostile"
                | "blow"
                | "threat"
                | "challenge"
                | "signal"
                | "answer"
        ) =>
        {
            Stance::Acts
        }
        "from"
            if matches!(
                lemma,
                "pressure"
                    | "permission"
                    | "response"
                    | "reaction"
                    | "support"
                    | "order"
                    | "independence"
                    | "backing"
                    | "approval"
                    | "signal"
                    | "criticism"
                    | "condemnation"
                    | "message"
                    | "concession"
                    | "apology"
                    | "help"
            ) =>
        {
            Stance::Acts
        }
        "of" if matches!(
            lemma,
            "government"
                | "regime"
                | "stance"
                | "position"
                | "policy"
                | "ally"
                | "criticism"
                | "part"
                | "intention"
                | "leadership"
                | "critic"
                | "opponent"
                | "wary"
                | "critical"
                | "supportive"
        ) =>
        {
            Stance::Acts
        }
        "for"
            if matches!(
                lemma,
                "setback" | "victory" | "ally" | "blow" | "support" | "defeat" | "contempt"
            ) =>
        {
            Stance::Acts
        }
        "toward" | "towards" if matches!(lemma, "policy" | "stance" | "attitude" | "line" | "hostility") => {
            Stance::Acts
        }
        _ => Stance::Neither,
    }
}

/// "Tehran: no talks before sanctions end".
fn is_speaker_of_headline(doc: &Doc, token: TokenIdx) -> bool {
    let next = token.0 + 1;
    doc.sentence(token).tokens.start() == token.0
        && doc.sentence(token).tokens.holds(next)
        && doc.word(TokenIdx(next)) == ":"
}

/// Verbs whose object or passive subject is spoken to, judged or pressed, and so has a will.
const ADDRESSED: &[&str] = &[
    "accuse",
    "alarm",
    "allow",
    "anger",
    "appease",
    "ask",
    "assure",
    "back",
    "blame",
    "brief",
    "condemn",
    "consult",
    "contact",
    "convince",
    "criticise",
    "criticize",
    "defy",
    "deter",
    "embarrass",
    "encourage",
    "engage",
    "force",
    "help",
    "implore",
    "inform",
    "infuriate",
    "invite",
    "irritate",
    "isolate",
    "join",
    "notify",
    "oblige",
    "offend",
    "persuade",
    "please",
    "praise",
    "press",
    "pressure",
    "prompt",
    "provoke",
    "punish",
    "push",
    "reassure",
    "remind",
    "request",
    "sanction",
    "slam",
    "sue",
    "support",
    "suspect",
    "tell",
    "thank",
    "threaten",
    "trust",
    "urge",
    "warn",
];

/// Verbs that say what is or happens at a place.
const HAPPENS_THERE: &[&str] = &[
    "awake",
    "boast",
    "burn",
    "bustle",
    "experience",
    "fall",
    "flood",
    "host",
    "house",
    "lie",
    "locate",
    "see",
    "shake",
    "sit",
    "sleep",
    "stand",
    "suffer",
    "wake",
    "witness",
];

/// Adjectives that only someone with a will can be.
const STATES_OF_MIND: &[&str] = &[
    "able",
    "afraid",
    "angry",
    "anxious",
    "aware",
    "certain",
    "committed",
    "concerned",
    "confident",
    "content",
    "convinced",
    "determined",
    "disappointed",
    "eager",
    "furious",
    "happy",
    "hopeful",
    "interested",
    "keen",
    "opposed",
    "optimistic",
    "pleased",
    "prepared",
    "ready",
    "reluctant",
    "responsible",
    "satisfied",
    "sceptical",
    "serious",
    "skeptical",
    "sure",
    "suspicious",
    "unable",
    "unhappy",
    "unwilling",
    "wary",
    "willing",
    "worried",
    "wrong",
];

/// What a town has that is no government's.
const LOCAL_THINGS: &[&str] = &[
    "airport",
    "area",
    "centre",
    "center",
    "citizen",
    "city",
    "district",
    "downtown",
    "east",
    "hotel",
    "inhabitant",
    "landmark",
    "market",
    "mayor",
    "metro",
    "mosque",
    "neighborhood",
    "neighbourhood",
    "north",
    "outskirt",
    "outskirts",
    "people",
    "police",
    "population",
    "port",
    "quarter",
    "resident",
    "restaurant",
    "river",
    "road",
    "south",
    "square",
    "stadium",
    "street",
    "suburb",
    "suburbs",
    "subway",
    "underground",
    "university",
    "weather",
    "west",
    "zoo",
];

/// What lies between two places on the ground.
const WAYS: &[&str] = &[
    "border", "corridor", "distance", "drive", "flight", "fly", "halfway", "highway", "line", "mile",
    "pipeline", "railway", "road", "route", "service", "train", "travel", "way",
];

//! The logical roles of words in a parse: who is the subject of a verb, wherever the sentence put it.
//!
//! Written for the ClearNLP dependencies of the English pipelines. Passives, control and raising, relative clauses,
//! participles, gerunds and coordination are undone here, so that a rule says "subject" and means the one who acts.

use verbale_doc::{Doc, Pos, TokenIdx, label};

/// How far a subject is looked for up a chain of clauses; real sentences stay far below.
const MAX_CLIMB: usize = 10;

/// How many coordinated nouns are followed.
const MAX_LIST: usize = 256;

/// Verbs whose object does not act in the clause they govern ("promised Kyiv to send tanks").
const SUBJECT_CONTROL: [&str; 6] = ["promise", "threaten", "vow", "pledge", "agree", "offer"];

/// Prepositions that, after a verb with an object, say what the object did ("accused Iran of arming rebels").
const OBJECT_DEEDS: [&str; 3] = ["of", "for", "from"];

/// Verbs whose object did what follows "of" or "for", where the parse hangs that on the object.
const BLAMING: [&str; 12] = [
    "accuse",
    "arrest",
    "blame",
    "charge",
    "condemn",
    "convict",
    "criticise",
    "criticize",
    "jail",
    "praise",
    "suspect",
    "thank",
];

/// Writings and speeches, which do what their authors do ("issued a statement condemning").
const SPEECHES: [&str; 10] = [
    "appeal",
    "communique",
    "declaration",
    "letter",
    "message",
    "motion",
    "report",
    "resolution",
    "speech",
    "statement",
];

/// What authors do with them.
const ISSUING: [&str; 14] = [
    "adopt",
    "circulate",
    "deliver",
    "file",
    "issue",
    "make",
    "pass",
    "post",
    "publish",
    "read",
    "release",
    "send",
    "sign",
    "write",
];

/// Verbs whose "of" says what somebody is charged with: active, they have an object before it.
const CHARGES: [&str; 4] = ["accuse", "acquit", "convict", "suspect"];

/// Whether the token heads a clause.
pub fn is_verb(doc: &Doc, token: TokenIdx) -> bool {
    matches!(doc.pos(token), Pos::Verb | Pos::Aux)
}

/// Whether a verb is passive: "was arrested", or "arrested" as a participle behind its noun.
pub fn is_passive(doc: &Doc, verb: TokenIdx) -> bool {
    passive_within(doc, verb, MAX_CLIMB)
}

fn passive_within(doc: &Doc, verb: TokenIdx, climb: usize) -> bool {
    if doc.tag(verb) != label::TAG_VBN && doc.tag(verb) != label::TAG_VBD {
        return false;
    }
    let has = |dep| doc.child(verb, dep).is_some();
    if has(label::AUXPASS) || has(label::NSUBJPASS) || has(label::AGENT) {
        return true;
    }
    // Headlines leave out the helper: "Mayor accused of fraud".
    let is_charged = CHARGES.contains(&doc.lemma(verb)) && !has(label::DOBJ) && !has(label::AUX);
    if is_charged && prepositions(doc, verb).any(|preposition| is_word(doc, preposition, "of")) {
        return true;
    }
    if doc.tag(verb) != label::TAG_VBN || has(label::AUX) || has(label::NSUBJ) || has(label::DOBJ) {
        return false;
    }
    match doc.dep(verb) {
        label::ACL | label::AMOD | label::ADVCL => true,
        label::CONJ => {
            climb > 0 && is_verb(doc, doc.head(verb)) && passive_within(doc, doc.head(verb), climb - 1)
        }
        _ => false,
    }
}

/// The nouns coordinated with this one, itself first: "Russia, China and Iran".
pub fn coordinated(doc: &Doc, noun: TokenIdx) -> Vec<TokenIdx> {
    let mut all = vec![noun];
    let mut at = 0;
    while at < all.len() && at < MAX_LIST {
        let more = doc.children(all[at]).iter().filter(|&&child| doc.dep(child) == label::CONJ);
        all.extend(more.copied().filter(|&child| !is_verb(doc, child)));
        at += 1;
    }
    all
}

/// Who acts: the subject of an active verb, the agent of a passive one; coordinated ones included.
pub fn subjects(doc: &Doc, verb: TokenIdx) -> Vec<TokenIdx> {
    subjects_within(doc, verb, MAX_CLIMB)
}

fn subjects_within(doc: &Doc, verb: TokenIdx, climb: usize) -> Vec<TokenIdx> {
    if is_passive(doc, verb) {
        return agents(doc, verb);
    }
    subject_within(doc, verb, climb).map(|subject| coordinated(doc, subject)).unwrap_or_default()
}

/// "by" whom.
fn agents(doc: &Doc, verb: TokenIdx) -> Vec<TokenIdx> {
    let by = |child: &&TokenIdx| {
        doc.dep(**child) == label::AGENT || (doc.dep(**child) == label::PREP && is_word(doc, **child, "by"))
    };
    let agents = doc.children(verb).iter().filter(by).filter_map(|&by| doc.child(by, label::POBJ));
    agents.flat_map(|agent| coordinated(doc, agent)).collect()
}

/// What is acted upon: the object of an active verb, the subject of a passive one; coordinated ones included.
pub fn objects(doc: &Doc, verb: TokenIdx) -> Vec<TokenIdx> {
    object_within(doc, verb, MAX_CLIMB).map(|object| coordinated(doc, object)).unwrap_or_default()
}

fn object_within(doc: &Doc, verb: TokenIdx, climb: usize) -> Option<TokenIdx> {
    if is_passive(doc, verb) { subject_within(doc, verb, climb) } else { direct_object(doc, verb) }
}

fn direct_object(doc: &Doc, verb: TokenIdx) -> Option<TokenIdx> {
    let object = doc.child(verb, label::DOBJ);
    if let Some(object) = object {
        let is_relative = is_relative_pronoun(doc, object) && doc.dep(verb) == label::RELCL;
        return Some(if is_relative { doc.head(verb) } else { object });
    }
    // "the weapons Iran sent": the noun is the object where the clause has a subject of its own and nothing else
    // that could stand for the noun.
    let own_subject = doc.child(verb, label::NSUBJ).filter(|&subject| !is_relative_pronoun(doc, subject));
    let stranded = |child: &TokenIdx| doc.dep(*child) == label::PREP && doc.children(*child).is_empty();
    if doc.dep(verb) == label::RELCL && own_subject.is_some() && !doc.children(verb).iter().any(stranded) {
        let is_adverbial = doc.children(verb).iter().any(|&child| doc.tag(child) == label::TAG_WRB);
        let takes_clause = [label::CCOMP, label::XCOMP].iter().any(|&dep| doc.child(verb, dep).is_some());
        return (!is_adverbial && !takes_clause).then(|| doc.head(verb));
    }
    None
}

/// The subject as the grammar of the sentence has it, from wherever it is shared or controlled.
pub fn surface_subject(doc: &Doc, verb: TokenIdx) -> Option<TokenIdx> {
    subject_within(doc, verb, MAX_CLIMB)
}

/// Climbs at most `climb` clauses, so that no sentence, however nested, exhausts the stack.
fn subject_within(doc: &Doc, verb: TokenIdx, climb: usize) -> Option<TokenIdx> {
    let mut verb = verb;
    for left in (0..climb).rev() {
        let own = || {
            let children = doc.children(verb).iter().copied();
            children.filter(|&child| matches!(doc.dep(child), label::NSUBJ | label::NSUBJPASS))
        };
        // "Cruz called Trump a liar": of two the parse may give, the one before the verb acts.
        let own = own().rfind(|subject| subject.0 < verb.0).or_else(|| own().next_back());
        if let Some(subject) = own {
            let stands_for_noun = is_relative_pronoun(doc, subject)
                && matches!(doc.dep(verb), label::RELCL | label::CCOMP | label::CONJ);
            return if stands_for_noun { relative_noun(doc, verb) } else { Some(subject) };
        }
        if let Some(subject) = left_subject(doc, verb) {
            return Some(subject);
        }
        let head = doc.head(verb);
        match doc.dep(verb) {
            label::CONJ | label::ADVCL | label::CCOMP | label::DEP | label::ACOMP | label::ATTR
                if is_verb(doc, head) =>
            {
                verb = head;
            }
            label::XCOMP | label::OPRD if is_verb(doc, head) => {
                if let Some(controller) = controlling_object(doc, head) {
                    return Some(controller);
                }
                verb = head;
            }
            label::XCOMP | label::OPRD | label::ADVCL | label::CONJ if doc.pos(head) == Pos::Adj => {
                verb = head;
            }
            label::ACL | label::RELCL => {
                let is_infinitive = doc.children(verb).iter().any(|&child| doc.tag(child) == label::TAG_TO);
                let is_speech = doc.dep(verb) == label::ACL && SPEECHES.contains(&doc.lemma(head));
                // "a statement by Oman condemning"; "noted reports alleging": who only noted them does not allege.
                let is_issued = !is_verb(doc, doc.head(head)) || ISSUING.contains(&doc.lemma(doc.head(head)));
                let is_owned = is_infinitive || (is_speech && is_issued);
                let owned = is_owned.then(|| owner_within(doc, head, left)).flatten();
                return if is_infinitive { owned } else { owned.or(Some(head)) };
            }
            label::PCOMP => {
                let governor = doc.head(head);
                if is_verb(doc, governor) {
                    let deeds = OBJECT_DEEDS.iter().any(|word| is_word(doc, head, word));
                    let blamed = deeds.then(|| object_within(doc, governor, left)).flatten();
                    if blamed.is_some() {
                        return blamed;
                    }
                    verb = governor;
                } else if doc.dep(governor) == label::DOBJ && BLAMING.contains(&doc.lemma(doc.head(governor)))
                {
                    return Some(governor);
                } else {
                    return owner_within(doc, governor, left);
                }
            }
            _ => return stray_subject(doc, verb),
        }
    }
    None
}

/// The subject that a parse left with the clause before: in "mishandled the inquiry and Democrats accused the court" the
/// parsers of the small pipelines often read "Democrats" as a second object of "mishandled". Between two verbs of one
/// subject stands "and" or a comma; a noun there is the second one's own.
fn left_subject(doc: &Doc, verb: TokenIdx) -> Option<TokenIdx> {
    if doc.dep(verb) != label::CONJ
        || !matches!(doc.tag(verb), label::TAG_VBD | label::TAG_VBZ | label::TAG_VBP)
    {
        return None;
    }
    let first = doc.subtree(verb).start();
    let before = TokenIdx(first.checked_sub(1)?);
    let mut phrases = std::iter::once(before).chain(doc.ancestors(before)).take(MAX_CLIMB);
    let phrase = phrases.find(|&noun| doc.dep(noun) == label::CONJ)?;
    let is_noun = matches!(doc.pos(phrase), Pos::Noun | Pos::Propn | Pos::Pron);
    (is_noun && doc.subtree(phrase).end() == first && doc.is_under(phrase, doc.head(verb))).then_some(phrase)
}

/// The subject that a parse left inside an opening phrase: in "According to the Red Cross, the Taliban released" the
/// parsers of the small pipelines often read "the Taliban" as another name of the Red Cross.
fn stray_subject(doc: &Doc, verb: TokenIdx) -> Option<TokenIdx> {
    let is_finite = matches!(doc.tag(verb), label::TAG_VBD | label::TAG_VBZ | label::TAG_VBP)
        || doc.children(verb).iter().any(|&child| {
            doc.dep(child) == label::AUX
                && matches!(doc.tag(child), label::TAG_VBD | label::TAG_VBZ | label::TAG_VBP | label::TAG_MD)
        });
    let opening = doc.sentence(verb).tokens.start();
    let phrases = doc.children(verb).iter().copied();
    let mut phrases =
        phrases.filter(|&child| doc.dep(child) == label::PREP && doc.subtree(child).start() == opening);
    let phrase = phrases.next().filter(|_| is_finite)?;
    let mut inside = doc.subtree(phrase).tokens().filter(|&token| token.0 < verb.0);
    inside.find(|&noun| {
        let start = doc.subtree(noun).start();
        matches!(doc.dep(noun), label::APPOS | label::CONJ)
            && matches!(doc.pos(noun), Pos::Noun | Pos::Propn)
            && start > opening
            && is_word(doc, TokenIdx(start - 1), ",")
            && doc.is_under(noun, phrase)
    })
}

/// The noun a relative clause (or one coordinated or embedded in it) hangs on.
fn relative_noun(doc: &Doc, verb: TokenIdx) -> Option<TokenIdx> {
    let mut clauses = std::iter::once(verb).chain(doc.ancestors(verb)).take(MAX_CLIMB);
    clauses.find(|&clause| doc.dep(clause) == label::RELCL).map(|clause| doc.head(clause))
}

/// "urged Israel to withdraw": Israel; "called on Israel to withdraw": Israel; "promised Kyiv to send": none.
fn controlling_object(doc: &Doc, governor: TokenIdx) -> Option<TokenIdx> {
    if SUBJECT_CONTROL.contains(&doc.lemma(governor)) || is_passive(doc, governor) {
        return None;
    }
    let object = doc.child(governor, label::DOBJ).or_else(|| doc.child(governor, label::DATIVE));
    object.or_else(|| {
        let on = doc.children(governor).iter().copied().find(|&child| is_word(doc, child, "on"))?;
        (doc.lemma(governor) == "call").then(|| doc.child(on, label::POBJ)).flatten()
    })
}

/// Whose a deed named by a noun is: "Russia's decision", "the decision by Moscow", "Russia took a decision".
pub fn owner(doc: &Doc, noun: TokenIdx) -> Option<TokenIdx> {
    owner_within(doc, noun, MAX_CLIMB)
}

fn owner_within(doc: &Doc, noun: TokenIdx, climb: usize) -> Option<TokenIdx> {
    let possessor = doc.child(noun, label::POSS);
    let by = || {
        prepositions(doc, noun)
            .find(|&prep| is_word(doc, prep, "by"))
            .and_then(|by| doc.child(by, label::POBJ))
    };
    let verb = doc.head(noun);
    let holder = || {
        let is_object = matches!(doc.dep(noun), label::DOBJ | label::ATTR) && is_verb(doc, verb);
        is_object.then(|| subjects_within(doc, verb, climb).first().copied()).flatten()
    };
    let of = || {
        prepositions(doc, noun)
            .find(|&prep| is_word(doc, prep, "of"))
            .and_then(|of| doc.child(of, label::POBJ))
    };
    possessor.or_else(by).or_else(holder).or_else(of)
}

/// The prepositions that hang on a token, those hanging on one of them ("out of", "along with") included.
pub fn prepositions(doc: &Doc, token: TokenIdx) -> impl Iterator<Item = TokenIdx> {
    let is_preposition = |child: &TokenIdx| {
        matches!(doc.dep(*child), label::PREP | label::DATIVE | label::AGENT | label::PRT)
            && matches!(doc.pos(*child), Pos::Adp | Pos::Sconj | Pos::Part | Pos::Adv | Pos::Verb)
    };
    let direct = doc.children(token).iter().copied().filter(is_preposition);
    direct.flat_map(move |prep| {
        let is_compound = COMPOUND.iter().any(|word| is_word(doc, prep, word));
        let inner = doc.children(prep).iter().copied().filter(|child| !is_compound && is_preposition(child));
        std::iter::once(prep).chain(inner.collect::<Vec<_>>())
    })
}

/// Words that make one preposition with the "to" under them: whom something is told by, or owed to, is nobody's goal.
const COMPOUND: [&str; 7] = ["according", "compared", "contrary", "due", "owing", "prior", "thanks"];

/// Whether a token is "who", "which" or "that" at the head of a relative clause.
fn is_relative_pronoun(doc: &Doc, token: TokenIdx) -> bool {
    matches!(doc.tag(token), label::TAG_WDT | label::TAG_WP)
}

/// Whether a token reads so, in any case.
pub fn is_word(doc: &Doc, token: TokenIdx, word: &str) -> bool {
    doc.word(token).eq_ignore_ascii_case(word)
}

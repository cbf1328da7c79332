use verbale_doc::{Doc, Label, Pos, TokenIdx, label};

use crate::sets::holds;
use crate::syntax::{self, coordinated, is_verb, is_word, prepositions};
use crate::{Sets, UnknownSet, Words};

/// A way from the words of a trigger to the words that fill a role: `subject`, `prep(with|to)`,
/// `complement > object`.
#[derive(Clone, Debug)]
pub struct Role {
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Subject,
    Object,
    Dative,
    Possessor,
    Modifier,
    Complement,
    Governor,
    Auxiliary,
    Under,
    Beneath,
    Sentence,
    Carrier(Words),
    Prep(Words),
}

/// The names of the roles, as rule files write them, each with what it stands for.
pub const ROLES: [(&str, &str); 15] = [
    ("subject", "who acts: subject, agent of a passive, possessor or \"by\" of a noun"),
    ("object", "what is acted upon: object, subject of a passive, \"of\" of a noun"),
    ("dative", "to whom something is given"),
    ("poss", "the possessor of a noun"),
    ("of", "the same as prep(of)"),
    ("by", "the same as prep(by)"),
    ("between", "the same as prep(between|among)"),
    ("modifier", "adjectives and nouns before the noun"),
    ("complement", "the verb of a clause the trigger governs"),
    ("governor", "the word the trigger depends on"),
    ("auxiliary", "the helping verbs of a verb: must, should, will"),
    ("under", "every noun of the phrase, clauses in it left out"),
    ("sentence", "every word of the sentence"),
    ("carrier", "the subject of a light verb (the set @light) whose object the noun is"),
    ("prep(WORDS)", "the noun after one of these prepositions"),
];

/// The words a trigger was matched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The word the rule was found by.
    pub head: TokenIdx,
    /// The noun of a trigger such as `hold > talks`.
    pub object: Option<TokenIdx>,
    /// The verb of a trigger such as `agree ~ send`.
    pub complement: Option<TokenIdx>,
    /// All words of the trigger, in text order.
    pub tokens: Vec<TokenIdx>,
}

/// Why a role cannot be read.
#[derive(Debug)]
pub(crate) enum RoleFault {
    Unknown(String),
    Set(UnknownSet),
}

impl Role {
    pub(crate) fn parse(written: &str, sets: &Sets) -> Result<Self, RoleFault> {
        let steps =
            written.split('>').map(|step| Step::parse(step.trim(), sets)).collect::<Result<_, _>>()?;
        Ok(Self { steps })
    }

    /// Whether it stands for every word of the sentence.
    pub(crate) fn is_sentence(&self) -> bool {
        matches!(self.steps[..], [Step::Sentence])
    }

    /// Whether it leads from the trigger to its filler in one step.
    pub fn is_direct(&self) -> bool {
        self.steps.len() == 1
    }

    /// The role `under`: every noun of the trigger's phrase, clauses in it left out.
    pub fn under() -> Self {
        Self { steps: vec![Step::Under] }
    }

    /// As [`under`](Self::under), with the nouns of clauses (relative clauses left out).
    pub fn beneath() -> Self {
        Self { steps: vec![Step::Beneath] }
    }

    /// The nouns of the phrase a noun heads, clauses in it left out; the noun itself is not among them.
    pub fn nouns_under(doc: &Doc, head: TokenIdx) -> Vec<TokenIdx> {
        nouns_under(doc, head, false)
    }

    /// The role `prep(a|b)`.
    pub fn after(prepositions: &[&str]) -> Self {
        Self { steps: vec![Step::Prep(prepositions.iter().map(|&word| word.into()).collect())] }
    }

    /// The heads of the noun phrases (or the verbs) that fill the role, coordinated ones included.
    pub fn fill(&self, doc: &Doc, anchor: &Anchor) -> Vec<TokenIdx> {
        let Some((first, rest)) = self.steps.split_first() else { return Vec::new() };
        let mut filled = first.at_anchor(doc, anchor);
        for step in rest {
            filled = filled.iter().flat_map(|&token| step.at_token(doc, token)).collect();
        }
        filled
    }
}

impl Step {
    fn parse(written: &str, sets: &Sets) -> Result<Self, RoleFault> {
        let words = |written: &str| sets.words(written).map_err(RoleFault::Set);
        Ok(match written {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "dative" => Self::Dative,
            "poss" => Self::Possessor,
            "modifier" => Self::Modifier,
            "complement" => Self::Complement,
            "governor" => Self::Governor,
            "auxiliary" => Self::Auxiliary,
            "under" => Self::Under,
            "sentence" => Self::Sentence,
            "carrier" => Self::Carrier(words("@light")?),
            "of" | "by" => Self::Prep(words(written)?),
            "between" => Self::Prep(words("between|among")?),
            _ => match written.strip_prefix("prep(").and_then(|rest| rest.strip_suffix(')')) {
                Some(list) => Self::Prep(words(list)?),
                None => return Err(RoleFault::Unknown(written.to_owned())),
            },
        })
    }

    fn at_anchor(&self, doc: &Doc, anchor: &Anchor) -> Vec<TokenIdx> {
        match self {
            Self::Object if anchor.object.is_some() => {
                // "took three men into custody": beside the noun of the trigger, the verb has an object of its own.
                let own =
                    if is_verb(doc, anchor.head) { syntax::objects(doc, anchor.head) } else { Vec::new() };
                let named = anchor.object.map(|object| coordinated(doc, object)).unwrap_or_default();
                let is_among = anchor.object.is_some_and(|object| own.contains(&object));
                if own.is_empty() || is_among { named } else { own }
            }
            Self::Complement if anchor.complement.is_some() => anchor.complement.into_iter().collect(),
            Self::Modifier | Self::Possessor => self.at_token(doc, anchor.object.unwrap_or(anchor.head)),
            Self::Prep(words) => {
                let mut found = after_prepositions(doc, anchor.head, words);
                found.extend(
                    anchor.object.map(|object| after_prepositions(doc, object, words)).unwrap_or_default(),
                );
                // "sent troops to Mali": the preposition may hang on the object.
                if found.is_empty() && is_verb(doc, anchor.head) {
                    let objects = syntax::objects(doc, anchor.head);
                    found.extend(objects.iter().flat_map(|&object| after_prepositions(doc, object, words)));
                }
                found
            }
            _ => self.at_token(doc, anchor.head),
        }
    }

    fn at_token(&self, doc: &Doc, token: TokenIdx) -> Vec<TokenIdx> {
        let children = |wanted: &[Label]| self::children(doc, token, wanted);
        match self {
            Self::Subject if is_verb(doc, token) => syntax::subjects(doc, token),
            Self::Subject if doc.pos(token) == Pos::Adj => syntax::subjects(doc, doc.head(token)),
            Self::Subject => {
                let ways = [
                    self::children(doc, site(doc, token), &[label::POSS]),
                    after_prepositions(doc, token, &["by".into()]),
                    self::children(doc, site(doc, token), &[label::AMOD, label::COMPOUND, label::NMOD]),
                ];
                ways.concat()
            }
            Self::Object if is_verb(doc, token) => syntax::objects(doc, token),
            Self::Object => after_prepositions(doc, token, &["of".into()]),
            Self::Dative => {
                let direct = children(&[label::DATIVE]);
                let is_noun =
                    |token: &TokenIdx| matches!(doc.pos(*token), Pos::Noun | Pos::Propn | Pos::Pron);
                let mut given: Vec<TokenIdx> = direct.into_iter().filter(is_noun).collect();
                given.extend(after_prepositions(doc, token, &["to".into()]));
                given
            }
            Self::Possessor => children(&[label::POSS]),
            Self::Modifier => children(&[label::AMOD, label::COMPOUND, label::NMOD, label::NUMMOD]),
            Self::Complement => complements(doc, token),
            Self::Auxiliary => children(&[label::AUX]),
            Self::Under => nouns_under(doc, token, false),
            Self::Beneath => nouns_under(doc, token, true),
            Self::Governor => {
                if doc.is_root(token) {
                    Vec::new()
                } else {
                    vec![doc.head(token)]
                }
            }
            Self::Sentence => around(doc, token),
            Self::Carrier(light) => {
                let token = site(doc, token);
                let verb = doc.head(token);
                let is_carried = matches!(doc.dep(token), label::DOBJ | label::NSUBJPASS | label::POBJ)
                    && is_verb(doc, verb)
                    && holds(light, doc.lemma(verb));
                if is_carried { syntax::subjects(doc, verb) } else { Vec::new() }
            }
            Self::Prep(words) => after_prepositions(doc, token, words),
        }
    }
}

fn children(doc: &Doc, token: TokenIdx, wanted: &[Label]) -> Vec<TokenIdx> {
    let children = doc.children(token).iter().copied().filter(|&child| wanted.contains(&doc.dep(child)));
    children.flat_map(|child| coordinated(doc, child)).collect()
}

/// Where the words around a noun hang: on the noun it stands before, if it does ("a mediation effort between").
pub(crate) fn site(doc: &Doc, noun: TokenIdx) -> TokenIdx {
    let is_before =
        doc.dep(noun) == label::COMPOUND && doc.pos(noun) == Pos::Noun && !is_verb(doc, doc.head(noun));
    if is_before { doc.head(noun) } else { noun }
}

/// How far a sentence is looked through: real ones are shorter, and a text without full stops costs no more.
pub(crate) const REACH: u32 = 128;

/// How many coordinated deeds are followed.
const MAX_LIST: usize = 32;

/// The words of a token's sentence.
fn around(doc: &Doc, token: TokenIdx) -> Vec<TokenIdx> {
    let near = |other: &TokenIdx| other.0.abs_diff(token.0) <= REACH;
    let from = token.0.saturating_sub(REACH) as usize;
    let tokens = doc.sentence(token).tokens;
    let skipped = from.saturating_sub(tokens.start() as usize);
    tokens.tokens().skip(skipped).take_while(near).collect()
}

/// The nouns of a phrase, in text order, without those of clauses in it.
fn nouns_under(doc: &Doc, top: TokenIdx, with_clauses: bool) -> Vec<TokenIdx> {
    let mut nouns = Vec::new();
    let mut open: Vec<TokenIdx> = doc.children(top).to_vec();
    while let Some(token) = open.pop() {
        if token.0.abs_diff(top.0) > REACH {
            continue;
        }
        let is_left_out = match doc.dep(token) {
            label::RELCL | label::PARATAXIS => true,
            label::CCOMP | label::ADVCL | label::NSUBJ => !with_clauses,
            _ => false,
        };
        if is_left_out {
            continue;
        }
        if matches!(doc.pos(token), Pos::Noun | Pos::Propn | Pos::Pron) {
            nouns.push(token);
        }
        open.extend_from_slice(doc.children(token));
    }
    nouns.sort_unstable();
    nouns
}

/// The nouns (or gerunds) after these prepositions.
pub(crate) fn after_prepositions(doc: &Doc, token: TokenIdx, words: &[Box<str>]) -> Vec<TokenIdx> {
    let site = site(doc, token);
    let elsewhere = (site != token).then(|| prepositions(doc, site)).into_iter().flatten();
    let wanted = prepositions(doc, token)
        .chain(elsewhere)
        .filter(|&prep| words.iter().any(|word| is_word(doc, prep, word)));
    let objects = wanted.flat_map(|prep| {
        let children = doc.children(prep).iter().copied();
        children.filter(|&child| matches!(doc.dep(child), label::POBJ | label::PCOMP)).collect::<Vec<_>>()
    });
    objects.flat_map(|object| coordinated(doc, object)).collect()
}

/// Prepositions before a gerund that is what the verb is about, not when or how: "accused of arming".
const GOVERNING: [&str; 9] = ["about", "against", "for", "from", "into", "of", "on", "to", "with"];

/// The verbs of the clauses a word governs: "agreed to send and train", "accused of arming".
pub(crate) fn complements(doc: &Doc, token: TokenIdx) -> Vec<TokenIdx> {
    let mut verbs: Vec<TokenIdx> = Vec::new();
    for &child in doc.children(token) {
        match doc.dep(child) {
            label::XCOMP | label::CCOMP | label::ACL | label::OPRD => verbs.push(child),
            label::ADVCL if doc.children(child).iter().any(|&to| doc.tag(to) == label::TAG_TO) => {
                verbs.push(child);
            }
            label::PREP if GOVERNING.iter().any(|word| is_word(doc, child, word)) => {
                verbs.extend(doc.child(child, label::PCOMP));
            }
            _ => {}
        }
    }
    let mut at = 0;
    while at < verbs.len() && at < MAX_LIST {
        let more = doc.children(verbs[at]).iter().copied();
        verbs.extend(
            more.filter(|&child| doc.dep(child) == label::CONJ && is_verb(doc, child)).collect::<Vec<_>>(),
        );
        at += 1;
    }
    verbs
}

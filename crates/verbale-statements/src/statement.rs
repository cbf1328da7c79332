use jiff::civil::Date;
use verbale_doc::{Byte, Span, Tok};
use verbale_resolve::ActorId;

/// Someone's words, as the article gives them.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Whether the words are quoted.
    pub kind: Kind,
    /// Who spoke; none where the text does not say ("it was announced").
    pub speaker: Option<Party>,
    /// The words that mark it as said: "said", "according to", "expressed hope".
    pub cue: Option<Cue>,
    /// What was said, in order, quotation marks included; several stretches where the cue interrupts.
    pub content: Vec<Span<Byte>>,
    /// To whom: "told reporters".
    pub addressee: Option<Party>,
    /// Who carried the words, nearest to the speaker first.
    pub via: Vec<Party>,
    /// The statement inside whose content this one stands.
    pub parent: Option<StatementId>,
    /// When it was said, where the text or the day of publication tells.
    pub date: Option<Date>,
    /// The rule or model decision that made it: `statements.verb`.
    pub rule: &'static str,
}

/// The position of a statement in the list the finder returns; a parent comes before what stands inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId(pub u32);

/// Whether the words are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// All of the content stands in quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Part of it does.
    Mixed,
}

/// Someone with a part in a statement: the words that name them here and, where known, the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// The words.
    pub tokens: Span<Tok>,
    /// Who is meant.
    pub actor: Option<ActorId>,
}

/// The words that mark something as said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The words.
    pub tokens: Span<Tok>,
    /// Lemma of the deciding word: "say", "hope", "according".
    pub lemma: String,
}

use std::sync::Arc;

use crate::{Byte, Label, Labels, Span, Text, Tok, label};

/// An article's words with their analysis: tags, heads, sentences, entities.
///
/// One `Doc` covers all blocks that were analysed; no sentence, head or entity crosses a block. Positions are bytes of
/// the whole article's text.
#[derive(Clone, Debug)]
pub struct Doc {
    text: Text,
    labels: Arc<Labels>,
    tokens: Vec<Token>,
    /// What the tokens' [`Str`]s point into.
    strings: String,
    sentences: Vec<Sentence>,
    entities: Vec<Entity>,
    /// Which sentence and, if any, which entity each token is in.
    sentence_of: Vec<u32>,
    entity_of: Vec<u32>,
    /// Children of token `i`, in order: `children[child_starts[i]..child_starts[i + 1]]`.
    child_starts: Vec<u32>,
    children: Vec<TokenIdx>,
    /// First token and one past the last of each token's subtree.
    subtrees: Vec<Span<Tok>>,
}

/// A [`Doc`] taken apart: what [`Doc::new`] takes, by the same names.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the arguments of `Doc::new`")]
pub struct DocParts {
    pub text: Text,
    pub labels: Arc<Labels>,
    pub tokens: Vec<Token>,
    pub strings: String,
    pub sentences: Vec<Sentence>,
    pub entities: Vec<Entity>,
}

impl DocParts {
    /// Puts the document together.
    pub fn join(self) -> Doc {
        Doc::new(self.text, self.labels, self.tokens, self.strings, self.sentences, self.entities)
    }

    /// Keeps a string for [`Token::lemma`].
    pub fn keep(&mut self, string: &str) -> Str {
        let start = self.strings.len() as u32;
        self.strings.push_str(string);
        Str { start, len: string.len() as u32 }
    }
}

/// The position of a token in its [`Doc`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenIdx(pub u32);

impl TokenIdx {
    /// As an index into a slice.
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// A word with its analysis.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands, in bytes of the text.
    pub span: Span<Byte>,
    /// Its governor; itself at the root of a sentence.
    pub head: TokenIdx,
    /// The relation to its governor.
    pub dep: Label,
    /// The fine part of speech (Penn Treebank in the English pipelines).
    pub tag: Label,
    /// Morphological features, as one string ("Number=Sing|Person=3").
    pub morph: Label,
    /// The coarse part of speech.
    pub pos: Pos,
    /// Whether a space follows directly.
    pub space_after: bool,
    /// The lemma, in [`Doc::lemma`].
    pub lemma: Str,
}

/// A string kept by the [`Doc`]: a stretch of its own table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Str {
    /// First byte.
    pub start: u32,
    /// Length in bytes.
    pub len: u32,
}

/// A sentence: its tokens and the block it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// Index into the article's blocks.
    pub block: u32,
}

/// A named entity as the recognizer marked it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// Its kind ([`label::ENT_PERSON`] and so on).
    pub label: Label,
}

/// Coarse parts of speech: the seventeen of Universal Dependencies, `SPACE`, and none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the tags of universaldependencies.org/u/pos by their names")]
pub enum Pos {
    #[default]
    None,
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
    Space,
}

impl Pos {
    /// Every value, in order of declaration.
    pub const ALL: [Self; 19] = [
        Self::None,
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
        Self::Space,
    ];

    /// The tag as written in CoNLL-U; empty for none.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Adj => "ADJ",
            Self::Adp => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
            Self::Space => "SPACE",
        }
    }

    /// The tag of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pos| pos.name() == name)
    }
}

const NO_ENTITY: u32 = u32::MAX;

impl Doc {
    /// Puts an analysis together and indexes it.
    ///
    /// Sentences are in order and cover all tokens; entities are in order and do not overlap. Heads out of range or
    /// outside their sentence, and cycles, are cut: such a token becomes a root. So whatever a pipeline or a file
    /// brings, walking up or down a `Doc` ends.
    pub fn new(
        text: Text,
        labels: Arc<Labels>,
        mut tokens: Vec<Token>,
        strings: String,
        sentences: Vec<Sentence>,
        entities: Vec<Entity>,
    ) -> Self {
        let n_tokens = tokens.len() as u32;
        let sentences: Vec<Sentence> = sentences.into_iter().filter(|s| s.tokens.end() <= n_tokens).collect();
        let entities: Vec<Entity> = entities.into_iter().filter(|e| e.tokens.end() <= n_tokens).collect();
        let mut sentence_of = vec![0; tokens.len()];
        for (number, sentence) in sentences.iter().enumerate() {
            sentence_of[sentence.tokens.range()].fill(number as u32);
            cut_bad_heads(&mut tokens, sentence.tokens);
        }
        let mut entity_of = vec![NO_ENTITY; tokens.len()];
        for (number, entity) in entities.iter().enumerate() {
            entity_of[entity.tokens.range()].fill(number as u32);
        }
        let (child_starts, children) = index_children(&tokens);
        let subtrees = measure_subtrees(&tokens, &sentences);
        Self {
            text,
            labels,
            tokens,
            strings,
            sentences,
            entities,
            sentence_of,
            entity_of,
            child_starts,
            children,
            subtrees,
        }
    }

    /// What [`Doc::new`] was given, to be changed and put together again.
    pub fn into_parts(self) -> DocParts {
        let Self { labels, tokens, strings, sentences, entities, text, .. } = self;
        DocParts { text, labels, tokens, strings, sentences, entities }
    }

    /// The text all positions index.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The names of its labels.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// All tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The positions of all tokens, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = TokenIdx> + ExactSizeIterator + use<> {
        (0..self.tokens.len() as u32).map(TokenIdx)
    }

    /// All sentences, in order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All named entities, in order.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// A token's analysis.
    pub fn token(&self, token: TokenIdx) -> &Token {
        &self.tokens[token.at()]
    }

    /// A token's text.
    pub fn word(&self, token: TokenIdx) -> &str {
        self.text.slice(self.token(token).span)
    }

    /// A token's lemma.
    pub fn lemma(&self, token: TokenIdx) -> &str {
        let Str { start, len } = self.token(token).lemma;
        self.strings.get(start as usize..(start + len) as usize).unwrap_or_default()
    }

    /// A token's dependency label.
    pub fn dep(&self, token: TokenIdx) -> Label {
        self.token(token).dep
    }

    /// A token's fine part of speech.
    pub fn tag(&self, token: TokenIdx) -> Label {
        self.token(token).tag
    }

    /// A token's coarse part of speech.
    pub fn pos(&self, token: TokenIdx) -> Pos {
        self.token(token).pos
    }

    /// A token's governor; itself at a root.
    pub fn head(&self, token: TokenIdx) -> TokenIdx {
        self.token(token).head
    }

    /// Whether the token is the root of its sentence.
    pub fn is_root(&self, token: TokenIdx) -> bool {
        self.head(token) == token
    }

    /// The tokens governed by this one, in text order.
    pub fn children(&self, token: TokenIdx) -> &[TokenIdx] {
        let (from, to) = (self.child_starts[token.at()], self.child_starts[token.at() + 1]);
        &self.children[from as usize..to as usize]
    }

    /// The first child with this dependency label.
    pub fn child(&self, token: TokenIdx, dep: Label) -> Option<TokenIdx> {
        self.children(token).iter().copied().find(|&child| self.dep(child) == dep)
    }

    /// From the token's governor up to the root; empty at a root.
    pub fn ancestors(&self, token: TokenIdx) -> impl Iterator<Item = TokenIdx> {
        let above = move |token| (!self.is_root(token)).then(|| self.head(token));
        std::iter::successors(above(token), move |&token| above(token))
    }

    /// The tokens from the first to the last of a token's subtree. In a tree with crossing arcs the span may hold
    /// tokens of other subtrees.
    pub fn subtree(&self, token: TokenIdx) -> Span<Tok> {
        self.subtrees[token.at()]
    }

    /// Whether `above` is the token itself or governs it, however far.
    pub fn is_under(&self, token: TokenIdx, above: TokenIdx) -> bool {
        token == above || self.ancestors(token).any(|ancestor| ancestor == above)
    }

    /// The sentence of a token.
    pub fn sentence(&self, token: TokenIdx) -> &Sentence {
        &self.sentences[self.sentence_of[token.at()] as usize]
    }

    /// The number of a token's sentence.
    pub fn sentence_number(&self, token: TokenIdx) -> usize {
        self.sentence_of[token.at()] as usize
    }

    /// The named entity the token is part of.
    pub fn entity(&self, token: TokenIdx) -> Option<&Entity> {
        match self.entity_of[token.at()] {
            NO_ENTITY => None,
            number => Some(&self.entities[number as usize]),
        }
    }

    /// The bytes from the first to the last token of a span; empty at 0 for an empty span.
    pub fn bytes(&self, span: Span<Tok>) -> Span<Byte> {
        match self.tokens.get(span.range()) {
            Some([first, .., last]) => Span::new(first.span.start(), last.span.end()),
            Some([only]) => only.span,
            _ => Span::new(0, 0),
        }
    }

    /// The text from the first to the last token of a span.
    pub fn str(&self, span: Span<Tok>) -> &str {
        self.text.slice(self.bytes(span))
    }

    /// The tokens that lie wholly inside a stretch of the text.
    pub fn tokens_in(&self, bytes: Span<Byte>) -> Span<Tok> {
        let from = self.tokens.partition_point(|token| token.span.start() < bytes.start());
        let to = self.tokens.partition_point(|token| token.span.end() <= bytes.end());
        Span::new(from as u32, to as u32)
    }

    /// What is wrong with this document; empty when all invariants hold. For tests.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut after = 0;
        for index in self.indices() {
            let token = self.token(index);
            if token.span.start() < after || self.text.get(token.span.range()).is_none() {
                faults
                    .push(format!("token {} at {:?}: out of order or out of the text", index.0, token.span));
            }
            after = token.span.end();
            if !self.sentence(index).tokens.has(token.head) {
                faults.push(format!("token {}: head {} outside its sentence", index.0, token.head.0));
            }
            if self.ancestors(index).take(self.len() + 1).count() > self.len() {
                faults.push(format!("token {}: cycle", index.0));
            }
            // White space is "dep" to whatever stands there, even where it is a sentence by itself.
            let has_role = token.dep != label::NONE && token.pos != Pos::Space;
            if has_role && self.is_root(index) != (token.dep == label::ROOT) {
                faults.push(format!("token {}: label and head disagree on being a root", index.0));
            }
        }
        let mut covered = 0;
        for sentence in &self.sentences {
            if sentence.tokens.start() != covered || sentence.tokens.is_empty() {
                faults.push(format!("sentence {:?}: gap, overlap or nothing", sentence.tokens));
            }
            covered = sentence.tokens.end();
        }
        if covered as usize != self.len() {
            faults.push(format!("sentences end at {covered} of {} tokens", self.len()));
        }
        let mut ended = 0;
        for entity in &self.entities {
            if entity.tokens.start() < ended || entity.tokens.is_empty() {
                faults.push(format!("entity {:?}: overlap or nothing", entity.tokens));
            }
            ended = entity.tokens.end();
        }
        faults
    }
}

/// Makes every token whose way up leaves the sentence or never ends a root.
fn cut_bad_heads(tokens: &mut [Token], sentence: Span<Tok>) {
    // 0: not looked at, otherwise the walk that reached it first.
    let mut seen_by = vec![0_u32; sentence.len() as usize];
    for start in sentence.tokens() {
        let walk = start.0 - sentence.start() + 1;
        let mut at = start;
        loop {
            let seen = &mut seen_by[(at.0 - sentence.start()) as usize];
            if *seen != 0 && *seen != walk {
                break; // known to end
            }
            let head = tokens[at.at()].head;
            let is_cycle = *seen == walk;
            if is_cycle || !sentence.has(head) {
                tokens[at.at()].head = at;
                tokens[at.at()].dep = label::ROOT;
                break;
            }
            *seen = walk;
            if head == at {
                break;
            }
            at = head;
        }
    }
}

fn index_children(tokens: &[Token]) -> (Vec<u32>, Vec<TokenIdx>) {
    let mut starts = vec![0_u32; tokens.len() + 1];
    let governed = || {
        let pairs = tokens.iter().enumerate().map(|(i, token)| (TokenIdx(i as u32), token.head));
        pairs.filter(|(child, head)| child != head)
    };
    for (_, head) in governed() {
        starts[head.at() + 1] += 1;
    }
    for i in 0..tokens.len() {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut children = vec![TokenIdx(0); *starts.last().unwrap_or(&0) as usize];
    for (child, head) in governed() {
        children[next[head.at()] as usize] = child;
        next[head.at()] += 1;
    }
    (starts, children)
}

/// Widens each head's span by its children's until nothing changes: two sweeps settle a projective tree.
fn measure_subtrees(tokens: &[Token], sentences: &[Sentence]) -> Vec<Span<Tok>> {
    let mut spans: Vec<Span<Tok>> = (0..tokens.len() as u32).map(|i| Span::of(TokenIdx(i))).collect();
    for sentence in sentences {
        let mut changed = true;
        while changed {
            changed = false;
            let mut widen = |child: TokenIdx| {
                let head = tokens[child.at()].head;
                let joined = spans[head.at()].join(spans[child.at()]);
                changed |= joined != spans[head.at()];
                spans[head.at()] = joined;
            };
            sentence.tokens.tokens().for_each(&mut widen);
            sentence.tokens.tokens().rev().for_each(&mut widen);
        }
    }
    spans
}

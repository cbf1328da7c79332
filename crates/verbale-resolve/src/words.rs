use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};
use verbale_know::{Knowledge, Piece, PieceCutter, Role, Run};

/// The pieces of every token, as written and by lemma: what names and role phrases are looked up by.
pub(crate) struct Words {
    written: Pieces,
    lemmas: Pieces,
}

#[derive(Default)]
struct Pieces {
    pieces: Vec<Piece>,
    /// Where each token's pieces start, and the end of the last.
    starts: Vec<u32>,
}

impl Pieces {
    fn of(&self, token: TokenIdx) -> &[Piece] {
        &self.pieces[self.starts[token.at()] as usize..self.starts[token.at() + 1] as usize]
    }
}

impl Words {
    pub(crate) fn new(doc: &Doc) -> Self {
        let mut cutter = PieceCutter::default();
        let mut words = Self { written: Pieces::default(), lemmas: Pieces::default() };
        for token in doc.indices() {
            words.written.starts.push(words.written.pieces.len() as u32);
            let start = words.written.pieces.len();
            cutter.cut(doc.word(token), &mut words.written.pieces);
            words.lemmas.starts.push(words.lemmas.pieces.len() as u32);
            match singular(doc, token) {
                Some(singular) => cutter.cut(singular, &mut words.lemmas.pieces),
                None => words.lemmas.pieces.extend_from_slice(&words.written.pieces[start..]),
            }
        }
        words.written.starts.push(words.written.pieces.len() as u32);
        words.lemmas.starts.push(words.lemmas.pieces.len() as u32);
        words
    }

    /// The pieces of a token as written.
    pub(crate) fn of(&self, token: TokenIdx) -> &[Piece] {
        self.written.of(token)
    }

    /// The run of a stretch of tokens as written.
    pub(crate) fn run(&self, tokens: Span<Tok>) -> Run {
        tokens
            .tokens()
            .flat_map(|token| self.written.of(token))
            .fold(Run::default(), |run, &piece| run.then(piece))
    }

    /// The longest role phrase within `tokens` that holds `head`, if one is given; of two as long, the later.
    pub(crate) fn role<'k>(
        &self,
        knowledge: &'k Knowledge,
        tokens: Span<Tok>,
        head: Option<TokenIdx>,
    ) -> Option<(Span<Tok>, &'k Role)> {
        let longest = knowledge.roles().longest() as u32;
        let mut best: Option<(Span<Tok>, &Role)> = None;
        for start in tokens.start()..tokens.end() {
            if head.is_some_and(|head| start > head.0) {
                break;
            }
            // As written ("human rights group"), with the head's lemma ("ministers of foreign affairs"), and with all
            // lemmas.
            let mut runs = [Run::default(); 3];
            for end in start..tokens.end().min(start + longest) {
                let token = TokenIdx(end);
                let (written, lemma) = (self.written.of(token), self.lemmas.of(token));
                let is_head = head.is_none_or(|head| head == token);
                for (run, pieces) in
                    runs.iter_mut().zip([written, if is_head { lemma } else { written }, lemma])
                {
                    *run = pieces.iter().fold(*run, |run, &piece| run.then(piece));
                }
                let span = Span::new(start, end + 1);
                if head.is_some_and(|head| !span.has(head)) || written.is_empty() {
                    continue;
                }
                if best.is_none_or(|(other, _)| span.len() >= other.len())
                    && let Some(role) = runs.iter().find_map(|&run| knowledge.roles().phrase(run))
                {
                    best = Some((span, role));
                }
            }
        }
        best
    }

    /// What a token adds as a modifier.
    pub(crate) fn modifier<'k>(&self, knowledge: &'k Knowledge, token: TokenIdx) -> Option<&'k Role> {
        let pieces = self.written.of(token);
        (!pieces.is_empty()).then(|| knowledge.roles().modifier(Run::of(pieces))).flatten()
    }
}

/// The singular of a plural noun. The lemmatizer leaves proper nouns as they are.
fn singular(doc: &Doc, token: TokenIdx) -> Option<&str> {
    let word = doc.word(token);
    match doc.pos(token) {
        Pos::Noun if doc.tag(token) == label::TAG_NNS => {
            Some(doc.lemma(token)).filter(|lemma| !lemma.is_empty())
        }
        Pos::Propn if doc.tag(token) == label::TAG_NNPS && word.len() > 3 => word.strip_suffix('s'),
        _ => None,
    }
}

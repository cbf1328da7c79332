use std::fmt::Write as _;
use std::sync::Arc;

use crate::{Doc, Entity, Label, Labels, Pos, Sentence, Span, Str, Text, Token, TokenIdx, label};

/// A line of CoNLL-U that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConlluError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl std::fmt::Display for ConlluError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}
impl std::error::Error for ConlluError {}

impl Doc {
    /// Reads CoNLL-U, the form that [`Doc::to_conllu`] writes.
    ///
    /// The text is put together from the forms and `SpaceAfter=No`; sentences are separated by a space, and by a
    /// paragraph break where a comment line `# newpar` stands before the second. Entities are read from the last
    /// column (`Ent=B-PERSON`, `Ent=I-PERSON`). A head of 0 is the root.
    ///
    /// # Errors
    /// The first line that does not have ten columns, or whose numbers are not in order.
    pub fn from_conllu(conllu: &str) -> Result<Self, ConlluError> {
        let mut reader = Reader::default();
        for (number, line) in conllu.lines().enumerate() {
            reader.line(line).map_err(|what| ConlluError { line: number + 1, what })?;
        }
        reader.end_sentence();
        let Reader { text, labels, tokens, strings, sentences, entities, .. } = reader;
        Ok(Self::new(Text::new(text), Arc::new(labels), tokens, strings, sentences, entities))
    }

    /// Writes CoNLL-U: one block of lines a sentence, entities in the last column.
    pub fn to_conllu(&self) -> String {
        let mut out = String::with_capacity(self.len() * 48);
        for (number, sentence) in self.sentences().iter().enumerate() {
            if number > 0 && self.sentences()[number - 1].block != sentence.block {
                out.push_str("# newpar\n");
            }
            // One line, so that a line break inside the sentence does not end the comment.
            let text = self.str(sentence.tokens).split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "# text = {text}");
            for token in sentence.tokens.tokens() {
                self.conllu_line(&mut out, token, sentence);
            }
            out.push('\n');
        }
        out
    }

    fn conllu_line(&self, out: &mut String, index: TokenIdx, sentence: &Sentence) {
        let token = self.token(index);
        let place = |index: TokenIdx| index.0 - sentence.tokens.start() + 1;
        let head = if token.head == index { 0 } else { place(token.head) };
        let name = |label: Label| or_blank(self.labels().name(label));
        let mut misc = Vec::new();
        if let Some(entity) = self.entity(index) {
            let prefix = if entity.tokens.start() == index.0 { 'B' } else { 'I' };
            misc.push(format!("Ent={prefix}-{}", self.labels().name(entity.label)));
        }
        if !token.space_after {
            misc.push("SpaceAfter=No".to_owned());
        }
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t{}",
            place(index),
            escape(self.word(index)),
            escape(self.lemma(index)),
            or_blank(token.pos.name()),
            name(token.tag),
            name(token.morph),
            head,
            name(token.dep),
            or_blank(&misc.join("|")),
        );
    }
}

fn or_blank(field: &str) -> &str {
    if field.is_empty() { "_" } else { field }
}

/// Tabs and line breaks would end the field.
fn escape(field: &str) -> String {
    or_blank(field).replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(field: &str) -> String {
    field.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r")
}

#[derive(Default)]
struct Reader {
    text: String,
    labels: Labels,
    tokens: Vec<Token>,
    strings: String,
    sentences: Vec<Sentence>,
    entities: Vec<Entity>,
    sentence_start: u32,
    block: u32,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            self.end_sentence();
            return Ok(());
        }
        if line.starts_with('#') {
            if line.starts_with("# newpar") && !self.tokens.is_empty() {
                self.end_sentence();
                self.text.truncate(self.text.trim_end().len());
                self.text.push_str("\n\n");
                self.block += 1;
            }
            return Ok(());
        }
        self.token(line)
    }

    fn token(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, pos, tag, morph, head, dep, _, misc] = fields[..] else {
            return Err(format!("expected 10 columns, found {}", fields.len()));
        };
        let index = self.tokens.len() as u32;
        let place = index - self.sentence_start + 1;
        if id.parse() != Ok(place) {
            return Err(format!("expected token {place}, found {id:?}"));
        }
        let head: u32 = head.parse().map_err(|_| format!("expected a head, found {head:?}"))?;
        let mut label = |name: &str| if name == "_" { label::NONE } else { self.labels.add(name) };
        let (tag, morph, dep) = (label(tag), label(morph), label(dep));
        let form = unescape(form);
        let start = self.text.len() as u32;
        self.text.push_str(&form);
        let space_after = !misc.split('|').any(|item| item == "SpaceAfter=No");
        let lemma_start = self.strings.len() as u32;
        self.strings.push_str(&unescape(lemma));
        self.tokens.push(Token {
            span: Span::new(start, self.text.len() as u32),
            head: TokenIdx(if head == 0 { index } else { self.sentence_start + head - 1 }),
            dep,
            tag,
            morph,
            pos: Pos::find(pos).unwrap_or_default(),
            space_after,
            lemma: Str { start: lemma_start, len: self.strings.len() as u32 - lemma_start },
        });
        if space_after {
            self.text.push(' ');
        }
        if let Some(entity) = misc.split('|').find_map(|item| item.strip_prefix("Ent=")) {
            self.entity(entity, index)?;
        }
        Ok(())
    }

    fn entity(&mut self, entity: &str, index: u32) -> Result<(), String> {
        let (prefix, name) =
            entity.split_once('-').ok_or_else(|| format!("expected B-LABEL or I-LABEL, found {entity:?}"))?;
        let label = self.labels.add(name);
        match self.entities.last_mut() {
            Some(open) if prefix == "I" && open.tokens.end() == index => {
                open.tokens = Span::new(open.tokens.start(), index + 1);
            }
            _ => self.entities.push(Entity { tokens: Span::of(TokenIdx(index)), label }),
        }
        Ok(())
    }

    fn end_sentence(&mut self) {
        let end = self.tokens.len() as u32;
        if end > self.sentence_start {
            self.sentences.push(Sentence { tokens: Span::new(self.sentence_start, end), block: self.block });
            if !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self.sentence_start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "\
# text = Iran said no.
1\tIran\tIran\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tEnt=B-GPE
2\tsaid\tsay\tVERB\tVBD\tTense=Past\t0\tROOT\t_\t_
3\tno\tno\tINTJ\tUH\t_\t2\tdobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# text = It left.
1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\t_\t0\tROOT\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

";

    #[test]
    fn reading_and_writing_agree() {
        let doc = Doc::from_conllu(TWO).unwrap();
        assert_eq!(doc.faults(), Vec::<String>::new());
        assert_eq!(doc.to_conllu(), TWO);
        assert_eq!(doc.text().as_str(), "Iran said no.\n\nIt left. ");
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = Doc::from_conllu("1\tIran\n").unwrap_err();
        assert_eq!(error.to_string(), "line 1: expected 10 columns, found 2");
        let skipped = Doc::from_conllu("2\ta\ta\tX\tX\t_\t0\tROOT\t_\t_").unwrap_err();
        assert_eq!(skipped.what, "expected token 1, found \"2\"");
    }

    #[test]
    fn cycles_and_far_heads_are_cut() {
        let cyclic = "1\ta\ta\tX\tX\t_\t2\tdep\t_\t_\n2\tb\tb\tX\tX\t_\t1\tdep\t_\t_\n3\tc\tc\tX\tX\t_\t9\tdep\t_\t_\n";
        let doc = Doc::from_conllu(cyclic).unwrap();
        assert_eq!(doc.faults(), Vec::<String>::new());
        assert_eq!(doc.indices().filter(|&t| doc.is_root(t)).count(), 2);
    }

    #[test]
    fn subtrees_and_children() {
        let doc = Doc::from_conllu(TWO).unwrap();
        assert_eq!(doc.subtree(TokenIdx(1)), Span::new(0, 4));
        assert_eq!(doc.subtree(TokenIdx(0)), Span::new(0, 1));
        assert_eq!(doc.children(TokenIdx(1)), [TokenIdx(0), TokenIdx(2), TokenIdx(3)]);
        assert_eq!(doc.ancestors(TokenIdx(6)).collect::<Vec<_>>(), [TokenIdx(5)]);
        assert!(doc.is_under(TokenIdx(4), TokenIdx(5)));
        assert_eq!(doc.str(Span::new(0, 2)), "Iran said");
        assert_eq!(doc.tokens_in(Span::new(0, 9)), Span::new(0, 2));
        assert_eq!(doc.entity(TokenIdx(0)).unwrap().label, label::ENT_GPE);
    }
}

use serde::Serialize;
use verbale_doc::{Doc, Span, Tok, TokenIdx};

/// A document in the form of spaCy's `Doc.to_json()`, with its id first: one line of JSON with `id`, `text`, `ents`,
/// `sents` and `tokens`. Positions are code points of the text; a token's `head` is a position among the tokens.
pub fn to_spacy_json(doc: &Doc, id: &str) -> String {
    let name = |label| doc.labels().name(label);
    let entities = doc.entities().iter().map(|entity| {
        let (start, end) = chars(doc, entity.tokens);
        SpacyEntity { start, end, label: name(entity.label) }
    });
    let sentences = doc.sentences().iter().map(|sentence| {
        let (start, end) = chars(doc, sentence.tokens);
        SpacySentence { start, end }
    });
    let json = SpacyDoc {
        id,
        text: doc.text(),
        ents: entities.collect(),
        sents: sentences.collect(),
        tokens: doc.indices().map(|index| SpacyToken::new(doc, index)).collect(),
    };
    // Text and numbers can always be written as JSON.
    serde_json::to_string(&json).unwrap_or_default()
}

fn chars(doc: &Doc, tokens: Span<Tok>) -> (u32, u32) {
    let span = doc.text().to_chars(doc.bytes(tokens));
    (span.start(), span.end())
}

/// The fields in spaCy's order.
#[derive(Serialize)]
struct SpacyDoc<'a> {
    id: &'a str,
    text: &'a str,
    ents: Vec<SpacyEntity<'a>>,
    sents: Vec<SpacySentence>,
    tokens: Vec<SpacyToken<'a>>,
}

#[derive(Serialize)]
struct SpacyEntity<'a> {
    start: u32,
    end: u32,
    label: &'a str,
}

#[derive(Serialize)]
struct SpacySentence {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct SpacyToken<'a> {
    id: u32,
    start: u32,
    end: u32,
    tag: &'a str,
    pos: &'a str,
    morph: &'a str,
    lemma: &'a str,
    dep: &'a str,
    head: u32,
}

impl<'a> SpacyToken<'a> {
    fn new(doc: &'a Doc, index: TokenIdx) -> Self {
        let token = doc.token(index);
        let (start, end) = chars(doc, Span::of(index));
        Self {
            id: index.0,
            start,
            end,
            tag: doc.labels().name(token.tag),
            pos: token.pos.name(),
            morph: doc.labels().name(token.morph),
            lemma: doc.lemma(index),
            dep: doc.labels().name(token.dep),
            head: token.head.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_code_points() {
        let doc = Doc::from_conllu(
            "1\tSão\tSão\tPROPN\tNNP\tNumber=Sing\t2\tcompound\t_\tEnt=B-GPE\n\
             2\tTomé\tTomé\tPROPN\tNNP\tNumber=Sing\t0\tROOT\t_\tEnt=I-GPE\n",
        )
        .unwrap();
        assert_eq!(
            to_spacy_json(&doc, "a"),
            concat!(
                r#"{"id":"a","text":"São Tomé ","ents":[{"start":0,"end":8,"label":"GPE"}],"#,
                r#""sents":[{"start":0,"end":8}],"tokens":[{"id":0,"start":0,"end":3,"tag":"NNP","pos":"PROPN","#,
                r#""morph":"Number=Sing","lemma":"São","dep":"compound","head":1},{"id":1,"start":4,"end":8,"#,
                r#""tag":"NNP","pos":"PROPN","morph":"Number=Sing","lemma":"Tomé","dep":"ROOT","head":1}]}"#
            )
        );
    }
}

//! What people take with them: a citation, and the W3C Web Annotation of a statement or an event.

use serde_json::{Value, json};
use verbale_record::{Record, Span};

use super::text::Chars;

/// Code points of context in a quote selector, on each side.
const CONTEXT: u32 = 32;

/// “Words”, speaker, in: title, publisher, day, address (characters 12–48).
pub(super) fn citation(record: &Record, speaker: Option<&str>, spans: &[Span]) -> String {
    let article = &record.article;
    let text = Chars::new(&article.text);
    let quoted: Vec<&str> = spans.iter().map(|span| text.slice(span.start, span.end)).collect();
    let quoted = quoted.join(" … ");
    let quoted = quoted
        .trim_matches(['“', '”', '"', '\u{AB}', '\u{BB}'])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut parts = vec![format!("“{quoted}”")];
    parts.extend(speaker.map(str::to_owned));
    parts.extend(article.title.as_ref().map(|title| format!("in: {title}")));
    parts.extend(article.publisher.clone());
    parts.extend(article.published.clone());
    parts.extend(article.url.clone());
    if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
        parts.push(format!("characters {}–{} of {}", first.start, last.end, article.hash));
    }
    parts.join(", ") + "."
}

/// A Web Annotation: where the words are, by position and by quotation, and what they were coded as.
pub(super) fn annotation(record: &Record, local: &str, spans: &[Span], body: &Value) -> Value {
    let article = &record.article;
    let text = Chars::new(&article.text);
    let target: Vec<Value> = spans
        .iter()
        .map(|span| {
            json!({
                "source": article.url.as_deref().unwrap_or(&record.id),
                "selector": [
                    {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text.slice(span.start, span.end),
                        "prefix": text.slice(span.start.saturating_sub(CONTEXT), span.start),
                        "suffix": text.slice(span.end, span.end + CONTEXT),
                    },
                ],
                "state": {"type": "State", "value": article.hash},
            })
        })
        .collect();
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:verbale:{}:{local}", article.hash),
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"type": "Software", "name": record.coder.program, "rules": record.coder.rules},
        "body": {"type": "Dataset", "format": "application/json", "value": body},
        "target": target,
    })
}

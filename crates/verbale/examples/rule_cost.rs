//! What event rules cost beside parsing, and what twenty times as many would:
//! `cargo run --release -p verbale --example rule_cost -- TEXTS.jsonl` (each line with a "text").
//!
//! The further rules are generated: as many triggers and conditions each as the built-in ones have, on words drawn
//! evenly from those of the texts. So they are looked up and tried as rules of another field would be.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use verbale::{Article, Block, BlockKind, Coder, Doc, ModelDir, Options, Text};
use verbale_doc::Pos;
use verbale_events::{EventFinder, FILES, Rules};
use verbale_know::Knowledge;
use verbale_resolve::Resolver;
use verbale_statements::StatementFinder;

/// How many times the built-in rules.
const TIMES: usize = 20;

/// Triggers of a generated rule: as many as a built-in one has on average.
const TRIGGERS: usize = 12;

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file of JSON lines")?;
    let home = std::env::var("HOME")?;
    let model = std::env::var("VERBALE_MODEL")
        .unwrap_or_else(|_| format!("{home}/.cache/verbale/models/en_core_web_sm-3.8.0"));
    let articles = articles(&std::fs::read_to_string(path)?)?;
    let coder = Coder::open(&ModelDir::at(model), Options::default())?;
    let mut worker = coder.worker();
    let (docs, parsing) =
        quickest(|| articles.iter().map(|article| worker.parse(article)).collect::<Vec<_>>());
    let (resolver, sayings) = (Resolver::new(Knowledge::bundled()), StatementFinder::default());
    let read: Vec<_> = articles
        .iter()
        .zip(&docs)
        .map(|(article, doc)| {
            let cast = resolver.resolve(article, doc);
            let statements = sayings.find(article, doc, &cast);
            (article, doc, cast, statements)
        })
        .collect();

    println!("parsing: {:.0} ms", parsing.as_secs_f64() * 1e3);
    let further = further_rules(&docs);
    let mut files = FILES.to_vec();
    files.push(("further.toml", &further));
    let mut first = None;
    for rules in [Rules::built_in(), Rules::read(&files)?] {
        let n_rules = rules.book().rules().len();
        let finder = EventFinder::new(rules);
        let (n_events, time) = quickest(|| {
            let found = read.iter().map(|(article, doc, cast, statements)| {
                finder.find(article, doc, cast, statements).events.len()
            });
            found.sum::<usize>()
        });
        let share = 100.0 * time.as_secs_f64() / parsing.as_secs_f64();
        let first = *first.get_or_insert(time);
        let times = time.as_secs_f64() / first.as_secs_f64();
        let time = time.as_secs_f64() * 1e3;
        println!(
            "{n_rules} rules: {time:.0} ms, {share:.1} % of parsing, {times:.2} times, {n_events} events"
        );
    }
    Ok(())
}

fn articles(lines: &str) -> Result<Vec<Article>, serde_json::Error> {
    let read = |(number, line): (usize, &str)| {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = Text::new(value["text"].as_str().unwrap_or_default());
        let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
        Ok(Article { id: number.to_string(), text, blocks, ..Article::default() })
    };
    lines.lines().enumerate().map(read).collect()
}

/// The result of some work and the time of its quickest round.
fn quickest<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut best: Option<(T, Duration)> = None;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        if best.as_ref().is_none_or(|(_, least)| time < *least) {
            best = Some((result, time));
        }
    }
    best.expect("there is at least one round")
}

fn further_rules(docs: &[Doc]) -> String {
    let mut words = [(Pos::Verb, "verbs", BTreeSet::new()), (Pos::Noun, "nouns", BTreeSet::new())];
    for doc in docs {
        for token in doc.indices() {
            let lemma = doc.lemma(token);
            for (pos, _, lemmas) in &mut words {
                if doc.pos(token) == *pos && lemma.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    lemmas.insert(lemma.to_owned());
                }
            }
        }
    }
    let mut text = String::new();
    let mut state = 1_u64;
    for number in 0..(TIMES - 1) * Rules::built_in().book().rules().len() {
        let (_, key, lemmas) = &words[number % 2];
        let lemmas: Vec<&String> = lemmas.iter().collect();
        let triggers: Vec<String> = (0..TRIGGERS)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                format!("\"{}\"", lemmas[(state >> 33) as usize % lemmas.len()])
            })
            .collect();
        let subject = ["#actor", "#state|#GOV", "#MIL|#REB", "#person", "#group|#people", "#organization"]
            [number / 2 % 6];
        let _ = writeln!(
            text,
            "[[rule]]\nid = \"further.{number}\"\ntype = \"ACCUSE\"\n{key} = [{}]\nif = [\"subject: {subject}\", \
             \"object: @talks|@accords\"]\nunless = [\"sentence: @sports|@stage|@market\"]\nsource = [\"subject\"]\n\
             target = [\"object\", \"prep(with|to)\"]\npriority = -1\nwhy = \"generated\"",
            triggers.join(", ")
        );
    }
    text
}

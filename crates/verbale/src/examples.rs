//! The examples that rules carry, run through the whole program.

use verbale_doc::{Article, Block, BlockKind, Text};
use verbale_record::{Actor, Event, Record};

use crate::Coder;

/// An example that does not give what its rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The rule's name.
    pub rule: String,
    /// Where the rule is written: `consult.toml:3:1`.
    pub place: String,
    /// The sentence.
    pub text: String,
    /// The lines it should give.
    pub expected: Vec<String>,
    /// The lines it gives.
    pub given: Vec<String>,
}

/// Runs the examples of a coder's rules, those whose place `is_wanted` accepts, and tells how many there were and
/// which fail.
///
/// An example must give as many events as it says, each as [`fits`](verbale_events::fits) has it.
pub fn failing_examples(coder: &Coder, is_wanted: impl Fn(&str) -> bool) -> (usize, Vec<Failed>) {
    let mut worker = coder.worker();
    let mut failed = Vec::new();
    let mut n_examples = 0;
    for rule in coder.event_rules().book().rules().iter().filter(|rule| is_wanted(&rule.place)) {
        for example in &rule.examples {
            n_examples += 1;
            let text = Text::new(example.text.as_str());
            let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
            let record = worker.code(&Article { id: rule.id.clone(), text, blocks, ..Article::default() });
            let given: Vec<String> = record.events.iter().map(|event| line(event, &record)).collect();
            let fits = |want: &String| given.iter().any(|line| verbale_events::fits(line, want));
            if given.len() != example.gives.len() || !example.gives.iter().all(fits) {
                failed.push(Failed {
                    rule: rule.id.clone(),
                    place: rule.place.clone(),
                    text: example.text.clone(),
                    expected: example.gives.clone(),
                    given,
                });
            }
        }
    }
    (n_examples, failed)
}

/// The event as the examples write it; see [`line`](verbale_events::line).
fn line(event: &Event, record: &Record) -> String {
    let names = |ids: &[String]| {
        let actors = ids.iter().filter_map(|id| record.actors.iter().find(|actor| actor.id == *id));
        actors.map(name).collect::<Vec<_>>().join(" + ")
    };
    let arrow = if event.target.is_empty() { "" } else { " -> " };
    let mode = event.mode.as_deref().map(|mode| format!("/{mode}")).unwrap_or_default();
    let (source, target) = (names(&event.source), names(&event.target));
    format!("{source}{arrow}{target}  {}{mode}  {}", event.kind, event.status)
}

fn name(actor: &Actor) -> String {
    let country = actor.country.as_deref().unwrap_or("_");
    actor.sectors.first().map_or_else(|| country.to_owned(), |sector| format!("{country} {sector}"))
}

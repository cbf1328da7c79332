//! Every example of every event rule gives what it says, through the whole program.

use std::path::PathBuf;

use verbale::record::{Actor, Event, Record};
use verbale::{Article, Block, BlockKind, Coder, ModelDir, Options, Text};

#[test]
#[allow(clippy::print_stderr, reason = "a test that checks nothing says so")]
fn examples_of_event_rules_give_what_they_say() {
    let Some(model) = model() else {
        eprintln!("skipped: no model; `cargo xtask setup` fetches it");
        return;
    };
    let coder = Coder::open(&ModelDir::at(model), Options { near: true, ..Options::default() }).unwrap();
    let mut worker = coder.worker();
    let mut failed = Vec::new();
    let mut checked = 0;
    for rule in coder.event_rules().book().rules() {
        for example in &rule.examples {
            checked += 1;
            let text = Text::new(example.text.as_str());
            let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
            let record = worker.code(&Article { id: rule.id.clone(), text, blocks, ..Article::default() });
            let lines: Vec<String> = record.events.iter().map(|event| line(event, &record)).collect();
            let fits = |want: &String| lines.iter().any(|line| verbale_events::fits(line, want));
            if lines.len() != example.gives.len() || !example.gives.iter().all(fits) {
                let place = &rule.place;
                failed.push(format!(
                    "{place} {}: {:?}\n  gives {lines:?}\n  not {:?}",
                    rule.id, example.text, example.gives
                ));
            }
        }
    }
    assert!(checked > 300, "only {checked} examples");
    assert!(failed.is_empty(), "{} of {checked} examples fail:\n{}", failed.len(), failed.join("\n"));
}

/// The event as the examples write it; see `verbale_events::line`.
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

/// As the command line finds it: `$VERBALE_MODEL`, else the cache.
fn model() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")));
    let named = var("VERBALE_MODEL").filter(|dir| dir.is_absolute());
    let model = named.or_else(|| Some(cache?.join("verbale/models/en_core_web_sm-3.8.0")));
    model.filter(|dir| dir.is_dir())
}

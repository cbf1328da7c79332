//! `verbale know`: what is known by a name, and why it means whom it means; and the knowledge that `--knowledge` asks
//! for.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::civil::Date;
use verbale::know::{CodeList, Entry, EntryId, Held, Knowledge, NameUse, PersonId, Term};
use verbale::{Meaning, Meanings, Resolver};

use crate::args::{KnowArgs, KnowledgeArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::paint::Look;
use crate::terminal;

/// The built-in knowledge, with a user's files laid over it.
pub(crate) fn of(args: &KnowledgeArgs) -> anyhow::Result<Arc<Knowledge>> {
    if args.knowledge.is_empty() {
        return Ok(Knowledge::bundled());
    }
    let mut files = Vec::new();
    for path in &args.knowledge {
        let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        files.push((path.display().to_string(), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Ok(Arc::new(Knowledge::with_own(&files)?))
}

pub(crate) fn run(args: &KnowArgs) -> anyhow::Result<Exit> {
    let resolver = Resolver::new(of(&args.knowledge)?);
    let knowledge = resolver.knowledge();
    // A key is shown as what it means by its own name.
    let by_key = knowledge.entry(&args.name);
    let name = by_key.and_then(|entry| knowledge.names_of(entry).first().map(|name| (*name).to_owned()));
    let mut meanings = resolver.meanings(name.as_deref().unwrap_or(&args.name), args.on, &args.near);
    if let Some(entry) = by_key {
        meanings.entries.retain(|meaning| meaning.entry == entry);
        meanings.places.clear();
    }
    let page = page(args, knowledge, &meanings);
    Output::new().write(&page).context("writing the result")?;
    let is_known = !meanings.entries.is_empty() || !meanings.places.is_empty();
    Ok(if is_known { Exit::Fine } else { Exit::SomeFailed })
}

fn page(args: &KnowArgs, knowledge: &Knowledge, meanings: &Meanings) -> String {
    let paint = terminal::paint_stdout();
    let mut page = String::new();
    for meaning in &meanings.entries {
        let _ = writeln!(page, "{}", paint.paint(&headline(knowledge, meaning), Look::BOLD));
        for line in details(knowledge, meaning, args.on) {
            let _ = writeln!(page, "  {line}");
        }
    }
    if !meanings.places.is_empty() {
        let _ = writeln!(page, "{}", paint.paint("Places, with how much each is believed in", Look::BOLD));
        for &(id, belief) in meanings.places.iter().take(12) {
            let _ = writeln!(page, "  {belief:.3}  {}", place(knowledge, id));
        }
        if meanings.places.len() > 12 {
            let _ = writeln!(page, "  and {} more", meanings.places.len() - 12);
        }
    }
    let _ = writeln!(page, "{}", verdict(args, knowledge, meanings));
    page
}

/// "Sergei Lavrov: person rus/sergei-lavrov".
fn headline(knowledge: &Knowledge, meaning: &Meaning) -> String {
    let key = knowledge.key(meaning.entry);
    match meaning.entry {
        Entry::State(id) => format!("{}: state {key}", knowledge.state(id).name),
        Entry::Organization(id) => {
            let organization = knowledge.organization(id);
            format!("{}: {} {key}", organization.name, organization.kind)
        }
        Entry::Person(id) => {
            let person = knowledge.person(id);
            let wikidata = person.wikidata.as_deref().map_or(String::new(), |id| format!(" ({id})"));
            format!("{}: person {key}{wikidata}", person.name)
        }
    }
}

fn details(knowledge: &Knowledge, meaning: &Meaning, on: Option<Date>) -> Vec<String> {
    let mut lines = vec![format!("by {}", usage(meaning.usage))];
    let names = knowledge.names_of(meaning.entry);
    if names.len() > 1 {
        lines.push(format!("names: {}", names.join(", ")));
    }
    let country = meaning.country.map(|country| country.code().to_owned());
    let sectors: Vec<&str> = meaning.sectors.iter().map(|sector| sector.code()).collect();
    let codes = [country.unwrap_or_default(), sectors.join(",")].join(" ");
    if !codes.trim().is_empty() {
        let day = on.map_or_else(|| "on no day in particular".to_owned(), |day| format!("on {day}"));
        let role = meaning.role.as_ref().map_or(String::new(), |role| format!(", {role}"));
        lines.push(format!("{day}: {}{role}", codes.trim()));
    }
    if let Entry::State(id) = meaning.entry {
        let country = knowledge.state(id).country;
        let codes = CodeList::ALL
            .iter()
            .filter_map(|list| Some(format!("{} {}", list.name(), country.code_in(*list)?)));
        lines.push(format!("codes: {}", codes.collect::<Vec<_>>().join(", ")));
    }
    if let Entry::Person(id) = meaning.entry {
        lines.extend(offices(knowledge, id, on));
    }
    if meaning.needs_context && meaning.score.is_none() {
        lines.push("means other things too: taken where the entity recognizer agrees".to_owned());
    }
    let reasons = meaning.reasons.join("; ");
    match meaning.score {
        Some(score) if reasons.is_empty() => lines.push(format!("score {score:.1}: nothing speaks for it")),
        Some(score) => lines.push(format!("score {score:.1}: {reasons}")),
        None if !reasons.is_empty() => lines.push(reasons),
        None => {}
    }
    lines
}

fn usage(usage: NameUse) -> &'static str {
    match usage {
        NameUse::Name => "name",
        NameUse::Partial => "first and last word of a longer name",
        NameUse::Short => "a name of one word",
        NameUse::Adjective => "adjective",
        NameUse::Demonym => "the name of its people",
        NameUse::Capital => "its capital, where that stands for the government",
        NameUse::Seat => "the seat of its government",
    }
}

/// The terms of office in order of time; the one that runs on the day is marked.
fn offices(knowledge: &Knowledge, person: PersonId, on: Option<Date>) -> Vec<String> {
    let mut terms: Vec<&Term> = knowledge.terms(person).iter().collect();
    terms.sort_by_key(|term| (term.from.or(term.seen.0), term.to));
    let line = |term: &Term| {
        let date = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        let sectors: Vec<&str> = term.sectors.iter().map(|sector| sector.code()).collect();
        let seen = term.seen.1.filter(|_| term.to.is_none()).map(|seen| format!(" (seen on {seen})"));
        let now = on.is_some_and(|day| term.held_on(day) == Held::Now);
        format!(
            "{} {} to {}{}  {}, {} {}",
            if now { "*" } else { "-" },
            date(term.from),
            date(term.to),
            seen.unwrap_or_default(),
            term.office,
            term.country.code(),
            sectors.join(",")
        )
    };
    terms.into_iter().map(line).collect()
}

fn place(knowledge: &Knowledge, id: EntryId) -> String {
    let place = knowledge.gazetteer().place(id);
    let division = place.admin1.map(|division| knowledge.gazetteer().place(division).name.to_owned());
    let country = place.country.map(|country| country.code().to_owned());
    let lies_in: Vec<String> = [division, country].into_iter().flatten().collect();
    let inhabitants = match place.population {
        0 => String::new(),
        n => format!(", some {n} inhabitants"),
    };
    let geoname = place.geoname.map_or(String::new(), |geoname| format!(", GeoNames {geoname}"));
    format!(
        "{} ({:?}) in {}, {:.2} {:.2}{inhabitants}{geoname}",
        place.name,
        place.kind,
        lies_in.join(", "),
        place.lat,
        place.lon
    )
}

fn verdict(args: &KnowArgs, knowledge: &Knowledge, meanings: &Meanings) -> String {
    let name = &args.name;
    let is_capital = |entry| {
        let mut meant = meanings.entries.iter().filter(|meaning| Some(meaning.entry) == meanings.chosen);
        meant.all(|meaning| meaning.entry == entry && meaning.usage == NameUse::Capital)
    };
    match meanings.chosen {
        Some(entry) if is_capital(entry) => {
            format!(
                "{name:?} means {} where it acts or is acted on, and the place where it locates",
                knowledge.key(entry)
            )
        }
        Some(entry) => format!("{name:?} means {}", knowledge.key(entry)),
        None if meanings.entries.is_empty() && meanings.places.is_empty() => {
            format!("nothing is known by {name:?}")
        }
        None if meanings.entries.is_empty() => format!("{name:?} means a place"),
        None => format!(
            "{name:?} by itself means nobody that can be told: a score of {:.1} is needed, and {:.1} more than the next",
            Meanings::LEAST_SCORE,
            Meanings::LEAST_LEAD
        ),
    }
}

//! What is looked for: parameters of an address as a filter of the store.

use jiff::ToSpan;
use jiff::civil::Date;
use verbale_codes::EventType;
use verbale_store::{Filter, Kind, ReviewFilter, Store};

use crate::answer::Fault;
use crate::state::State;

/// A parameter that narrows a search, with what it does in words.
pub(crate) const CONDITIONS: [(&str, &str); 14] = [
    ("who", "who"),
    ("what", "said or did what"),
    ("whom", "to or about whom"),
    ("when", "when"),
    ("type", "type"),
    ("kind", "kind"),
    ("status", "status"),
    ("quad", "quad"),
    ("country", "country"),
    ("place", "place"),
    ("publisher", "outlet"),
    ("language", "language"),
    ("story", "story"),
    ("review", "verdict"),
];

/// The tab a search is looked at in.
pub(crate) fn kind(state: &State) -> Kind {
    match state.get("tab") {
        Some("events") => Kind::Event,
        Some("articles") => Kind::Article,
        _ => Kind::Statement,
    }
}

/// The filter for one kind of rows. Conditions that rows of that kind cannot meet or miss are left out.
pub(crate) fn filter(store: &Store, state: &State, kind: Kind) -> Result<Filter, Fault> {
    let list = |key: &str| state.all(key).map(str::to_owned).collect::<Vec<_>>();
    let who = |key: &str| state.get(key).map(|name| store.who(name)).transpose();
    let (from, to) = state.get("when").map_or(Ok((None, None)), days)?;
    let (words, asked_types) = state.get("what").map_or((None, Vec::new()), what);
    let mut types = match kind {
        Kind::Statement => list("kind"),
        Kind::Event | Kind::Article => list("type"),
    };
    if kind != Kind::Statement {
        types.extend(asked_types);
    }
    let is_event = kind == Kind::Event;
    let only_events = |key: &str| if is_event { list(key) } else { Vec::new() };
    let story = state.get("story").map(|story| story.parse().map_err(|_| Fault::wrong("story is no number")));
    let places = match state.get("place").filter(|_| is_event) {
        Some(name) => match name.parse::<i64>() {
            Ok(id) => vec![id],
            // No place of this name: number 0 is none, and nothing matches it.
            Err(_) => {
                Some(store.places_named(name, None)?.into_iter().map(|row| row.place.id).collect::<Vec<_>>())
                    .filter(|places| !places.is_empty())
                    .unwrap_or_else(|| vec![0])
            }
        },
        None => Vec::new(),
    };
    Ok(Filter {
        who: who("who")?,
        whom: who("whom")?,
        any: who("any")?,
        types,
        statuses: only_events("status"),
        quads: only_events("quad"),
        countries: list("country"),
        places,
        publishers: list("publisher"),
        languages: list("language"),
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        words,
        story: story.transpose()?,
        review: review(state.get("review"))?,
        ..Filter::default()
    })
}

/// Event types in capitals (`CONSULT`) are meant as such; all else are words to look for.
fn what(typed: &str) -> (Option<String>, Vec<String>) {
    let (types, words): (Vec<&str>, Vec<&str>) =
        typed.split_whitespace().partition(|word| word.parse::<EventType>().is_ok());
    let words = words.join(" ");
    (Some(words).filter(|words| !words.is_empty()), types.into_iter().map(str::to_owned).collect())
}

fn review(name: Option<&str>) -> Result<ReviewFilter, Fault> {
    match name {
        None => Ok(ReviewFilter::Live),
        Some("unreviewed") => Ok(ReviewFilter::Unreviewed),
        Some("accepted") => Ok(ReviewFilter::Accepted),
        Some("rejected") => Ok(ReviewFilter::Rejected),
        Some("changed") => Ok(ReviewFilter::Changed),
        Some("all") => Ok(ReviewFilter::All),
        Some(other) => Err(Fault::wrong(format!(
            "{other:?} is no verdict: unreviewed, accepted, rejected, changed or all"
        ))),
    }
}

/// The first and the last day of what people write for a time: `2024`, `2024-03`, `2024-03-05`, or two of them with
/// `..` between, either of which may be left out.
pub(crate) fn days(when: &str) -> Result<(Option<Date>, Option<Date>), Fault> {
    let stretch = |text: &str| {
        stretch(text.trim()).ok_or_else(|| {
            Fault::wrong(format!("{text:?} is no time: write 2024, 2024-03, 2024-03-05 or 2024-03..2024-05"))
        })
    };
    match when.split_once("..") {
        None => stretch(when).map(|(first, last)| (Some(first), Some(last))),
        Some((from, to)) => {
            let from = Some(from).filter(|from| !from.trim().is_empty()).map(stretch).transpose()?;
            let to = Some(to).filter(|to| !to.trim().is_empty()).map(stretch).transpose()?;
            Ok((from.map(|(first, _)| first), to.map(|(_, last)| last)))
        }
    }
}

fn stretch(text: &str) -> Option<(Date, Date)> {
    let number =
        |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [year] if year.len() == 4 => {
            let year = number(year)?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [year, month] if year.len() == 4 => {
            let first = Date::new(number(year)?, i8::try_from(number(month)?).ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [year, _, day] if year.len() == 4 && day.len() == 2 => text.parse().ok().map(|day| (day, day)),
        _ => None,
    }
}

/// The last day of a step that begins on `first`.
pub(crate) fn last_day(step: verbale_store::Step, first: Date) -> Date {
    match step {
        verbale_store::Step::Day => first,
        verbale_store::Step::Week => first.checked_add(6.days()).unwrap_or(first),
        verbale_store::Step::Month => first.last_of_month(),
        verbale_store::Step::Year => first.last_of_year(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(when: &str) -> String {
        match days(when) {
            Ok((from, to)) => {
                let show = |day: Option<Date>| day.map_or_else(|| "*".to_owned(), |day| day.to_string());
                format!("{} {}", show(from), show(to))
            }
            Err(_) => "no time".to_owned(),
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(read("2024"), "2024-01-01 2024-12-31");
        assert_eq!(read("2024-02"), "2024-02-01 2024-02-29");
        assert_eq!(read("2024-03-05"), "2024-03-05 2024-03-05");
        assert_eq!(read("2024-03 .. 2024-05-10"), "2024-03-01 2024-05-10");
        assert_eq!(read("..2023"), "* 2023-12-31");
        assert_eq!(read("2024.."), "2024-01-01 *");
        for wrong in ["March", "2024-13", "2024-02-30", "24", "-2024", "2024-03-05T10:00", "2024-+3"] {
            assert_eq!(read(wrong), "no time", "{wrong}");
        }
    }

    #[test]
    fn types_in_capitals_are_types() {
        assert_eq!(
            what("CONSULT \"peace talks\""),
            (Some("\"peace talks\"".to_owned()), vec!["CONSULT".to_owned()])
        );
        assert_eq!(what("consult"), (Some("consult".to_owned()), vec![]));
    }
}

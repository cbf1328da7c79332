use verbale_resolve::{Actor, ActorId};

use crate::Event;

/// An event in one line, as the examples of the rules have it:
/// `RUS GOV -> USA GOV  CONSULT/visit  occurred`.
///
/// Each actor is its country and its first sector; `_` stands for no country; several are joined by ` + `. Without
/// recipients there is no arrow.
pub fn line<'a>(event: &Event, actor: impl Fn(ActorId) -> &'a Actor) -> String {
    let list = |ids: &[ActorId]| ids.iter().map(|&id| name(actor(id))).collect::<Vec<_>>().join(" + ");
    let mut line = list(&event.source);
    if !event.target.is_empty() {
        line.push_str(" -> ");
        line.push_str(&list(&event.target));
    }
    line.push_str("  ");
    line.push_str(event.kind.code());
    if let Some(mode) = event.mode {
        line.push('/');
        line.push_str(mode.code());
    }
    line.push_str("  ");
    line.push_str(event.status.code());
    line
}

fn name(actor: &Actor) -> String {
    let country = actor.country.map_or_else(|| "_".to_owned(), |country| country.code().to_owned());
    match actor.sectors.first() {
        Some(sector) => format!("{country} {}", sector.code()),
        None => country,
    }
}

/// Whether an event's line is what an example expects. An actor that the example gives by country alone may have any
/// sector, and `*` may be anyone; a type given without mode may have any mode.
pub fn fits(line: &str, expected: &str) -> bool {
    let (Some(line), Some(expected)) = (parts(line), parts(expected)) else { return false };
    let lists_fit = |have: &[&str], want: &[&str]| {
        let fit = |have: &str, want: &str| {
            want == "*" || have == want || (!want.contains(' ') && have.split(' ').next() == Some(want))
        };
        have.len() == want.len() && want.iter().all(|want| have.iter().any(|have| fit(have, want)))
    };
    let kind_fits = line.kind == expected.kind
        || (!expected.kind.contains('/') && line.kind.split('/').next() == Some(expected.kind));
    lists_fit(&line.source, &expected.source)
        && lists_fit(&line.target, &expected.target)
        && kind_fits
        && line.status == expected.status
}

struct Parts<'a> {
    source: Vec<&'a str>,
    target: Vec<&'a str>,
    kind: &'a str,
    status: &'a str,
}

fn parts(line: &str) -> Option<Parts<'_>> {
    let mut fields = line.split("  ").map(str::trim).filter(|field| !field.is_empty());
    let (who, kind, status) = (fields.next()?, fields.next()?, fields.next()?);
    let (source, target) = who.split_once(" -> ").unwrap_or((who, ""));
    Some(Parts { source: names(source), target: names(target), kind, status })
}

fn names(list: &str) -> Vec<&str> {
    list.split(" + ").map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn an_example_may_leave_sector_and_mode_open() {
        let line = "RUS GOV -> USA GOV  CONSULT/visit  occurred";
        assert!(fits(line, "RUS -> USA GOV  CONSULT/visit  occurred"));
        assert!(fits(line, "RUS -> *  CONSULT  occurred"));
        assert!(!fits(line, "RUS MIL -> USA  CONSULT  occurred"));
        assert!(!fits(line, "RUS  CONSULT  occurred"));
        assert!(!fits(line, "RUS -> USA  CONSULT/phone  occurred"));
        assert!(!fits(line, "RUS -> USA  CONSULT  planned"));
        assert!(!fits(line, "nonsense"));
    }
}

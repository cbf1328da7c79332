//! Which of two documents with one text was there first.

use crate::agency::agency_of;
use crate::credits::first_appeared;
use crate::item::Item;
use crate::moment::Moment;
use crate::outlets::outlet;

/// What a document tells about where its text comes from, kept after the document is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// When it was published.
    pub published: Option<Moment>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The agency whose copy it runs.
    pub wire: Option<&'static str>,
    /// The outlet it names as the text's first home.
    pub first_appeared: Option<String>,
}

impl Account {
    /// What a document tells.
    pub fn of(item: &Item) -> Self {
        let wire = agency_of(&item.text, item.dateline_agency.as_deref());
        // A dateline that names an outlet nobody knows names the text's home all the same.
        let home = item.dateline_agency.as_deref().filter(|_| wire.is_none());
        Self {
            published: item.published,
            publisher: item.publisher.clone(),
            wire,
            first_appeared: first_appeared(&item.text).or(home).map(str::to_owned),
        }
    }

    /// The same, borrowed.
    pub fn witness(&self) -> Witness<'_> {
        Witness {
            published: self.published,
            publisher: self.publisher.as_deref(),
            wire: self.wire,
            first_appeared: self.first_appeared.as_deref(),
        }
    }
}

/// What a document tells about where its text comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Witness<'a> {
    /// When it was published.
    pub published: Option<Moment>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// The agency whose copy it runs: see [`agency_of`](crate::agency_of).
    pub wire: Option<&'a str>,
    /// The outlet it names as the text's first home: see [`first_appeared`](crate::first_appeared).
    pub first_appeared: Option<&'a str>,
}

impl Witness<'_> {
    /// Whether its text comes from elsewhere by its own account.
    fn owes(&self) -> bool {
        [self.wire, self.first_appeared].into_iter().flatten().any(|from| !self.is_of(from))
    }

    /// Whether its publisher goes by this name.
    fn is_of(&self, name: &str) -> bool {
        let known = |name| outlet(name).map(|outlet| outlet.name);
        self.publisher.is_some_and(|publisher| {
            publisher.eq_ignore_ascii_case(name.trim_start_matches("the ").trim_start_matches("The "))
                || publisher.eq_ignore_ascii_case(name)
                || known(publisher).is_some_and(|own| known(name) == Some(own))
        })
    }

    /// Whether this one says that it has its text from the other's publisher.
    fn owes_to(&self, other: &Self) -> bool {
        [self.wire, self.first_appeared]
            .into_iter()
            .flatten()
            .any(|from| other.is_of(from) && !self.is_of(from))
    }
}

/// How much more of one document must stand in the other than the other way round for it to be the part of a whole.
const PART: f32 = 0.05;

/// Whether `a` was there before `b`, as far as can be told.
///
/// What they say themselves comes first: a text that names its source is not the source. Then the time, where it is
/// known for sure. Where it is not, a document that owes its text to someone comes after one that does not, and a part
/// after the whole; a bare day counts as its end. `of_a` is the part of `a` that stands in `b`, `of_b` the other way.
pub fn is_earlier(a: &Witness<'_>, b: &Witness<'_>, of_a: f32, of_b: f32) -> bool {
    if a.owes_to(b) != b.owes_to(a) {
        return b.owes_to(a);
    }
    if let (Some(first), Some(second)) = (a.published, b.published)
        && (first.is_before(second) || second.is_before(first))
    {
        return first.is_before(second);
    }
    if a.owes() != b.owes() {
        return b.owes();
    }
    if (of_a - of_b).abs() > PART {
        return of_b > of_a;
    }
    let latest = |moment: Option<Moment>| moment.map_or(i64::MAX, Moment::latest);
    latest(a.published) < latest(b.published)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on<'a>(published: &str, publisher: &'a str) -> Witness<'a> {
        Witness { published: Moment::parse(published), publisher: Some(publisher), ..Witness::default() }
    }

    #[test]
    fn time_decides_where_it_is_known() {
        let (first, second) = (on("2020-01-05T08:00Z", "Coast Post"), on("2020-01-05T09:00Z", "Inland Post"));
        assert!(is_earlier(&first, &second, 1.0, 1.0) && !is_earlier(&second, &first, 1.0, 1.0));
    }

    #[test]
    fn who_names_the_source_comes_after_it_whatever_the_clock_says() {
        let wire = on("2020-01-05T09:00Z", "The Associated Press");
        let paper = Witness { wire: Some("AP"), ..on("2020-01-05T08:00Z", "Coast Post") };
        assert!(is_earlier(&wire, &paper, 1.0, 1.0) && !is_earlier(&paper, &wire, 1.0, 1.0));
    }

    #[test]
    fn on_a_bare_day_the_whole_comes_before_its_part() {
        let (whole, part) = (on("2020-01-05", "Coast Post"), on("2020-01-05T09:00Z", "Inland Post"));
        assert!(is_earlier(&whole, &part, 0.6, 1.0));
        assert!(is_earlier(&part, &whole, 1.0, 1.0), "a bare day counts as its end");
    }
}

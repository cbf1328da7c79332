//! An answer in one sentence.

use crate::{Evidence, Gap, Least, LeftOut, Period, PeriodGap, Verdict};

/// What the holders and the issue are called in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The first holder: `Saudi Arabia`.
    pub a: &'a str,
    /// The other.
    pub b: &'a str,
    /// The issue: `a ceasefire in Yemen`.
    pub issue: &'a str,
}

/// A title as it stands in a sentence: "A ceasefire in Yemen" begins small there, "NATO" and "Iran" do not.
pub fn within_sentence(title: &str) -> String {
    let article = ["A ", "An ", "The "].into_iter().find(|article| title.starts_with(article));
    article.map_or_else(|| title.to_owned(), |article| article.to_lowercase() + &title[article.len()..])
}

/// What a period is called: `March 2024`, `2024`, or its first and last day.
pub fn period_name(period: Period) -> String {
    let Period { from, to } = period;
    let ends_month = to.day() == to.days_in_month();
    let is_whole = from.day() == 1 && ends_month && from.year() == to.year();
    match (is_whole, from.month(), to.month()) {
        (true, 1, 12) => from.year().to_string(),
        (true, first, last) if first == last => from.strftime("%B %Y").to_string(),
        (true, ..) => format!("{}–{}", from.strftime("%B"), to.strftime("%B %Y")),
        _ => format!("{from} to {to}"),
    }
}

/// The answer as a sentence or two: numbers with their intervals, the verdict, and what it rests on; or why there is
/// no number.
pub fn in_words(gap: &Gap, names: &Names<'_>, least: Least) -> String {
    let Names { a, b, issue } = names;
    let known: Vec<&PeriodGap> = gap.periods.iter().filter(|period| period.gap.is_some()).collect();
    let number = |period: &PeriodGap| {
        let gap = period.gap.unwrap_or(crate::Estimate { point: 0.0, low: 0.0, high: 0.0 });
        format!("{:.2} ({:.2}–{:.2})", gap.point, gap.low, gap.high)
    };
    let rests_on = format!(
        "from {} and {} independent stories in {} outlets",
        gap.stories[0], gap.stories[1], gap.publishers
    );
    match (&known[..], gap.change) {
        ([], _) => {
            let mut words = format!(
                "On {issue}, there is not enough evidence to say how far apart {a} and {b} are: a number needs {} stories \
                 in {} outlets for each of them, on the same object and in the same period.",
                least.stories, least.publishers
            );
            for left_out in &gap.left_out {
                words.push(' ');
                words.push_str(&thin(left_out, names));
            }
            words
        }
        ([only], _) => format!(
            "On {issue}, the positions of {a} and {b} were {} apart in {}, {rests_on}. No other period has evidence enough \
             to compare it with.",
            number(only),
            period_name(only.period)
        ),
        ([first, .., last], change) => {
            let verdict = match change.map_or(Verdict::Insufficient, |change| change.verdict) {
                Verdict::Converging => "converging",
                Verdict::Diverging => "diverging",
                Verdict::Unchanged | Verdict::Insufficient => "no change shown",
            };
            format!(
                "On {issue}, the positions of {a} and {b} were {} apart in {} and {} in {}: {verdict}, {rests_on}.",
                number(first),
                period_name(first.period),
                number(last),
                period_name(last.period)
            )
        }
    }
}

/// What there is on an object that was left out.
fn thin(left_out: &LeftOut, names: &Names<'_>) -> String {
    let sum = |evidence: &[Evidence]| {
        let stories: usize = evidence.iter().map(|evidence| evidence.stories).sum();
        format!("{stories} {}", if stories == 1 { "story" } else { "stories" })
    };
    format!("On {}: {} has {}, {} {}.", left_out.object, names.a, sum(&left_out.a), names.b, sum(&left_out.b))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Question, Vote, compare};

    #[test]
    fn a_title_within_a_sentence_begins_small_where_an_article_begins_it() {
        let titles = ["A ceasefire in Yemen", "The blockade", "NATO enlargement", "Arms for Kyiv"];
        let within = ["a ceasefire in Yemen", "the blockade", "NATO enlargement", "Arms for Kyiv"];
        assert_eq!(titles.map(within_sentence), within);
    }

    #[test]
    fn periods_have_the_names_people_use() {
        let name = |from, to| period_name(Period::new(from, to));
        assert_eq!(name(date(2024, 3, 1), date(2024, 3, 31)), "March 2024");
        assert_eq!(name(date(2024, 1, 1), date(2024, 3, 31)), "January–March 2024");
        assert_eq!(name(date(2024, 1, 1), date(2024, 12, 31)), "2024");
        assert_eq!(name(date(2024, 1, 5), date(2024, 2, 1)), "2024-01-05 to 2024-02-01");
    }

    #[test]
    fn thin_evidence_is_said_and_no_number_given() {
        let march = Period::new(date(2024, 3, 1), date(2024, 3, 31));
        let vote = Vote {
            holder: "SAU",
            object: "ceasefire",
            polarity: -1.0,
            date: date(2024, 3, 4),
            story: "one",
            publisher: "Herald",
        };
        let gap = compare(&[vote], &Question::new("SAU", "IRN", vec![march]));
        let names = Names { a: "Saudi Arabia", b: "Iran", issue: "a ceasefire in Yemen" };
        assert_eq!(
            in_words(&gap, &names, Least::default()),
            "On a ceasefire in Yemen, there is not enough evidence to say how far apart Saudi Arabia and Iran are: a \
             number needs 5 stories in 3 outlets for each of them, on the same object and in the same period. On \
             ceasefire: Saudi Arabia has 1 story, Iran 0 stories."
        );
    }
}

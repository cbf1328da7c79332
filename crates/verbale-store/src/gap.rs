//! How far apart two countries stand on an issue, from the positions in the store.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;
use verbale_gap::{
    Confusion, Gap, Question, Stance, Step, Vote, WithoutPublisher, compare, leave_one_publisher_out,
    stances_over, steps,
};

use crate::stances::{StanceFilter, StanceRow};
use crate::{Store, StoreError};

/// Most positions one question takes in.
const MOST: usize = 200_000;

/// Publishers that are left out in turn: each takes as long as the answer itself, a step a period and one for so many
/// positions, and no more steps are taken than these.
const MOST_LEFT_OUT: usize = 20;
const FEWEST_LEFT_OUT: usize = 3;
const STEPS_LEFT_OUT: usize = 120;
const POSITIONS_A_STEP: usize = 200;

/// Positions that are given with the words around them, and the first and last of each country where there are more:
/// every text is read for them.
const MOST_WITH_WORDS: usize = 2000;
const ENDS_WITH_WORDS: usize = 20;

/// Most claims that are listed.
const MOST_CLAIMS: usize = 200;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct GapAsked {
    /// One country, as its code.
    pub a: String,
    /// The other.
    pub b: String,
    /// An issue's id, or its first part for all issues under it.
    pub issue: String,
    /// The length of a period.
    pub step: Step,
    /// First day; the first day with a position where not given.
    pub from: Option<Date>,
    /// Last day; the last day with a position where not given.
    pub to: Option<Date>,
    /// The coder's known error.
    pub confusion: Option<Confusion>,
}

/// The answer, with all it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct GapFound {
    /// The gap, period by period, and its change.
    pub gap: Gap,
    /// The positions counted, in order of time; of more than two thousand only the first and the last of each country
    /// have their words.
    pub held: Vec<Held>,
    /// Positions in reprints, which were not counted.
    pub reprints: usize,
    /// Positions of people who do not speak for their country, which were not counted.
    pub others: usize,
    /// The answer without each of the publishers with most positions.
    pub without_publisher: Vec<WithoutOne>,
    /// Regard of each for the other in words, and in acts.
    pub regard: Vec<Regard>,
    /// Statements that the two come closer, or do not.
    pub claims: Vec<Claim>,
}

/// The answer without one publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutOne {
    /// Who was left out.
    pub publisher: String,
    /// What the others say.
    pub gap: Gap,
}

/// A position that was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The position.
    pub row: StanceRow,
    /// Its day.
    pub date: Date,
    /// Its story, as a name.
    story: String,
}

/// How one country stands toward the other itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Regard {
    /// Whose regard.
    pub of: String,
    /// For whom.
    pub toward: String,
    /// Whether from acts; else from words.
    pub is_act: bool,
    /// Period by period; `None` where there is not enough evidence.
    pub stances: Vec<Option<Stance>>,
}

/// A statement that the two come closer, or that they do not: a claim, and no measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The statement's id.
    pub statement: i64,
    /// The document it stands in.
    pub document: i64,
    /// Who claims it.
    pub claimant: Option<String>,
    /// When.
    pub date: Option<String>,
    /// Whether closer; else apart.
    pub is_closer: bool,
    /// The words.
    pub words: String,
}

/// What people say when positions come closer, as a full-text query; and when they do not.
const CLOSER: &str = "\"moved closer\" OR \"come closer\" OR \"came closer\" OR \"coming closer\" OR \"closer together\" \
  OR \"positions closer\" OR \"narrowed the gap\" OR \"narrow the gap\" OR \"narrowed differences\" OR rapprochement \
  OR \"common ground\" OR \"same reading\" OR \"bridged the gap\" OR \"turning point\"";
const APART: &str = "\"differences remain\" OR \"differences remained\" OR \"far apart\" OR \"moved apart\" OR \
  \"gap remains\" OR \"gap between\" OR \"drifted apart\" OR \"no common ground\" OR \"deep differences\" OR irreconcilable";

impl GapFound {
    /// The answer from some of the positions alone, over the same periods: those of a bloc of outlets.
    pub fn among(&self, asked: &GapAsked, is_kept: impl Fn(&Held) -> bool) -> Gap {
        let periods = self.gap.periods.iter().map(|period| period.period).collect();
        let question = Question::new(&asked.a, &asked.b, periods).with_confusion(asked.confusion);
        let votes: Vec<Vote<'_>> = self.held.iter().filter(|held| is_kept(held)).map(Held::vote).collect();
        compare(&votes, &question)
    }
}

impl Held {
    /// `None` where it is undated.
    pub(crate) fn of(row: StanceRow) -> Option<Self> {
        let date = row.date.as_deref()?.parse().ok()?;
        let story = row.story.to_string();
        Some(Self { row, date, story })
    }

    pub(crate) fn vote(&self) -> Vote<'_> {
        Vote {
            holder: self.row.country.as_deref().unwrap_or_default(),
            object: &self.row.object,
            polarity: self.row.polarity,
            date: self.date,
            story: &self.story,
            publisher: self.row.publisher.as_deref().unwrap_or_default(),
        }
    }
}

fn most_left_out(n_periods: usize, n_positions: usize) -> usize {
    let n_steps = n_periods + n_positions / POSITIONS_A_STEP;
    (STEPS_LEFT_OUT / n_steps.max(1)).clamp(FEWEST_LEFT_OUT, MOST_LEFT_OUT)
}

impl Store {
    /// The gap between two countries. Reprints count once, and only those who speak for their country count.
    pub fn gap(&self, asked: &GapAsked) -> Result<GapFound, StoreError> {
        let countries = vec![asked.a.clone(), asked.b.clone()];
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let (from, to) = (day(asked.from), day(asked.to));
        let filter = StanceFilter {
            issue: Some(asked.issue.clone()),
            holders: countries,
            from: from.clone(),
            to: to.clone(),
            ..StanceFilter::default()
        };
        let mut rows = self.bare_stances(&filter, MOST)?;
        let n_rows = rows.len();
        rows.retain(|row| row.copy_of.is_none());
        let reprints = n_rows - rows.len();
        let n_rows = rows.len();
        rows.retain(|row| row.is_official);
        let others = n_rows - rows.len();
        let mut held: Vec<Held> = rows.into_iter().filter_map(Held::of).collect();
        self.add_words_of(&mut held, [&asked.a, &asked.b])?;

        let first = asked.from.or_else(|| held.first().map(|held| held.date));
        let last = asked.to.or_else(|| held.last().map(|held| held.date));
        let periods = first.zip(last).map(|(first, last)| steps(first, last, asked.step)).unwrap_or_default();
        let question = Question::new(&asked.a, &asked.b, periods).with_confusion(asked.confusion);
        let votes: Vec<Vote<'_>> = held.iter().map(Held::vote).collect();
        let gap = compare(&votes, &question);
        let without = |without: WithoutPublisher<'_>| WithoutOne {
            publisher: without.publisher.to_owned(),
            gap: without.gap,
        };
        let without_publisher =
            leave_one_publisher_out(&votes, &question, most_left_out(question.periods.len(), votes.len()))
                .into_iter()
                .map(without)
                .collect();
        let mut regard = Vec::new();
        for (of, toward) in [(&asked.a, &asked.b), (&asked.b, &asked.a)] {
            regard.extend(self.regard(of, toward, [&from, &to], &question)?);
        }
        let claims = self.claims(&asked.a, &asked.b, [&from, &to])?;
        Ok(GapFound { gap, held, reprints, others, without_publisher, regard, claims })
    }

    /// Adds the words around positions: to all, or of very many to the first and the last of each country.
    fn add_words_of(&self, held: &mut [Held], countries: [&str; 2]) -> Result<(), StoreError> {
        if held.len() <= MOST_WITH_WORDS {
            return held.iter_mut().try_for_each(|held| self.add_words(&mut held.row));
        }
        for country in countries {
            let of_country =
                || (0..held.len()).filter(|&at| held[at].row.country.as_deref() == Some(country));
            let mut ends: Vec<usize> = of_country().take(ENDS_WITH_WORDS).collect();
            ends.extend(of_country().rev().take(ENDS_WITH_WORDS));
            for at in ends {
                self.add_words(&mut held[at].row)?;
            }
        }
        Ok(())
    }

    /// How one country stands toward the other: in words, then in acts.
    fn regard(
        &self,
        of: &str,
        toward: &str,
        [from, to]: [&Option<String>; 2],
        question: &Question<'_>,
    ) -> Result<[Regard; 2], StoreError> {
        let filter = StanceFilter {
            issue: None,
            holders: vec![of.to_owned()],
            toward: Some(toward.to_owned()),
            from: from.clone(),
            to: to.clone(),
        };
        let rows = self.bare_stances(&filter, MOST)?;
        let held =
            rows.into_iter().filter(|row| row.copy_of.is_none() && row.is_official).filter_map(Held::of);
        let (acts, words): (Vec<Held>, Vec<Held>) = held.partition(|held| held.row.is_act);
        let regard = |held: &[Held], is_act| {
            let votes: Vec<Vote<'_>> =
                held.iter().map(|held| Vote { holder: of, object: toward, ..held.vote() }).collect();
            Regard {
                of: of.to_owned(),
                toward: toward.to_owned(),
                is_act,
                stances: stances_over(&votes, of, toward, question),
            }
        };
        Ok([regard(&words, false), regard(&acts, true)])
    }

    /// Statements in articles about both that say they come closer, or do not; the earliest first.
    fn claims(&self, a: &str, b: &str, [from, to]: [&Option<String>; 2]) -> Result<Vec<Claim>, StoreError> {
        let mut rows = self.connection.prepare_cached(
            "SELECT statement.id, statement.document, shown.name, statement.date, statement_text.words
             FROM statement_words JOIN statement ON statement.id = statement_words.rowid
             JOIN statement_text ON statement_text.id = statement.id
             LEFT JOIN shown ON shown.id = statement.speaker
             LEFT JOIN stories ON stories.document = statement.document
             WHERE statement_words MATCH ?1 AND stories.copy_of IS NULL
               AND (?4 IS NULL OR statement.date >= ?4) AND (?5 IS NULL OR statement.date <= ?5)
               AND (SELECT count(DISTINCT shown.country) FROM appearance JOIN shown ON shown.id = appearance.party
                    WHERE appearance.document = statement.document AND shown.country IN (?2, ?3)) = 2
             ORDER BY statement.id LIMIT ?6",
        )?;
        let mut claims = Vec::new();
        let mut known = BTreeSet::new();
        for (query, is_closer) in [(CLOSER, true), (APART, false)] {
            let found = rows.query_map(params![query, a, b, from, to, MOST_CLAIMS as i64], |row| {
                Ok(Claim {
                    statement: row.get(0)?,
                    document: row.get(1)?,
                    claimant: row.get(2)?,
                    date: row.get(3)?,
                    is_closer,
                    words: row.get(4)?,
                })
            })?;
            for claim in found {
                let claim = claim?;
                if known.insert(claim.statement) {
                    claims.push(claim);
                }
            }
        }
        claims.sort_by_key(|claim| claim.statement);
        Ok(claims)
    }
}

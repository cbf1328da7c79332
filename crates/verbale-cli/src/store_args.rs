//! The command line of what has to do with stores.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;
use jiff::civil::Date;
use verbale_store::{CountBy, Filter, Format, Kind, Panel, ReviewFilter, Store, Who};

use crate::args::{DocumentArgs, RuleArgs};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale add news.vb 2024/*.warc.gz      read archives into a store; it is made where there is none
  verbale add news.vb news.jsonl          stop it at any moment, and run it again: it goes on where it stopped
  verbale add news.vb --recode            code what is there with this version, without reading it again
  verbale add news.vb --regroup           find the stories of all documents anew, in the order of their dates")]
pub(crate) struct AddArgs {
    /// The store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    #[command(flatten)]
    pub(crate) documents: DocumentArgs,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    /// Stop before the store is larger than so many megabytes
    #[arg(long, value_name = "MB")]
    pub(crate) max_size: Option<u64>,

    /// Code again what the store holds and another version coded
    #[arg(long)]
    pub(crate) recode: bool,

    /// Find the stories of all documents anew, in the order of their dates
    #[arg(long, conflicts_with = "recode")]
    pub(crate) regroup: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale compare old.jsonl new.jsonl     what two codings of the same documents have changed, by rule
  verbale compare --each old.vb news.vb   each statement and event that differs, as JSON Lines")]
pub(crate) struct CompareArgs {
    /// The older coding: a store, or records as JSON Lines
    #[arg(value_name = "OLDER")]
    pub(crate) older: PathBuf,

    /// The newer one
    #[arg(value_name = "NEWER")]
    pub(crate) newer: PathBuf,

    /// Print each difference as a line of JSON, not the counts
    #[arg(long)]
    pub(crate) each: bool,
}

/// What is looked for.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct FilterArgs {
    /// Who said or did it: a name, a key, a country's name or code
    #[arg(long, value_name = "WHO", visible_alias = "said-by")]
    pub(crate) by: Option<String>,

    /// To or about whom
    #[arg(long, value_name = "WHO", visible_alias = "about")]
    pub(crate) to: Option<String>,

    /// Who has any part in it
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<String>,

    /// Between two, in either direction
    #[arg(long, value_name = "WHO", num_args = 2)]
    pub(crate) dyad: Vec<String>,

    /// Who carried the words
    #[arg(long, value_name = "WHO")]
    pub(crate) via: Option<String>,

    /// PLOVER types of events (CONSULT), kinds of statements (direct)
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) types: Vec<String>,

    /// PLOVER modes of events
    #[arg(long = "mode", value_name = "MODE", value_delimiter = ',')]
    pub(crate) modes: Vec<String>,

    /// CAMEO codes, or how they begin (04)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) cameo: Vec<String>,

    /// Statuses of events (occurred, planned, …)
    #[arg(long = "status", value_name = "STATUS", value_delimiter = ',')]
    pub(crate) statuses: Vec<String>,

    /// Countries where events took place, or whose people spoke (ISO alpha-3)
    #[arg(long = "country", value_name = "CODE", value_delimiter = ',')]
    pub(crate) countries: Vec<String>,

    /// A place where events took place
    #[arg(long, value_name = "NAME")]
    pub(crate) place: Option<String>,

    /// Outlets
    #[arg(long = "outlet", value_name = "NAME")]
    pub(crate) outlets: Vec<String>,

    /// First day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<Date>,

    /// Last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<Date>,

    /// Words in it; "a phrase", OR, -unwanted, begin*
    #[arg(long, short = 'w', value_name = "WORDS", allow_hyphen_values = true)]
    pub(crate) words: Option<String>,

    /// In the document of this id
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,

    /// In this story
    #[arg(long, value_name = "NUMBER")]
    pub(crate) story: Option<i64>,

    /// What people say of it; without this, all but the rejected
    #[arg(long, value_name = "REVIEW")]
    pub(crate) review: Option<ReviewArg>,
}

/// What people say of a statement or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReviewArg {
    Unreviewed,
    Accepted,
    Rejected,
    Changed,
    All,
}

impl FilterArgs {
    /// As the store asks it. A name that nobody has is an error that says so: an empty list would not.
    pub(crate) fn filter(&self, store: &Store) -> anyhow::Result<Filter> {
        let who = |name: &Option<String>| name.as_deref().map(|name| who(store, name)).transpose();
        let dyad = match &self.dyad[..] {
            [a, b] => Some((self::who(store, a)?, self::who(store, b)?)),
            _ => None,
        };
        let places = match &self.place {
            None => Vec::new(),
            Some(name) => {
                let found = store.places_named(name, None)?;
                if found.is_empty() {
                    bail!("no event took place in {name:?}");
                }
                found.into_iter().map(|row| row.place.id).collect()
            }
        };
        let document = match &self.document {
            None => None,
            Some(id) => {
                let found = store.documents_of(id)?;
                Some(*found.first().with_context(|| format!("there is no document {id:?} in the store"))?)
            }
        };
        let upper = |words: &[String]| words.iter().map(|word| word.to_uppercase()).collect();
        Ok(Filter {
            who: who(&self.by)?,
            whom: who(&self.to)?,
            any: who(&self.actor)?,
            via: who(&self.via)?,
            dyad,
            types: self.types.iter().map(|kind| type_named(kind)).collect::<anyhow::Result<_>>()?,
            modes: self.modes.clone(),
            cameo: self.cameo.clone(),
            quads: Vec::new(),
            statuses: self.statuses.clone(),
            countries: upper(&self.countries),
            places,
            publishers: self.outlets.clone(),
            languages: Vec::new(),
            from: self.since.map(|day| day.to_string()),
            to: self.until.map(|day| day.to_string()),
            words: self.words.clone(),
            document,
            story: self.story,
            fold_reprints: false,
            review: match self.review {
                None => ReviewFilter::Live,
                Some(ReviewArg::Unreviewed) => ReviewFilter::Unreviewed,
                Some(ReviewArg::Accepted) => ReviewFilter::Accepted,
                Some(ReviewArg::Rejected) => ReviewFilter::Rejected,
                Some(ReviewArg::Changed) => ReviewFilter::Changed,
                Some(ReviewArg::All) => ReviewFilter::All,
            },
        })
    }
}

fn who(store: &Store, name: &str) -> anyhow::Result<Who> {
    let who = store.who(name)?;
    if who.parties.is_empty() {
        bail!("nobody in the store is called {name:?}");
    }
    Ok(who)
}

fn type_named(name: &str) -> anyhow::Result<String> {
    let lower = name.to_lowercase();
    if matches!(lower.as_str(), "direct" | "indirect" | "mixed") {
        return Ok(lower);
    }
    let kind = name.to_uppercase().parse::<verbale_codes::EventType>();
    Ok(kind.map_err(|error| anyhow::anyhow!("{error}"))?.code().to_owned())
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    /// Who said what
    Statements,
    /// Who did what to whom
    Events,
    /// What was read
    Articles,
}

impl KindArg {
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Statements => Kind::Statement,
            Self::Events => Kind::Event,
            Self::Articles => Kind::Article,
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale find news.vb statements --said-by putin --about Syria --since 2016-03-01
  verbale find news.vb events --dyad RUS USA --type consult,accuse
  verbale find news.vb articles -w '\"chemical weapons\" -iraq' --as jsonl
  verbale find news.vb events --country SYR --count day --as csv > syria.csv")]
pub(crate) struct FindArgs {
    /// The store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// What to list
    #[arg(value_name = "WHAT", default_value = "statements")]
    pub(crate) what: KindArg,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    /// Count the same coding once in an article, a day or a story
    #[arg(long, value_name = "UNIT")]
    pub(crate) count: Option<CountBy>,

    /// Rows at most, the newest; 0 for all [default: 50 as a table, all otherwise]
    #[arg(long, short = 'n', value_name = "N")]
    pub(crate) limit: Option<usize>,

    /// Form of the output
    #[arg(long = "as", value_name = "FORM", default_value = "table")]
    pub(crate) form: FindForm,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindForm {
    /// For reading
    Table,
    /// A JSON object a line
    Jsonl,
    /// Comma-separated values, with a header
    Csv,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale export news.vb --as polecat > events.tsv
  verbale export news.vb --as parquet --out events.parquet --since 2024-01-01
  verbale export news.vb --by dyad,month --status occurred,ongoing > panel.csv
  verbale export news.vb --deposit deposit/       data, codebook, citation and checksums for an archive

Without --status, events that occurred or go on are exported: what was planned, urged or denied did not happen.
Codes are text: 042 is not 42. Read them as such, for example in pandas with dtype=str.")]
pub(crate) struct ExportArgs {
    /// The store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// Form: csv, jsonl, parquet, gdelt, gdelt-mentions, icews, polecat, plover, webannotation, citron, graphml,
    /// graphml-positions, dna
    #[arg(long = "as", value_name = "FORM", default_value = "csv")]
    pub(crate) form: Format,

    /// What to write, in csv, jsonl and parquet
    #[arg(long, value_name = "WHAT", default_value = "events")]
    pub(crate) what: KindArg,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    /// Write the same coding once in an article, a day or a story
    #[arg(long, value_name = "UNIT")]
    pub(crate) count: Option<CountBy>,

    /// Write a panel: dyad or country, and day, week, month or year (dyad,month)
    #[arg(long, value_name = "UNIT,STEP")]
    pub(crate) by: Option<Panel>,

    /// In graphml-positions and dna, positions on this issue, or on all that begin so
    #[arg(long, value_name = "ISSUE")]
    pub(crate) issue: Option<String>,

    /// File to write [default: standard output]
    #[arg(long, short = 'o', value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Leave out all words of articles: spans, codes and hashes only
    #[arg(long)]
    pub(crate) no_text: bool,

    /// In csv, put ' before cells that a spreadsheet would run as a formula
    #[arg(long)]
    pub(crate) excel_safe: bool,

    /// With polecat, add the columns URL, Sentence, Rule and Status
    #[arg(long)]
    pub(crate) extended: bool,

    /// Write a folder for an archive: Parquet, TSV, codebook, citation, checksums, and the command
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "by"])]
    pub(crate) deposit: Option<PathBuf>,
}

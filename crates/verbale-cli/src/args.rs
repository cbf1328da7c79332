//! The command line: one struct a command. What is parsed here is turned into working values by the commands.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use verbale::{Country, Math};
use verbale_read::Kind;

use crate::store_args::{AddArgs, CompareArgs, ExportArgs, FindArgs};

/// Read the news and keep the record: who said what, who did what to whom, where and when.
#[derive(Debug, Parser)]
#[command(name = "verbale", version, propagate_version = true, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Say less: errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more: what was opened, and how long it took
    #[arg(short, long, global = true)]
    verbose: bool,

    /// Colours on a terminal
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Color,
}

const EXAMPLES: &str = "\
Examples:
  verbale model fetch                     get the language model, once
  verbale explain report.txt              see an article with its coding
  verbale code news.jsonl > records.jsonl code many documents, one a line
  zcat news.jsonl.gz | verbale code -     read standard input
  verbale add news.vb 2024/*.warc.gz      read archives into a store
  verbale find news.vb --said-by putin    what he said

Exit status: 0 all read, 1 some documents could not be read (each is named), 2 wrong use, 130 stopped.";

impl Args {
    pub(crate) fn loudness(&self) -> Loudness {
        match (self.quiet, self.verbose) {
            (true, _) => Loudness::Quiet,
            (_, true) => Loudness::Verbose,
            _ => Loudness::Normal,
        }
    }
}

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loudness {
    Quiet,
    Normal,
    Verbose,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print one record per document, as JSON Lines
    Code(CodeArgs),
    /// Show a document with its coding: statements, events, and the rule behind each
    Explain(ExplainArgs),
    /// Print the language analysis: spaCy JSON or CoNLL-U
    Parse(ParseArgs),
    /// Tell which documents share text, tell of one event, and where their text comes from
    Stories(StoriesArgs),
    /// How far apart two countries stand on an issue, and whether they come closer
    Gap(GapArgs),
    /// List the issues on which positions are coded
    Issues,
    /// Tell which of two parties of a sentence takes a stance toward the other
    Relations(SentencesArgs),
    /// Tell how sentences portray those named in them
    Attitudes(SentencesArgs),
    /// Explore and review a store in the browser
    Serve(ServeArgs),
    /// Get, list, show and add language models
    Model(ModelArgs),
    /// Read documents into a store; stop and run again at will
    Add(AddArgs),
    /// Get pages and feeds from the web, as documents to code
    Fetch(FetchArgs),
    /// Look up statements, events and articles
    Find(FindArgs),
    /// Write CSV, Parquet, GDELT, ICEWS, POLECAT, PLOVER, Web Annotation …
    Export(ExportArgs),
    /// Say what changed between two codings, by rule
    Compare(CompareArgs),
    /// Verify a store, or run the examples that event rules carry
    Check(CheckArgs),
    /// Show what is known by a name, and why it means whom it means
    Know(KnowArgs),
}

/// What every command that reads documents takes.
#[derive(Debug, clap::Args)]
pub(crate) struct DocumentArgs {
    /// Files to read, folders of them, or patterns such as 'news/**/*.html'; `-` is standard input, gzip and Zstandard
    /// are unpacked
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// What the inputs hold (text, html, jsonl, warc, feed, ninjs, newsml), where name and first bytes do not tell it
    #[arg(long, value_name = "KIND")]
    pub(crate) from: Option<Kind>,

    /// Day of publication of documents that bring none
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) published: Option<Date>,

    /// Threads to use; the output is the same with any number [default: one per core]
    #[arg(long, short = 'j', value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Language model: a name or a folder [default: $VERBALE_MODEL, else en_core_web_sm]
    #[arg(long, value_name = "NAME|PATH")]
    pub(crate) model: Option<String>,

    /// How numbers are multiplied in the language model
    #[arg(long, value_name = "HOW", default_value = "exact")]
    pub(crate) math: MathArg,
}

impl DocumentArgs {
    /// The arithmetic that was asked for.
    pub(crate) fn math(&self) -> Math {
        match self.math {
            MathArg::Exact => Math::Exact,
            MathArg::Fast => Math::Fast,
        }
    }
}

/// Which event rules to code by.
#[derive(Debug, clap::Args)]
pub(crate) struct RuleArgs {
    /// Event rules of your own, laid over the built-in ones: one of the same id takes its place
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,

    /// Code by the rules of --rules alone
    #[arg(long, requires = "rules")]
    pub(crate) rules_alone: bool,

    /// Also code violence that nobody is named for, without a source
    #[arg(long)]
    pub(crate) unclaimed: bool,
}

/// Which knowledge to resolve by.
#[derive(Debug, clap::Args)]
pub(crate) struct KnowledgeArgs {
    /// Knowledge of your own, laid over the built-in one: add, rename, merge, hide, dated roles; may be given again
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) knowledge: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale know Lavrov                            everyone and everything of that name
  verbale know --on 2010-05-20 Medvedev          the office held on a day
  verbale know --near \"police in Texas\" Paris    what other words of an article do to it
  verbale know --knowledge my.toml rus/sergei-lavrov   an entry, by its key

Exit status: 0 something is known, 1 nothing is.")]
pub(crate) struct KnowArgs {
    /// A name as it stands in texts, or the key of an entry
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// The day of the article
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,

    /// Other words of the article
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) near: String,

    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale check news.vb                   name what is damaged in a store
  verbale check my-rules/                 run the examples of your rules, laid over the built-in ones
  verbale check --all my-rules/           and those of the built-in ones beside them
  verbale check --rules-alone rules/      rules that stand alone

Exit status: 0 all examples give what they say, 1 some do not (each is named), 2 the rules cannot be read.")]
pub(crate) struct CheckArgs {
    /// A store, or a folder of rule files (*.toml)
    #[arg(value_name = "STORE|RULES_DIR")]
    pub(crate) folder: PathBuf,

    /// Without the built-in rules
    #[arg(long)]
    pub(crate) rules_alone: bool,

    /// Run the examples of the built-in rules too
    #[arg(long)]
    pub(crate) all: bool,

    /// Also code violence that nobody is named for
    #[arg(long)]
    pub(crate) unclaimed: bool,

    /// Language model: a name or a folder [default: $VERBALE_MODEL, else en_core_web_sm]
    #[arg(long, value_name = "NAME|PATH")]
    pub(crate) model: Option<String>,
}

/// Ways to multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MathArg {
    /// The same labels on every machine
    Exact,
    /// A third faster where the processor has AVX-512 BF16, and less than one label in a thousand is another
    Fast,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale code report.txt page.html feed.xml crawl.warc.gz
  verbale code archive/ > records.jsonl           all files of a folder and those in it
  verbale code --threads 8 archive/*.jsonl.gz > records.jsonl
  echo '{\"text\": \"Norway condemned the attack on Monday.\", \"published\": \"2024-03-06\"}' | verbale code -

A JSONL document is {\"text\": …} or {\"html\": …}, with \"id\", \"title\", \"published\", \"url\", \"publisher\", \"language\" where known.
A document that cannot be read is named on standard error, and the rest is coded.")]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,

    /// Also record what was almost coded, with the missing piece
    #[arg(long)]
    pub(crate) near: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale fetch https://gazette.example/world/feed/ | verbale code - > records.jsonl
  verbale fetch --pages --seen seen.json https://gazette.example/feed/ > new.jsonl    what is new since the last time
  verbale fetch --contact mailto:you@example.org - < addresses.txt > news.jsonl

Prints one document a line, as `verbale code` reads them: a page with its HTML, an item of a feed with its text.
Sites are asked as they ask to be: robots.txt and Crawl-delay hold, one request at a time to a host, with a pause of a
second or more. What is reserved as to text and data mining is noted. Machines that are not on the public internet are
not asked unless they are named.")]
pub(crate) struct FetchArgs {
    /// Addresses of pages and feeds; `-` reads them from standard input, one a line
    #[arg(value_name = "URL", required = true)]
    pub(crate) addresses: Vec<String>,

    /// Of a feed, fetch the pages its items lead to
    #[arg(long)]
    pub(crate) pages: bool,

    /// Remember in this file what was fetched, and leave out what has not changed
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: Option<PathBuf>,

    /// Whom a site may turn to: goes into the User-Agent
    #[arg(long, value_name = "URL|MAIL")]
    pub(crate) contact: Option<String>,

    /// A host that may be asked although it is not on the public internet; may be given again
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<String>,

    /// Seconds between two requests to a host, where it asks for no more
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = pause)]
    pub(crate) pause: f64,
}

/// A pause in seconds, of an hour at most.
fn pause(given: &str) -> Result<f64, String> {
    let is_pause = |seconds: &f64| (0.0..=3600.0).contains(seconds);
    given.parse().ok().filter(is_pause).ok_or_else(|| "expected seconds, 0 to 3600".to_owned())
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale explain --published 2024-03-06 report.txt
  verbale explain --near report.txt | less -R")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,

    /// Also show what was almost coded, with the missing piece
    #[arg(long)]
    pub(crate) near: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale parse report.txt
  verbale parse --to conllu news.jsonl")]
pub(crate) struct ParseArgs {
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,

    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "json")]
    pub(crate) to: ParseForm,
}

/// Forms of a language analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseForm {
    /// spaCy's `Doc.to_json()`, one document a line
    Json,
    /// CoNLL-U, one word a line
    Conllu,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale model fetch                          the default model
  verbale model fetch en_core_web_md           another one
  verbale model fetch --from-wheel FILE.whl    where there is no network: a wheel got elsewhere
  verbale model add my_model/                  a pipeline you trained with spaCy")]
pub(crate) struct ModelArgs {
    #[command(subcommand)]
    pub(crate) command: ModelCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Get a model by its package name, and check every file
    Fetch {
        /// Which model
        #[arg(default_value = "en_core_web_sm")]
        name: String,
        /// A wheel that is already on this machine
        #[arg(long, value_name = "FILE")]
        from_wheel: Option<PathBuf>,
    },
    /// List the models there are, and those that can be fetched
    List,
    /// Show what a model says of itself, and whether its files are sound
    Show {
        /// A name or a folder
        name: Option<String>,
    },
    /// Add a model from its folder
    Add {
        /// A pipeline's folder in spaCy's format
        folder: PathBuf,
        /// The name it is to be known by
        #[arg(long)]
        name: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale stories news.jsonl > stories.jsonl
  verbale stories --origins news.jsonl             one object a story: its origins and quotations
  verbale code news.jsonl | verbale stories -      with resolved names, places and days: better

Documents or records, one a line. Prints one object a document, in the order of the documents:
  story     its label: documents of one label tell of one event
  copies    documents that hold the same text, with the share of the shorter one's words that both have
  shares    documents that hold a part of it
  original  the document its text was taken from, as far as can be told
  wire      the agency whose copy it runs
  credits   outlets it names as having reported something, or as where somebody spoke
Documents are compared within ten days of each other; those without a date with all that are held.
No language model is needed.")]
pub(crate) struct StoriesArgs {
    /// Files to read; `-` is standard input, gzip and Zstandard are unpacked
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// What the inputs hold (jsonl, text, html, warc), where the name does not tell it [default: jsonl]
    #[arg(long, value_name = "KIND")]
    pub(crate) from: Option<Kind>,

    /// The documents come in the order of their publication: print each as it comes, and hold ten days in memory. A
    /// story may then be mended after its first documents were printed
    #[arg(long)]
    pub(crate) sorted: bool,

    /// Print one object a story instead: who was first, who has it from whom, each with the sentence that shows it, how
    /// many came to it by themselves, and the quotations that more than one document brings
    #[arg(long, conflicts_with = "sorted")]
    pub(crate) origins: bool,

    /// Days between two documents that are compared
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) days: u16,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale gap news.db --between SAU --and IRN --issue yemen/ceasefire
  verbale gap news.db --between USA --and RUS --issue syria --by quarter --as json
  verbale gap news.db --between SAU --and IRN --issue yemen/ceasefire --as svg > gap.svg
  verbale gap --cases cases.jsonl              cases whose coded positions are given, one a line

0 is the same stance, 1 the opposite. A number needs five independent stories in three outlets for each side, on the
same object and in the same period; reprints count once.")]
pub(crate) struct GapArgs {
    /// The store; with --cases, a file of cases
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// One country, as its code: SAU
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) between: Option<Country>,

    /// The other
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) and: Option<Country>,

    /// The issue, or its first part for all under it: yemen/ceasefire, yemen; `verbale issues` lists them
    #[arg(long, value_name = "ISSUE")]
    pub(crate) issue: Option<String>,

    /// Length of a period
    #[arg(long, value_name = "STEP", default_value = "month")]
    pub(crate) by: GapBy,

    /// First day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<Date>,

    /// Last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<Date>,

    /// Form of the answer
    #[arg(long = "as", value_name = "FORM", default_value = "text")]
    pub(crate) form: GapForm,

    /// Compare all countries on all issues, and name those who came closer or moved apart
    #[arg(long, conflicts_with_all = ["between", "and"])]
    pub(crate) scan: bool,

    /// Of the changes that a scan calls, the share that may be none
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    pub(crate) rate: f64,

    /// Take what was coded for the truth; the coder's measured error is taken out otherwise
    #[arg(long)]
    pub(crate) as_coded: bool,

    /// Read cases instead of a store: {id, a, b, periods, confusion, statements} a line
    #[arg(long = "cases", conflicts_with_all = ["between", "and", "issue"])]
    pub(crate) from_cases: bool,
}

/// Lengths of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GapBy {
    Month,
    Quarter,
    Year,
}

/// Forms of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GapForm {
    /// A sentence, bars, and the sentences behind them
    Text,
    /// One JSON object with everything
    Json,
    /// A picture
    Svg,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale relations --from jsonl pairs.jsonl       rows {id, text, entities: [{start, end}, {start, end}]}
  verbale attitudes --from jsonl sentences.jsonl   rows {id, text, targets: [{start, end}, …]}

Places are counted in code points. A relation is a stance that entity number `source` takes toward number `target`:
1 for, -1 against. An attitude is the author's, as the sentence reads: 1 well, -1 badly, 0 neither.")]
pub(crate) struct SentencesArgs {
    /// A file of rows; `-` is standard input, gzip and Zstandard are unpacked
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,

    /// What the input holds
    #[arg(long, value_name = "KIND", default_value = "jsonl")]
    pub(crate) from: RowKind,

    /// Only stances as likely as those that are taken into records; for `relations`
    #[arg(long)]
    pub(crate) sure: bool,

    /// Language model: a name or a folder [default: $VERBALE_MODEL, else en_core_web_sm]
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: Option<String>,
}

/// Kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowKind {
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  verbale serve news.vb                              for you alone, on http://127.0.0.1:8377
  verbale serve news.vb --address 0.0.0.0 --token \"$(openssl rand -hex 16)\"
  verbale serve news.vb --address 0.0.0.0 --public --read-only --name news.example.org

Behind the address of this machine anybody on it may read and correct. Another address needs a token, or --public
together with --read-only. There is no encryption: put a proxy with TLS before a server that others reach.")]
pub(crate) struct ServeArgs {
    /// The store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// Where to listen
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) address: IpAddr,

    /// Port; 0 takes any that is free
    #[arg(long, short, value_name = "N", default_value_t = 8377)]
    pub(crate) port: u16,

    /// Let in only who shows this; 16 characters or more
    #[arg(long, value_name = "TOKEN")]
    pub(crate) token: Option<String>,

    /// Let in everybody who reaches the address
    #[arg(long, requires = "read_only", conflicts_with = "token")]
    pub(crate) public: bool,

    /// Take no corrections
    #[arg(long)]
    pub(crate) read_only: bool,

    /// A name browsers may call the server by, beside its addresses; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
}

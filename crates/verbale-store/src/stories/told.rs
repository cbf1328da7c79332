//! One story: who tells it, who has it from whom, and what is quoted.

use rusqlite::OptionalExtension;
use serde::Serialize;
use verbale_stories::{Credit, Moment, Told, agency_of, chain, credits, quotations};

use super::StorySummary;
use super::facts::{self, Account, Dispute, Fact, Figure};
use crate::find::{ArticleRow, Rows};
use crate::{Store, StoreError, days, documents};

/// Documents of a story that are looked at: beyond, a story is a campaign, and its tree shows nothing.
const MOST_DOCUMENTS: usize = 200;

/// A story with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryTold {
    /// How much there is of it.
    pub summary: StorySummary,
    /// Its documents, the earliest first.
    pub documents: Vec<StoryOf>,
    /// Documents that were not looked at, for their number.
    pub n_more: u64,
    /// Every step back from a document to where it has something from.
    pub edges: Vec<StoryEdge>,
    /// Sets of documents that go back to one report each: so many came to the story by themselves, as far as the texts
    /// show.
    pub origins: Vec<Vec<i64>>,
    /// Quotations that more than one document brings.
    pub quotations: Vec<StoryQuotation>,
    /// Numbers of people killed, injured, arrested or taking part, as the accounts have them.
    pub figures: Vec<Figure>,
    /// What more than one origin tells alike.
    pub agreed: Vec<Fact>,
    /// What one says and another denies.
    pub disputed: Vec<Dispute>,
}

/// A document of a story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryOf {
    /// The document.
    pub article: ArticleRow,
    /// How much of its text a reprint has in common with its original, 0 to 1.
    pub share: Option<f64>,
    /// The agency whose copy it runs.
    pub wire: Option<&'static str>,
}

/// One step back, with the words that show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryEdge {
    /// The document.
    pub from: i64,
    /// `copy of`, `credits` or `said to`.
    pub tie: &'static str,
    /// The document it leads to, where the story holds it.
    pub to: Option<i64>,
    /// The outlet it leads to, where one is named.
    pub outlet: Option<String>,
    /// The sentence that shows it.
    pub sentence: String,
}

/// A quotation through the documents of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryQuotation {
    /// The words, as the first document that quotes them has them.
    pub words: String,
    /// Who brings it.
    pub uses: Vec<StoryUse>,
}

/// How a document brings a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryUse {
    /// The document.
    pub document: i64,
    /// `same`, `changed` or `paraphrase`.
    pub wording: &'static str,
    /// The words as they stand there.
    pub words: String,
}

impl Store {
    /// A story by its number.
    pub fn story(&self, id: i64) -> Result<StoryTold, StoreError> {
        let summary = self.story_summary(id)?;
        let ids = self.documents_of_story(id)?;
        let n_more = ids.len().saturating_sub(MOST_DOCUMENTS) as u64;
        let mut rows = Rows::new(&self.connection);
        let mut documents = Vec::new();
        let mut texts = Vec::new();
        for (document, share) in ids.into_iter().take(MOST_DOCUMENTS) {
            let text = documents::text_of(&self.connection, document)?;
            let wire = agency_of(&text, self.dateline_agency(document)?.as_deref());
            documents.push(StoryOf { article: rows.article(document)?, share, wire });
            texts.push(text);
        }
        let names: Vec<String> = documents.iter().map(|of| of.article.id.to_string()).collect();
        let originals: Vec<Option<String>> =
            documents.iter().map(|of| of.article.copy_of.map(|original| original.to_string())).collect();
        let found: Vec<Vec<Credit>> = texts.iter().map(|text| credits(text)).collect();
        let told: Vec<Told<'_>> = documents
            .iter()
            .enumerate()
            .map(|(at, of)| Told {
                id: &names[at],
                published: of.article.published.as_deref().and_then(Moment::parse),
                publisher: of.article.publisher.as_deref(),
                text: &texts[at],
                original: originals[at].as_deref(),
                wire: of.wire,
                credits: &found[at],
            })
            .collect();
        let chain = chain(&told);
        let number = |name: &str| name.parse().unwrap_or_default();
        let edges = chain.edges.into_iter().map(|edge| StoryEdge {
            from: number(&edge.from),
            tie: edge.tie.code(),
            to: edge.to.as_deref().map(number),
            outlet: edge.outlet,
            sentence: edge.sentence,
        });
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let quotations = quotations(&texts).into_iter().map(|quotation| StoryQuotation {
            words: quotation.words,
            uses: quotation
                .uses
                .into_iter()
                .map(|of| StoryUse {
                    document: documents[of.document].article.id,
                    wording: of.wording.code(),
                    words: of.words,
                })
                .collect(),
        });
        let origins: Vec<Vec<i64>> =
            chain.origins.iter().map(|names| names.iter().map(|name| number(name)).collect()).collect();
        let accounts = self.accounts(&documents, &texts, &origins)?;
        Ok(StoryTold {
            summary,
            n_more,
            edges: edges.collect(),
            quotations: quotations.collect(),
            figures: facts::numbers(&accounts),
            agreed: facts::agreed(&accounts),
            disputed: facts::disputed(&accounts),
            documents,
            origins,
        })
    }

    /// The first headline, how many tell it, and when.
    fn story_summary(&self, id: i64) -> Result<StorySummary, StoreError> {
        let mut summary = self.connection.prepare_cached(
            "SELECT title, n_documents, n_copies, n_publishers, first, last
             FROM story LEFT JOIN document ON document.id = first WHERE story.id = ?1 AND n_documents > 0",
        )?;
        let summary = summary.query_row([id], |row| {
            let (first, last): (i64, i64) = (row.get(4)?, row.get(5)?);
            Ok(StorySummary {
                id,
                title: row.get(0)?,
                n_documents: row.get(1)?,
                n_copies: row.get(2)?,
                n_publishers: row.get(3)?,
                from: days::date(days::day_of(first)),
                to: days::date(days::day_of(last)),
                first,
            })
        });
        summary.optional()?.ok_or_else(|| StoreError::NotFound(format!("story {id}")))
    }

    /// The documents of a story with the share of reprints; the earliest first, those without a day last.
    fn documents_of_story(&self, id: i64) -> Result<Vec<(i64, Option<f64>)>, StoreError> {
        let mut documents = self.connection.prepare_cached(
            "SELECT document, share FROM stories WHERE story = ?1 ORDER BY document < ?2, document",
        )?;
        let documents =
            documents.query_map([id, days::ids_of(1).start], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(documents.collect::<Result<_, _>>()?)
    }

    fn dateline_agency(&self, document: i64) -> Result<Option<String>, StoreError> {
        let mut agency = self.connection.prepare_cached("SELECT agency FROM document WHERE id = ?1")?;
        Ok(agency.query_row([document], |row| row.get(0))?)
    }

    /// What each document of a story that is no reprint tells.
    fn accounts(
        &self,
        documents: &[StoryOf],
        texts: &[&str],
        origins: &[Vec<i64>],
    ) -> Result<Vec<Account>, StoreError> {
        let mut rows = Rows::new(&self.connection);
        let mut accounts = Vec::new();
        let ids = |table: &str, document: i64| -> Result<Vec<i64>, StoreError> {
            let sql =
                format!("SELECT id FROM {table} WHERE document = ?1 AND review <> 2 ORDER BY start, id");
            let mut ids = self.connection.prepare_cached(&sql)?;
            Ok(ids.query_map([document], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        let reports = documents.iter().zip(texts).filter(|(document, _)| document.article.copy_of.is_none());
        for (document, text) in reports {
            let id = document.article.id;
            let mut account = Account {
                origin: origins.iter().position(|origin| origin.contains(&id)).unwrap_or_default(),
                text: (*text).to_owned(),
                document: id,
                publisher: document.article.publisher.clone(),
                events: Vec::new(),
                statements: Vec::new(),
            };
            for event in ids("event", id)? {
                account.events.push(rows.event(event)?);
            }
            for statement in ids("statement", id)? {
                account.statements.push(rows.statement(statement)?);
            }
            accounts.push(account);
        }
        Ok(accounts)
    }
}

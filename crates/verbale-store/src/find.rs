//! Finding what was said and done.

mod count;
mod facets;
mod filter;
mod plan;
mod rows;
mod stream;
mod who;

pub use count::CountBy;
pub use facets::{Facet, FacetValue, Facets};
pub use filter::{Cursor, Filter, Kind, Page, Paging, ReviewFilter, Total, Who};
pub use rows::{ArticleRow, EventRow, PartyRef, PlaceRef, StatementRow};
pub use who::{PartyRow, PlaceRow};

pub(crate) use count::Once;
pub(crate) use plan::{Plan, span_of};
pub(crate) use rows::Rows;

use crate::{Store, StoreError};

impl Store {
    /// Statements, the newest first.
    pub fn statements(&self, filter: &Filter, paging: Paging) -> Result<Page<StatementRow>, StoreError> {
        let (ids, next) = self.page(Kind::Statement, filter, paging)?;
        let mut rows = Rows::new(&self.connection);
        Ok(Page { rows: ids.into_iter().map(|id| rows.statement(id)).collect::<Result<_, _>>()?, next })
    }

    /// Events, the newest first.
    pub fn events(&self, filter: &Filter, paging: Paging) -> Result<Page<EventRow>, StoreError> {
        let (ids, next) = self.page(Kind::Event, filter, paging)?;
        let mut rows = Rows::new(&self.connection);
        Ok(Page { rows: ids.into_iter().map(|id| rows.event(id)).collect::<Result<_, _>>()?, next })
    }

    /// Articles, the newest first.
    pub fn articles(&self, filter: &Filter, paging: Paging) -> Result<Page<ArticleRow>, StoreError> {
        let (ids, next) = self.page(Kind::Article, filter, paging)?;
        let mut rows = Rows::new(&self.connection);
        Ok(Page { rows: ids.into_iter().map(|id| rows.article(id)).collect::<Result<_, _>>()?, next })
    }

    /// One statement.
    pub fn statement(&self, id: i64) -> Result<StatementRow, StoreError> {
        Rows::new(&self.connection).statement(id)
    }

    /// One event.
    pub fn event(&self, id: i64) -> Result<EventRow, StoreError> {
        Rows::new(&self.connection).event(id)
    }

    /// One article.
    pub fn article(&self, id: i64) -> Result<ArticleRow, StoreError> {
        Rows::new(&self.connection).article(id)
    }

    /// How many there are, counted up to `most`.
    pub fn total(&self, kind: Kind, filter: &Filter, most: u64) -> Result<Total, StoreError> {
        let mut plan = Plan::new(&self.connection, kind, filter, None)?;
        let mut n = 0;
        while plan.next()?.is_some() {
            if n == most {
                return Ok(Total { n, is_exact: false });
            }
            n += 1;
        }
        Ok(Total { n, is_exact: true })
    }

    fn page(
        &self,
        kind: Kind,
        filter: &Filter,
        paging: Paging,
    ) -> Result<(Vec<i64>, Option<Cursor>), StoreError> {
        let mut plan = Plan::new(&self.connection, kind, filter, paging.after.map(|after| after.0))?;
        let mut ids = plan.take(paging.limit + 1)?;
        let is_last = ids.len() <= paging.limit;
        ids.truncate(paging.limit);
        Ok((ids.clone(), ids.last().filter(|_| !is_last).map(|&id| Cursor(id))))
    }
}

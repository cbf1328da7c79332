//! Which rows are exported.

use std::collections::HashMap;

use super::ExportOptions;
use crate::find::{Kind, Once, Plan};
use crate::{Store, StoreError, days};

impl Store {
    /// The ids of what is to be exported, the newest first. Where the same counts once, the first of its kind in time
    /// stands for all.
    pub fn select(&self, options: &ExportOptions) -> Result<Vec<i64>, StoreError> {
        let mut plan = Plan::new(&self.connection, options.kind, &options.filter, None)?;
        let most = options.limit.unwrap_or(usize::MAX);
        let Some(by) = options.count else { return plan.take(most) };
        let mut ids = plan.take(usize::MAX)?;
        let mut once = Once::new(by);
        let mut parts = self.connection.prepare_cached(match options.kind {
            Kind::Statement => {
                "SELECT document, ifnull(speaker, ''), about, kind FROM statement WHERE id = ?1"
            }
            Kind::Event => "SELECT document, sources, targets, ifnull(cameo, type) FROM event WHERE id = ?1",
            Kind::Article => "SELECT id, '', '', '' FROM document WHERE id = ?1",
        })?;
        let mut stories: HashMap<i64, Option<i64>> = HashMap::new();
        let mut kept = Vec::new();
        ids.reverse();
        for id in ids {
            let mut rows = parts.query([id])?;
            let Some(row) = rows.next()? else { continue };
            let document: i64 = row.get(0)?;
            let text = |column| -> rusqlite::Result<String> {
                Ok(match row.get_ref(column)? {
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    value => value.as_str().unwrap_or("").to_owned(),
                })
            };
            let what = [text(1)?, text(2)?, text(3)?];
            let story = match stories.get(&document) {
                Some(&story) => story,
                None => *stories.entry(document).or_insert(self.story_of(document)?),
            };
            if once.is_first(document, story, days::day_of(id), &[&what[0], &what[1], &what[2]]) {
                kept.push(id);
            }
        }
        kept.reverse();
        kept.truncate(most);
        Ok(kept)
    }
}

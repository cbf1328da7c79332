//! Which documents tell the same story, and whose copy a document is.
//!
//! Found when documents are added, in the order in which they are added, and kept in the same transaction.

mod facts;
mod keep;
mod list;
mod told;

pub use facts::{Dispute, Fact, Figure, Said};
pub use list::StorySummary;
pub use told::{StoryEdge, StoryOf, StoryQuotation, StoryTold, StoryUse};

pub(crate) use keep::{Finder, Found, write};

use verbale_record::Record;
use verbale_stories::{Item, Moment};

/// A record as what stories are found by: its names, places and days are resolved.
pub fn item_of(record: &Record) -> Item {
    let actors = record.actors.iter().map(|actor| (actor.name.clone(), actor.mentions.len() as u32));
    let places = record.places.iter().map(|place| (place.name.clone(), place.mentions.len() as u32));
    let is_day = |day: &&String| day.len() == "2016-03-24".len();
    let times = record.times.iter().filter(|time| time.from == time.to).filter_map(|time| time.from.as_ref());
    let article = &record.article;
    Item {
        id: record.id.clone(),
        title: article.title.clone(),
        text: article.text.clone(),
        published: article.published.as_deref().and_then(Moment::parse),
        publisher: article.publisher.clone(),
        dateline_agency: article.dateline.as_ref().and_then(|dateline| dateline.agency.clone()),
        names: actors.chain(places).filter(|(_, n_mentions)| *n_mentions > 0).collect(),
        days: times.filter(is_day).cloned().collect(),
    }
}

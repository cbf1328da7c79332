//! What a document brings with it, and the article made of it.

use jiff::civil::Date;
use verbale_doc::{Article, Published, PublishedBasis, Text};

use crate::structure::dates::whole_date;
use crate::structure::{Known, structure};
use crate::{Fault, Note, Place, ReadError, Reading, html};

/// The fields of a document as they were given.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) id: Option<String>,
    pub(crate) text: String,
    /// A page in place of the text.
    pub(crate) html: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: Option<String>,
}

impl Given {
    /// `else_published` is the day of publication where none is given.
    pub(crate) fn into_reading(
        mut self,
        place: Place,
        else_published: Option<Date>,
    ) -> Result<Reading, ReadError> {
        if let Some(html) = self.html.take() {
            return html::reading(self, &html, place, else_published);
        }
        if self.text.trim().is_empty() {
            return Err(ReadError { place, fault: Fault::Empty });
        }
        let mut notes = Vec::new();
        let published = self.published.as_deref().and_then(|given| {
            let date = day(given);
            if date.is_none() {
                let message = format!("`published` is not a date, left out: {given:?} (expected 2016-03-24)");
                notes.push(Note { place, message });
            }
            date
        });
        let published = published.or(else_published);
        let text = Text::new(self.text);
        let found = structure(&text, Known { title: self.title.as_deref(), published });
        let published = match (published, found.published) {
            (Some(date), _) => Some(Published { date, basis: PublishedBasis::Given }),
            (None, Some(date)) => Some(Published { date, basis: PublishedBasis::Text }),
            (None, None) => None,
        };
        let id = self.id.or_else(|| self.url.clone()).unwrap_or_else(|| text_hash(&text));
        let article = Article {
            id,
            url: self.url,
            title: self.title.or(found.title),
            publisher: self.publisher,
            byline: found.byline,
            language: self.language,
            dateline: found.dateline,
            published,
            text,
            blocks: found.blocks,
        };
        Ok(Reading { article, notes, is_teaser: false })
    }
}

/// The hash that names a text: `blake3:` and 64 hexadecimal digits.
pub fn text_hash(text: &str) -> String {
    format!("blake3:{}", blake3::hash(text.as_bytes()).to_hex())
}

/// `2016-03-24`, alone or before a time of day; `20160324`; `24 March 2016`. Anything else might be misread.
pub(crate) fn day(given: &str) -> Option<Date> {
    let given = given.trim();
    let iso = |day: &str, time: &str| {
        let before_time = time.is_empty() || time.starts_with(['T', 't', ' ']);
        let is_iso = day
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        (is_iso && before_time).then(|| day.parse().ok())?
    };
    if let Some((day, time)) = given.split_at_checked(10)
        && let Some(date) = iso(day, time)
    {
        return Some(date);
    }
    if given.len() == 8 && given.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}-{}-{}", &given[..4], &given[4..6], &given[6..]).parse().ok();
    }
    whole_date(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_the_forms_people_give() {
        for given in [
            "2016-03-24",
            " 2016-03-24T23:59:59-11:00 ",
            "2016-03-24 10:00",
            "20160324",
            "24 March 2016",
            "March 24, 2016",
            "Thursday, March 24, 2016",
        ] {
            assert_eq!(day(given), Some(jiff::civil::date(2016, 3, 24)), "{given}");
        }
    }

    #[test]
    fn what_might_be_misread_is_no_day() {
        for given in [
            "",
            "yesterday",
            "2016",
            "2016-03",
            "2016-02-30",
            "03/04/2016",
            "2016-03-24x",
            "99999999",
            "24 March",
            "€€€€",
        ] {
            assert_eq!(day(given), None, "{given}");
        }
    }
}

//! Expressions of time and their values in the manner of TIMEX3, reckoned against the day of publication.
//!
//! Words are classed one by one (`words`), then read from left to right by what the first of them is: a weekday, a
//! month, a figure, "last", "every". Where the text leaves the year or the side open ("on Thursday", "in March"), the
//! tense of the clause says whether it lies before or after (`tense`).
//!
//! Choices where usage differs: a time of the day is on the day named last in the block, else on that of publication;
//! "a year earlier" is reckoned from there too; "Thursday" in the past may be the day of publication itself; "next Thursday" is the
//! first after it; a week is ISO's; seasons are the northern ones; a fiscal year has no days, as it begins in
//! different months in different countries; figures as 3/4/2016, which may be March or April, have only their year.

mod calendar;
mod clock;
mod dates;
mod lengths;
mod reading;
mod relative;
mod tense;
mod words;

use jiff::civil::Date;
use verbale_doc::{Article, Byte, Doc, Span, TokenIdx, label};

use self::reading::Reading;
pub use self::words::cardinal;
use self::words::{Deictic, Word};
use crate::{Time, TimeKind};

/// Finds the expressions of time of an article, in text order.
///
/// They are reckoned from the day of publication, or else from the dateline's. Without either, "yesterday" has no
/// days and the value `XXXX-XX-XX`.
pub fn find(article: &Article, doc: &Doc) -> Vec<Time> {
    let dateline = article.dateline.as_ref().and_then(|dateline| dateline.date);
    let today = article.published.map(|published| published.date).or(dateline);
    let words: Vec<Word> = doc.indices().map(|token| words::class(doc.word(token))).collect();
    let mut times = Vec::new();
    let mut reader = Reader { doc, words: &words, today, end: 0, named: None };
    let mut block = None;
    for sentence in doc.sentences() {
        if block.replace(sentence.block) != Some(sentence.block) {
            reader.named = None;
        }
        reader.end = sentence.tokens.end();
        reader.sentence(sentence.tokens, &mut times);
    }
    times
}

/// The day in the article's dateline, with its words: "March 24" of "MOSCOW, March 24 (SANA)". Datelines are not
/// parsed, so no [`Time`] of tokens stands for it.
pub fn in_dateline(article: &Article) -> Option<(Span<Byte>, Date)> {
    let dateline = article.dateline.as_ref()?;
    let (text, offset) = (article.text.slice(dateline.span), dateline.span.start());
    let is_part = |word: &str| {
        let word = word.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '.');
        matches!(words::class(word), Word::Month(_) | Word::Digits(_, 1 | 2 | 4) | Word::Ordinal(_))
    };
    let mut at = 0;
    let mut words = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        words.push((at, word.trim_end()));
        at += word.len();
    }
    let is_month = |word: &str| matches!(words::class(word.trim_matches(['(', ')', ','])), Word::Month(_));
    let month = words.iter().position(|(_, word)| is_month(word))?;
    let first = month - usize::from(month > 0 && is_part(words[month - 1].1));
    let after = words[month + 1..].iter().take(2).take_while(|(_, word)| is_part(word)).count();
    let (start, last) = (words[first], words[month + after]);
    let skipped = start.1.len() - start.1.trim_start_matches('(').len();
    let end = last.0 + last.1.trim_end_matches([',', ')', '-', '–', '—', ':']).len();
    let span = Span::new(offset + (start.0 + skipped) as u32, offset + end as u32);
    Some((span, dateline.date?))
}

/// Reads the expressions of one sentence after the other.
struct Reader<'a> {
    doc: &'a Doc,
    words: &'a [Word],
    /// The day relative expressions are reckoned from.
    today: Option<Date>,
    /// One past the last token of the sentence.
    end: u32,
    /// The days last named in this block, which "the next day" follows.
    named: Option<(Date, Date)>,
}

/// An expression with its tokens.
struct Found {
    tokens: Span<verbale_doc::Tok>,
    reading: Reading,
}

impl Reader<'_> {
    fn sentence(&mut self, tokens: Span<verbale_doc::Tok>, times: &mut Vec<Time>) {
        let mut found: Vec<Found> = Vec::new();
        let mut at = tokens.start();
        while at < tokens.end() {
            let Some(next) = self.expression(at) else {
                at += 1;
                continue;
            };
            at = next.tokens.end().max(at + 1);
            if matches!(next.reading.kind, TimeKind::Date | TimeKind::Time) {
                self.named = next.reading.days.or(self.named);
            }
            found.push(next);
        }
        let mut ranges = vec![None; found.len()];
        for opens in 0..found.len().saturating_sub(1) {
            ranges[opens + 1] = self.range(&mut found[opens..opens + 2]);
            ranges[opens] = ranges[opens].or(ranges[opens + 1]);
        }
        times.extend(found.into_iter().zip(ranges).map(|(Found { tokens, reading }, range)| Time {
            tokens,
            kind: reading.kind,
            value: reading.value,
            days: reading.days,
            range,
            relative: reading.relative,
        }));
    }

    /// The expression that begins at a token, with its article and modifier.
    fn expression(&self, at: u32) -> Option<Found> {
        if let Some((end, reading)) = self.approximate(at) {
            return Some(Found { tokens: Span::new(at, end), reading });
        }
        let prefix = self.prefix(at);
        let (end, reading) = self.core(prefix.core)?;
        let reading = match (prefix.side, self.today, reading.days) {
            // "earlier this week" ends today, "later this month" begins today
            (Side::Earlier, Some(today), Some((first, last))) if first <= today && today < last => {
                Reading { days: Some((first, today)), ..reading }
            }
            (Side::Later, Some(today), Some((first, last))) if first < today && today <= last => {
                Reading { days: Some((today, last)), ..reading }
            }
            _ => reading,
        };
        let takes_article = prefix.modified || self.takes_article(prefix.core);
        let start = if takes_article { at } else { prefix.core };
        Some(Found { tokens: Span::new(start, end), reading })
    }

    /// What may stand before the expression proper: "the", "early", "later on", "the end of".
    fn prefix(&self, at: u32) -> Prefix {
        let mut core = at;
        let mut side = Side::Whole;
        let mut modified = false;
        if self.is(core, "the") || self.is(core, "about") && self.is(core + 1, "the") {
            core += 1;
        }
        if self.any(core, &["early", "late", "mid", "earlier", "later"]) {
            side = match () {
                () if self.is(core, "earlier") => Side::Earlier,
                () if self.is(core, "later") => Side::Later,
                () => Side::Whole,
            };
            core += 1;
            modified = true;
            if self.any(core, &["on", "in", "-"]) {
                core += 1;
            }
            if self.is(core, "the") {
                core += 1;
            }
        } else if self.any(core, &["end", "beginning", "start", "middle", "turn", "close", "rest", "course"])
            && self.is(core + 1, "of")
        {
            core += 2;
            modified = true;
            if self.is(core, "the") {
                core += 1;
            }
        }
        Prefix { core, side, modified }
    }

    /// Whether "the" before this word belongs to the expression rather than to a noun after it ("the March talks").
    fn takes_article(&self, core: u32) -> bool {
        matches!(
            self.word(core),
            Word::Decade(..)
                | Word::Deictic(_)
                | Word::Ordinal(_)
                | Word::Unit(_)
                | Word::Units(_)
                | Word::Season(_)
                | Word::Part(_)
                | Word::Vague
        ) || self.any(core, &["future", "near", "foreseeable", "time", "moment", "point"])
            || self.is_compound_decade(core)
    }

    /// "mid-1980s"
    fn is_compound_decade(&self, at: u32) -> bool {
        at < self.end && self.text(at).strip_prefix("mid-").is_some_and(|word| word.ends_with('s'))
    }

    /// The day last named, if the last time named was one day.
    fn day_named(&self) -> Option<Date> {
        self.named.filter(|(first, last)| first == last).map(|(day, _)| day)
    }

    /// The expression that begins right here: where it ends and what it says.
    fn core(&self, at: u32) -> Option<(u32, Reading)> {
        if at >= self.end {
            return None; // "until" and the like may end a sentence
        }
        match self.word(at) {
            Word::Weekday(weekday) => self.weekday(at, weekday),
            Word::Month(month) => self.month(at, month),
            Word::Digits(value, figures) => self
                .numeric_date(at)
                .or_else(|| self.day_month(at, value))
                .or_else(|| self.clock(at))
                .or_else(|| self.counted(at))
                .or_else(|| self.year(at, value, figures)),
            Word::Clock(..) => self.clock(at).or_else(|| self.counted(at)),
            Word::Ordinal(number) => self.ordinal(at, number),
            Word::Number(_) | Word::Counted(..) | Word::A => self.counted(at),
            Word::Vague => self.counted(at).or_else(|| self.literal(at)),
            Word::Deictic(deictic) => self.deictic(at, deictic),
            Word::Near(days) => self.near_day(at, days),
            Word::Tonight => self.tonight(at),
            Word::That => {
                self.deictic(at, Deictic::Same).filter(|_| matches!(self.word(at + 1), Word::Unit(_)))
            }
            Word::Each | Word::Every(..) | Word::Weekdays(_) => self.set(at),
            Word::Season(season) => self.season(at, season),
            Word::Part(part) => self.part(at, part),
            Word::Decade(first, short) => self.decade(at, first, short),
            Word::Quarter(quarter) => Some(self.quarter(at + 1, quarter)),
            Word::Fiscal => self.fiscal(at),
            Word::Unit(unit) | Word::Units(unit) => self.unit(at, unit),
            Word::Vaguely(value) => self.vaguely(at, value),
            Word::Other => self.numeric_date(at).or_else(|| self.literal(at)),
        }
    }

    /// Two neighbours that are the ends of one range: its first and last day.
    fn range(&self, pair: &mut [Found]) -> Option<(Date, Date)> {
        let [from, to] = pair else { return None };
        if !self.are_ends(from.tokens, to.tokens) {
            return None;
        }
        // "from March to May 2011": the first end is of the second's year, or of the one before.
        if let (Some((month, day)), None, Some((_, last))) =
            (from.reading.yearless, to.reading.yearless, to.reading.days)
        {
            let years = [last.year(), last.year() - 1];
            let of_year = years.into_iter().filter_map(|year| dates::in_year(year, month, day));
            if let Some(stretch) =
                of_year.into_iter().find(|stretch| stretch.days().is_some_and(|(first, _)| first <= last))
            {
                from.reading = Reading::of(stretch, from.reading.relative && to.reading.relative);
            }
        }
        let ((first, _), (_, last)) = (from.reading.days?, to.reading.days?);
        (first <= last).then_some((first, last))
    }

    /// Whether what stands before and between two expressions makes them the ends of a range.
    fn are_ends(&self, from: Span<verbale_doc::Tok>, to: Span<verbale_doc::Tok>) -> bool {
        let before = from.start().wrapping_sub(1);
        let mut joint = from.end();
        if to.start() == joint + 1 {
            return match () {
                () if self.any(joint, &["-", "–", "—", "through", "until", "till"]) => true,
                () if self.is(joint, "to") => true,
                () => self.is(joint, "and") && self.is(before, "between"),
            };
        }
        // "between March 3 and the end of May", "from Monday , March 3 , to Friday": a comma or "until the"
        if self.is(joint, ",") {
            joint += 1;
        }
        to.start() > joint
            && to.start() <= joint + 2
            && self.any(joint, &["to", "until", "through"])
            && self.any(before, &["from"])
    }

    /// A token's text; empty behind the sentence.
    fn text(&self, at: u32) -> &str {
        if at < self.end { self.doc.word(TokenIdx(at)) } else { "" }
    }

    fn word(&self, at: u32) -> Word {
        if at < self.end { self.words[at as usize] } else { Word::Other }
    }

    /// Whether the token, if it is one of this sentence, is this word in any case.
    fn is(&self, at: u32, word: &str) -> bool {
        at < self.end && self.text(at).eq_ignore_ascii_case(word)
    }

    fn is_capital(&self, at: u32) -> bool {
        at < self.end && self.text(at).starts_with(char::is_uppercase)
    }

    fn any(&self, at: u32, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// Whether the recognizer took the token for part of a name of someone or something.
    fn is_in_name(&self, at: u32) -> bool {
        self.doc.entity(TokenIdx(at)).is_some_and(|entity| {
            matches!(
                entity.label,
                label::ENT_PERSON
                    | label::ENT_ORG
                    | label::ENT_WORK_OF_ART
                    | label::ENT_FAC
                    | label::ENT_PRODUCT
                    | label::ENT_LAW
            )
        })
    }

    /// Whether the recognizer took the token for part of a date or time.
    fn is_in_time(&self, at: u32) -> bool {
        let entity = (at < self.end).then(|| self.doc.entity(TokenIdx(at))).flatten();
        entity.is_some_and(|entity| matches!(entity.label, label::ENT_DATE | label::ENT_TIME))
    }
}

struct Prefix {
    /// Where the expression proper begins.
    core: u32,
    side: Side,
    /// Whether more than an article stands before it.
    modified: bool,
}

enum Side {
    Whole,
    Earlier,
    Later,
}

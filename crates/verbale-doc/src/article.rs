use jiff::civil::Date;

use crate::{Byte, Span, Text};

/// One document as it was read: its text, what is known about it, and its blocks in order.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The given id, else the URL, else a hash of the text.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The outlet that published it.
    pub publisher: Option<String>,
    /// The names in the byline.
    pub byline: Option<String>,
    /// Language code (ISO 639-1), where known.
    pub language: Option<String>,
    /// Place and agency at the head of the text.
    pub dateline: Option<Dateline>,
    /// Day of publication; never the day of reading.
    pub published: Option<Published>,
    /// The text every offset indexes.
    pub text: Text,
    /// Parts of the text in order, not overlapping. White space between them belongs to none.
    pub blocks: Vec<Block>,
}

/// "Moscow, SANA-": where the report was filed, and by which agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The place as written: "Moscow", "MOSCOW".
    pub place: Option<Span<Byte>>,
    /// The agency as written: "SANA", "Reuters".
    pub agency: Option<Span<Byte>>,
    /// The day given in the dateline ("MOSCOW, February 3"), resolved where the year is known.
    pub date: Option<Date>,
    /// All of it, with its punctuation.
    pub span: Span<Byte>,
}

/// Day of publication, and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// How it was found.
    pub basis: PublishedBasis,
}

/// How the day of publication was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedBasis {
    /// Given with the document.
    Given,
    /// In the page's metadata.
    Meta,
    /// In the address.
    Url,
    /// In the text, a dateline included.
    Text,
    /// In the feed's entry.
    Feed,
}

/// A stretch of the article with one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, trimmed of white space.
    pub span: Span<Byte>,
}

/// What a block of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Place and agency at the head of the first paragraph.
    Dateline,
    /// Who wrote it.
    Byline,
    /// Running text.
    Paragraph,
    /// A crosshead.
    Heading,
    /// An item of a list.
    List,
    /// The words under a picture.
    Caption,
    /// A teaser of another story.
    Related,
    /// Share lines, newsletters, legal notes.
    Boilerplate,
}

impl BlockKind {
    /// Every kind, in the order of the contract.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Dateline,
        Self::Byline,
        Self::Paragraph,
        Self::Heading,
        Self::List,
        Self::Caption,
        Self::Related,
        Self::Boilerplate,
    ];

    /// Whether statements and events are looked for in it.
    pub const fn is_coded(self) -> bool {
        matches!(self, Self::Title | Self::Paragraph | Self::Heading | Self::List)
    }
}

impl Article {
    /// The blocks that are coded, in order.
    pub fn coded_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_coded())
    }
}

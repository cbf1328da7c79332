//! What elements are to a reader of news.

/// The elements told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    /// Inline elements, unknown ones, and what is no element.
    Other,
    /// Elements whose content is not read.
    Skipped,
    A,
    Address,
    Article,
    Aside,
    Blockquote,
    Body,
    Bold,
    Br,
    Button,
    Caption,
    Dd,
    Div,
    Dl,
    Dt,
    Figcaption,
    Figure,
    Footer,
    Form,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hr,
    Html,
    Img,
    Italic,
    Label,
    Li,
    Link,
    List,
    Main,
    Meta,
    Nav,
    P,
    Pre,
    Script,
    Section,
    Span,
    Sup,
    Table,
    Td,
    Time,
    Title,
    Tr,
    /// Block elements without a kind of their own.
    OtherBlock,
}

impl Tag {
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "a" => Self::A,
            "address" => Self::Address,
            "article" => Self::Article,
            "aside" => Self::Aside,
            "blockquote" => Self::Blockquote,
            "body" => Self::Body,
            "b" | "strong" => Self::Bold,
            "br" => Self::Br,
            "button" => Self::Button,
            "caption" => Self::Caption,
            "dd" => Self::Dd,
            "div" => Self::Div,
            "dl" => Self::Dl,
            "dt" => Self::Dt,
            "figcaption" => Self::Figcaption,
            "figure" => Self::Figure,
            "footer" => Self::Footer,
            "form" => Self::Form,
            "h1" => Self::H1,
            "h2" => Self::H2,
            "h3" => Self::H3,
            "h4" => Self::H4,
            "h5" => Self::H5,
            "h6" => Self::H6,
            "head" => Self::Head,
            "header" => Self::Header,
            "hr" => Self::Hr,
            "html" => Self::Html,
            "img" | "amp-img" | "picture" => Self::Img,
            "i" | "em" | "cite" => Self::Italic,
            "label" | "legend" => Self::Label,
            "li" => Self::Li,
            "link" => Self::Link,
            "ul" | "ol" | "menu" => Self::List,
            "main" => Self::Main,
            "meta" => Self::Meta,
            "nav" => Self::Nav,
            "p" => Self::P,
            "pre" => Self::Pre,
            "script" => Self::Script,
            "section" => Self::Section,
            "span" => Self::Span,
            "sup" => Self::Sup,
            "table" => Self::Table,
            "td" | "th" => Self::Td,
            "time" => Self::Time,
            "title" => Self::Title,
            "tr" => Self::Tr,
            "center" | "details" | "dialog" | "fieldset" | "hgroup" | "summary" | "tbody" | "tfoot"
            | "thead" => Self::OtherBlock,
            "applet" | "audio" | "canvas" | "datalist" | "embed" | "frame" | "iframe" | "input" | "math"
            | "noembed" | "noframes" | "noscript" | "object" | "option" | "select" | "style" | "svg"
            | "template" | "textarea" | "video" => Self::Skipped,
            _ => Self::Other,
        }
    }

    /// Whether it begins a line of its own.
    pub(crate) fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Other
                | Self::A
                | Self::Bold
                | Self::Br
                | Self::Img
                | Self::Italic
                | Self::Link
                | Self::Meta
                | Self::Span
                | Self::Sup
                | Self::Time
        )
    }

    /// Whether its content is no text of the page.
    pub(crate) fn is_skipped(self) -> bool {
        matches!(self, Self::Skipped | Self::Script | Self::Head)
    }

    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }
}

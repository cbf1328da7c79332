//! Colours of the terminal, or none.

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Foreground as in SGR 30–37 and 90–97.
    pub(crate) color: Option<u8>,
    pub(crate) bold: bool,
    pub(crate) dim: bool,
    pub(crate) underline: bool,
}

impl Look {
    pub(crate) const PLAIN: Self = Self { color: None, bold: false, dim: false, underline: false };
    pub(crate) const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    pub(crate) const DIM: Self = Self { dim: true, ..Self::PLAIN };

    pub(crate) const fn colored(color: u8) -> Self {
        Self { color: Some(color), ..Self::PLAIN }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// Puts looks into escape sequences, or leaves them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paint {
    is_on: bool,
}

impl Paint {
    pub(crate) const fn new(is_on: bool) -> Self {
        Self { is_on }
    }

    /// The text in its look.
    pub(crate) fn paint(self, text: &str, look: Look) -> String {
        if !self.is_on || look == Look::PLAIN || text.is_empty() {
            return text.to_owned();
        }
        let mut codes = Vec::new();
        if look.bold {
            codes.push("1".to_owned());
        }
        if look.dim {
            codes.push("2".to_owned());
        }
        if look.underline {
            codes.push("4".to_owned());
        }
        codes.extend(look.color.map(|color| color.to_string()));
        format!("\x1B[{}m{text}\x1B[0m", codes.join(";"))
    }

    pub(crate) fn error(self, text: &str) -> String {
        self.paint(text, Look::colored(31).bold())
    }

    pub(crate) fn help(self, text: &str) -> String {
        self.paint(text, Look::colored(36).bold())
    }

    pub(crate) fn note(self, text: &str) -> String {
        self.paint(text, Look::colored(33).bold())
    }
}

/// Words from a document or a file name as they may be shown: what would steer the terminal, or turn the order of what
/// follows, is replaced.
pub(crate) fn harmless(text: &str) -> String {
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let turns = |c| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.replace(|c| steers(c) || turns(c), "\u{FFFD}")
}

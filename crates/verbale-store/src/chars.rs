/// A text that is cut by code points, as the record counts.
pub(crate) struct CharText<'a> {
    text: &'a str,
    /// The byte at which each code point starts, and the end; none where every code point is one byte.
    starts: Option<Vec<u32>>,
}

impl<'a> CharText<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let starts = (!text.is_ascii())
            .then(|| text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect());
        Self { text, starts }
    }

    /// How many code points there are.
    pub(crate) fn len(&self) -> u32 {
        self.starts.as_ref().map_or(self.text.len(), |starts| starts.len() - 1) as u32
    }

    /// The words from one code point to another; what lies outside the text is left out.
    pub(crate) fn slice(&self, start: u32, end: u32) -> &'a str {
        let end = end.min(self.len());
        let start = start.min(end);
        let at = |char: u32| match &self.starts {
            Some(starts) => starts[char as usize] as usize,
            None => char as usize,
        };
        &self.text[at(start)..at(end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_count_code_points_and_stay_inside() {
        for text in ["Lavrov met Kerry", "Łavrov “met” Kérry 🕊."] {
            let chars: Vec<char> = text.chars().collect();
            let cut = CharText::new(text);
            assert_eq!(cut.len() as usize, chars.len());
            for start in 0..chars.len() {
                let expected: String = chars[start..].iter().collect();
                assert_eq!(cut.slice(start as u32, 99), expected);
            }
            assert_eq!(cut.slice(50, 60), "");
            assert_eq!(cut.slice(5, 2), "");
        }
    }
}

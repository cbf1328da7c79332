//! Items of lists, told by the marks before them.

use verbale_doc::BlockKind;

use super::Part;

/// How plainly a mark says "item".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bullet {
    /// "•": nothing else begins so.
    Plain,
    /// "-", "1.": needs another beside it, for speech and years begin so too.
    Weak,
}

/// Labels list items; the mark is left out of the block.
pub(super) fn find(parts: &mut [Part<'_>]) {
    let bullets: Vec<_> =
        parts.iter().map(|part| part.is_open().then(|| bullet(part.text)).flatten()).collect();
    for (i, part) in parts.iter_mut().enumerate() {
        let Some((strength, n_bytes)) = bullets[i] else { continue };
        let has_neighbour =
            (i > 0 && bullets[i - 1].is_some()) || bullets.get(i + 1).is_some_and(Option::is_some);
        if strength == Bullet::Plain || has_neighbour {
            part.kind = BlockKind::List;
            part.drop_lead(n_bytes);
        }
    }
}

/// The mark at the start of an item, and its length with the blanks after it.
pub(crate) fn bullet(text: &str) -> Option<(Bullet, usize)> {
    let first = text.chars().next()?;
    let (strength, n_bytes) = match first {
        '•' | '▪' | '●' | '‣' | '◦' | '■' | '►' | '▶' | '→' | '✓' | '·' => {
            (Bullet::Plain, first.len_utf8())
        }
        '*' | '+' => (Bullet::Plain, 1),
        '-' | '–' | '—' => (Bullet::Weak, first.len_utf8()),
        '0'..='9' => {
            let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let is_closed = n_digits <= 2 && text[n_digits..].starts_with(['.', ')']);
            is_closed.then_some((Bullet::Weak, n_digits + 1))?
        }
        _ => return None,
    };
    let rest = &text[n_bytes..];
    let item = rest.trim_start();
    let is_spaced = item.len() < rest.len() || first == '•';
    (is_spaced && !item.is_empty()).then(|| (strength, text.len() - item.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_items() {
        assert_eq!(bullet("• The dam"), Some((Bullet::Plain, 4)));
        assert_eq!(bullet("•The dam"), Some((Bullet::Plain, 3)));
        assert_eq!(bullet("- The dam"), Some((Bullet::Weak, 2)));
        assert_eq!(bullet("12) The dam"), Some((Bullet::Weak, 4)));
        for text in ["2016 was dry", "2016. It was dry", "-5 degrees", "*", "The dam", "3.5 million", ""] {
            assert_eq!(bullet(text), None, "{text}");
        }
    }
}

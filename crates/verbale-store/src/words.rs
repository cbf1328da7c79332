use crate::StoreError;

/// What people type, as a query of the full-text index.
///
/// Words must all occur; `"words in quotes"` in this order; `OR` between two for either; `-word` for none; `word*` for
/// words that begin so. Everything else is text: nothing that is typed can be wrong syntax.
pub(crate) fn to_query(words: &str) -> Result<String, StoreError> {
    let fault = |why| StoreError::Words { words: words.to_owned(), why };
    let (mut wanted, mut unwanted) = (Vec::<String>::new(), Vec::<String>::new());
    let mut is_or = false;
    for term in terms(words) {
        if term.text == "OR" && !term.is_quoted {
            is_or = !wanted.is_empty();
            continue;
        }
        // A term without a letter or figure is nothing to the index, and would match nothing.
        if !term.text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let quoted =
            format!("\"{}\"{}", term.text.replace('"', "\"\""), if term.is_prefix { "*" } else { "" });
        match wanted.last_mut() {
            _ if term.is_excluded => unwanted.push(quoted),
            Some(last) if is_or => *last = format!("{last} OR {quoted}"),
            _ => wanted.push(quoted),
        }
        is_or = false;
    }
    if wanted.is_empty() {
        return Err(fault(if unwanted.is_empty() {
            "there is no word in it"
        } else {
            "it only says what is unwanted"
        }));
    }
    if wanted.len() + unwanted.len() > MAX_TERMS {
        return Err(fault("too many words"));
    }
    let wanted: Vec<String> = wanted.iter().map(|term| format!("({term})")).collect();
    let mut query = wanted.join(" AND ");
    if !unwanted.is_empty() {
        query = format!("({query}) NOT ({})", unwanted.join(" OR "));
    }
    Ok(query)
}

const MAX_TERMS: usize = 64;

struct Term {
    text: String,
    is_quoted: bool,
    is_excluded: bool,
    is_prefix: bool,
}

fn terms(words: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = words.replace(['“', '”', '„', '«', '»'], "\"");
    rest.retain(|c| c != '\0');
    let mut rest = rest.trim_start();
    while !rest.is_empty() {
        let is_excluded = rest.starts_with('-') && !rest[1..].starts_with(char::is_whitespace);
        if is_excluded {
            rest = &rest[1..];
        }
        let (text, is_quoted, after) = if let Some(quoted) = rest.strip_prefix('"') {
            let (text, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            (text, true, after)
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
            (&rest[..end], false, &rest[end..])
        };
        let is_prefix = if is_quoted { after.starts_with('*') } else { text.ends_with('*') };
        let text = text.trim_end_matches('*').to_owned();
        terms.push(Term { text, is_quoted, is_excluded, is_prefix });
        rest = if is_quoted { after.trim_start_matches('*') } else { after }.trim_start();
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(words: &str) -> String {
        to_query(words).unwrap()
    }

    #[test]
    fn words_phrases_alternatives_and_exclusions() {
        assert_eq!(query("chemical weapons"), r#"("chemical") AND ("weapons")"#);
        assert_eq!(query(r#""chemical weapons" syria"#), r#"("chemical weapons") AND ("syria")"#);
        assert_eq!(query("truce OR ceasefire -yemen"), r#"(("truce" OR "ceasefire")) NOT ("yemen")"#);
        assert_eq!(query("negotiat*"), r#"("negotiat"*)"#);
        assert_eq!(query("“cease fire”"), r#"("cease fire")"#);
    }

    #[test]
    fn nothing_typed_is_a_syntax_error_of_the_index() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE VIRTUAL TABLE t USING fts5(words)").unwrap();
        for words in [
            "a AND", "NEAR(", "words:x", "\"open", "x\" y", "OR x", "x OR", "^x", "{a b}:c", "a'b", "*",
            "x \0 y",
        ] {
            let Ok(query) = to_query(words) else { continue };
            let counted = connection
                .query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [&query], |row| row.get::<_, i64>(0));
            assert_eq!(counted, Ok(0), "{words:?} became {query}");
        }
    }

    #[test]
    fn no_word_is_an_error_that_says_so() {
        for words in ["", "  ", "-only", "\"\"", "…", &"x ".repeat(99)] {
            assert!(matches!(to_query(words), Err(StoreError::Words { .. })), "{words:?}");
        }
    }
}

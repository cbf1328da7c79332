//! The conditions of rules in plain words: `prep(with): #actor` is "somebody after “with”".

/// What a near miss lacks (`Near::missing`), as people say it: "not met: prep(with): #actor" is "needs somebody who acts
/// after “with”".
pub fn missing_in_words(missing: &str) -> String {
    if let Some(condition) = missing.strip_prefix("not met: ") {
        format!("needs {}", phrase(condition))
    } else if let Some(condition) = missing.strip_prefix("what the rule excludes: ") {
        format!("excluded by {}", phrase(condition))
    } else {
        missing.to_owned()
    }
}

fn phrase(condition: &str) -> String {
    let Some((role, words)) = condition.split_once(": ") else { return condition.to_owned() };
    let words: Vec<&str> = words.split('|').map(word).collect();
    format!("{} {}", words.join(" or "), place(role))
}

/// Where it has to stand.
fn place(role: &str) -> String {
    let inner = role
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'))
        .map(|words| words.replace('|', "” or “"));
    match (role.split('(').next().unwrap_or(role), inner) {
        ("subject", _) => "as subject".to_owned(),
        ("object", _) => "as object".to_owned(),
        ("poss", _) => "as owner".to_owned(),
        ("between", _) => "after “between”".to_owned(),
        ("prep", Some(words)) => format!("after “{words}”"),
        ("sentence", _) => "in the sentence".to_owned(),
        _ => format!("as {role}"),
    }
}

/// Who or what has to stand there. Sets of words keep their name, for rule files to be looked up by.
fn word(word: &str) -> &str {
    match word {
        "*" => "something",
        "#actor" => "somebody who acts",
        "#person" => "a person",
        "#country" => "a country",
        "#state" => "a state",
        "#organization" => "an organization",
        "#group" => "a group",
        "#place" => "a place",
        "#GOV" => "a government",
        "#MIL" | "#armed" => "armed forces",
        "#REB" => "rebels",
        "#LEG" => "a parliament",
        "#JUD" => "a court",
        "#COP" => "police",
        "#PTY" => "a party",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_told_in_words() {
        assert_eq!(
            missing_in_words("not met: prep(to|for): #actor"),
            "needs somebody who acts after “to” or “for”"
        );
        assert_eq!(
            missing_in_words("not met: subject: #state|minister"),
            "needs a state or minister as subject"
        );
        assert_eq!(
            missing_in_words("what the rule excludes: sentence: @sports"),
            "excluded by @sports in the sentence"
        );
        assert_eq!(missing_in_words("no actor: nobody is named"), "no actor: nobody is named");
    }
}

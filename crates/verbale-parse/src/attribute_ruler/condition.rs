use rmpv::ValueRef;
use verbale_doc::{Label, Labels, Pos, Token};

use crate::lexeme::flag;
use crate::lookups::{FormatError, elements, pairs, string};
use crate::strings::string_id;
use crate::tok2vec::Word;
use crate::tokenizer::pattern::Node;
use crate::tokenizer::program::{Program, Threads};

/// What one place of a pattern asks of a token: all of its conditions.
pub(super) type Spec = Vec<Condition>;

/// A condition on one attribute.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) attr: Attr,
    pub(super) test: Test,
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    /// One of these values.
    In(Box<[u64]>),
    /// None of these values.
    NotIn(Box<[u64]>),
    /// A match somewhere in the string.
    Regex(Program),
}

/// The attributes that patterns can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attr {
    Orth,
    Lower,
    Norm,
    Prefix,
    Suffix,
    Shape,
    /// A yes-or-no attribute by its bit.
    Flag(u8),
    Tag,
    Dep,
    Pos,
    Morph,
}

impl Attr {
    fn find(name: &str) -> Option<Self> {
        Some(match name {
            "ORTH" | "TEXT" => Self::Orth,
            "LOWER" => Self::Lower,
            "NORM" => Self::Norm,
            "PREFIX" => Self::Prefix,
            "SUFFIX" => Self::Suffix,
            "SHAPE" => Self::Shape,
            "TAG" => Self::Tag,
            "DEP" => Self::Dep,
            "POS" => Self::Pos,
            "MORPH" => Self::Morph,
            "IS_ALPHA" => Self::Flag(flag::IS_ALPHA),
            "IS_ASCII" => Self::Flag(flag::IS_ASCII),
            "IS_DIGIT" => Self::Flag(flag::IS_DIGIT),
            "IS_LOWER" => Self::Flag(flag::IS_LOWER),
            "IS_PUNCT" => Self::Flag(flag::IS_PUNCT),
            "IS_SPACE" => Self::Flag(flag::IS_SPACE),
            "IS_UPPER" => Self::Flag(flag::IS_UPPER),
            "IS_TITLE" => Self::Flag(flag::IS_TITLE),
            _ => return None,
        })
    }

    /// Whether the letters of the word decide it.
    pub(super) fn is_lexical(self) -> bool {
        !matches!(self, Self::Tag | Self::Dep | Self::Pos | Self::Morph | Self::Norm)
    }

    fn of(self, token: &Token, word: &Word) -> u64 {
        match self {
            Self::Orth => word.lexeme.orth,
            Self::Lower => word.lexeme.lower,
            Self::Norm => word.norm,
            Self::Prefix => word.lexeme.prefix,
            Self::Suffix => word.lexeme.suffix,
            Self::Shape => word.lexeme.shape,
            Self::Flag(flag) => u64::from(word.lexeme.is(flag)),
            Self::Tag => u64::from(token.tag.0),
            Self::Dep => u64::from(token.dep.0),
            Self::Pos => token.pos as u64,
            Self::Morph => u64::from(token.morph.0),
        }
    }

    /// A value as this attribute has it: the number of a label, or the id of a string.
    fn value(self, value: &ValueRef<'_>, labels: &mut Labels, place: &str) -> Result<u64, FormatError> {
        match (self, value) {
            (_, ValueRef::Boolean(is)) => Ok(u64::from(*is)),
            (Self::Flag(_), ValueRef::Integer(number)) => {
                number.as_u64().ok_or_else(|| FormatError::new(place, "0 or 1"))
            }
            (Self::Tag | Self::Dep, value) => Ok(u64::from(labels.add(string(value, place)?).0)),
            (Self::Morph, value) => Ok(u64::from(morph(string(value, place)?, labels).0)),
            (Self::Pos, value) => Ok(pos(string(value, place)?, place)? as u64),
            (_, value) => Ok(string_id(string(value, place)?)),
        }
    }
}

/// Features in the order in which they are printed; "_" and "" are none.
pub(super) fn morph(features: &str, labels: &mut Labels) -> Label {
    let mut sorted: Vec<String> = features
        .split('|')
        .filter_map(|feature| {
            let (name, values) = feature.split_once('=')?;
            let mut values: Vec<&str> = values.split(',').collect();
            values.sort_unstable();
            Some(format!("{name}={}", values.join(",")))
        })
        .collect();
    sorted.sort_unstable();
    labels.add(&sorted.join("|"))
}

pub(super) fn pos(name: &str, place: &str) -> Result<Pos, FormatError> {
    Pos::find(name).ok_or_else(|| FormatError::new(place, format!("a part of speech, not {name:?}")))
}

/// Reads one place of a pattern.
pub(super) fn read_spec(spec: &ValueRef<'_>, labels: &mut Labels, place: &str) -> Result<Spec, FormatError> {
    let mut conditions = Vec::new();
    for (name, value) in pairs(spec, place)? {
        let name = string(name, place)?.to_ascii_uppercase();
        if name == "OP" {
            if string(value, place)? == "1" {
                continue;
            }
            return Err(FormatError::new(place, "each token once: operators are not supported"));
        }
        let attr = Attr::find(&name)
            .ok_or_else(|| FormatError::new(place, format!("attributes that are supported, not {name}")))?;
        let ValueRef::Map(tests) = value else {
            let value = attr.value(value, labels, place)?;
            conditions.push(Condition { attr, test: Test::In([value].into()) });
            continue;
        };
        for (name, value) in tests {
            let name = string(name, place)?.to_ascii_uppercase();
            let test = match name.as_str() {
                "IN" | "NOT_IN" => {
                    let values = elements(value, place)?.iter().map(|value| attr.value(value, labels, place));
                    let values = values.collect::<Result<_, _>>()?;
                    if name == "IN" { Test::In(values) } else { Test::NotIn(values) }
                }
                "REGEX" if matches!(attr, Attr::Orth | Attr::Lower) => {
                    let node = Node::parse(string(value, place)?).map_err(|error| {
                        FormatError::new(place, format!("a pattern that is supported ({error})"))
                    })?;
                    Test::Regex(Program::new(&node, false))
                }
                _ => return Err(FormatError::new(place, format!("tests that are supported, not {name}"))),
            };
            conditions.push(Condition { attr, test });
        }
    }
    Ok(conditions)
}

/// Strings above this length in bytes match no regular expression: no word of a language is so long.
const MAX_MATCHED: usize = 512;

impl Condition {
    pub(super) fn holds(&self, string: &str, token: &Token, word: &Word, threads: &mut Threads) -> bool {
        match &self.test {
            Test::In(values) => values.contains(&self.attr.of(token, word)),
            Test::NotIn(values) => !values.contains(&self.attr.of(token, word)),
            Test::Regex(_) if string.len() > MAX_MATCHED => false,
            Test::Regex(program) if self.attr == Attr::Lower => {
                program.search(&string.to_lowercase(), 0, threads).is_some()
            }
            Test::Regex(program) => program.search(string, 0, threads).is_some(),
        }
    }
}

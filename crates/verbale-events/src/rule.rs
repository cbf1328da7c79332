use verbale_codes::{Cameo, Context, EventType, Mode};
use verbale_rules::{Book, File, Role, RuleError, Scope, Table, Written};

use crate::kinds::KINDS;

/// What an event rule means: the codes it gives, and where its actors stand.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// The PLOVER type; none for rules that only silence others.
    pub kind: Option<EventType>,
    /// The PLOVER mode.
    pub mode: Option<Mode>,
    /// Contexts that go with it whatever else the sentence says.
    pub contexts: Vec<Context>,
    /// A CAMEO code finer than the nearest to type and mode.
    pub cameo: Option<Cameo>,
    /// Where the actor stands; the first role with an actor counts.
    pub(crate) source: Vec<Role>,
    /// Where the recipient stands; the first role with an actor counts.
    pub(crate) target: Vec<Role>,
    /// Where the parties of a reciprocal event stand: all of them count, and there must be two.
    pub(crate) parties: Vec<Role>,
    pub(crate) needs: Needs,
    pub(crate) places: Places,
}

/// Who must be named for an event of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Needs {
    /// The trigger counts only where it is negated; the negation is part of what the rule says.
    pub(crate) negation: bool,
    /// At least two parties.
    pub(crate) two: bool,
    /// The recipient, even where the codebook does not ask for one.
    pub(crate) target: bool,
}

/// Whether places stand for those who take part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    /// A place may stand for the country it lies in as recipient: "visited Baghdad".
    pub(crate) are_targets: bool,
    /// Told in the passive with nobody named, the state where it happened did it: "was arrested in Lebanon".
    pub(crate) are_sources: bool,
}

/// Event rules: those of the program, or a user's.
#[derive(Clone, Debug)]
pub struct Rules {
    pub(crate) book: Book<Meaning>,
    version: String,
}

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        /// The rule files built into the program, by their names under `rules/events/`.
        pub const FILES: &[(&str, &str)] =
            &[$((concat!("rules/events/", $name), include_str!(concat!("../../../rules/events/", $name)))),+];
    };
}

built_in!(
    "sets.toml",
    "status.toml",
    "contexts.toml",
    "cameo.toml",
    "silence.toml",
    "agree.toml",
    "consult.toml",
    "support.toml",
    "concede.toml",
    "cooperate.toml",
    "aid.toml",
    "retreat.toml",
    "request.toml",
    "accuse.toml",
    "reject.toml",
    "threaten.toml",
    "protest.toml",
    "sanction.toml",
    "mobilize.toml",
    "coerce.toml",
    "assault.toml",
);

impl Rules {
    /// The rules built into the program.
    ///
    /// # Panics
    /// Never in a tested build: a test reads the same files.
    pub fn built_in() -> Self {
        Self::read(FILES).expect("the built-in rules are read by a test")
    }

    /// Reads rule files, given as pairs of name and text; later files may use the word sets of earlier ones.
    ///
    /// # Errors
    /// The first place that cannot be read, with what was expected there.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        Self::read_layers(&[files])
    }

    /// The rules built into the program with these laid over them: a rule or word set takes the place of the
    /// built-in one of its name, and all others stay.
    ///
    /// # Errors
    /// The first place that cannot be read, with what was expected there.
    pub fn over_built_in(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        Self::read_layers(&[FILES, files])
    }

    fn read_layers(layers: &[&[(&str, &str)]]) -> Result<Self, RuleError> {
        let mut hasher = blake3::Hasher::new();
        for (name, text) in layers.iter().copied().flatten() {
            hasher.update(name.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
        }
        let files: Vec<Vec<File<'_>>> = layers
            .iter()
            .map(|files| files.iter().map(|&(name, text)| File { name, text }).collect())
            .collect();
        let files: Vec<&[File<'_>]> = files.iter().map(Vec::as_slice).collect();
        let book = Book::read_layers(&files, &KINDS, meaning)?;
        Ok(Self { book, version: format!("blake3:{}", hasher.finalize().to_hex()) })
    }

    /// A hash over all rule files: what a record names as the rules that made it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The rules with their examples.
    pub fn book(&self) -> &Book<Meaning> {
        &self.book
    }
}

fn meaning(rule: &mut Table<'_>, scope: &Scope<'_>) -> Result<Meaning, RuleError> {
    let file = scope.file();
    let written = rule.string("type")?;
    let kind = match &written {
        None => None,
        Some(code) => Some(code.text.parse::<EventType>().map_err(|_| {
            let unknown = file.error(&code.at, format!("unknown event type {:?}", code.text));
            unknown.suggest(&code.text, EventType::ALL.map(EventType::code))
        })?),
    };
    let mode = rule.string("mode")?.map(|code| mode(file, kind, &code)).transpose()?;
    let mut contexts = Vec::new();
    for code in rule.strings("contexts")? {
        contexts.push(code.text.parse::<Context>().map_err(|_| {
            let unknown = file.error(&code.at, format!("unknown context {:?}", code.text));
            unknown.suggest(&code.text, Context::ALL.map(Context::code))
        })?);
    }
    let cameo = rule.string("cameo")?.map(|code| {
        let unknown = |_| file.error(&code.at, format!("unknown CAMEO code {:?}", code.text));
        code.text.parse::<Cameo>().map_err(unknown)
    });
    let cameo = cameo.transpose()?;
    let source = scope.roles(&rule.strings("source")?)?;
    let target = scope.roles(&rule.strings("target")?)?;
    let parties = scope.roles(&rule.strings("parties")?)?;
    let needs_target = rule.flag("needs_target")?;
    let place_is_target = rule.flag("place_is_target")?;
    let needs_two = rule.flag("needs_two")?;
    let place_is_source = rule.flag("place_is_source")?;
    if kind.is_some() && source.is_empty() && parties.is_empty() {
        return Err(rule
            .error("the rule does not say who acts")
            .help("add source = [ROLE...] or parties = [ROLE...]"));
    }
    Ok(Meaning {
        kind,
        mode,
        contexts,
        cameo,
        source,
        target,
        parties,
        needs: Needs { negation: rule.flag("negated")?, two: needs_two, target: needs_target },
        places: Places { are_targets: place_is_target, are_sources: place_is_source },
    })
}

fn mode(file: File<'_>, kind: Option<EventType>, code: &Written) -> Result<Mode, RuleError> {
    let modes = kind.map(EventType::modes).unwrap_or_default();
    let found = kind.and_then(|kind| kind.mode(&code.text));
    found.ok_or_else(|| {
        let of = kind.map_or("a rule without type", EventType::code);
        let unknown = file.error(&code.at, format!("{of} has no mode {:?}", code.text));
        unknown.suggest(&code.text, modes.iter().map(|info| info.mode.code()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_rules_are_read() {
        if let Err(error) = Rules::read(FILES) {
            panic!("{error}");
        }
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/events");
        let names = std::fs::read_dir(folder).expect("the folder is there").filter_map(Result::ok);
        let mut names: Vec<String> =
            names.map(|entry| format!("rules/events/{}", entry.file_name().to_string_lossy())).collect();
        names.retain(|name| std::path::Path::new(name).extension().is_some_and(|kind| kind == "toml"));
        names.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|&(name, _)| name).collect();
        listed.sort_unstable();
        assert_eq!(names, listed);
    }

    #[test]
    fn every_rule_shows_when_it_fires_and_when_it_stays_silent() {
        for rule in Rules::built_in().book().rules() {
            let silent = rule.examples.iter().filter(|example| example.gives.is_empty()).count();
            assert!(silent > 0, "{} ({}) has no silent example", rule.id, rule.place);
            assert!(
                rule.is_silent || silent < rule.examples.len(),
                "{} ({}) has no firing example",
                rule.id,
                rule.place
            );
        }
    }

    #[test]
    fn unknown_codes_are_named_with_a_remedy() {
        let read = |text| Rules::read(&[("a.toml", text)]).unwrap_err().to_string();
        let error = read(
            "[sets]\nlight = []\n[[rule]]\nid = \"a\"\ntype = \"CONSLUT\"\nverbs = [\"meet\"]\nwhy = \"\"\n",
        );
        assert_eq!(error, "a.toml:5:8: unknown event type \"CONSLUT\"\n  help: did you mean \"CONSULT\"?");
        let error = read(
            "[[rule]]\nid = \"a\"\ntype = \"CONSULT\"\nmode = \"visits\"\nverbs = [\"meet\"]\nwhy = \"\"\n",
        );
        assert_eq!(error, "a.toml:4:8: CONSULT has no mode \"visits\"\n  help: did you mean \"visit\"?");
        let error = read(
            "[[rule]]\nid = \"a\"\ntype = \"CONSULT\"\nverbs = [\"meet\"]\nwhy = \"\"\nif = [\"subject: #stat\"]\nsource = [\"subject\"]\n",
        );
        assert_eq!(error, "a.toml:6:7: unknown kind \"#stat\"\n  help: did you mean \"state\"?");
        let error = read(
            "[[rule]]\nid = \"a\"\ntype = \"CONSULT\"\nverbs = [\"meet\"]\nwhy = \"\"\nsource = [\"subjekt\"]\n",
        );
        assert_eq!(error, "a.toml:6:11: unknown role \"subjekt\"\n  help: did you mean \"subject\"?");
    }
}

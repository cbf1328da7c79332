use super::*;
use crate::facts::Held;

fn laid(text: &str) -> Result<Knowledge, KnowledgeError> {
    Knowledge::with_own(&[("my.toml", text)])
}

fn keys(knowledge: &Knowledge, name: &str) -> Vec<String> {
    let found = knowledge.names(Run::of(&pieces_of(name)));
    found.map(|name| knowledge.key(name.entry).to_owned()).collect()
}

#[test]
fn entries_are_added_renamed_merged_and_hidden() {
    let knowledge = laid(
        "[[person]]\nkey = 'own/jane-doe'\nname = 'Jane Doe-Mbeki'\naliases = ['Mama Jane']\n\
         [[role]]\nperson = 'own/jane-doe'\noffice = 'foreign minister'\nkind = 'foreign_minister'\n\
         country = 'KEN'\nsectors = ['GOV']\nfrom = '2031-02-01'\nto = '2032'\n\
         [[organization]]\nkey = 'own/reed'\nname = 'Reed Institute'\ncountry = 'KEN'\nsectors = ['EDU']\n\
         [[alias]]\nkey = 'KEN'\nnames = ['Kenia']\n\
         [[rename]]\nkey = 'hamas'\nname = 'Harakat Hamas'\n\
         [[merge]]\nkey = 'hezbollah'\ninto = 'hamas'\n\
         [[hide]]\nkey = 'al-qaeda'\n\
         [[hide]]\nkey = 'RUS'\nname = 'Kremlin'\n",
    )
    .unwrap();
    assert_eq!(keys(&knowledge, "Mama Jane"), ["own/jane-doe"]);
    assert_eq!(keys(&knowledge, "the Reed Institute"), Vec::<String>::new());
    assert_eq!(keys(&knowledge, "Reed Institute"), ["own/reed"]);
    assert_eq!(keys(&knowledge, "Kenia"), ["KEN"]);
    assert_eq!(keys(&knowledge, "Harakat Hamas"), ["hamas"]);
    assert_eq!(keys(&knowledge, "Hezbollah"), ["hamas"]);
    assert_eq!(keys(&knowledge, "al-Qaeda"), Vec::<String>::new());
    assert_eq!(keys(&knowledge, "Kremlin"), Vec::<String>::new());
    assert_eq!(keys(&knowledge, "Russia"), ["RUS"]);
    let day = "2031-06-01".parse().unwrap();
    let kenya = "KEN".parse().unwrap();
    let holders: Vec<&str> = knowledge
        .holders(kenya, OfficeKind::ForeignMinister, day)
        .map(|(person, _)| &*knowledge.person(person).name)
        .collect();
    assert_eq!(holders, ["Jane Doe-Mbeki"]);
    assert_ne!(knowledge.version(), Knowledge::bundled().version());
}

#[test]
fn a_dated_role_takes_the_place_of_the_same_one() {
    let key = "rus/dmitry-medvedev";
    let knowledge = laid(&format!(
        "[[role]]\nperson = '{key}'\noffice = 'president'\nkind = 'head_of_state'\ncountry = 'RUS'\n\
         from = '2008-05-07'\nto = '2009-01-01'\n"
    ))
    .unwrap();
    let Some(Entry::Person(id)) = knowledge.entry(key) else { panic!("he is known") };
    let on = |day: &str| {
        let day = day.parse().unwrap();
        let terms = knowledge.terms(id).iter();
        terms.filter(|term| term.kind == OfficeKind::HeadOfState && term.held_on(day) == Held::Now).count()
    };
    assert!(on("2008-12-31") > 0);
    assert_eq!(on("2010-01-01"), 0);
}

#[test]
fn errors_name_the_place_and_what_was_expected() {
    let cases = [
        ("[[hide]]\nkey = 'Kremlin'\n", (2, 7), "did you mean \"RUS\"?"),
        ("[[organization]]\nkey = 'own/x'\nname = 'X'\ncountry = 'Frankreich'\n", (4, 11), "ISO 3166"),
        ("[[organization]]\nkey = 'own/x'\nname = 'X'\nsectors = ['GOV', 'MOB']\n", (4, 19), "COP, GOV"),
        ("[[role]]\nperson = 'RUS'\noffice = 'tsar'\ncountry = 'RUS'\n", (2, 10), "held by a person"),
        (
            "[[role]]\nperson = 'rus/sergei-lavrov'\noffice = 'x'\ncountry = 'RUS'\nfrom = '2001-02-30'\n",
            (5, 8),
            "2024-03",
        ),
        (
            "[[role]]\nperson = 'rus/sergei-lavrov'\noffice = 'x'\ncountry = 'RUS'\nfrom = '2001'\nto = '1999'\n",
            (6, 6),
            "not before",
        ),
        ("[[person]]\nkey = 'RUS'\nname = 'Ivan'\n", (2, 7), "of your own"),
        ("[[person]]\nkey = 'own/y'\nname = '--'\n", (3, 8), "words"),
        ("[[place]]\nname = 'X'\n", (1, 3), "[[person]]"),
        ("[[merge]]\nkey = 'hamas'\ninto = 'RUS'\n", (2, 7), "two persons"),
        ("[[hide]]\nkey = 'hamas'\nname = 'Fatah'\n", (3, 8), "verbale know"),
        ("[[hide]]\nkey = \n", (2, 7), "tables are"),
    ];
    for (text, place, expected) in cases {
        let error = laid(text).unwrap_err();
        assert_eq!((error.line, error.column), place, "{error}");
        assert!(error.expected.contains(expected), "{error}");
        assert!(error.to_string().starts_with("my.toml:"), "{error}");
    }
}

//! `verbale know`, and knowledge of a user's own.

use crate::tool::Folder;

const OWN: &str = "\
[[person]]
key = 'own/ada-quill'
name = 'Ada Quill'

[[role]]
person = 'own/ada-quill'
office = 'finance minister'
kind = 'finance_minister'
country = 'NOR'
sectors = ['GOV']
from = '2030-01-01'
";

#[test]
fn an_office_is_that_of_the_day() {
    let folder = Folder::new();
    let president = folder.run("know --on 2010-05-20 Medvedev");
    assert_eq!(president.status, Some(0), "{president:?}");
    assert!(president.printed.contains("on 2010-05-20: RUS GOV, president"), "{}", president.printed);
    assert!(president.printed.contains("\"Medvedev\" means rus/dmitry-medvedev"), "{}", president.printed);
    let later = folder.run("know --on 2016-03-24 Medvedev").printed;
    assert!(later.contains("on 2016-03-24: RUS GOV, prime minister"), "{later}");
}

#[test]
fn other_words_shift_the_place() {
    let folder = Folder::new();
    let first_place = |arguments: &str| {
        let printed = folder.run(arguments).printed;
        printed.lines().skip_while(|line| !line.starts_with("Places")).nth(1).unwrap_or_default().to_owned()
    };
    assert!(first_place("know Paris").contains("FRA"));
    assert!(first_place("know Paris --near Texas").contains("Texas, USA"));
}

#[test]
fn own_knowledge_is_laid_over() {
    let folder = Folder::with("own.toml", OWN);
    assert_eq!(folder.run("know own/ada-quill").status, Some(1));
    let known = folder.run("know --knowledge own.toml --on 2031-02-02 own/ada-quill");
    assert_eq!(known.status, Some(0), "{known:?}");
    assert!(known.printed.contains("* 2030-01-01 to ?  finance minister, NOR GOV"), "{}", known.printed);
}

#[test]
fn a_wrong_file_is_named_with_line_and_column() {
    let folder = Folder::with("own.toml", OWN.replace("'NOR'", "'NORGE'"));
    let refused = folder.run("know --knowledge own.toml Oslo");
    assert_eq!(refused.status, Some(2));
    assert!(refused.said.contains("own.toml:9:11: unknown country \"NORGE\""), "{}", refused.said);
    assert!(refused.said.contains("help: three letters of ISO 3166"), "{}", refused.said);
    assert!(folder.run("code --knowledge none.toml").said.contains("reading none.toml"));
}

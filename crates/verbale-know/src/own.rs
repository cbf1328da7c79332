//! Files of a user's own, laid over the built-in knowledge.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use verbale_codes::{Country, Sector};

use crate::facts::{OfficeKind, Organization, Person, Term, day};
use crate::index::Index;
use crate::knowledge::{Entry, NameUse, OrganizationId, PersonId};
use crate::pieces::{Run, pieces_of};
use crate::{Knowledge, tables};

/// A file of knowledge that cannot be used: the place, and what was expected there.
///
/// Printed as `my.toml:4:11: unknown country "Frankreich"` with the help on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeError {
    /// The file, as it was named to the loader.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for KnowledgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.what)?;
        if self.expected.is_empty() { Ok(()) } else { write!(f, "\n  help: {}", self.expected) }
    }
}

impl std::error::Error for KnowledgeError {}

type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnFile {
    #[serde(default)]
    person: Vec<OwnPerson>,
    #[serde(default)]
    organization: Vec<OwnOrganization>,
    #[serde(default)]
    role: Vec<OwnRole>,
    #[serde(default)]
    alias: Vec<OwnAlias>,
    #[serde(default)]
    rename: Vec<OwnRename>,
    #[serde(default)]
    merge: Vec<OwnMerge>,
    #[serde(default)]
    hide: Vec<OwnHide>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnPerson {
    key: Word,
    name: Word,
    #[serde(default)]
    aliases: Vec<Word>,
    wikidata: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnOrganization {
    key: Word,
    name: Word,
    #[serde(default)]
    aliases: Vec<Word>,
    country: Option<Word>,
    #[serde(default)]
    sectors: Vec<Word>,
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnRole {
    person: Word,
    office: Word,
    kind: Option<Word>,
    country: Word,
    #[serde(default)]
    sectors: Vec<Word>,
    from: Option<Word>,
    to: Option<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnAlias {
    key: Word,
    names: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnRename {
    key: Word,
    name: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnMerge {
    key: Word,
    into: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnHide {
    key: Word,
    name: Option<Word>,
}

impl Knowledge {
    /// The built-in knowledge with files of a user's own laid over it, one after the other. Each is the name of a
    /// file, for messages, and its text; `docs/knowledge.md` describes the form.
    ///
    /// ```
    /// use verbale_know::{Knowledge, Run, pieces_of};
    /// let own = "[[organization]]\nkey = 'own/reed'\nname = 'Reed Institute'\ncountry = 'KEN'\n";
    /// let knowledge = Knowledge::with_own(&[("my.toml", own)]).unwrap();
    /// assert_eq!(knowledge.names(Run::of(&pieces_of("Reed Institute"))).count(), 1);
    ///
    /// let wrong = Knowledge::with_own(&[("my.toml", "[[hide]]\nkey = 'nobody'\n")]).unwrap_err();
    /// assert_eq!((wrong.line, wrong.column), (2, 7));
    /// ```
    ///
    /// # Errors
    /// If a file is no TOML of that form, or names a key, country, sector or date that there is not. Nothing of any
    /// file is then used.
    pub fn with_own(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let mut knowledge = tables::read();
        for &(file, text) in files {
            let own: OwnFile = toml::from_str(text).map_err(|error| {
                let at = error.span().unwrap_or(0..0);
                let form = "tables are [[person]], [[organization]], [[role]], [[alias]], [[rename]], [[merge]], [[hide]]";
                problem(file, text, &at, error.message().to_owned(), form)
            })?;
            let mut laying = Laying { file, text, knowledge: &mut knowledge };
            laying.lay(own)?;
            knowledge.sort();
            knowledge.laid_over.push_str(text);
        }
        Ok(knowledge)
    }

    /// Who has a key.
    pub fn entry(&self, key: &str) -> Option<Entry> {
        let state = || self.states.iter().position(|state| state.key == key);
        let person = || self.people.iter().position(|person| person.key == key);
        let organization = || self.organizations.iter().position(|organization| organization.key == key);
        state()
            .map(|at| Entry::State(crate::StateId(at as u32)))
            .or_else(|| person().map(|at| Entry::Person(PersonId(at as u32))))
            .or_else(|| organization().map(|at| Entry::Organization(OrganizationId(at as u32))))
    }

    /// The names by which an entry is found, as they are written in the tables and in a user's own files.
    pub fn names_of(&self, entry: Entry) -> Vec<&str> {
        let own = self.own_names.iter().filter(|(other, _)| *other == entry).map(|(_, name)| &**name);
        let mut names: Vec<&str> = tables::names_of(self.key(entry)).into_iter().chain(own).collect();
        names.retain(|name| {
            let run = Run::of(&pieces_of(Index::without_article(name)));
            self.names(run).any(|name| name.entry == entry)
        });
        names
    }

    /// The stable key of an entry.
    pub fn key(&self, entry: Entry) -> &str {
        match entry {
            Entry::State(id) => &self.state(id).key,
            Entry::Person(id) => &self.person(id).key,
            Entry::Organization(id) => &self.organization(id).key,
        }
    }
}

/// One file on its way into the knowledge.
struct Laying<'a> {
    file: &'a str,
    text: &'a str,
    knowledge: &'a mut Knowledge,
}

impl Laying<'_> {
    fn lay(&mut self, own: OwnFile) -> Result<(), KnowledgeError> {
        for person in own.person {
            self.person(person)?;
        }
        for organization in own.organization {
            self.organization(organization)?;
        }
        for role in own.role {
            self.role(&role)?;
        }
        for alias in own.alias {
            let entry = self.known(&alias.key)?;
            for name in &alias.names {
                self.name(name, entry)?;
            }
        }
        for rename in own.rename {
            let entry = self.known(&rename.key)?;
            self.name(&rename.name, entry)?;
            *self.usual_name(entry) = Cow::Owned(rename.name.into_inner());
        }
        for merge in own.merge {
            self.merge(&merge)?;
        }
        for hide in own.hide {
            self.hide(&hide)?;
        }
        Ok(())
    }

    fn person(&mut self, own: OwnPerson) -> Result<(), KnowledgeError> {
        self.must_be_new(&own.key)?;
        let id = PersonId(self.knowledge.people.len() as u32);
        self.knowledge.people.push(Person {
            key: Cow::Owned(own.key.into_inner()),
            name: Cow::Owned(own.name.get_ref().clone()),
            wikidata: own.wikidata.map(Cow::Owned),
            is_prominent: true,
            first_term: self.knowledge.terms.len() as u32,
            n_terms: 0,
        });
        for name in std::iter::once(&own.name).chain(&own.aliases) {
            self.name(name, Entry::Person(id))?;
        }
        Ok(())
    }

    fn organization(&mut self, own: OwnOrganization) -> Result<(), KnowledgeError> {
        self.must_be_new(&own.key)?;
        let id = OrganizationId(self.knowledge.organizations.len() as u32);
        let country = own.country.as_ref().map(|country| self.country(country)).transpose()?;
        let sectors = self.sectors(&own.sectors)?;
        self.knowledge.organizations.push(Organization {
            key: Cow::Owned(own.key.into_inner()),
            name: Cow::Owned(own.name.get_ref().clone()),
            country,
            sectors,
            kind: own.kind.map_or(Cow::Borrowed("organization"), Cow::Owned),
        });
        for name in std::iter::once(&own.name).chain(&own.aliases) {
            self.name(name, Entry::Organization(id))?;
        }
        Ok(())
    }

    /// Gives a person one more term; one of the same office, country and first day takes the place of the known one.
    fn role(&mut self, own: &OwnRole) -> Result<(), KnowledgeError> {
        let Entry::Person(id) = self.known(&own.person)? else {
            let what = format!("{:?} is no person", own.person.get_ref());
            return Err(self.problem(&own.person, what, "a role is held by a person"));
        };
        let country = self.country(&own.country)?;
        let kind = match &own.kind {
            Some(kind) => OfficeKind::of(kind.get_ref()).ok_or_else(|| {
                self.problem(kind, format!("unknown kind of office {:?}", kind.get_ref()), OFFICE_KINDS)
            })?,
            None => OfficeKind::Official,
        };
        let term = Term {
            country: country.counts_as(),
            kind,
            office: Cow::Owned(own.office.get_ref().clone()),
            sectors: self.sectors(&own.sectors)?,
            from: own.from.as_ref().map(|from| self.date(from, false)).transpose()?,
            to: own.to.as_ref().map(|to| self.date(to, true)).transpose()?,
            seen: (None, None),
        };
        if let (Some(from), Some(to), Some(at)) = (term.from, term.to, &own.to)
            && to < from
        {
            let what = format!("the term ends on {to}, before it begins on {from}");
            return Err(self.problem(at, what, "a last day that is not before the first"));
        }
        let knowledge = &mut *self.knowledge;
        // A person's terms stand together: the old ones are put at the end with the new one.
        let is_same = |old: &Term| {
            old.country == term.country
                && old.office.eq_ignore_ascii_case(&term.office)
                && old.from == term.from
        };
        let mut terms: Vec<Term> = knowledge.terms(id).iter().filter(|old| !is_same(old)).cloned().collect();
        terms.push(term);
        knowledge.set_terms(id, terms);
        Ok(())
    }

    fn merge(&mut self, own: &OwnMerge) -> Result<(), KnowledgeError> {
        let (from, into) = (self.known(&own.key)?, self.known(&own.into)?);
        if std::mem::discriminant(&from) != std::mem::discriminant(&into) || from == into {
            let what = format!("{:?} cannot become {:?}", own.key.get_ref(), own.into.get_ref());
            return Err(self.problem(&own.key, what, "two persons, two organizations or two states"));
        }
        let knowledge = &mut *self.knowledge;
        for (_, name) in &mut knowledge.names {
            if name.entry == from {
                name.entry = into;
            }
        }
        if let (Entry::Person(from), Entry::Person(into)) = (from, into) {
            for (_, person) in &mut knowledge.surnames {
                if *person == from {
                    *person = into;
                }
            }
            let terms = [knowledge.terms(into), knowledge.terms(from)].concat();
            knowledge.set_terms(into, terms);
            knowledge.set_terms(from, Vec::new());
        }
        Ok(())
    }

    /// Takes a name from an entry, or all of them: then it is never found.
    fn hide(&mut self, own: &OwnHide) -> Result<(), KnowledgeError> {
        let entry = self.known(&own.key)?;
        let knowledge = &mut *self.knowledge;
        let before = knowledge.names.len();
        match &own.name {
            None => {
                knowledge.names.retain(|(_, name)| name.entry != entry);
                if let Entry::Person(id) = entry {
                    knowledge.surnames.retain(|&(_, person)| person != id);
                    knowledge.offices.retain(|&(_, _, person, _)| person != id);
                }
            }
            Some(hidden) => {
                let run = Run::of(&pieces_of(Index::without_article(hidden.get_ref())));
                knowledge.names.retain(|(other, name)| name.entry != entry || *other != run);
                if knowledge.names.len() == before {
                    let what = format!("{:?} is no name of {:?}", hidden.get_ref(), own.key.get_ref());
                    return Err(self.problem(hidden, what, "`verbale know NAME` says what a name means"));
                }
            }
        }
        Ok(())
    }

    fn name(&mut self, name: &Word, entry: Entry) -> Result<(), KnowledgeError> {
        if pieces_of(name.get_ref()).is_empty() {
            return Err(self.problem(
                name,
                "a name without letters".to_owned(),
                "words, as they stand in texts",
            ));
        }
        self.knowledge.own_names.push((entry, name.get_ref().clone()));
        let mut index = Index::new(self.knowledge);
        match entry {
            Entry::Person(id) => index.add_person_name(name.get_ref(), id, false),
            _ => index.add_name(name.get_ref(), entry, NameUse::Name, false),
        }
        Ok(())
    }

    fn usual_name(&mut self, entry: Entry) -> &mut Cow<'static, str> {
        match entry {
            Entry::State(id) => &mut self.knowledge.states[id.0 as usize].name,
            Entry::Person(id) => &mut self.knowledge.people[id.0 as usize].name,
            Entry::Organization(id) => &mut self.knowledge.organizations[id.0 as usize].name,
        }
    }

    fn known(&self, key: &Word) -> Result<Entry, KnowledgeError> {
        self.knowledge.entry(key.get_ref()).ok_or_else(|| {
            // Who writes a name where a key is due is told the key.
            let meant = self.knowledge.names(Run::of(&pieces_of(key.get_ref()))).next();
            let expected = match meant {
                Some(name) => format!("did you mean {:?}?", self.knowledge.key(name.entry)),
                None => "the key of an entry: `verbale know NAME` shows it".to_owned(),
            };
            self.problem(key, format!("no entry has the key {:?}", key.get_ref()), &expected)
        })
    }

    fn must_be_new(&self, key: &Word) -> Result<(), KnowledgeError> {
        if self.knowledge.entry(key.get_ref()).is_none() && !key.get_ref().is_empty() {
            return Ok(());
        }
        let what = format!("there is an entry with the key {:?}", key.get_ref());
        Err(self.problem(
            key,
            what,
            "a key of your own; [[alias]], [[rename]] and [[role]] change what is known",
        ))
    }

    fn country(&self, code: &Word) -> Result<Country, KnowledgeError> {
        code.get_ref().parse().map_err(|_| {
            let what = format!("unknown country {:?}", code.get_ref());
            self.problem(code, what, "three letters of ISO 3166 (FRA), or IGO, NGO, IMG, MNC")
        })
    }

    fn sectors(&self, codes: &[Word]) -> Result<Vec<Sector>, KnowledgeError> {
        let sector = |code: &Word| {
            code.get_ref().parse().map_err(|_| {
                let known: Vec<&str> = Sector::ALL.iter().map(|sector| sector.code()).collect();
                let what = format!("unknown sector {:?}", code.get_ref());
                self.problem(code, what, &format!("one of {}", known.join(", ")))
            })
        };
        codes.iter().map(sector).collect()
    }

    fn date(&self, written: &Word, is_last: bool) -> Result<Date, KnowledgeError> {
        let has_form = matches!(written.get_ref().len(), 4 | 7 | 10);
        day(written.get_ref(), is_last).filter(|_| has_form).ok_or_else(|| {
            let what = format!("{:?} is no date", written.get_ref());
            self.problem(written, what, "\"2024-03-06\", \"2024-03\" or \"2024\"")
        })
    }

    fn problem(&self, at: &Word, what: String, expected: &str) -> KnowledgeError {
        problem(self.file, self.text, &at.span(), what, expected)
    }
}

const OFFICE_KINDS: &str = "head_of_state, head_of_government, deputy_head, foreign_minister, defense_minister, \
     interior_minister, finance_minister, justice_minister, minister, deputy_minister, ambassador, un_representative, \
     spokesperson, military_chief, intelligence_chief, central_bank, legislature_speaker, judge, subnational, \
     igo_official, armed_group_leader, opposition_leader or official";

fn problem(file: &str, text: &str, at: &Range<usize>, what: String, expected: &str) -> KnowledgeError {
    let before = text.get(..at.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    KnowledgeError {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        what,
        expected: expected.to_owned(),
    }
}

impl Knowledge {
    /// Gives a person these terms in place of the old ones.
    fn set_terms(&mut self, id: PersonId, terms: Vec<Term>) {
        self.offices.retain(|&(_, _, person, _)| person != id);
        let first = self.terms.len() as u32;
        for (number, term) in (first..).zip(&terms) {
            self.offices.push((term.country, term.kind, id, number));
        }
        let person = &mut self.people[id.0 as usize];
        (person.first_term, person.n_terms) = (first, terms.len() as u32);
        self.terms.extend(terms);
    }
}

#[cfg(test)]
mod tests;

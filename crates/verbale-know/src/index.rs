//! Names on their way into [`Knowledge`].

use crate::Knowledge;
use crate::knowledge::{Entry, Name, NameUse, PersonId};
use crate::pieces::{Piece, PieceCutter, Run};

/// Knowledge whose names are being added.
pub(crate) struct Index<'a> {
    pub(crate) knowledge: &'a mut Knowledge,
    cutter: PieceCutter,
    pub(crate) pieces: Vec<Piece>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(knowledge: &'a mut Knowledge) -> Self {
        Self { knowledge, cutter: PieceCutter::default(), pieces: Vec::new() }
    }

    pub(crate) fn add_person_name(&mut self, name: &str, id: PersonId, surname_first: bool) {
        let n_pieces = self.cut(name);
        let usage = if n_pieces == 1 { NameUse::Short } else { NameUse::Name };
        let surname = if surname_first { self.pieces.first() } else { self.pieces.last() };
        if let Some(&surname) = surname {
            self.knowledge.surnames.push((surname, id));
        }
        self.push_name(name, Entry::Person(id), usage, false);
        // "Carlos Menem" for Carlos Saul Menem.
        if let [first, _, .., last] = self.pieces[..]
            && !surname_first
            && self.pieces.len() < 5
        {
            self.pieces = vec![first, last];
            self.push_name(name, Entry::Person(id), NameUse::Partial, true);
        }
    }

    pub(crate) fn add_name(&mut self, name: &str, entry: Entry, usage: NameUse, is_ambiguous: bool) {
        let bare = Self::without_article(name);
        self.cut(bare);
        self.push_name(bare, entry, usage, is_ambiguous);
    }

    pub(crate) fn cut(&mut self, name: &str) -> usize {
        self.pieces.clear();
        self.cutter.cut(name, &mut self.pieces);
        self.pieces.len()
    }

    /// Adds the name whose pieces were just cut.
    pub(crate) fn push_name(&mut self, name: &str, entry: Entry, usage: NameUse, is_ambiguous: bool) {
        let Some(&first) = self.pieces.first() else { return };
        let letters = || name.chars().filter(|letter| letter.is_alphabetic());
        let is_acronym = name.len() <= 8 && letters().all(char::is_uppercase);
        let longest = self.knowledge.firsts.entry(first).or_default();
        *longest = (*longest).max(u8::try_from(self.pieces.len()).unwrap_or(u8::MAX));
        let words = name.split([' ', '-']);
        let capitals = words.filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
        let n_capitals = u8::try_from(capitals).unwrap_or(u8::MAX);
        let name = Name { entry, usage, is_ambiguous, is_acronym, n_capitals };
        self.knowledge.names.push((Run::of(&self.pieces), name));
    }

    pub(crate) fn without_article(name: &str) -> &str {
        name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
    }
}

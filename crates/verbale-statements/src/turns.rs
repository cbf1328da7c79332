use verbale_doc::{BlockKind, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::ActorKind;

use crate::draft::Draft;
use crate::scene::{Scene, Unit, is_mark};
use crate::speaker::Speaker;

/// The turns of a transcript: "LAVROV: …", "Q: …", "Sergei Lavrov: …" at the head of paragraphs.
impl Scene<'_> {
    /// Whether an article is a transcript: some paragraphs in it open with who speaks, and someone speaks twice. The
    /// labels of a list ("WHAT TO WATCH:") come once each.
    pub(crate) fn has_turns(&self) -> bool {
        const LEAST: usize = 3;
        let turns = self.units.iter().filter(|unit| self.opens_turn(unit));
        let mut names: Vec<&str> =
            turns.filter_map(|unit| Some(self.doc.str(self.words_before_colon(unit)?.0))).collect();
        names.sort_unstable();
        names.len() >= LEAST && names.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// Whether a paragraph starts here with the name of who speaks in it.
    pub(crate) fn opens_turn(&self, unit: &Unit) -> bool {
        let block = self.article.blocks.get(unit.block as usize);
        // A short question in a line of its own reads like a heading.
        let names = |name: Span<Tok>| match block.map(|block| block.kind) {
            None | Some(BlockKind::Title) => false,
            Some(BlockKind::Heading) => self.is_letter(name),
            Some(_) => self.names_turn(name),
        };
        self.starts_block(unit) && self.words_before_colon(unit).is_some_and(|(name, _)| names(name))
    }

    /// In a transcript a paragraph without a name goes on with the turn before it.
    pub(crate) fn continue_turn(&self, unit: &Unit, drafts: &mut [Draft], first: usize) {
        let block = self.article.blocks.get(unit.block as usize);
        let is_paragraph = block.is_some_and(|block| block.kind == BlockKind::Paragraph);
        if !self.is_transcript || !is_paragraph || !self.starts_block(unit) || self.opens_turn(unit) {
            return;
        }
        let content = self.trim(Span::new(unit.tokens.start(), self.block_end(unit)));
        let before = unit.tokens.start();
        let touches = |draft: &Draft| {
            draft.rule == "statements.headline" && draft.end() + 3 >= before && draft.end() <= before
        };
        // Words in brackets are the paper's: "(Applause.)"
        let is_aside = matches!(self.doc.word(TokenIdx(before)), "(" | "[");
        let turn = drafts[..first].iter().rposition(touches);
        if let (Some(turn), false) = (turn, is_aside || content.is_empty()) {
            drafts[turn].pieces.push(content);
        }
    }

    pub(crate) fn starts_block(&self, unit: &Unit) -> bool {
        let number = self.unit_number(TokenIdx(unit.tokens.start()));
        number.checked_sub(1).is_none_or(|before| self.units[before].block != unit.block)
    }

    /// The few words before a colon at the head of a unit, and the colon. A transcript that is quoted has a mark
    /// before each name.
    pub(crate) fn words_before_colon(&self, unit: &Unit) -> Option<(Span<Tok>, TokenIdx)> {
        const LONGEST_NAME: u32 = 8;
        let start = unit.tokens.start();
        let head = Span::<Tok>::new(start, unit.tokens.end().min(start + LONGEST_NAME));
        let colon = head.tokens().find(|&token| self.doc.word(token) == ":")?;
        let opens = u32::from(is_mark(self.doc.word(TokenIdx(start))));
        Some((self.trim(Span::new((start + opens).min(colon.0), colon.0)), colon))
    }

    pub(crate) fn names_turn(&self, name: Span<Tok>) -> bool {
        self.is_turn(name) || self.is_person(name)
    }

    /// "Sergei Lavrov:", in a transcript.
    fn is_person(&self, name: Span<Tok>) -> bool {
        // The knowledge base knows "Lavrov" where the recognizer does not.
        let is_known = |token: TokenIdx| {
            let actor = self.cast.mention_at(token).map(|mention| self.cast.actor(mention.actor));
            actor.is_some_and(|actor| actor.kind == ActorKind::Person) && self.starts_capital(token)
        };
        let named = |token: TokenIdx| {
            self.doc.entity(token).is_some_and(|entity| entity.label == label::ENT_PERSON) || is_known(token)
        };
        let is_verb = |token: TokenIdx| self.doc.pos(token) == Pos::Verb;
        !name.is_empty() && name.len() <= 4 && name.tokens().all(named) && !name.tokens().any(is_verb)
    }

    /// "Q:", "A:", "Question:": a part in a conversation, nobody's name.
    pub(crate) fn is_letter(&self, name: Span<Tok>) -> bool {
        matches!(self.doc.str(name), "Q" | "A" | "Question" | "Answer" | "QUESTION" | "ANSWER")
    }

    /// Who speaks in a turn: whoever is named, and for the answers of an interview whom it is with.
    pub(crate) fn turn_speaker(&self, name: Span<Tok>) -> Option<Speaker> {
        if self.is_letter(name) {
            let answers = self.doc.str(name).starts_with(['A']);
            return if answers { self.interviewee() } else { None };
        }
        let last = name.tokens().next_back()?;
        let head = self.nominal_in(name).map_or(last, |found| found.head);
        Some(Speaker { tokens: name, head })
    }

    /// Whom an interview is with: the person that the text names before the first question; of several, the one named in
    /// the headline, or most often.
    fn interviewee(&self) -> Option<Speaker> {
        let is_question = |unit: &&Unit| {
            self.opens_turn(unit)
                && self.words_before_colon(unit).is_some_and(|(name, _)| self.is_letter(name))
        };
        let first = self.units.iter().find(is_question)?.tokens.start();
        let people = || {
            let entities = self.doc.entities().iter().take_while(|entity| entity.tokens.end() <= first);
            entities.filter(|entity| entity.label == label::ENT_PERSON).map(|entity| entity.tokens)
        };
        let surname = |name: &Span<Tok>| name.tokens().next_back().map_or("", |last| self.doc.word(last));
        let in_title = |name: &Span<Tok>| name.tokens().next().is_some_and(|token| self.in_title(token));
        let times = |name: &Span<Tok>| people().filter(|other| surname(other) == surname(name)).count();
        let rank = |name: &Span<Tok>| (in_title(name), times(name));
        let most = people().take(40).map(|name| rank(&name)).max()?;
        let named = people().take(40).find(|name| rank(name) == most)?;
        // Two people named alike often: the text does not tell whom it is with.
        if people().take(40).any(|name| rank(&name) == most && surname(&name) != surname(&named)) {
            return None;
        }
        let head = named.tokens().next_back()?;
        Some(Speaker { tokens: named, head })
    }

    fn starts_capital(&self, token: TokenIdx) -> bool {
        self.doc.word(token).starts_with(char::is_uppercase)
    }

    /// "LAVROV:", "Q:"
    fn is_turn(&self, name: Span<Tok>) -> bool {
        let is_upper = |token: TokenIdx| !self.doc.word(token).contains(char::is_lowercase);
        !name.is_empty()
            && name.len() <= 5
            && name.tokens().all(is_upper)
            && name.tokens().any(|token| self.doc.word(token).chars().next().is_some_and(char::is_alphabetic))
    }
}

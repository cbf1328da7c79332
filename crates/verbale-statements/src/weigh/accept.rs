use verbale_doc::{BlockKind, Span, Tok, TokenIdx, label};

use super::reasons::{Reasons, step, yes};
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::Scene;

/// What tells whether a draft is a statement.
impl Scene<'_> {
    pub(crate) fn accept_reasons(&self, draft: &Draft, is_inside: bool, is_named: bool) -> Reasons {
        let mut reasons = Reasons::new(is_named);
        let add = &mut reasons;
        add.add(&["bias"]);
        self.add_cue(draft, add);
        self.add_speaker(draft, add);
        self.add_content(draft, add);
        self.add_place(draft, is_inside, add);
        reasons
    }

    fn add_cue(&self, draft: &Draft, add: &mut Reasons) {
        let doc = self.doc;
        let head = draft.head;
        let lemma = self.lower_lemma(head);
        let tag = self.tag_name(head);
        let dep = self.dep_name(head);
        let above = self.lower_lemma(doc.head(head));
        add.add(&["rule", draft.rule]);
        add.add(&["lemma", &lemma]);
        add.add(&["lemma rule", &lemma, draft.rule]);
        add.add(&["lemma tag", &lemma, tag]);
        add.add(&["tag", tag]);
        add.add(&["dep", dep]);
        add.add(&["tag dep", tag, dep]);
        if !doc.is_root(head) {
            add.add(&["dep above", dep, &above]);
            add.add(&["above tag", self.tag_name(doc.head(head))]);
        }
        add.add(&["known", yes(self.verb_frames(head) != Frames::default())]);
        for &child in doc.children(head) {
            let name = match doc.dep(child) {
                label::AUX | label::AUXPASS => "aux",
                label::NEG => "neg",
                label::MARK => "mark",
                label::ADVMOD => "adverb",
                label::PREP => "prep",
                label::PRT => "particle",
                label::DOBJ => "object",
                label::DATIVE => "dative",
                label::CC => "and",
                _ => continue,
            };
            let word = self.lower_lemma(child);
            add.add(&[name, &word]);
            if matches!(name, "prep" | "object" | "particle" | "aux") {
                add.add(&[name, &word, &lemma]);
            }
            if name == "aux" {
                add.add(&["aux tag", &word, tag]);
            }
        }
        add.add(&["passive", yes(self.is_passive(head))]);
        add.add(&["told", yes(draft.addressee.is_some()), &lemma]);
        if let Some(before) = draft.cue.start().checked_sub(1).map(TokenIdx) {
            add.add(&["before", &self.lower(before)]);
        }
        let next = TokenIdx(draft.cue.end());
        if next.at() < doc.len() {
            let word = self.lower(next);
            add.add(&["next", &word]);
            add.add(&["next", &word, &lemma]);
            add.add(&["next tag", self.tag_name(next), tag]);
        }
    }

    fn add_speaker(&self, draft: &Draft, add: &mut Reasons) {
        let lemma = self.lower_lemma(draft.head);
        let Some(speaker) = draft.speaker else {
            add.add(&["who", "none"]);
            add.add(&["who lemma", "none", &lemma]);
            add.add(&["who rule", "none", draft.rule]);
            return;
        };
        let kind = self.party_kind(speaker.head);
        add.add(&["who", &kind]);
        add.add(&["who lemma", &kind, &lemma]);
        add.add(&["who tag", &kind, self.tag_name(draft.head)]);
        add.add(&["who dep", self.dep_name(speaker.head)]);
        add.add(&["who rule", &kind, draft.rule]);
        if self.doc.entity(speaker.head).is_none() {
            add.add(&["who word", &self.lower_lemma(speaker.head)]);
        }
        let is_own = self.doc.head(speaker.head) == draft.head;
        add.add(&["who own", yes(is_own)]);
        if let Some(mention) = self.cast.mention_headed(speaker.head) {
            let actor = self.cast.actor(mention.actor);
            add.add(&["actor", &format!("{:?}", actor.kind)]);
        }
        let first = TokenIdx(speaker.tokens.start());
        add.add(&["who first", &self.lower(first)]);
    }

    fn add_content(&self, draft: &Draft, add: &mut Reasons) {
        let doc = self.doc;
        let (Some(&piece), Some(&last)) = (draft.pieces.first(), draft.pieces.last()) else { return };
        let lemma = self.lower_lemma(draft.head);
        let first = TokenIdx(piece.start());
        let word = self.lower(first);
        add.add(&["first", &word]);
        add.add(&["first lemma", &word, &lemma]);
        add.add(&["first tag", self.tag_name(first)]);
        add.add(&["first rule", self.tag_name(first), draft.rule]);
        let marks = self.marks_in(draft);
        add.add(&["marks", marks]);
        add.add(&["marks lemma", marks, &lemma]);
        add.add(&["marks rule", marks, draft.rule]);
        let tie = doc.children(draft.head).iter().copied().find(|&child| draft.holds(child));
        let tie_name = tie.map_or("none", |tie| self.dep_name(tie));
        add.add(&["tie", tie_name]);
        add.add(&["tie lemma", tie_name, &lemma]);
        add.add(&["tie marks", tie_name, marks]);
        if let Some(tie) = tie {
            let tag = self.tag_name(tie);
            add.add(&["tie tag", tie_name, tag]);
            add.add(&["tie word", tie_name, &self.lower_lemma(tie)]);
            add.add(&["tie tag lemma", tag, &lemma]);
            for aux in self.children(tie, &[label::AUX]) {
                add.add(&["tie aux", &self.lower(aux)]);
            }
        }
        let n_words: u32 = draft.pieces.iter().map(|piece| piece.len()).sum();
        add.add(&["length", step(n_words)]);
        add.add(&["length rule", step(n_words), draft.rule]);
        let n_pieces = draft.pieces.len() as u32;
        add.add(&["pieces", step(n_pieces)]);
        let side = if last.end() <= draft.cue.start() {
            "before"
        } else if piece.start() >= draft.cue.end() {
            "after"
        } else {
            "around"
        };
        add.add(&["side", side, draft.rule]);
        let is_clause =
            draft.pieces.iter().flat_map(|piece| piece.tokens()).any(|token| self.is_finite(token));
        add.add(&["clause", yes(is_clause)]);
        add.add(&["clause lemma", yes(is_clause), &lemma]);
        add.add(&["clause marks", yes(is_clause), marks, tie_name]);
        // Another's words in the middle, or a list of what was done, speak for themselves.
        let pieces = draft.pieces.iter().flat_map(|piece| piece.tokens());
        let n_cues = pieces.filter(|&token| {
            (self.is_finite(token) || self.doc.tag(token) == label::TAG_VBG)
                && self.verb_frames(token).has(Frames::CLAUSE)
                && !self.in_utterance(token)
        });
        add.add(&["cues", step(n_cues.count() as u32), draft.rule]);
        let after = TokenIdx(last.end());
        if after.at() < doc.len() {
            add.add(&["after", &self.lower(after)]);
        }
        let gap = if side == "after" { piece.start() - draft.cue.end() } else { 0 };
        add.add(&["gap", step(gap), side]);
    }

    fn add_place(&self, draft: &Draft, is_inside: bool, add: &mut Reasons) {
        let is_title = self.in_title(draft.head);
        let lemma = self.lower_lemma(draft.head);
        add.add(&["title", yes(is_title)]);
        if is_title {
            add.add(&["title lemma", &lemma]);
            add.add(&["title tag", self.tag_name(draft.head)]);
        }
        add.add(&["inside", yes(is_inside)]);
        add.add(&["quoted", yes(self.in_utterance(draft.head))]);
    }

    pub(crate) fn in_title(&self, token: TokenIdx) -> bool {
        let block = self.doc.sentence(token).block as usize;
        self.article.blocks.get(block).is_some_and(|block| block.kind == BlockKind::Title)
    }

    /// Whether a token stands in a headline or a heading within the text.
    pub(crate) fn in_headline(&self, token: TokenIdx) -> bool {
        let block = self.doc.sentence(token).block as usize;
        let kind = self.article.blocks.get(block).map(|block| block.kind);
        matches!(kind, Some(BlockKind::Title | BlockKind::Heading))
    }

    /// How much of a draft's content is quoted.
    pub(crate) fn marks_in(&self, draft: &Draft) -> &'static str {
        let (mut words, mut quoted) = (0_u32, 0_u32);
        for token in draft.pieces.iter().flat_map(|piece: &Span<Tok>| piece.tokens()) {
            if self.doc.word(token).contains(char::is_alphanumeric) {
                words += 1;
                quoted += u32::from(self.quote_at(token).is_some());
            }
        }
        match quoted {
            0 => "none",
            _ if quoted == words => "all",
            _ => "some",
        }
    }
}

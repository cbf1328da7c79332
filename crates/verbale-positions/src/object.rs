//! What a stance is about: the words, a name for it, and the issue it belongs to.

use rustc_hash::FxHashSet;
use verbale_codes::Country;
use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::{ActorKind, Cast};
use verbale_rules::syntax;

use crate::issue::{Issue, Issues};
use crate::lexicon::Lexicon;
use crate::position::Object;

/// Most words an object's name has.
const NAME_WORDS: usize = 6;

/// An object with its issue, and whether the words are for its opposite.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct About {
    pub(crate) object: Object,
    pub(crate) issue: Option<String>,
    /// Whether being for the words is being against the object.
    pub(crate) is_turned: bool,
}

/// Finds out what phrases are about, in one document.
pub(crate) struct Objects<'a> {
    doc: &'a Doc,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    issues: &'a Issues,
    /// Countries of the article's actors and places.
    countries: FxHashSet<Country>,
}

/// An issue's object that a phrase names.
struct Found<'i> {
    issue: &'i Issue,
    name: &'i str,
    is_turned: bool,
    /// The first of its words in the phrase.
    at: TokenIdx,
    /// More is better: whether the phrase's head is among its words, how many words, how near the issue's country
    /// is named.
    rank: (bool, usize, u8),
}

impl<'a> Objects<'a> {
    pub(crate) fn new(doc: &'a Doc, cast: &'a Cast, lexicon: &'a Lexicon, issues: &'a Issues) -> Self {
        let of_actors = cast.actors.iter().filter_map(|actor| actor.country);
        let of_places = cast.places.iter().filter_map(|place| place.country);
        Self { doc, cast, lexicon, issues, countries: of_actors.chain(of_places).collect() }
    }

    /// What a noun phrase or clause with this head is about; `None` if it is nothing one can be for or against.
    pub(crate) fn about(&self, head: TokenIdx) -> Option<About> {
        let tokens = self.phrase(head);
        let is_pronoun =
            matches!(self.doc.lemma(head), "it" | "they" | "this" | "that" | "one" | "these" | "those");
        if is_pronoun || self.is_amount(head) {
            return None;
        }
        if let Some(found) = self.in_issue(head, tokens) {
            let object = Object { tokens, actor: None, name: found.name.to_owned() };
            let is_turned = found.is_turned != self.is_undone(found.at, tokens);
            return Some(About { object, issue: Some(found.issue.id.clone()), is_turned });
        }
        let mention = self.cast.mention_headed(head).filter(|_| !syntax::is_verb(self.doc, head));
        if let Some(mention) = mention {
            let actor = self.cast.actor(mention.actor);
            let is_known =
                actor.entity.is_some() || actor.kind != ActorKind::Group || actor.country.is_some();
            let object = Object { tokens, actor: Some(mention.actor), name: actor.name.clone() };
            return is_known.then_some(About { object, issue: None, is_turned: false });
        }
        let is_thing =
            matches!(self.doc.pos(head), Pos::Noun | Pos::Propn) || syntax::is_verb(self.doc, head);
        let name = self.name(head, tokens);
        let object = Object { tokens, actor: None, name };
        (is_thing && !object.name.is_empty()).then_some(About { object, issue: None, is_turned: false })
    }

    /// The words of a phrase: what hangs on its head, up to a relative clause, an apposition or a further clause.
    fn phrase(&self, head: TokenIdx) -> Span<Tok> {
        let doc = self.doc;
        let whole = doc.subtree(head);
        let is_clause = syntax::is_verb(doc, head);
        let ends_phrase = |child: &&TokenIdx| {
            let dep = doc.dep(**child);
            child.0 > head.0
                && (matches!(dep, label::RELCL | label::APPOS | label::ADVCL | label::PARATAXIS)
                    || (dep == label::PUNCT && !doc.word(**child).starts_with('-'))
                    || matches!(dep, label::CC | label::CONJ))
        };
        let end = doc
            .children(head)
            .iter()
            .find(ends_phrase)
            .map_or(whole.end(), |child| doc.subtree(*child).start());
        let start = if is_clause {
            head.0
        } else {
            let opening = |token: &TokenIdx| {
                matches!(
                    doc.dep(*token),
                    label::DET | label::POSS | label::PREDET | label::CASE | label::PUNCT
                )
            };
            let mut inside = whole.tokens().take_while(|token| token.0 < head.0);
            inside
                .find(|token| !opening(token) && !self.is_possessor(*token, head))
                .map_or(head.0, |token| token.0)
        };
        // Of a deed, the verb and its object: "built a fortune on coal" is not about coal.
        let end_of_deed =
            doc.child(head, label::DOBJ).filter(|_| is_clause).map(|object| doc.subtree(object).end());
        let end = end_of_deed.map_or(end, |end_of_deed| end.min(end_of_deed));
        Span::new(start, end.max(head.0 + 1))
    }

    /// Whether the words are a sum or a count: nobody is for or against 90 million dollars.
    fn is_amount(&self, head: TokenIdx) -> bool {
        let label = self.doc.entity(head).map(|entity| self.doc.labels().name(entity.label));
        matches!(label, Some("MONEY" | "QUANTITY" | "PERCENT" | "CARDINAL" | "ORDINAL" | "DATE" | "TIME"))
    }

    fn is_possessor(&self, token: TokenIdx, head: TokenIdx) -> bool {
        self.doc.child(head, label::POSS).is_some_and(|owner| self.doc.subtree(owner).has(token))
    }

    /// The issue's object that a phrase names: by the most words, then by the nearest country.
    fn in_issue(&self, head: TokenIdx, tokens: Span<Tok>) -> Option<Found<'a>> {
        // "a ceasefire without inspections" is not about inspections.
        let is_without = |token: TokenIdx| {
            self.doc.ancestors(token).any(|above| tokens.has(above) && self.doc.lemma(above) == "without")
        };
        let told = tokens.tokens().filter(|&token| !is_without(token));
        let lemmas: Vec<(TokenIdx, String)> =
            told.map(|token| (token, self.doc.lemma(token).to_lowercase())).collect();
        let head_lemma = self.doc.lemma(head).to_lowercase();
        let find = |words: &[String]| -> Option<TokenIdx> {
            let at = |word: &String| lemmas.iter().find(|(_, lemma)| lemma == word).map(|(token, _)| *token);
            words.iter().map(at).collect::<Option<Vec<_>>>()?.into_iter().min()
        };
        let mut best: Option<Found<'a>> = None;
        for issue in self.issues.all() {
            let Some(nearness) = self.nearness(issue, tokens) else { continue };
            for object in &issue.objects {
                let ways = object.in_favour.iter().map(|words| (words, false));
                let ways = ways.chain(object.against.iter().map(|words| (words, true)));
                for (words, is_turned) in ways {
                    let Some(at) = find(words) else { continue };
                    let rank = (words.contains(&head_lemma), words.len(), nearness);
                    if best.as_ref().is_none_or(|best| best.rank < rank) {
                        best = Some(Found { issue, name: &object.name, is_turned, at, rank });
                    }
                }
            }
        }
        best
    }

    /// How near the words an issue's country is named: in them 3, in the sentence 2, in the article 1; `None` if it
    /// is not. An issue of no country is near everywhere, and nowhere nearest.
    fn nearness(&self, issue: &Issue, tokens: Span<Tok>) -> Option<u8> {
        if issue.countries.is_empty() {
            return Some(0);
        }
        if !issue.countries.iter().any(|country| self.countries.contains(country)) {
            return None;
        }
        let sentence = self.doc.sentence(TokenIdx(tokens.start())).tokens;
        Some(if self.names_country(issue, tokens) {
            3
        } else if self.names_country(issue, sentence) {
            2
        } else {
            1
        })
    }

    fn names_country(&self, issue: &Issue, tokens: Span<Tok>) -> bool {
        let is_of =
            |country: Option<Country>| country.is_some_and(|country| issue.countries.contains(&country));
        let places = self.cast.place_mentions.iter().filter(|mention| tokens.covers(mention.tokens));
        let actors = self.cast.mentions.iter().filter(|mention| tokens.covers(mention.tokens));
        places.map(|mention| self.cast.place(mention.place).country).any(is_of)
            || actors.map(|mention| self.cast.actor(mention.actor).country).any(is_of)
    }

    /// Whether a word in the phrase turns what hangs on it into its opposite: "an end to the blockade".
    fn is_undone(&self, at: TokenIdx, tokens: Span<Tok>) -> bool {
        let undoes = |token: TokenIdx| {
            tokens.has(token) && self.lexicon.is_undoing(&self.doc.lemma(token).to_lowercase())
        };
        self.doc.ancestors(at).filter(|&token| undoes(token)).count() % 2 == 1
    }

    /// Its words as lemmas, without what does not tell one thing from another.
    fn name(&self, head: TokenIdx, tokens: Span<Tok>) -> String {
        let tells = |token: &TokenIdx| {
            *token == head
                || (matches!(self.doc.pos(*token), Pos::Noun | Pos::Propn | Pos::Verb)
                    && self.cast.times_in(tokens).all(|time| !time.tokens.has(*token)))
                || (self.doc.pos(*token) == Pos::Adj && self.doc.head(*token) != head)
        };
        let words =
            tokens.tokens().filter(tells).take(NAME_WORDS).map(|token| self.doc.lemma(token).to_lowercase());
        words.filter(|word| word.chars().any(char::is_alphabetic)).collect::<Vec<_>>().join(" ")
    }
}

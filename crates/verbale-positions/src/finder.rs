use jiff::civil::Date;
use verbale_codes::Sector;
use verbale_doc::{Article, Byte, Doc, Span, Tok, TokenIdx, label};
use verbale_events::Event;
use verbale_resolve::{ActorId, ActorKind, Cast};
use verbale_rules::syntax;
use verbale_statements::{Statement, StatementId};

use crate::acts::position_of_act;
use crate::issue::Issues;
use crate::lexicon::{Entry, Lexicon, Part, RuleError};
use crate::modality::{Modality, Told};
use crate::object::{About, Objects};
use crate::position::{Attitude, Position};

/// The rule files of the project.
const RULES: [(&str, &str); 1] =
    [("rules/positions/stances.toml", include_str!("../../../rules/positions/stances.toml"))];

/// The issue files of the project.
const ISSUES: [(&str, &str); 4] = [
    ("issues/objects.toml", include_str!("../../../issues/objects.toml")),
    ("issues/wars.toml", include_str!("../../../issues/wars.toml")),
    ("issues/weapons.toml", include_str!("../../../issues/weapons.toml")),
    ("issues/politics.toml", include_str!("../../../issues/politics.toml")),
];

/// Finds the positions of a document.
#[derive(Clone, Debug)]
pub struct PositionFinder {
    lexicon: Lexicon,
    issues: Issues,
    version: String,
}

impl PositionFinder {
    /// A finder with the project's stance words and issues, and issues of the user's over them: name and text of
    /// each file.
    ///
    /// # Errors
    /// The first file that cannot be read.
    pub fn with_issues(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        let issue_files: Vec<_> = ISSUES.iter().chain(files).copied().collect();
        let mut hasher = blake3::Hasher::new();
        for (_, text) in RULES.iter().chain(&issue_files) {
            hasher.update(text.as_bytes()).update(&[0]);
        }
        Ok(Self {
            lexicon: Lexicon::read(&RULES)?,
            issues: Issues::read(&issue_files)?,
            version: format!("blake3:{}", hasher.finalize().to_hex()),
        })
    }

    /// A hash over rules and issues.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The issues it knows.
    pub fn issues(&self) -> &Issues {
        &self.issues
    }

    /// The positions of a document: those its words take, in text order, then those its acts show.
    pub fn find(
        &self,
        article: &Article,
        doc: &Doc,
        cast: &Cast,
        statements: &[Statement],
        events: &[Event],
    ) -> Vec<Position> {
        let published = article.published.map(|published| published.date);
        let scene = Scene {
            doc,
            cast,
            statements,
            published,
            lexicon: &self.lexicon,
            modality: Modality { doc, cast, lexicon: &self.lexicon, published },
            objects: Objects::new(doc, cast, &self.lexicon, &self.issues),
        };
        let mut positions: Vec<Position> = Vec::new();
        for position in doc.indices().flat_map(|word| scene.positions_at(word)) {
            // "is ready to extend the truce" is one position, not another for the extending.
            let is_part = |known: &Position| {
                known.holder == position.holder && known.object.tokens.covers(position.evidence)
            };
            if !positions.iter().any(is_part) {
                positions.push(position);
            }
        }
        for (number, event) in events.iter().enumerate() {
            let is_told = positions.iter().any(|position| {
                position.holder == event.source.first().copied().unwrap_or(position.holder)
                    && event.trigger.iter().any(|trigger| position.evidence.overlaps(*trigger))
            });
            if !is_told {
                positions.extend(position_of_act(cast, number as u32, event));
            }
        }
        positions
    }
}

impl Issues {
    /// The project's own, `issues/*.toml`.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn built_in() -> Self {
        Self::read(&ISSUES).expect("a test reads the project's issues")
    }
}

impl Default for PositionFinder {
    /// With the project's own rules and issues.
    fn default() -> Self {
        Self::with_issues(&[]).expect("a test reads the project's rules and issues")
    }
}

/// What officials call the side they speak for.
const OWN_SIDE: [&str; 6] = ["country", "government", "kingdom", "nation", "republic", "side"];

/// A document and what is known of it.
struct Scene<'a> {
    doc: &'a Doc,
    cast: &'a Cast,
    statements: &'a [Statement],
    published: Option<Date>,
    lexicon: &'a Lexicon,
    modality: Modality<'a>,
    objects: Objects<'a>,
}

/// A stance word with what is about it.
struct Stance<'a> {
    entry: &'a Entry,
    /// The words that carry it.
    evidence: Span<Tok>,
    holder: TokenIdx,
    object: TokenIdx,
}

impl Scene<'_> {
    /// The positions taken with this word, one for each who takes it.
    fn positions_at(&self, word: TokenIdx) -> Vec<Position> {
        let lemma = self.doc.lemma(word);
        let mut ways = self.lexicon.ways(lemma).iter().filter(|entry| entry.fits(self.doc.pos(word)));
        let Some(stance) = ways.find_map(|entry| self.stance(word, entry)) else { return Vec::new() };
        let told = match stance.entry.part {
            // A noun is as its verb is told where a verb utters it, and stands by itself elsewhere.
            Part::Noun if self.doc.dep(word) == label::DOBJ => self.modality.of(self.doc.head(word)),
            Part::Noun => Told::Held,
            _ => self.modality.of(word),
        };
        let Some(about) = self.objects.about(stance.object) else { return Vec::new() };
        // Deeds, and what one is ready to do, count where they are an issue's.
        let is_deed = syntax::is_verb(self.doc, stance.object);
        if is_deed && matches!(stance.entry.part, Part::Doing | Part::State) && about.issue.is_none() {
            return Vec::new();
        }
        let told = if self.says_none(stance.holder) { told.negated() } else { told };
        let Some((attitude, polarity)) = as_told(stance.entry, told) else { return Vec::new() };
        let holders = syntax::coordinated(self.doc, stance.holder);
        let mut holders: Vec<ActorId> =
            holders.into_iter().filter_map(|holder| self.holder(holder, word)).collect();
        holders.dedup();
        holders.retain(|holder| about.object.actor != Some(*holder) && self.is_holders_own(word, *holder));
        let statement = self.statement_of(word);
        let of = |holder| self.position(&stance, holder, about.clone(), attitude, polarity, statement);
        holders.into_iter().map(of).collect()
    }

    fn position(
        &self,
        stance: &Stance<'_>,
        holder: ActorId,
        about: About,
        attitude: Attitude,
        polarity: f64,
        statement: Option<StatementId>,
    ) -> Position {
        let said = statement.and_then(|id| self.statements.get(id.0 as usize)).and_then(|said| said.date);
        let (attitude, polarity) =
            if about.is_turned { turned(attitude, polarity) } else { (attitude, polarity) };
        Position {
            holder,
            issue: about.issue,
            object: about.object,
            attitude,
            polarity,
            statement,
            event: None,
            evidence: stance.evidence,
            date: said.or(self.published),
            rule: stance.entry.rule.clone(),
        }
    }

    /// Who holds what, if the word takes a stance this way.
    fn stance<'e>(&self, word: TokenIdx, entry: &'e Entry) -> Option<Stance<'e>> {
        let (holder, object, last) = match entry.part {
            Part::Verb => self.by_verb(word, entry)?,
            Part::Noun => self.by_noun(word, entry)?,
            Part::State => self.by_state(word, entry)?,
            Part::Doing => (*syntax::subjects(self.doc, word).first()?, self.deed(word)?, None),
            _ => return None,
        };
        let evidence = Span::of(word).join(Span::of(last.unwrap_or(word)));
        Some(Stance { entry, evidence, holder, object })
    }

    /// "supports a truce", "calls for a truce", "demands that Riyadh lift the blockade".
    fn by_verb(&self, verb: TokenIdx, entry: &Entry) -> Option<(TokenIdx, TokenIdx, Option<TokenIdx>)> {
        let doc = self.doc;
        let holder = *syntax::subjects(doc, verb).first()?;
        if let Some(with) = &entry.with {
            let hangs = |child: &&TokenIdx| {
                matches!(doc.dep(**child), label::PREP | label::PRT | label::ADVMOD)
                    && doc.lemma(**child) == with
            };
            let particle = *doc.children(verb).iter().find(hangs)?;
            let wanted = || {
                let mut clauses = doc.children(verb).iter().copied();
                clauses.find(|&clause| {
                    matches!(doc.dep(clause), label::XCOMP | label::ADVCL) && clause.0 > particle.0
                })
            };
            // "called on Norway to support a truce": what is wanted is the clause, not Norway.
            if let Some(clause) = wanted().filter(|_| entry.takes_clause && with == "on") {
                return Some((holder, clause, Some(particle)));
            }
            let object = match doc.dep(particle) {
                label::PREP => doc.child(particle, label::POBJ).or_else(|| doc.child(particle, label::PCOMP)),
                _ => syntax::objects(doc, verb).first().copied(),
            }?;
            return Some((holder, object, Some(particle)));
        }
        let clause = || {
            let child = doc.child(verb, label::CCOMP).or_else(|| doc.child(verb, label::XCOMP));
            child.filter(|&clause| entry.takes_clause && clause.0 > verb.0 && syntax::is_verb(doc, clause))
        };
        let object = syntax::objects(doc, verb).first().copied().filter(|&object| object != holder);
        // "urged Riyadh to accept the truce": what is wanted is the clause, not Riyadh.
        let object = if entry.takes_clause { clause().or(object) } else { object }?;
        let asks_a_question = doc
            .children(object)
            .iter()
            .any(|&mark| doc.dep(mark) == label::MARK && matches!(doc.lemma(mark), "if" | "whether"));
        // "asked not to be named": nothing is wanted of anyone.
        let is_own_affair = doc.dep(object) == label::XCOMP && syntax::is_passive(doc, object);
        // "agreed that Pence won": an opinion, and no offer.
        let is_opinion = entry.attitude == Attitude::Offers && doc.dep(object) == label::CCOMP;
        if asks_a_question || is_own_affair || is_opinion {
            return None;
        }
        let is_stance_itself = entry.takes_clause && self.takes_stance(object);
        (!is_stance_itself).then_some((holder, object, None))
    }

    /// "No country would accept": its subject denies it.
    fn says_none(&self, holder: TokenIdx) -> bool {
        self.doc.child(holder, label::DET).is_some_and(|word| self.doc.lemma(word) == "no")
    }

    /// A deed that is itself what one can be for or against: "lifted the blockade", "imposed sanctions".
    fn deed(&self, verb: TokenIdx) -> Option<TokenIdx> {
        // "the readiness of Saudi Arabia to extend the truce" is Saudi Arabia's, whoever welcomes it.
        let is_of_another = self.doc.dep(verb) == label::ACL
            || (matches!(self.doc.dep(verb), label::XCOMP | label::CCOMP) && self.is_wanted(verb));
        (!is_of_another && !syntax::objects(self.doc, verb).is_empty()).then_some(verb)
    }

    /// Whether a clause is what a stance word above asks for: "demanded that Riyadh lift the blockade".
    fn is_wanted(&self, clause: TokenIdx) -> bool {
        let ways = self.lexicon.ways(self.doc.lemma(self.doc.head(clause)));
        ways.iter().any(|entry| entry.takes_clause)
    }

    /// Whether a word takes a stance of the same holder: in "agreed to support", "support" says it.
    fn takes_stance(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        doc.dep(verb) == label::XCOMP
            && doc.child(doc.head(verb), label::DOBJ).is_none()
            && self.lexicon.ways(doc.lemma(verb)).iter().any(|entry| {
                entry.part == Part::Verb && entry.fits(doc.pos(verb)) && self.by_verb(verb, entry).is_some()
            })
    }

    /// "Iran's support for a truce", "expressed support for a truce".
    fn by_noun(&self, noun: TokenIdx, entry: &Entry) -> Option<(TokenIdx, TokenIdx, Option<TokenIdx>)> {
        let doc = self.doc;
        let with = entry.with.as_deref()?;
        let verb = doc.head(noun);
        let is_uttered = doc.dep(noun) == label::DOBJ && self.lexicon.is_light(doc.lemma(verb));
        let on = [noun, verb];
        let preposition = on.iter().take(1 + usize::from(is_uttered)).find_map(|&at| {
            let mut children = doc.children(at).iter().copied();
            children
                .find(|&child| doc.dep(child) == label::PREP && doc.lemma(child) == with && child.0 > noun.0)
        })?;
        let object = doc.child(preposition, label::POBJ).or_else(|| doc.child(preposition, label::PCOMP))?;
        let national = || {
            let mut children = doc.children(noun).iter().copied();
            children.find(|&child| doc.dep(child) == label::AMOD && self.cast.mention_headed(child).is_some())
        };
        let holder = if is_uttered {
            *syntax::subjects(doc, verb).first()?
        } else {
            doc.child(noun, label::POSS).or_else(national)?
        };
        Some((holder, object, Some(preposition)))
    }

    /// "is against inspections", "is in favour of a truce", "is ready for talks".
    fn by_state(&self, word: TokenIdx, entry: &Entry) -> Option<(TokenIdx, TokenIdx, Option<TokenIdx>)> {
        let doc = self.doc;
        // From the word up to the form of "be": "against" hangs on it, "favour" on an "in" that does.
        let mut above = doc.ancestors(word).take(2);
        let be = above.find(|&verb| matches!(doc.lemma(verb), "be" | "remain" | "stay" | "seem"))?;
        let holder = *syntax::subjects(doc, be).first()?;
        let Some(with) = &entry.with else {
            let object = doc.child(word, label::POBJ)?;
            return Some((holder, object, None));
        };
        let mut children = doc.children(word).iter().copied();
        let follows = |child: &TokenIdx| doc.lemma(*child) == with && child.0 > word.0;
        if let Some(preposition) = children.find(follows) {
            let object =
                doc.child(preposition, label::POBJ).or_else(|| doc.child(preposition, label::PCOMP))?;
            return Some((holder, object, Some(preposition)));
        }
        // "ready to extend the truce"
        let clause = doc.child(word, label::XCOMP)?;
        let to = doc.children(clause).iter().copied().find(follows)?;
        Some((holder, clause, Some(to)))
    }

    /// The actor that these words name. "His country", said by a minister, is the minister's.
    fn holder(&self, token: TokenIdx, word: TokenIdx) -> Option<ActorId> {
        let speaks_of_own = OWN_SIDE.contains(&self.doc.lemma(token));
        let speaker = || self.around(word).last().and_then(|(_, statement)| statement.speaker?.actor);
        let named = || {
            let mention = self.cast.mention_headed(token).or_else(|| self.cast.mention_at(token))?;
            Some(mention.actor)
        };
        speaks_of_own.then(speaker).flatten().or_else(named)
    }

    /// Whether every statement around a word is the holder's own. What one says about another's stance is no stance
    /// of the other's.
    fn is_holders_own(&self, word: TokenIdx, holder: ActorId) -> bool {
        self.around(word).all(|(_, statement)| self.is_own(statement, holder))
    }

    /// The innermost statement in which the word stands, else the one it marks.
    fn statement_of(&self, word: TokenIdx) -> Option<StatementId> {
        let marks = |statement: &Statement| statement.cue.as_ref().is_some_and(|cue| cue.tokens.has(word));
        let marked = || self.statements.iter().position(marks);
        let number = self.around(word).map(|(number, _)| number).last().or_else(marked)?;
        Some(StatementId(number as u32))
    }

    /// The statements in whose content a word stands, the outer ones first.
    fn around(&self, word: TokenIdx) -> impl Iterator<Item = (usize, &Statement)> {
        let at = self.doc.token(word).span;
        let holds =
            move |statement: &Statement| statement.content.iter().any(|part: &Span<Byte>| part.covers(at));
        self.statements.iter().enumerate().filter(move |(_, statement)| holds(statement))
    }

    /// Whether a statement is of the holder, of someone who speaks for it, or of a paper that reports.
    fn is_own(&self, statement: &Statement, holder: ActorId) -> bool {
        let Some(speaker) = statement.speaker.and_then(|speaker| speaker.actor) else { return false };
        if speaker == holder {
            return true;
        }
        let (speaker, holder) = (self.cast.actor(speaker), self.cast.actor(holder));
        let is_paper = speaker.sectors.first().is_some_and(|sector| *sector == Sector::Med);
        let is_official = |sectors: &[Sector]| {
            sectors.iter().any(|sector| [Sector::Gov, Sector::Mil, Sector::Leg].contains(sector))
        };
        let same_side = speaker.country.is_some() && speaker.country == holder.country;
        let speaks_for = holder.kind == ActorKind::State
            && (speaker.kind == ActorKind::State || is_official(&speaker.sectors));
        is_paper
            || (same_side && (speaks_for || (is_official(&speaker.sectors) && is_official(&holder.sectors))))
    }
}

/// What an entry amounts to as it is told; `None` where it is nobody's stance.
fn as_told(entry: &Entry, told: Told) -> Option<(Attitude, f64)> {
    let (attitude, polarity) = (entry.attitude, entry.polarity);
    match told {
        Told::Coming if entry.part == Part::Doing => Some((Attitude::Offers, polarity)),
        Told::Held | Told::Coming => Some((attitude, polarity)),
        Told::Conditional if polarity > 0.0 => Some((Attitude::Offers, polarity / 2.0)),
        // "does not support" is said by those who oppose; "does not oppose" and "did not rule out" say little.
        Told::Negated if polarity > 0.0 => Some((Attitude::Opposes, -polarity)),
        Told::Negated if polarity < 0.0 => Some((Attitude::Neutral, 0.0)),
        Told::Negated | Told::Conditional | Told::Aside => None,
    }
}

/// The attitude toward the opposite.
fn turned(attitude: Attitude, polarity: f64) -> (Attitude, f64) {
    let attitude = match attitude {
        // Who demands the end of a thing opposes it.
        Attitude::Supports | Attitude::Offers | Attitude::Hopes | Attitude::Demands => Attitude::Opposes,
        Attitude::Opposes => Attitude::Supports,
        Attitude::Neutral => Attitude::Neutral,
    };
    (attitude, 0.0 - polarity)
}

use verbale_doc::{Doc, Label, Pos, Span, Tok, TokenIdx, label};
use verbale_know::{Entry, Knowledge, Name, NameUse, OrganizationId, PersonId, Piece, Run, StateId};

use crate::words::Words;

/// A name in the text: what the recognizer says it is, and whom the knowledge base knows by it.
#[derive(Clone, Debug)]
pub(crate) struct NameSpan {
    pub(crate) tokens: Span<Tok>,
    /// The recognizer's label; none where only the knowledge base has it.
    pub(crate) label: Label,
    /// Whom it may mean.
    pub(crate) known: Vec<Name>,
}

impl NameSpan {
    pub(crate) fn state(&self) -> Option<(StateId, NameUse)> {
        self.known.iter().find_map(|name| match name.entry {
            Entry::State(id) => Some((id, name.usage)),
            _ => None,
        })
    }

    pub(crate) fn organization(&self) -> Option<OrganizationId> {
        self.known.iter().find_map(|name| match name.entry {
            Entry::Organization(id) => Some(id),
            _ => None,
        })
    }

    pub(crate) fn people(&self) -> impl Iterator<Item = PersonId> {
        // Someone whose name it is goes before those of whose names it is a part.
        let best = self.known.iter().map(|name| name.usage == NameUse::Partial).min();
        let of_best = self.known.iter().filter(move |name| Some(name.usage == NameUse::Partial) == best);
        of_best.filter_map(|name| match name.entry {
            Entry::Person(id) => Some(id),
            _ => None,
        })
    }

    /// Whether the people are known by more names than are written here.
    pub(crate) fn is_partial(&self) -> bool {
        self.known.iter().all(|name| name.usage == NameUse::Partial)
    }
}

/// All names of a document.
pub(crate) struct Names {
    /// In order, not overlapping.
    pub(crate) spans: Vec<NameSpan>,
    of_token: Vec<u32>,
    /// What the knowledge base finds, also inside longer names ("Russian" in "Russian Foreign Ministry"). In order,
    /// not overlapping.
    pub(crate) known: Vec<NameSpan>,
    known_of_token: Vec<u32>,
}

const NO_NAME: u32 = u32::MAX;

impl Names {
    /// Joins the recognizer's entities with what the knowledge base finds.
    pub(crate) fn find(doc: &Doc, words: &Words, knowledge: &Knowledge) -> Self {
        let mut known = Vec::new();
        for sentence in doc.sentences() {
            scan(doc, words, knowledge, sentence.tokens, &mut known);
        }
        let mut spans = merge(doc, &known);
        add_surnames(doc, words, &mut spans);
        let numbers = |spans: &[NameSpan]| {
            let mut of_token = vec![NO_NAME; doc.len()];
            for (number, span) in spans.iter().enumerate() {
                of_token[span.tokens.range()].fill(number as u32);
            }
            of_token
        };
        Self { of_token: numbers(&spans), known_of_token: numbers(&known), spans, known }
    }

    /// The number of the name a token is in.
    pub(crate) fn at(&self, token: TokenIdx) -> Option<usize> {
        let number = self.of_token[token.at()];
        (number != NO_NAME).then_some(number as usize)
    }

    /// The known name a token is in, if need be inside a longer name.
    pub(crate) fn known_at(&self, token: TokenIdx) -> Option<&NameSpan> {
        self.known.get(self.known_of_token[token.at()] as usize)
    }
}

/// Finds the longest known name from each token on.
fn scan(doc: &Doc, words: &Words, knowledge: &Knowledge, sentence: Span<Tok>, found: &mut Vec<NameSpan>) {
    let mut start = sentence.start();
    while start < sentence.end() {
        let token = TokenIdx(start);
        let longest = words.of(token).first().map_or(0, |&first| knowledge.longest_name_from(first));
        // A name may begin within a token ("pre-Hezbollah" is one word to some tokenizers): those are not looked for.
        let may_begin = longest > 0 && (starts_upper(doc.word(token)) || is_particle(doc.word(token)));
        let hit = may_begin.then(|| longest_from(doc, words, knowledge, sentence, token, longest)).flatten();
        match hit {
            Some(name) => {
                start = name.tokens.end();
                found.push(name);
            }
            None => start += 1,
        }
    }
}

fn longest_from(
    doc: &Doc,
    words: &Words,
    knowledge: &Knowledge,
    sentence: Span<Tok>,
    start: TokenIdx,
    longest: usize,
) -> Option<NameSpan> {
    let mut run = Run::default();
    let mut n_pieces = 0;
    let mut best = None;
    for end in start.0..sentence.end() {
        let pieces = words.of(TokenIdx(end));
        n_pieces += pieces.len();
        if n_pieces > longest {
            break;
        }
        if pieces.is_empty() {
            if joins_names(doc.word(TokenIdx(end))) {
                continue;
            }
            break;
        }
        run = pieces.iter().fold(run, |run, &piece| run.then(piece));
        let tokens = Span::new(start.0, end + 1);
        let known: Vec<Name> = knowledge.names(run).filter(|name| looks_like(doc, tokens, name)).collect();
        if !known.is_empty() {
            best = Some(NameSpan { tokens, label: label::NONE, known });
        }
    }
    best
}

/// Marks that may stand inside a name; others part names.
fn joins_names(word: &str) -> bool {
    matches!(word, "-" | "–" | "'" | "’" | "." | "/")
}

/// Small words that names begin with.
fn is_particle(word: &str) -> bool {
    matches!(word, "al" | "el" | "von" | "van" | "de" | "bin" | "di" | "da" | "peshmerga" | "shabiha")
}

pub(crate) fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

pub(crate) fn is_all_upper(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// Whether the words are written as this name would be, and, where it means many things, used as one.
fn looks_like(doc: &Doc, tokens: Span<Tok>, name: &Name) -> bool {
    let text = doc.str(tokens);
    if name.is_acronym && !is_all_upper(text) {
        return false; // "us", "who", "Is"
    }
    let entity = doc.entity(TokenIdx(tokens.start())).filter(|entity| entity.tokens.overlaps(tokens));
    let labelled = entity.map_or(label::NONE, |entity| entity.label);
    let upper = tokens.tokens().filter(|&token| starts_upper(doc.word(token))).count();
    match (name.entry, name.usage) {
        (Entry::State(_), usage) => {
            // "Jordan" may be a man, "Turkey" a bird, "Georgia" another place.
            let place_like =
                matches!(labelled, label::ENT_GPE | label::ENT_NORP | label::ENT_LOC | label::ENT_FAC);
            if name.is_ambiguous && usage != NameUse::Capital {
                return place_like;
            }
            if tokens.len() == 1 && labelled == label::ENT_PERSON {
                let is_whole = entity.is_some_and(|entity| entity.tokens == tokens);
                return is_whole && usage != NameUse::Capital;
            }
            upper > 0
        }
        (Entry::Person(_), NameUse::Short) => {
            let is_other = matches!(
                labelled,
                label::ENT_GPE | label::ENT_LOC | label::ENT_FAC | label::ENT_DATE | label::ENT_NORP
            );
            let in_longer = entity.is_some_and(|entity| {
                labelled == label::ENT_PERSON
                    && entity.tokens.len() > tokens.len()
                    && !begins_with_title(doc, entity.tokens, tokens)
            });
            let only = TokenIdx(tokens.start());
            let is_common = tokens.len() == 1 && doc.pos(only) != Pos::Propn && labelled != label::ENT_PERSON;
            !is_other && !in_longer && !is_common && upper > 0
        }
        (Entry::Person(_), NameUse::Partial) => upper == 2 && labelled == label::ENT_PERSON,
        (Entry::Person(_), _) => upper >= 2 || upper == tokens.len() as usize,
        (Entry::Organization(_), _) => {
            // "On March 14" is a day, and no alliance of that name.
            if matches!(labelled, label::ENT_DATE | label::ENT_TIME | label::ENT_CARDINAL | label::ENT_MONEY)
            {
                return false;
            }
            let org_like =
                matches!(labelled, label::ENT_ORG | label::ENT_NORP | label::ENT_GPE | label::ENT_PERSON);
            if tokens.len() == 1 {
                // One word: "Memorial", "Sputnik" at the head of a sentence need the recognizer's word.
                let first = TokenIdx(tokens.start());
                let opens = doc.sentence(first).tokens.start() == first.0;
                let is_name =
                    doc.pos(first) == Pos::Propn && !opens || org_like && labelled != label::ENT_PERSON;
                return name.is_acronym || is_particle(text) || is_name && (org_like || !name.is_ambiguous);
            }
            (!name.is_ambiguous || org_like) && upper >= usize::from(name.n_capitals)
        }
    }
}

/// Whether an entity is only the name with a title before it ("President Putin").
fn begins_with_title(doc: &Doc, entity: Span<Tok>, name: Span<Tok>) -> bool {
    entity.end() == name.end()
        && (entity.start()..name.start()).all(|token| is_honorific(doc.word(TokenIdx(token))))
}

/// Words before a name that are no part of it, as the recognizer often takes them.
pub(crate) fn is_honorific(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Mr" | "Mrs"
            | "Ms"
            | "Miss"
            | "Dr"
            | "Sir"
            | "Lord"
            | "Lady"
            | "Dame"
            | "Sen"
            | "Rep"
            | "Gov"
            | "Gen"
            | "Lt"
            | "Col"
            | "Maj"
            | "Capt"
            | "Sgt"
            | "Adm"
            | "Brig"
            | "Prof"
            | "Rev"
            | "Fr"
            | "Sheikh"
            | "Ayatollah"
            | "President"
            | "Chancellor"
            | "Premier"
            | "Minister"
            | "Secretary"
            | "Ambassador"
            | "Senator"
            | "Congressman"
            | "Congresswoman"
            | "Governor"
            | "Mayor"
            | "King"
            | "Queen"
            | "Prince"
            | "Princess"
            | "Pope"
            | "Cardinal"
            | "Archbishop"
            | "Bishop"
            | "General"
            | "Colonel"
            | "Major"
            | "Captain"
            | "Admiral"
            | "Lieutenant"
            | "Sergeant"
            | "Judge"
            | "Justice"
            | "Baroness"
            | "Emir"
            | "Sultan"
            | "Chairman"
            | "Professor"
            | "Imam"
            | "Mullah"
            | "Sayyed"
            | "Comrade"
            | "Director"
            | "Representative"
            | "Speaker"
    )
}

/// Puts the recognizer's entities and the known names together.
fn merge(doc: &Doc, known: &[NameSpan]) -> Vec<NameSpan> {
    let mut is_kept = vec![true; known.len()];
    let mut labels = vec![label::NONE; known.len()];
    let mut spans = Vec::new();
    for entity in doc.entities() {
        if !matches!(
            entity.label,
            label::ENT_PERSON | label::ENT_ORG | label::ENT_GPE | label::ENT_NORP | label::ENT_FAC
        ) {
            continue;
        }
        // "Major General Tun Tun Nyi" taken for an organization.
        let opens = |tokens: Span<Tok>| doc.word(TokenIdx(tokens.start()));
        let is_titled = entity.label == label::ENT_ORG
            && entity.tokens.len() > 2
            && is_honorific(opens(entity.tokens))
            && entity.tokens.tokens().all(|token| doc.pos(token) == Pos::Propn);
        let kind = if is_titled { label::ENT_PERSON } else { entity.label };
        let Some(tokens) = trimmed(doc, entity.tokens, kind) else { continue };
        let from = known.partition_point(|name| name.tokens.end() <= tokens.start());
        let to = known.partition_point(|name| name.tokens.start() < tokens.end());
        let inside = &known[from..to];
        let covers_all = inside.iter().all(|name| tokens.covers(name.tokens) && name.tokens != tokens);
        if !covers_all {
            // A known name is the surer of the two: it takes the label, and the rest is dropped.
            labels[from..to].fill(entity.label);
            continue;
        }
        // "SANA-Russian" as one nationality, "Baghdad Kerry" as one place: only people and organizations have
        // names that hold others.
        let may_hold = matches!(entity.label, label::ENT_PERSON | label::ENT_ORG | label::ENT_FAC);
        // "Crooked Hillary Clinton": a known name that ends what the recognizer marked is the name.
        let ends_known = inside.last().is_some_and(|name| {
            name.tokens.end() == tokens.end() && name.tokens.len() > 1 && name.people().next().is_some()
        });
        let holds_person = inside.iter().any(|name| name.people().next().is_some());
        if !inside.is_empty()
            && (!may_hold || ends_known || entity.label != label::ENT_PERSON && holds_person)
        {
            labels[from..to].fill(entity.label);
            continue;
        }
        is_kept[from..to].fill(false);
        let known = inside.iter().find(|name| is_named_by_part(doc, tokens, name));
        let known = known.map(|name| name.known.clone()).unwrap_or_default();
        spans.push(NameSpan { tokens, label: kind, known });
    }
    let kept = known.iter().zip(labels).zip(is_kept).filter(|(_, is_kept)| *is_kept);
    spans.extend(kept.map(|((name, label), _)| NameSpan { label, ..name.clone() }));
    spans.sort_unstable_by_key(|span| span.tokens.start());
    spans
}

/// Adds the surnames of people whose full names stand in the text, where the recognizer missed or mistook them.
fn add_surnames(doc: &Doc, words: &Words, spans: &mut Vec<NameSpan>) {
    let is_full = |span: &&NameSpan| {
        let is_person =
            span.label == label::ENT_PERSON && span.state().is_none() && span.organization().is_none();
        span.tokens.len() > 1 && (is_person || span.people().next().is_some())
    };
    let last_piece = |span: &NameSpan| words.of(TokenIdx(span.tokens.end() - 1)).last().copied();
    let mut surnames: Vec<Piece> = spans.iter().filter(is_full).filter_map(last_piece).collect();
    if surnames.is_empty() {
        return;
    }
    surnames.sort_unstable();
    let is_surname = |token: TokenIdx| match words.of(token) {
        [piece] => surnames.binary_search(piece).is_ok() && starts_upper(doc.word(token)),
        _ => false,
    };
    let mut is_taken = vec![false; doc.len()];
    for span in spans.iter_mut() {
        is_taken[span.tokens.range()].fill(true);
        let is_one_word = span.tokens.len() == 1 || begins_with_particle(doc.str(span.tokens));
        if span.known.is_empty() && is_one_word && is_surname(TokenIdx(span.tokens.end() - 1)) {
            span.label = label::ENT_PERSON;
        }
    }
    // The tagger takes many a name at the head of a sentence for a common word: "Trump openly admires".
    let may_name = |token: TokenIdx| {
        let is_function_word = matches!(
            doc.pos(token),
            Pos::Aux | Pos::Adp | Pos::Det | Pos::Pron | Pos::Sconj | Pos::Cconj | Pos::Part | Pos::Num
        );
        !is_function_word && doc.entity(token).is_none_or(|entity| entity.label != label::ENT_DATE)
    };
    let missed = doc.indices().filter(|&token| !is_taken[token.at()] && may_name(token) && is_surname(token));
    spans.extend(missed.map(|token| NameSpan {
        tokens: Span::of(token),
        label: label::ENT_PERSON,
        known: Vec::new(),
    }));
    spans.sort_unstable_by_key(|span| span.tokens.start());
}

/// Whether a name starts with a particle that belongs to the surname.
pub(crate) fn begins_with_particle(name: &str) -> bool {
    const HYPHENED: [&str; 9] = ["al", "el", "an", "as", "ash", "ad", "at", "ar", "az"];
    const APART: [&str; 10] = ["le", "la", "de", "van", "von", "di", "da", "del", "della", "dos"];
    let lower = name.to_lowercase();
    let starts = |list: &[&str], mark: char| {
        list.iter().any(|particle| lower.strip_prefix(particle).is_some_and(|rest| rest.starts_with(mark)))
    };
    starts(&HYPHENED, '-') || starts(&APART, ' ')
}

/// Whether a longer name only adds a common word to a known one: "Russia Today TV", "Hamas movement".
fn is_named_by_part(doc: &Doc, tokens: Span<Tok>, part: &NameSpan) -> bool {
    const COMMON: &[&str] = &[
        "TV",
        "Television",
        "News",
        "Agency",
        "Radio",
        "Network",
        "Channel",
        "Group",
        "Movement",
        "Party",
        "news",
        "agency",
        "group",
        "movement",
        "television",
        "channel",
        "newspaper",
        "militia",
        "rebels",
        "organization",
        "wing",
        "faction",
        "branch",
        "leadership",
        "forces",
        "fighters",
        "guerrillas",
        "militants",
    ];
    // "Its military wing": what stands before the last word may say of what kind.
    let adds = |token: u32| {
        let is_last = token + 1 == tokens.end();
        COMMON.contains(&doc.word(TokenIdx(token))) || !is_last && doc.pos(TokenIdx(token)) == Pos::Adj
    };
    part.organization().is_some()
        && part.tokens.start() == tokens.start()
        && (part.tokens.end()..tokens.end()).all(adds)
}

/// Whether a word that the recognizer took for the first of a name is none: a title, or a verb as in "Meeting Kerry".
fn is_no_name(doc: &Doc, token: TokenIdx) -> bool {
    is_honorific(doc.word(token))
        || matches!(doc.pos(token), Pos::Verb | Pos::Adp | Pos::Sconj | Pos::Cconj | Pos::Adv)
}

/// An entity without articles, possessive marks, quotation marks, and, for people, titles.
fn trimmed(doc: &Doc, tokens: Span<Tok>, entity: Label) -> Option<Span<Tok>> {
    let (mut start, mut end) = (tokens.start(), tokens.end());
    let is_mark = |token: u32| {
        let word = doc.word(TokenIdx(token));
        doc.tag(TokenIdx(token)) == label::TAG_POS || !word.chars().any(char::is_alphanumeric)
    };
    // "Obama Says" of a headline in capitals.
    let is_deed = |token: u32| {
        const DEEDS: &[&str] = &[
            "Asks", "Backs", "Calls", "Denies", "Orders", "Said", "Says", "Slams", "Tells", "Urges", "Vows",
            "Wants", "Warns",
        ];
        entity == label::ENT_PERSON && token > start && DEEDS.contains(&doc.word(TokenIdx(token)))
    };
    while end > start && (is_mark(end - 1) || is_deed(end - 1)) {
        end -= 1;
    }
    while start < end
        && (is_mark(start)
            || matches!(doc.word(TokenIdx(start)), "the" | "The" | "a" | "an" | "A" | "An")
            || entity == label::ENT_PERSON && end - start > 1 && is_no_name(doc, TokenIdx(start)))
    {
        start += 1;
    }
    (start < end).then(|| Span::new(start, end))
}

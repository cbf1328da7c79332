use rustc_hash::{FxHashMap, FxHashSet};
use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};
use verbale_know::{NameUse, OrganizationId, PersonId, Role, RoleKind, StateId};

use crate::Form;
use crate::context::{Context, Description};
use crate::link;
use crate::names::NameSpan;
use crate::phrases::{head_of, phrase, with_of};
use crate::stance::{Stance, stance};

/// A mention before it is known who is meant.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'k> {
    pub(crate) tokens: Span<Tok>,
    pub(crate) head: TokenIdx,
    /// The noun that says who it is, where the head only counts: "protesters" in "dozens of protesters".
    pub(crate) described: TokenIdx,
    pub(crate) form: Form,
    pub(crate) who: Who,
    /// What the words around the name, or those of the nominal, say.
    pub(crate) about: Description<'k>,
    /// Position among the actors, once known.
    pub(crate) actor: Option<usize>,
}

/// What a mention is of.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// A state by name, adjective, capital or seat.
    State(StateId),
    /// A people: of a state, or one without.
    People(Option<StateId>),
    /// A person by name.
    Person { name: Span<Tok>, known: Vec<PersonId> },
    /// An organization by name.
    Organization { name: Span<Tok>, known: Option<OrganizationId> },
    /// A description.
    Nominal { kind: RoleKind, is_plural: bool },
    /// A personal or relative pronoun.
    Pronoun,
}

/// All mentions of a document but pronouns, in order of their heads.
pub(crate) fn drafts<'a>(context: &Context<'a>) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    let mut is_head = vec![false; context.doc.len()];
    for name in &context.names.spans {
        if let Some(draft) = named(context, name) {
            is_head[draft.head.at()] = true;
            drafts.push(draft);
        }
    }
    // Adjectives and names inside longer names: "Russian" in "the Russian Foreign Ministry".
    for name in &context.names.known {
        let head = head_of(context.doc, name.tokens);
        let is_inner = context.names.at(head).is_some_and(|at| context.names.spans[at].tokens != name.tokens);
        if let Some((state, usage)) = name.state()
            && is_inner
            && matches!(usage, NameUse::Adjective | NameUse::Name)
            && !is_head[head.at()]
        {
            is_head[head.at()] = true;
            drafts.push(draft(name.tokens, head, Form::Name, Who::State(state), Description::default()));
        }
    }
    for token in context.doc.indices() {
        if is_head[token.at()] {
            continue;
        }
        if let Some(found) = nominal(context, token).or_else(|| missed_leader(context, token)) {
            is_head[token.at()] = true;
            drafts.push(found);
        }
    }
    drop_title_words(&mut drafts);
    join_close_appositions(context.doc, &mut drafts);
    drafts.sort_by_key(|draft| (draft.head, draft.tokens));
    drafts
}

fn draft(tokens: Span<Tok>, head: TokenIdx, form: Form, who: Who, about: Description<'_>) -> Draft<'_> {
    Draft { tokens, head, described: head, form, who, about, actor: None }
}

fn named<'a>(context: &Context<'a>, name: &NameSpan) -> Option<Draft<'a>> {
    let head = head_of(context.doc, name.tokens);
    if let Some((state, usage)) = name.state() {
        return state_mention(context, name, head, state, usage);
    }
    let mut known: Vec<PersonId> = name.people().collect();
    if name.is_partial() {
        known.retain(|&person| context.names_country_of(person));
    }
    let is_person = !known.is_empty() || name.label == label::ENT_PERSON && name.organization().is_none();
    if is_person {
        // "In Kerry", "near Ladakh": where someone's name stands for a place it is one.
        let is_place = stance(context.doc, head) == Stance::Locates
            && name.tokens.len() == 1
            && matches!(context.doc.dep(head), label::POBJ);
        if is_place && (known.is_empty() || name.label != label::ENT_PERSON) {
            return None;
        }
        let mention = person_mention(context, name.tokens, head, known);
        // "The state-led oil company Petrobras" is no person, whatever the recognizer says.
        if mention.about.role.is_some_and(|(_, role)| role.kind == RoleKind::Body)
            && let Who::Person { name, known } = &mention.who
            && known.is_empty()
        {
            let who = Who::Organization { name: *name, known: None };
            return Some(Draft { who, ..mention });
        }
        return Some(mention);
    }
    if let Some(draft) = norp_mention(context, name, head) {
        return Some(draft);
    }
    let is_organization = name.organization().is_some() || name.label == label::ENT_ORG;
    is_organization.then(|| organization_mention(context, name, head)).flatten()
}

fn state_mention<'a>(
    context: &Context<'a>,
    name: &NameSpan,
    head: TokenIdx,
    state: StateId,
    usage: NameUse,
) -> Option<Draft<'a>> {
    let doc = context.doc;
    let by_seat = matches!(usage, NameUse::Capital | NameUse::Seat);
    let state = match context.day.filter(|_| by_seat) {
        Some(day) => context.knowledge.seated_on(state, day),
        None => state,
    };
    let is_modifier = matches!(doc.dep(head), label::AMOD | label::COMPOUND | label::NMOD);
    // "The British said": an adjective that stands for the people.
    let is_people = usage == NameUse::Demonym && !is_modifier
        || usage == NameUse::Adjective && !is_modifier && (context.is_plural(head) || has_the(doc, head));
    if is_people {
        let about = context.describe(phrase(doc, head), None, None);
        return Some(draft(phrase(doc, head), head, Form::Name, Who::People(Some(state)), about));
    }
    if usage == NameUse::Adjective && !is_modifier && matches!(doc.tag(head), label::TAG_NN | label::TAG_NNP)
    {
        // "A Russian was arrested."
        let about = Description { state: Some(state), ..Description::default() };
        let is_one =
            doc.child(head, label::DET).is_some_and(|det| matches!(doc.lemma(det), "a" | "an" | "another"));
        let who = Who::Nominal { kind: RoleKind::Person, is_plural: false };
        return is_one.then(|| draft(phrase(doc, head), head, Form::Nominal, who, about));
    }
    // "Ethnic Albanian parties": a people, wherever they live.
    let is_ethnic =
        name.tokens.start().checked_sub(1).is_some_and(|at| context.is_ethnic(Span::of(TokenIdx(at))));
    if usage == NameUse::Adjective && is_modifier && is_ethnic {
        return None;
    }
    // "The Russian language", "Turkish coffee": of the country, and none of its doing.
    if usage == NameUse::Adjective && is_modifier && CULTURE.contains(&doc.lemma(doc.head(head))) {
        return None;
    }
    let stands = match usage {
        NameUse::Adjective | NameUse::Demonym => is_modifier || doc.dep(head) == label::CONJ,
        NameUse::Name => stance(doc, head) != Stance::Locates,
        NameUse::Capital => stance(doc, head) == Stance::Acts,
        _ => match stance(doc, head) {
            Stance::Acts => true,
            Stance::Locates => false,
            Stance::Neither => doc.dep(head) != label::POBJ,
        },
    };
    let has_government =
        context.knowledge.state(state).has_government || is_modifier || stance(doc, head) == Stance::Acts;
    (stands && has_government).then(|| {
        let own = name.tokens;
        let before = own.start().checked_sub(1).map(TokenIdx);
        let has_article = before.is_some_and(|det| doc.dep(det) == label::DET && doc.head(det) == head);
        let tokens = if has_article { Span::new(own.start() - 1, own.end()) } else { own };
        draft(tokens, head, Form::Name, Who::State(state), Description::default())
    })
}

/// What has a nationality and is nobody's act.
const CULTURE: &[&str] = &[
    "accent",
    "alphabet",
    "art",
    "cheese",
    "coffee",
    "cuisine",
    "culture",
    "dance",
    "descent",
    "dialect",
    "food",
    "heritage",
    "history",
    "language",
    "literature",
    "lira",
    "music",
    "novel",
    "origin",
    "peso",
    "poetry",
    "pound",
    "restaurant",
    "ruble",
    "song",
    "stock",
    "translation",
    "wine",
    "word",
    "yuan",
];

fn has_the(doc: &Doc, head: TokenIdx) -> bool {
    doc.child(head, label::DET).is_some_and(|det| doc.lemma(det) == "the")
}

fn person_mention<'a>(
    context: &Context<'a>,
    name: Span<Tok>,
    head: TokenIdx,
    known: Vec<PersonId>,
) -> Draft<'a> {
    let doc = context.doc;
    let whole = phrase(doc, head).join(name);
    let start = title_start(context, whole.start().min(name.start()));
    let title = Span::new(start, name.start());
    let about = context.describe(title, None, None);
    // Words that say nothing of the person are none of the mention's: "Meeting Kerry".
    let says_something = about.role.is_some()
        || about.state.is_some()
        || about.organization.is_some()
        || about.is_former
        || title.tokens().any(|token| crate::names::is_honorific(doc.word(token)));
    let start = if says_something { start } else { name.start().min(head.0) };
    draft(Span::new(start, name.end().max(head.0 + 1)), head, Form::Name, Who::Person { name, known }, about)
}

/// The parser sometimes hangs a title elsewhere: "Secretary of State" right before a name belongs to it.
fn title_start(context: &Context<'_>, start: u32) -> u32 {
    let doc = context.doc;
    let sentence_start = match doc.tokens().get(start as usize) {
        Some(_) => doc.sentence(TokenIdx(start)).tokens.start(),
        None => return start,
    };
    let from = start.saturating_sub(6).max(sentence_start);
    let before = Span::new(from, start);
    let is_title = |token: TokenIdx| {
        doc.word(token).chars().next().is_some_and(char::is_uppercase) && doc.pos(token) == Pos::Propn
            || matches!(doc.word(token), "of" | "for")
    };
    let reach =
        before.tokens().rev().take_while(|&token| is_title(token)).last().map_or(start, |token| token.0);
    match context.words.role(context.knowledge, Span::new(reach, start), None) {
        Some((role, _)) if role.end() == start && context.names.at(TokenIdx(role.start())).is_none() => {
            role.start()
        }
        _ => start,
    }
}

fn norp_mention<'a>(context: &Context<'a>, name: &NameSpan, head: TokenIdx) -> Option<Draft<'a>> {
    if name.label != label::ENT_NORP || name.organization().is_some() {
        return None;
    }
    let doc = context.doc;
    let is_modifier = matches!(doc.dep(head), label::AMOD | label::COMPOUND | label::NMOD);
    if is_modifier || !matches!(doc.pos(head), Pos::Noun | Pos::Propn) {
        return None;
    }
    let tokens = phrase(doc, head).join(name.tokens);
    let about = context.describe(tokens, Some(head), None);
    let is_plural = context.is_plural(head);
    match about.role {
        Some((_, role)) => {
            let who = Who::Nominal { kind: role.kind, is_plural };
            Some(draft(tokens, head, Form::Nominal, who, about))
        }
        None => is_plural.then(|| draft(tokens, head, Form::Name, Who::People(None), about)),
    }
}

/// Last words of names that the recognizer takes for organizations, and are laws and plans.
const NO_ORGANIZATIONS: &[&str] = &[
    "Accord",
    "Accords",
    "Act",
    "Agreement",
    "Amendment",
    "Bill",
    "Convention",
    "Law",
    "Medicaid",
    "Medicare",
    "Obamacare",
    "Pact",
    "Plan",
    "Protocol",
    "Treaty",
    "Constitution",
    "Code",
    "Index",
    "Prize",
    "Award",
];

fn organization_mention<'a>(context: &Context<'a>, name: &NameSpan, head: TokenIdx) -> Option<Draft<'a>> {
    let doc = context.doc;
    let whole = phrase(doc, head).join(name.tokens);
    let known = name.organization();
    let has_capital = name.tokens.tokens().any(|token| crate::names::starts_upper(doc.word(token)));
    let last = doc.word(TokenIdx(name.tokens.end() - 1));
    if known.is_none() && NO_ORGANIZATIONS.contains(&last) {
        return None;
    }
    // "In Soroti", a place, whatever the recognizer says.
    let is_place = context.country_of_place(head).is_some() && stance(doc, head) == Stance::Locates;
    if known.is_none() && name.tokens.len() == 1 && is_place {
        return None;
    }
    if known.is_none() && (!has_capital || !matches!(doc.pos(head), Pos::Propn | Pos::Noun)) {
        return None;
    }
    let about = context.describe(with_of(doc, head).join(whole), Some(head), None);
    // "Foreign Minister" taken for an organization is a person by office.
    if known.is_none()
        && let Some((role_span, role)) = about.role
        && matches!(role.kind, RoleKind::Person | RoleKind::Group)
        && role_span.end() >= name.tokens.end()
    {
        let who = Who::Nominal { kind: role.kind, is_plural: context.is_plural(head) };
        return is_referring(doc, head)
            .then(|| draft(with_of(doc, head).join(whole), head, Form::Nominal, who, about));
    }
    // "The opposition newspaper La Prensa": the words before the name say what it is.
    let before = Span::new(whole.start(), name.tokens.start());
    let about = if about.role.is_none() && !before.is_empty() && known.is_none() {
        let role = context.describe(before, None, None).role;
        Description { role, ..about }
    } else {
        about
    };
    let who = Who::Organization { name: name.tokens, known };
    Some(draft(whole, head, Form::Name, who, about))
}

fn nominal<'a>(context: &Context<'a>, token: TokenIdx) -> Option<Draft<'a>> {
    let doc = context.doc;
    if !matches!(doc.pos(token), Pos::Noun | Pos::Propn) || !is_referring(doc, token) {
        return None;
    }
    if context.names.at(token).is_some_and(|at| context.names.spans[at].tokens.len() > 1) {
        return None;
    }
    let head = counted(doc, token).unwrap_or(token);
    let tokens = with_of(doc, head);
    let about = context.describe(tokens, Some(head), None);
    let named = about.role.or_else(|| campaign(context, head, tokens));
    let (_, role) = named?;
    let about = Description { role: named, ..about };
    // A title before a name is part of that name's mention.
    let next = TokenIdx(token.0 + 1);
    let is_title =
        doc.tokens().len() > next.at() && doc.dep(token) == label::NMOD && context.names.at(next).is_some();
    if is_title {
        return None;
    }
    let who = Who::Nominal { kind: role.kind, is_plural: context.is_plural(head) || head != token };
    let whole = if head == token { tokens } else { phrase(doc, token).join(tokens) };
    Some(Draft { described: head, ..draft(whole, token, Form::Nominal, who, about) })
}

/// "Erdogan" where the recognizer saw nothing: a surname alone of a leader of a country that the article names.
fn missed_leader<'a>(context: &Context<'a>, token: TokenIdx) -> Option<Draft<'a>> {
    let doc = context.doc;
    let stands_alone = phrase(doc, token).len() == 1 && doc.child(token, label::COMPOUND).is_none();
    let is_argument = matches!(
        doc.dep(token),
        label::NSUBJ
            | label::NSUBJPASS
            | label::DOBJ
            | label::POSS
            | label::POBJ
            | label::CONJ
            | label::DATIVE
    );
    if doc.pos(token) != Pos::Propn || !stands_alone || !is_argument || context.names.at(token).is_some() {
        return None;
    }
    let [surname] = context.words.of(token) else { return None };
    let person = link::bearer_in_office(context, *surname)?;
    let who = Who::Person { name: Span::of(token), known: vec![person] };
    Some(draft(Span::of(token), token, Form::Name, who, Description::default()))
}

/// "The Clinton campaign" acts; a bombing campaign does not.
fn campaign<'a>(context: &Context<'a>, head: TokenIdx, tokens: Span<Tok>) -> Option<(Span<Tok>, &'a Role)> {
    let names_person = |token: TokenIdx| {
        let name = context.names.at(token).map(|at| &context.names.spans[at]);
        name.is_some_and(|name| name.label == label::ENT_PERSON || name.people().next().is_some())
    };
    let is_campaign = matches!(context.doc.lemma(head), "campaign" | "camp" | "team");
    let party = || context.knowledge.roles().phrase(verbale_know::Run::of(&verbale_know::pieces_of("party")));
    (is_campaign && tokens.tokens().any(names_person))
        .then(party)
        .flatten()
        .map(|role| (Span::of(head), role))
}

/// What a noun of number counts: "protesters" for "dozens" in "dozens of protesters".
fn counted(doc: &Doc, token: TokenIdx) -> Option<TokenIdx> {
    const COUNTS: &[&str] = &[
        "dozen",
        "score",
        "hundred",
        "thousand",
        "million",
        "number",
        "majority",
        "handful",
        "crowd",
        "couple",
        "pair",
        "rest",
        "scores",
        "dozens",
        "hundreds",
        "thousands",
        "group",
        "team",
        "bunch",
        "wave",
    ];
    let lemma = doc.lemma(token);
    if !COUNTS.contains(&lemma) {
        return None;
    }
    let of = doc.child(token, label::PREP).filter(|&of| doc.word(of) == "of")?;
    doc.child(of, label::POBJ)
}

/// Whether a noun stands for someone: not a modifier, nor what someone is said to be.
fn is_referring(doc: &Doc, token: TokenIdx) -> bool {
    let dep = doc.dep(token);
    let is_modifier = matches!(
        dep,
        label::COMPOUND
            | label::AMOD
            | label::NPADVMOD
            | label::ATTR
            | label::OPRD
            | label::NUMMOD
            | label::QUANTMOD
    );
    let is_as = dep == label::POBJ && matches!(doc.word(doc.head(token)), "as" | "As" | "than" | "like");
    !is_modifier && !is_as
}

/// "State" in "Secretary of State John Kerry" is no organization, nor is "Secretary" someone else.
fn drop_title_words(drafts: &mut Vec<Draft<'_>>) {
    let people = drafts.iter().filter(|draft| matches!(draft.who, Who::Person { .. }));
    let titles = people.filter_map(|draft| draft.about.role.map(|(role, _)| role));
    let title_words: FxHashSet<TokenIdx> = titles.flat_map(Span::tokens).collect();
    drafts.retain(|draft| {
        let is_weak = matches!(draft.who, Who::Nominal { .. } | Who::Organization { known: None, .. });
        !(is_weak && title_words.contains(&draft.head))
    });
}

/// "Russian Foreign Minister Sergei Lavrov" where the parser makes the name an apposition of the title: the mention
/// headed by the title takes in the name, and the name keeps a mention of its own.
fn join_close_appositions(doc: &Doc, drafts: &mut [Draft<'_>]) {
    let by_head: FxHashMap<TokenIdx, usize> =
        drafts.iter().enumerate().map(|(number, draft)| (draft.head, number)).collect();
    for name in 0..drafts.len() {
        let Who::Person { .. } = drafts[name].who else { continue };
        let (head, tokens) = (drafts[name].head, drafts[name].tokens);
        if doc.dep(head) != label::APPOS {
            continue;
        }
        let governor = doc.head(head);
        let Some(&title) = by_head.get(&governor) else { continue };
        let title = &mut drafts[title];
        if matches!(title.who, Who::Nominal { .. }) && title.tokens.end() == tokens.start() {
            title.tokens = title.tokens.join(tokens);
        }
    }
}

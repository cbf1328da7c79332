//! Mends what the trained parser is known to get wrong in news text, before anything is found in it.
//!
//! `verbale parse` prints the parser's own analysis; only the coder sees the mended one.

use verbale_doc::{Doc, DocParts, Entity, Pos, Sentence, Span, TokenIdx, label};

/// Verbs that open a report's sentence as a participle with a person or body as object: "Meeting Kerry in Moscow,
/// Lavrov said". Capitalised there, the parser takes them for first names.
const OPENERS: &[(&str, &str)] = &[
    ("Accompanying", "accompany"),
    ("Accusing", "accuse"),
    ("Addressing", "address"),
    ("Answering", "answer"),
    ("Asking", "ask"),
    ("Backing", "back"),
    ("Blaming", "blame"),
    ("Briefing", "brief"),
    ("Calling", "call"),
    ("Citing", "cite"),
    ("Condemning", "condemn"),
    ("Congratulating", "congratulate"),
    ("Contradicting", "contradict"),
    ("Criticising", "criticise"),
    ("Criticizing", "criticize"),
    ("Defending", "defend"),
    ("Denouncing", "denounce"),
    ("Echoing", "echo"),
    ("Facing", "face"),
    ("Greeting", "greet"),
    ("Hosting", "host"),
    ("Joining", "join"),
    ("Leaving", "leave"),
    ("Meeting", "meet"),
    ("Praising", "praise"),
    ("Quoting", "quote"),
    ("Receiving", "receive"),
    ("Telling", "tell"),
    ("Thanking", "thank"),
    ("Threatening", "threaten"),
    ("Urging", "urge"),
    ("Visiting", "visit"),
    ("Warning", "warn"),
    ("Welcoming", "welcome"),
];

/// The document with its opening participles read as verbs, and second deeds of a speaker given back to him.
/// Documents without either come back as they are.
pub(crate) fn mend(doc: Doc) -> Doc {
    let openings: Vec<Opening> =
        doc.sentences().iter().filter_map(|sentence| opening(&doc, sentence)).collect();
    let resumptions: Vec<Resumption> = doc.indices().filter_map(|token| resumption(&doc, token)).collect();
    if openings.is_empty() && resumptions.is_empty() {
        return doc;
    }
    let mut parts = doc.into_parts();
    for opening in openings {
        opening.apply(&mut parts);
    }
    for Resumption { verb, conjunction, main } in resumptions {
        parts.tokens[verb.at()].head = main;
        parts.tokens[conjunction.at()].head = main;
    }
    parts.join()
}

/// A verb that goes on with what the speaker did, and was read as part of what he said: "Reyes said that prices are
/// high and urged calm".
struct Resumption {
    verb: TokenIdx,
    conjunction: TokenIdx,
    main: TokenIdx,
}

fn resumption(doc: &Doc, verb: TokenIdx) -> Option<Resumption> {
    let told = doc.head(verb);
    let main = doc.head(told);
    // What is told is told in the present, what is done in the past: the two are not one speech.
    let is_past = |token| doc.tag(token) == label::TAG_VBD;
    let changes_tense = doc.dep(verb) == label::CONJ
        && is_past(verb)
        && matches!(doc.tag(told), label::TAG_VBP | label::TAG_VBZ)
        && doc.dep(told) == label::CCOMP
        && is_past(main)
        && main < told;
    if !changes_tense {
        return None;
    }
    let has_subject = |token| {
        let is_subject =
            |&child: &TokenIdx| matches!(doc.dep(child), label::NSUBJ | label::NSUBJPASS | label::EXPL);
        doc.children(token).iter().any(is_subject)
    };
    let conjunction =
        doc.children(told).iter().copied().rfind(|&child| doc.dep(child) == label::CC && child < verb)?;
    (!has_subject(verb) && has_subject(main)).then_some(Resumption { verb, conjunction, main })
}

/// A sentence's first word that is a verb and was read as part of the name after it.
struct Opening {
    participle: TokenIdx,
    lemma: &'static str,
    /// The name's head: the verb's object.
    object: TokenIdx,
    /// The main verb of the sentence.
    main: TokenIdx,
}

fn opening(doc: &Doc, sentence: &Sentence) -> Option<Opening> {
    let participle = sentence.tokens.tokens().find(|&token| doc.pos(token) != Pos::Punct)?;
    let &(_, lemma) = OPENERS.iter().find(|(word, _)| *word == doc.word(participle))?;
    let object = doc.head(participle);
    let is_in_name = doc.pos(participle) == Pos::Propn
        && doc.dep(participle) == label::COMPOUND
        && doc.pos(object) == Pos::Propn
        && object > participle;
    // The main clause follows a comma and has a subject of its own, else the name is its subject: "Meeting House fell".
    let main = sentence.tokens.tokens().find(|&token| doc.is_root(token))?;
    let subject = doc.children(main).iter().copied().find(|&child| doc.dep(child) == label::NSUBJ)?;
    let is_own_clause = subject > object
        && Span::new(object.0, subject.0).tokens().any(|token| doc.word(token) == ",")
        && matches!(doc.pos(main), Pos::Verb | Pos::Aux)
        && main > object;
    (is_in_name && is_own_clause).then_some(Opening { participle, lemma, object, main })
}

impl Opening {
    fn apply(&self, parts: &mut DocParts) {
        let Self { participle, object, main, .. } = *self;
        let lemma = parts.keep(self.lemma);
        let verb = &mut parts.tokens[participle.at()];
        (verb.tag, verb.pos, verb.dep) = (label::TAG_VBG, Pos::Verb, label::ADVCL);
        (verb.head, verb.lemma) = (main, lemma);
        let name = &mut parts.tokens[object.at()];
        (name.head, name.dep) = (participle, label::DOBJ);
        parts.entities.retain_mut(|entity: &mut Entity| {
            if entity.tokens.start() == participle.0 {
                entity.tokens = Span::new(participle.0 + 1, entity.tokens.end());
            }
            !entity.tokens.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEETING: &str = "\
1\tMeeting\tMeeting\tPROPN\tNNP\t_\t2\tcompound\t_\tEnt=B-PERSON
2\tHansen\tHansen\tPROPN\tNNP\t_\t7\tdep\t_\tEnt=I-PERSON
3\tin\tin\tADP\tIN\t_\t2\tprep\t_\t_
4\tOslo\tOslo\tPROPN\tNNP\t_\t3\tpobj\t_\tEnt=B-GPE|SpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t7\tpunct\t_\t_
6\tReyes\tReyes\tPROPN\tNNP\t_\t7\tnsubj\t_\tEnt=B-PERSON
7\tsmiled\tsmile\tVERB\tVBD\t_\t0\tROOT\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t7\tpunct\t_\t_
";

    #[test]
    fn an_opening_participle_is_a_verb_with_its_object() {
        let doc = mend(Doc::from_conllu(MEETING).unwrap());
        assert_eq!(doc.faults(), Vec::<String>::new());
        let (meeting, hansen, smiled) = (TokenIdx(0), TokenIdx(1), TokenIdx(6));
        assert_eq!((doc.lemma(meeting), doc.head(meeting)), ("meet", smiled));
        assert_eq!((doc.dep(hansen), doc.head(hansen)), (label::DOBJ, meeting));
        assert_eq!(doc.entity(hansen).map(|entity| entity.tokens), Some(Span::of(hansen)));
        assert!(doc.entity(meeting).is_none());
    }

    #[test]
    fn a_past_deed_after_words_in_the_present_is_the_speakers() {
        let said = "\
1\tReyes\tReyes\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-PERSON
2\tsaid\tsay\tVERB\tVBD\t_\t0\tROOT\t_\t_
3\tprices\tprice\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
4\tare\tbe\tAUX\tVBP\t_\t2\tccomp\t_\t_
5\thigh\thigh\tADJ\tJJ\t_\t4\tacomp\t_\t_
6\tand\tand\tCCONJ\tCC\t_\t4\tcc\t_\t_
7\turged\turge\tVERB\tVBD\t_\t4\tconj\t_\t_
8\tcalm\tcalm\tNOUN\tNN\t_\t7\tdobj\t_\t_
";
        let doc = mend(Doc::from_conllu(said).unwrap());
        assert_eq!((doc.head(TokenIdx(6)), doc.head(TokenIdx(5))), (TokenIdx(1), TokenIdx(1)));
        // In one tense it may well be told too, and is left.
        let doc = mend(Doc::from_conllu(&said.replace("are\tbe\tAUX\tVBP", "were\tbe\tAUX\tVBD")).unwrap());
        assert_eq!(doc.head(TokenIdx(6)), TokenIdx(3));
    }

    #[test]
    fn a_name_that_is_the_subject_stays_a_name() {
        let subject = MEETING.replace(
            "2\tHansen\tHansen\tPROPN\tNNP\t_\t7\tdep",
            "2\tHansen\tHansen\tPROPN\tNNP\t_\t7\tnsubj",
        );
        let doc = mend(Doc::from_conllu(&subject).unwrap());
        assert_eq!(doc.dep(TokenIdx(0)), label::COMPOUND);
    }
}

//! What was learned from marked sentences: the stance of one party toward another, and how a sentence portrays someone.
//!
//! Features are hashed names with learned weights for and against (`weights/`, by `cargo xtask train relations` and
//! `train attitudes`). Names of people and countries are not among them: what holds must hold for whoever comes.

mod features;
mod measured;
mod pair;
mod portrayed;
mod view;
mod weights;
mod words;

use std::sync::LazyLock;

use verbale_doc::{Byte, Doc, Span, Tok};

pub use features::Features;
pub use measured::{Measured, measured};
pub use pair::pair_features;
pub use portrayed::portrayal_features;
pub use weights::weights_file;

use weights::{Weights, chances};

static RELATIONS: LazyLock<Option<Weights>> =
    LazyLock::new(|| Weights::read(include_bytes!("../../weights/relations.bin")));
static ATTITUDES: LazyLock<Option<Weights>> =
    LazyLock::new(|| Weights::read(include_bytes!("../../weights/attitudes.bin")));

/// A stance of one of two parties toward the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regarding {
    /// Whether the second of the two takes it toward the first.
    pub is_back: bool,
    /// 1 for, -1 against.
    pub polarity: f64,
    /// How likely it is.
    pub chance: f32,
}

/// The likeliest stance between two mentions of one sentence; whether it is likely enough is for the caller to say,
/// with the thresholds in [`measured`].
pub fn regarding(doc: &Doc, pair: [Span<Tok>; 2]) -> Option<Regarding> {
    let weights = RELATIONS.as_ref()?;
    let [a, b] = pair;
    let there = weights.sums(&pair_features(doc, a, b));
    let back = weights.sums(&pair_features(doc, b, a));
    let chances = chances(&[there[0], there[1], back[0], back[1]]);
    let ways = [(false, 1.0), (false, -1.0), (true, 1.0), (true, -1.0)];
    let all = ways.into_iter().zip(chances).map(|((is_back, polarity), chance)| Regarding {
        is_back,
        polarity,
        chance,
    });
    all.reduce(|best, other| if other.chance > best.chance { other } else { best })
}

/// The words at a place, those that it cuts included; `None` where there are none.
pub fn words_at(doc: &Doc, place: Span<Byte>) -> Option<Span<Tok>> {
    let tokens = doc.tokens();
    let from = tokens.partition_point(|token| token.span.end() <= place.start());
    let to = tokens.partition_point(|token| token.span.start() < place.end());
    (from < to).then(|| Span::new(from as u32, to as u32))
}

/// How a sentence portrays someone: 1 well, -1 badly, 0 neither.
pub fn portrayal(doc: &Doc, target: Span<Tok>) -> f64 {
    let Some(weights) = ATTITUDES.as_ref() else { return 0.0 };
    let chances = chances(&weights.sums(&portrayal_features(doc, target)));
    let lean = measured().lean;
    let (well, badly, neither) = (chances[0] * lean[0], chances[1] * lean[1], chances[2]);
    if well > badly && well > neither {
        1.0
    } else if badly > neither {
        -1.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCUSES: &str = "\
1\tNorway\tNorway\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\taccused\taccuse\tVERB\tVBD\t_\t0\tROOT\t_\t_
3\tIran\tIran\tPROPN\tNNP\t_\t2\tdobj\t_\t_
4\tof\tof\tADP\tIN\t_\t2\tprep\t_\t_
5\tlying\tlie\tVERB\tVBG\t_\t4\tpcomp\t_\t_
";

    #[test]
    fn who_accuses_stands_against_the_accused_whoever_is_asked_about_first() {
        let doc = Doc::from_conllu(ACCUSES).expect("a sound parse");
        let (norway, iran) = (Span::new(0, 1), Span::new(2, 3));
        let there = regarding(&doc, [norway, iran]).expect("weights are part of the program");
        assert!(!there.is_back && there.polarity < 0.0 && there.chance > measured().sure, "{there:?}");
        let back = regarding(&doc, [iran, norway]).expect("weights are part of the program");
        assert!(back.is_back && back.polarity < 0.0 && (back.chance - there.chance).abs() < 1e-5);
    }

    #[test]
    fn names_are_not_among_the_reasons() {
        let of = |text: &str| {
            let doc = Doc::from_conllu(text).expect("a sound parse");
            pair_features(&doc, Span::new(0, 1), Span::new(2, 3))
        };
        assert_eq!(of(ACCUSES), of(&ACCUSES.replace("Norway", "Chile").replace("Iran", "Spain")));
    }

    #[test]
    fn who_is_accused_of_lying_is_put_in_a_bad_light() {
        let doc = Doc::from_conllu(ACCUSES).expect("a sound parse");
        assert!(portrayal(&doc, Span::new(2, 3)) < 0.0);
    }

    #[test]
    fn a_place_that_cuts_a_word_means_the_word() {
        let doc = Doc::from_conllu(ACCUSES).expect("a sound parse");
        assert_eq!(words_at(&doc, Span::new(1, 3)), Some(Span::new(0, 1)));
        assert_eq!(words_at(&doc, Span::new(900, 901)), None);
    }
}

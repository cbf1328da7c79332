use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A tag, dependency label, entity label or feature string, as a number.
///
/// The labels of the English pipelines have fixed numbers (the constants of [`label`]), so rules can name them at
/// compile time; what else a pipeline brings is numbered after them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(pub u16);

/// The names behind [`Label`]s: one table for tags, dependencies, entities and morphological features.
#[derive(Clone, Debug)]
pub struct Labels {
    names: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, Label>,
}

impl Labels {
    /// The number of a name, if it has one.
    pub fn find(&self, name: &str) -> Option<Label> {
        self.numbers.get(name).copied()
    }

    /// The number of a name, given one if it has none. The table holds 65,535 names; what comes after is
    /// [`label::NONE`].
    pub fn add(&mut self, name: &str) -> Label {
        if let Some(known) = self.find(name) {
            return known;
        }
        let Ok(number) = u16::try_from(self.names.len()) else { return label::NONE };
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, Label(number));
        Label(number)
    }

    /// The name of a label; empty for [`label::NONE`] and for numbers this table never gave.
    pub fn name(&self, label: Label) -> &str {
        self.names.get(label.0 as usize).map_or("", |name| name)
    }
}

impl Default for Labels {
    fn default() -> Self {
        let mut labels = Self { names: Vec::new(), numbers: FxHashMap::default() };
        for name in label::FIXED {
            labels.add(name);
        }
        labels
    }
}

macro_rules! fixed_labels {
    ($(($constant:ident, $name:literal)),+ $(,)?) => {
        /// Labels with fixed numbers: dependencies of the ClearNLP scheme by their plain names (`NSUBJ`), Penn
        /// Treebank tags as `TAG_NNP`, OntoNotes entity labels as `ENT_GPE`.
        #[allow(missing_docs, reason = "each constant is the label of its name")]
        pub mod label {
            use super::Label;
            pub(super) const FIXED: &[&str] = &[$($name),+];
            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers the constants in order")]
            enum Number { $($constant),+ }
            $(#[doc = concat!("The label “", $name, "”.")] pub const $constant: Label = Label(Number::$constant as u16);)+
        }
    };
}

fixed_labels! {
    (NONE, ""),
    (ACL, "acl"),
    (ACOMP, "acomp"),
    (ADVCL, "advcl"),
    (ADVMOD, "advmod"),
    (AGENT, "agent"),
    (AMOD, "amod"),
    (APPOS, "appos"),
    (ATTR, "attr"),
    (AUX, "aux"),
    (AUXPASS, "auxpass"),
    (CASE, "case"),
    (CC, "cc"),
    (CCOMP, "ccomp"),
    (COMPOUND, "compound"),
    (CONJ, "conj"),
    (CSUBJ, "csubj"),
    (CSUBJPASS, "csubjpass"),
    (DATIVE, "dative"),
    (DEP, "dep"),
    (DET, "det"),
    (DOBJ, "dobj"),
    (EXPL, "expl"),
    (INTJ, "intj"),
    (MARK, "mark"),
    (META, "meta"),
    (NEG, "neg"),
    (NMOD, "nmod"),
    (NPADVMOD, "npadvmod"),
    (NSUBJ, "nsubj"),
    (NSUBJPASS, "nsubjpass"),
    (NUMMOD, "nummod"),
    (OPRD, "oprd"),
    (PARATAXIS, "parataxis"),
    (PCOMP, "pcomp"),
    (POBJ, "pobj"),
    (POSS, "poss"),
    (PRECONJ, "preconj"),
    (PREDET, "predet"),
    (PREP, "prep"),
    (PRT, "prt"),
    (PUNCT, "punct"),
    (QUANTMOD, "quantmod"),
    (RELCL, "relcl"),
    (ROOT, "ROOT"),
    (XCOMP, "xcomp"),
    (TAG_DOLLAR, "$"),
    (TAG_CLOSE_QUOTE, "''"),
    (TAG_COMMA, ","),
    (TAG_LRB, "-LRB-"),
    (TAG_RRB, "-RRB-"),
    (TAG_PERIOD, "."),
    (TAG_COLON, ":"),
    (TAG_ADD, "ADD"),
    (TAG_AFX, "AFX"),
    (TAG_CC, "CC"),
    (TAG_CD, "CD"),
    (TAG_DT, "DT"),
    (TAG_EX, "EX"),
    (TAG_FW, "FW"),
    (TAG_HYPH, "HYPH"),
    (TAG_IN, "IN"),
    (TAG_JJ, "JJ"),
    (TAG_JJR, "JJR"),
    (TAG_JJS, "JJS"),
    (TAG_LS, "LS"),
    (TAG_MD, "MD"),
    (TAG_NFP, "NFP"),
    (TAG_NN, "NN"),
    (TAG_NNP, "NNP"),
    (TAG_NNPS, "NNPS"),
    (TAG_NNS, "NNS"),
    (TAG_PDT, "PDT"),
    (TAG_POS, "POS"),
    (TAG_PRP, "PRP"),
    (TAG_PRPS, "PRP$"),
    (TAG_RB, "RB"),
    (TAG_RBR, "RBR"),
    (TAG_RBS, "RBS"),
    (TAG_RP, "RP"),
    (TAG_SYM, "SYM"),
    (TAG_TO, "TO"),
    (TAG_UH, "UH"),
    (TAG_VB, "VB"),
    (TAG_VBD, "VBD"),
    (TAG_VBG, "VBG"),
    (TAG_VBN, "VBN"),
    (TAG_VBP, "VBP"),
    (TAG_VBZ, "VBZ"),
    (TAG_WDT, "WDT"),
    (TAG_WP, "WP"),
    (TAG_WPS, "WP$"),
    (TAG_WRB, "WRB"),
    (TAG_XX, "XX"),
    (TAG_SP, "_SP"),
    (TAG_OPEN_QUOTE, "``"),
    (ENT_CARDINAL, "CARDINAL"),
    (ENT_DATE, "DATE"),
    (ENT_EVENT, "EVENT"),
    (ENT_FAC, "FAC"),
    (ENT_GPE, "GPE"),
    (ENT_LANGUAGE, "LANGUAGE"),
    (ENT_LAW, "LAW"),
    (ENT_LOC, "LOC"),
    (ENT_MONEY, "MONEY"),
    (ENT_NORP, "NORP"),
    (ENT_ORDINAL, "ORDINAL"),
    (ENT_ORG, "ORG"),
    (ENT_PERCENT, "PERCENT"),
    (ENT_PERSON, "PERSON"),
    (ENT_PRODUCT, "PRODUCT"),
    (ENT_QUANTITY, "QUANTITY"),
    (ENT_TIME, "TIME"),
    (ENT_WORK_OF_ART, "WORK_OF_ART")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_names_agree() {
        let labels = Labels::default();
        assert_eq!(labels.find("nsubj"), Some(label::NSUBJ));
        assert_eq!(labels.find("ROOT"), Some(label::ROOT));
        assert_eq!(labels.find("PRP$"), Some(label::TAG_PRPS));
        assert_eq!(labels.name(label::ENT_WORK_OF_ART), "WORK_OF_ART");
        assert_eq!(labels.name(label::NONE), "");
    }

    #[test]
    fn new_names_come_after_the_fixed_ones() {
        let mut labels = Labels::default();
        let other = labels.add("obl:agent");
        assert_eq!(labels.add("obl:agent"), other);
        assert_eq!(labels.name(other), "obl:agent");
        assert_eq!(labels.name(Label(u16::MAX)), "");
    }
}

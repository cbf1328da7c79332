use rustc_hash::FxHashMap;
use verbale_codes::Sector;

use crate::facts::sectors;
use crate::pieces::{PieceCutter, Run};

/// What a role word or phrase says of whoever it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// What it names.
    pub kind: RoleKind,
    /// Its own sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Whether an organization named beside it gives the sectors ("a Hamas spokesman").
    pub inherits: bool,
    /// Whether a state named beside it makes it one of the government ("the North Korean leader").
    pub of_state: bool,
}

/// What a role word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKind {
    /// A person; in the plural a group.
    Person,
    /// People who act together, whatever the number.
    Group,
    /// An organization.
    Body,
    /// The government of a state.
    Government,
    /// Nothing by itself: it adds its sectors to another word.
    Modifier,
}

/// Role phrases by the [`Run`] of their pieces, with lemmas for words ("foreign minister", "riot police").
#[derive(Clone, Debug, Default)]
pub struct Roles {
    phrases: FxHashMap<Run, Role>,
    modifiers: FxHashMap<Run, Role>,
    longest: usize,
}

impl Roles {
    /// Reads the dictionary, then the table that corrects it.
    pub(crate) fn read(dictionary: &str, agents: &str) -> Self {
        let mut roles = Self::default();
        let mut cutter = PieceCutter::default();
        let mut pieces = Vec::new();
        let mut run_of = |phrase: &str| {
            pieces.clear();
            cutter.cut(phrase, &mut pieces);
            (Run::of(&pieces), pieces.len())
        };
        for (phrase, codes) in rows(dictionary).filter_map(|line| line.split_once('\t')) {
            let (run, n_pieces) = run_of(phrase);
            roles.longest = roles.longest.max(n_pieces.min(LONGEST));
            let role = Role {
                kind: guessed_kind(phrase),
                sectors: sectors(codes),
                inherits: false,
                of_state: false,
            };
            roles.phrases.insert(run, role);
        }
        for line in rows(agents) {
            let mut fields = line.split('\t');
            let (phrases, kind, codes) = (fields.next(), fields.next(), fields.next().unwrap_or_default());
            for phrase in phrases.unwrap_or_default().split('|') {
                let (run, n_pieces) = run_of(phrase);
                roles.longest = roles.longest.max(n_pieces.min(LONGEST));
                let role = |kind| Role {
                    kind,
                    sectors: sectors(codes.trim_start_matches(['*', '+'])),
                    inherits: codes.starts_with('*'),
                    of_state: codes.starts_with("*+"),
                };
                match kind.unwrap_or_default() {
                    "person" => roles.phrases.insert(run, role(RoleKind::Person)),
                    "group" => roles.phrases.insert(run, role(RoleKind::Group)),
                    "body" => roles.phrases.insert(run, role(RoleKind::Body)),
                    "government" => roles.phrases.insert(run, role(RoleKind::Government)),
                    "modifier" => roles.modifiers.insert(run, role(RoleKind::Modifier)),
                    _ => roles.phrases.remove(&run),
                };
            }
        }
        roles
    }

    /// What a whole phrase names.
    pub fn phrase(&self, run: Run) -> Option<&Role> {
        self.phrases.get(&run)
    }

    /// What a word adds to the phrase it stands in.
    pub fn modifier(&self, run: Run) -> Option<&Role> {
        self.modifiers.get(&run)
    }

    /// Pieces of the longest phrase.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

/// Longer phrases of the dictionary are whole titles that shorter ones cover.
const LONGEST: usize = 6;

fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The dictionary does not say what a phrase names: tell by its last word.
fn guessed_kind(phrase: &str) -> RoleKind {
    const BODIES: &[&str] = &[
        "agency",
        "assembly",
        "association",
        "authority",
        "bank",
        "board",
        "brigade",
        "bureau",
        "business",
        "cabinet",
        "college",
        "commission",
        "committee",
        "company",
        "congress",
        "corp",
        "corporation",
        "council",
        "court",
        "department",
        "front",
        "group",
        "industry",
        "institution",
        "judiciary",
        "legislature",
        "magazine",
        "media",
        "ministry",
        "movement",
        "newspaper",
        "office",
        "organization",
        "parliament",
        "party",
        "school",
        "senate",
        "service",
        "services",
        "society",
        "system",
        "tribunal",
        "tv",
        "television",
        "union",
        "university",
    ];
    const GROUPS: &[&str] = &[
        "army",
        "clergy",
        "corps",
        "crew",
        "force",
        "forces",
        "guard",
        "infantry",
        "militia",
        "military",
        "navy",
        "patrol",
        "patrols",
        "people",
        "police",
        "population",
        "squad",
        "staff",
        "troop",
        "troops",
        "aircraft",
        "helicopter",
        "jet",
        "plane",
        "ship",
        "vessel",
        "warplane",
        "warship",
    ];
    let last = phrase.rsplit(' ').next().unwrap_or(phrase);
    if BODIES.contains(&last) {
        RoleKind::Body
    } else if GROUPS.contains(&last) {
        RoleKind::Group
    } else {
        RoleKind::Person
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::pieces_of;

    #[test]
    fn own_rows_correct_the_dictionary() {
        let dictionary = "# phrase\tsectors\nprotester\tOPP\nvillage\tCVL\nfederal court\tJUD\n";
        let agents =
            "protester|marcher\tperson\tCVL\nvillage\tnone\t-\nspokesman\tperson\t*\nformer\tmodifier\tELI\n";
        let roles = Roles::read(dictionary, agents);
        let phrase = |phrase: &str| roles.phrase(Run::of(&pieces_of(phrase)));
        assert_eq!(phrase("protester").unwrap().sectors, [Sector::Cvl]);
        assert_eq!(phrase("federal court").unwrap().kind, RoleKind::Body);
        assert!(phrase("spokesman").unwrap().inherits);
        assert_eq!(phrase("village"), None);
        assert_eq!(phrase("former"), None);
        assert!(roles.modifier(Run::of(&pieces_of("former"))).is_some());
        assert_eq!(roles.longest(), 2);
    }
}

use std::str::FromStr;
use std::sync::LazyLock;

use crate::{Context, EventType, Mode, UnknownCode};

/// A code of CAMEO, the older codebook that PLOVER grew out of: `042`, Make a visit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cameo(u16);

struct Row {
    code: &'static str,
    label: &'static str,
    goldstein: f64,
    kind: Option<EventType>,
    mode: Option<Mode>,
    contexts: Vec<Context>,
}

struct Table {
    /// By code.
    rows: Vec<Row>,
    /// The nearest code of each type and mode.
    from_plover: Vec<(EventType, Option<Mode>, Cameo)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> =
        lines(include_str!("../codebook/cameo.tsv")).filter_map(|fields| row(&fields)).collect();
    let from_plover = lines(include_str!("../codebook/from_plover.tsv")).filter_map(|fields| {
        let [kind, mode, code] = fields[..] else { return None };
        let at = rows.binary_search_by(|row| row.code.cmp(code)).ok()?;
        Some((kind.parse().ok()?, mode.parse().ok(), Cameo(at as u16)))
    });
    let from_plover = from_plover.collect();
    Table { rows, from_plover }
});

fn lines(tsv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    tsv.lines().skip(1).map(|line| line.split('\t').collect())
}

fn row(fields: &[&'static str]) -> Option<Row> {
    let &[code, label, goldstein, kind, mode, contexts] = fields else { return None };
    let contexts = contexts.split(',').filter_map(|context| context.parse().ok()).collect();
    let goldstein = goldstein.parse().ok()?;
    Some(Row { code, label, goldstein, kind: kind.parse().ok(), mode: mode.parse().ok(), contexts })
}

impl Cameo {
    fn row(self) -> &'static Row {
        &TABLE.rows[self.0 as usize]
    }

    /// Every code, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.rows.len() as u16).map(Self)
    }

    /// The code nearest to a PLOVER type and mode.
    pub fn nearest(kind: EventType, mode: Option<Mode>) -> Self {
        let of = |wanted: Option<Mode>| {
            TABLE.from_plover.iter().find(|&&(k, m, _)| (k, m) == (kind, wanted)).map(|&(.., code)| code)
        };
        of(mode).or_else(|| of(None)).unwrap_or(Self(0))
    }

    /// The digits: text, for `042` and `42` are not the same.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// What it stands for: "Make a visit".
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// Goldstein's scale of conflict and cooperation, -10 to 10.
    pub fn goldstein(self) -> f64 {
        self.row().goldstein
    }

    /// The PLOVER type and mode it became; none for statements and appeals, which PLOVER drops.
    pub fn plover(self) -> Option<(EventType, Option<Mode>)> {
        self.row().kind.map(|kind| (kind, self.row().mode))
    }

    /// The PLOVER contexts that go with it.
    pub fn contexts(self) -> &'static [Context] {
        &self.row().contexts
    }
}

impl FromStr for Cameo {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        let at = TABLE.rows.binary_search_by(|row| row.code.cmp(code));
        at.map(|at| Self(at as u16)).map_err(|_| UnknownCode { list: "CAMEO codes", code: code.to_owned() })
    }
}

impl std::fmt::Debug for Cameo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        assert_eq!(Cameo::all().count(), lines(include_str!("../codebook/cameo.tsv")).count());
        assert_eq!(TABLE.from_plover.len(), lines(include_str!("../codebook/from_plover.tsv")).count());
        for code in Cameo::all() {
            assert_eq!(code.code().parse(), Ok(code));
            if let Some((kind, Some(mode))) = code.plover() {
                assert!(
                    kind.modes().iter().any(|info| info.mode == mode),
                    "{code:?}: {kind:?} lacks {mode:?}"
                );
            }
        }
    }

    #[test]
    fn a_visit_is_042() {
        let visit = Cameo::nearest(EventType::Consult, Some(Mode::Visit));
        assert_eq!((visit.code(), visit.label(), visit.goldstein()), ("042", "Make a visit", 1.9));
        assert_eq!(visit.plover(), Some((EventType::Consult, Some(Mode::Visit))));
        assert_eq!(Cameo::nearest(EventType::Agree, None).code(), "030");
        assert_eq!("010".parse::<Cameo>().unwrap().plover(), None);
        assert!("10".parse::<Cameo>().is_err());
    }

    #[test]
    fn every_type_and_mode_has_a_nearest_code() {
        for kind in EventType::ALL {
            for mode in std::iter::once(None).chain(kind.modes().iter().map(|info| Some(info.mode))) {
                let found = TABLE.from_plover.iter().any(|&(k, m, _)| (k, m) == (kind, mode));
                assert!(found, "{kind:?} {mode:?}");
            }
        }
    }
}

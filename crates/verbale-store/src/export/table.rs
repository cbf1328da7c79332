//! Tables of cells, whatever they are written as.

use crate::StoreError;

/// A column.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "parquet"),
    allow(dead_code, reason = "kinds and meanings are for Parquet and codebooks")
)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: ColumnKind,
    /// What the codebook says of it.
    pub(crate) about: &'static str,
}

/// What a column holds. Codes are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Integer,
    Real,
}

pub(crate) const fn text(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: ColumnKind::Text, about }
}

pub(crate) const fn integer(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: ColumnKind::Integer, about }
}

pub(crate) const fn real(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: ColumnKind::Real, about }
}

/// A cell, of the kind its column says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    None,
    Text(String),
    Integer(i64),
    Real(f64),
}

impl Cell {
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::None, Self::Text)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::None, Self::Integer)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::None, Self::Real)
    }
}

/// Takes a table, row by row.
pub(crate) trait Sink {
    /// The columns, once and first.
    fn begin(&mut self, columns: &[Column]) -> Result<(), StoreError>;
    /// A row, with a cell for each column.
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), StoreError>;
}

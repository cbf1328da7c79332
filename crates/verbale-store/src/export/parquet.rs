//! Apache Parquet, as DuckDB, pandas, Polars, R and Spark read it. Codes are strings there.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::table::{Cell, Column, ColumnKind, Sink};
use super::{ExportOptions, unwritten};
use crate::{Store, StoreError};

/// Rows turned into columns at a time.
const BATCH: usize = 8192;

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let mut table = Table { out, written: Written::default(), state: None };
    let n_rows = store.each_cells(options, &mut table)?;
    table.finish()?;
    Ok(n_rows)
}

/// Gathers rows, and writes them column by column.
struct Table<'a> {
    out: &'a mut dyn Write,
    written: Written,
    state: Option<State>,
}

struct State {
    writer: ArrowWriter<Written>,
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    n_rows: usize,
}

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
}

impl Sink for Table<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), StoreError> {
        let field = |column: &Column| {
            let kind = match column.kind {
                ColumnKind::Text => DataType::Utf8,
                ColumnKind::Integer => DataType::Int64,
                ColumnKind::Real => DataType::Float64,
            };
            let about = [("comment".to_owned(), column.about.to_owned())];
            Field::new(column.name, kind, true).with_metadata(std::collections::HashMap::from(about))
        };
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let properties =
            WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let writer = ArrowWriter::try_new(self.written.clone(), Arc::clone(&schema), Some(properties))
            .map_err(failed)?;
        let builder = |column: &Column| match column.kind {
            ColumnKind::Text => Builder::Text(StringBuilder::new()),
            ColumnKind::Integer => Builder::Integer(Int64Builder::new()),
            ColumnKind::Real => Builder::Real(Float64Builder::new()),
        };
        self.state =
            Some(State { writer, schema, columns: columns.iter().map(builder).collect(), n_rows: 0 });
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), StoreError> {
        let Some(state) = &mut self.state else { return Ok(()) };
        for (column, cell) in state.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Builder::Text(column), Cell::Text(text)) => column.append_value(text),
                (Builder::Text(column), _) => column.append_null(),
                (Builder::Integer(column), Cell::Integer(number)) => column.append_value(number),
                (Builder::Integer(column), _) => column.append_null(),
                (Builder::Real(column), Cell::Real(number)) => column.append_value(number),
                (Builder::Real(column), _) => column.append_null(),
            }
        }
        state.n_rows += 1;
        if state.n_rows == BATCH {
            state.write()?;
            self.written.drain(self.out)?;
        }
        Ok(())
    }
}

impl Table<'_> {
    fn finish(mut self) -> Result<(), StoreError> {
        if let Some(mut state) = self.state.take() {
            state.write()?;
            state.writer.close().map_err(failed)?;
        }
        self.written.drain(self.out)
    }
}

impl State {
    fn write(&mut self) -> Result<(), StoreError> {
        if self.n_rows == 0 {
            return Ok(());
        }
        self.n_rows = 0;
        let arrays = self.columns.iter_mut().map(|column| -> ArrayRef {
            match column {
                Builder::Text(column) => Arc::new(column.finish()),
                Builder::Integer(column) => Arc::new(column.finish()),
                Builder::Real(column) => Arc::new(column.finish()),
            }
        });
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays.collect());
        let batch = batch.map_err(|error: ArrowError| unwritten(io::Error::other(error)))?;
        self.writer.write(&batch).map_err(failed)
    }
}

/// Bytes on their way out. The writer of Parquet wants something it may send to another thread, which not all outputs
/// are.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn drain(&self, out: &mut dyn Write) -> Result<(), StoreError> {
        let bytes = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes).map_err(unwritten)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn failed(error: ParquetError) -> StoreError {
    unwritten(io::Error::other(error))
}

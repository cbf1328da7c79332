//! Prints the blocks of each document of a file, one a line: `cargo run -p verbale-read --example blocks FILE`.

use std::path::Path;

use verbale_read::{Documents, Input, Options};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]
fn main() {
    for file in std::env::args().skip(1) {
        for document in Documents::open(&Input::from(Path::new(&file)), Options::default()) {
            match document {
                Ok(reading) => {
                    let article = reading.article;
                    println!(
                        "== {} title={:?} byline={:?} published={:?}",
                        article.id, article.title, article.byline, article.published
                    );
                    if let Some(dateline) = &article.dateline {
                        let shown = |span: Option<_>| span.map_or("-", |span| article.text.slice(span));
                        println!(
                            "dateline: place {}, agency {}, date {:?}",
                            shown(dateline.place),
                            shown(dateline.agency),
                            dateline.date
                        );
                    }
                    for block in &article.blocks {
                        println!("{:?} | {}", block.kind, article.text.slice(block.span));
                    }
                }
                Err(error) => eprintln!("{error}"),
            }
        }
    }
}

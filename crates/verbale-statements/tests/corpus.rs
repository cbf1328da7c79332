//! Every file of the fuzzing corpus through its target.
#![allow(clippy::print_stdout, reason = "the file at which the target fails is shown")]

use std::fs;
use std::path::Path;

#[path = "../../../fuzz/quotations.rs"]
mod quotations;

#[test]
fn every_file_of_the_corpus_passes_its_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/quotations");
    let mut n_files = 0;
    for file in fs::read_dir(corpus).expect("the corpus is committed") {
        let path = file.expect("the corpus can be listed").path();
        println!("{}", path.display());
        quotations::quotations(&fs::read(&path).expect("the corpus can be read"));
        n_files += 1;
    }
    assert!(n_files >= 5, "{n_files} files");
}

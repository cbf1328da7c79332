//! Every file of the fuzzing corpus through its target.
#![allow(clippy::print_stdout, reason = "the file at which a target fails is shown")]

use std::fs;
use std::path::Path;

#[path = "../../../fuzz/targets.rs"]
mod targets;

#[test]
fn every_file_of_the_corpus_passes_its_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for (name, target) in targets::ALL {
        let files = fs::read_dir(corpus.join(name)).expect("each target has a corpus");
        let mut n_files = 0;
        for file in files {
            let path = file.expect("the corpus can be listed").path();
            let bytes = fs::read(&path).expect("the corpus can be read");
            println!("{}", path.display());
            target(&bytes);
            n_files += 1;
        }
        assert!(n_files >= 3, "{name} has {n_files} files");
    }
}

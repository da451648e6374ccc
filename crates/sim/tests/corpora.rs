//! Everything that the fuzzers found worth keeping, run again: `fuzz/corpus` and what has found a defect once,
//! `fuzz/regressions`. `HANDOVER_INPUT` names one file instead, to be given to the target whose folder it lies in.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use handover_sim::fuzz::TARGETS;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_input_that_was_kept_is_borne_again() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let one = std::env::var_os("HANDOVER_INPUT").map(PathBuf::from);
    for (name, target) in TARGETS {
        let kept = files(&fuzz.join("corpus").join(name));
        assert!(kept.len() >= 10, "the corpus of {name} is gone");
        let all = kept.into_iter().chain(files(&fuzz.join("regressions").join(name)));
        let all: Vec<PathBuf> = match &one {
            None => all.collect(),
            Some(one) => one.iter().any(|part| part == name).then(|| one.clone()).into_iter().collect(),
        };
        for file in &all {
            let bytes = fs::read(file).unwrap();
            let borne = std::panic::catch_unwind(|| target(&bytes));
            assert!(borne.is_ok(), "{name} does not bear {}", file.display());
        }
        println!("{name}: {} inputs", all.len());
    }
}

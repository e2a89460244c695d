//! The same bits on any processor.
//!
//! The C library chooses its functions by what the processor can do, and these differ in the last bits; our own loops are
//! compiled for several widths of vectors. The first is tested by hiding instructions from the C library, which takes a process
//! of its own; the second by unit tests beside the loops.

use std::process::Command;

use sha2::{Digest, Sha256};
use wordify::analysis::vectorize;
use wordify::corpus::{self, Columns, Copies};
use wordify::progress::Monitor;
use wordify::recipe::Selection;
use wordify::report;
use wordify::settings::{Preset, Settings};
use wordify::study::{Study, run};
use wordify::table::{self, ReadOptions};

const EXAMPLE: &[u8] = include_bytes!("../../../examples/state-of-the-union.csv");
/// Set in the process whose C library is to think that the processor can do little.
const HIDDEN: &str = "WORDIFY_TEST_HIDES_INSTRUCTIONS";
const TUNABLES: &str = "glibc.cpu.hwcaps=-AVX2,-AVX512F,-FMA,-FMA4";
/// Rows of the example that are analysed as a whole.
const ROWS: usize = 600;

/// Fingerprint of every weight of the example's matrix, and of reports of its first rows.
fn fingerprint() -> String {
    let mut hash = Sha256::new();
    let table = table::read(EXAMPLE, &ReadOptions::default()).expect("a table");
    let corpus = corpus::build(&table, &Columns::default(), Copies::DropExact).expect("two labels");
    let matrix = vectorize(&corpus.texts, &Settings::default(), 1, &Monitor::silent()).expect("terms").matrix;
    assert!(matrix.values.len() > 100_000);
    matrix.values.iter().for_each(|value| hash.update(value.to_bits().to_le_bytes()));
    let text = std::str::from_utf8(EXAMPLE).expect("UTF-8");
    let rows: String = text.lines().take(ROWS).flat_map(|line| [line, "\n"]).collect();
    for preset in Preset::ALL {
        let mut settings = Settings { preset, ..Settings::default() };
        if matches!(preset.recipe().selection, Selection::Fits(_)) {
            settings.fits = Some(24);
        }
        let study = Study { settings, ..Study::default() };
        let report = run(rows.clone().into_bytes(), None, &study, 1, &Monitor::silent()).expect("a report");
        hash.update(report::json(&report).expect("written"));
        hash.update(report::csv(&report).expect("written"));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn weights_and_reports_do_not_depend_on_instructions_that_the_c_library_uses() {
    let ours = fingerprint();
    if std::env::var_os(HIDDEN).is_some() {
        println!("fingerprint {ours}");
        return;
    }
    let this = std::env::current_exe().expect("the test itself");
    let name = "weights_and_reports_do_not_depend_on_instructions_that_the_c_library_uses";
    let mut other = Command::new(this);
    other.args(["--exact", name, "--nocapture"]).env(HIDDEN, "1").env("GLIBC_TUNABLES", TUNABLES);
    let output = other.output().expect("it runs again");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(text.contains(&format!("fingerprint {ours}")), "{ours} here, there:\n{text}");
}

//! How fast files become documents: `cargo bench -p wordify --bench read`.

use divan::Bencher;
use divan::counter::BytesCount;
use wordify::corpus::{self, Columns};
use wordify::table::{self, ReadOptions, Table};

const CSV: &[u8] = include_bytes!("../../../examples/state-of-the-union.csv");
const WORKBOOK: &[u8] = include_bytes!("../../../examples/state-of-the-union.xlsx");

fn main() {
    divan::main();
}

fn read(bytes: &[u8]) -> Table {
    table::read(bytes, &ReadOptions::default()).expect("the example corpus can be read")
}

#[divan::bench]
fn csv(bencher: Bencher) {
    bencher.counter(BytesCount::new(CSV.len())).bench(|| read(CSV));
}

#[divan::bench]
fn xlsx(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORKBOOK.len())).bench(|| read(WORKBOOK));
}

#[divan::bench]
fn choose_documents(bencher: Bencher) {
    let table = read(CSV);
    bencher.bench(|| corpus::build(&table, &Columns::default(), corpus::Copies::DropNear));
}

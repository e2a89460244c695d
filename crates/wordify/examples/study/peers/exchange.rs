//! Sets for the programs of others, and the lists that come back, as JSON.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::sets::{self, Question};
use super::{Entry, own};
use crate::draws::each;
use crate::setup::Setup;

/// Names of the files, which `xtask/python/study/lists.py` knows as well.
const SETS: &str = "sets.json";
const LISTS: &str = "lists.json";

#[derive(Serialize)]
struct Sets<'a> {
    corpora: Vec<Matrix>,
    sets: Vec<Asked<'a>>,
}

/// Documents × terms, row by row.
#[derive(Serialize)]
struct Matrix {
    documents: usize,
    terms: usize,
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f64>,
}

#[derive(Serialize)]
struct Asked<'a> {
    name: &'a str,
    corpus: usize,
    labels: usize,
    label_of: &'a [u16],
    seed: u64,
    train: Option<&'a [bool]>,
    /// Terms of our own methods in their order, where documents are set aside.
    ours: BTreeMap<String, Vec<Entry>>,
}

/// What others made of a set.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answered {
    /// Method → terms.
    pub(super) lists: BTreeMap<String, Vec<Entry>>,
    /// Method → length of the list → area under the curve.
    pub(super) areas: BTreeMap<String, BTreeMap<usize, f64>>,
}

/// Writes all sets into `folder`.
pub(crate) fn write_sets(setup: &Setup, folder: &Path) -> Result<(), Box<dyn Error>> {
    let corpora = sets::corpora(setup)?;
    let sets = sets::sets(setup, &corpora);
    let asked = each(sets.len(), |number| {
        let set = &sets[number];
        let train = match &set.question {
            Question::HeldOut(train) => Some(train.as_slice()),
            _ => None,
        };
        let orders = train.map(|train| own::orders(&corpora[set.corpus].documents, set, &setup.judge, train));
        Asked {
            name: &set.name,
            corpus: set.corpus,
            labels: set.labels.labels,
            label_of: &set.labels.label_of,
            seed: set.seed,
            train,
            ours: orders.unwrap_or_default(),
        }
    });
    let corpora = corpora.iter().map(|corpus| matrix(&corpus.documents.matrix)).collect();
    let file = File::create(folder.join(SETS))?;
    Ok(serde_json::to_writer(BufWriter::new(file), &Sets { corpora, sets: asked })?)
}

/// What others made of each set, by its name.
pub(super) fn read_lists(folder: &Path) -> Result<HashMap<String, Answered>, Box<dyn Error>> {
    Ok(serde_json::from_slice(&fs::read(folder.join(LISTS))?)?)
}

fn matrix(matrix: &wordify::terms::matrix::DocumentTermMatrix) -> Matrix {
    let (mut starts, mut columns, mut values) = (vec![0], Vec::new(), Vec::new());
    for row in 0..matrix.documents() {
        let (own_columns, own_values) = matrix.row(row);
        columns.extend_from_slice(own_columns);
        values.extend_from_slice(own_values);
        starts.push(columns.len());
    }
    Matrix { documents: matrix.documents(), terms: matrix.terms, starts, columns, values }
}

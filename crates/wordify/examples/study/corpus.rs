//! Corpora of the study, and what the engine makes of their texts.

use std::error::Error;
use std::path::Path;

use wordify::analysis::vectorize;
use wordify::corpus::{self, Columns, Copies};
use wordify::progress::Monitor;
use wordify::selection::family::families;
use wordify::selection::logistic::Twins;
use wordify::settings::Settings;
use wordify::table::{self, ReadOptions};
use wordify::terms::length;
use wordify::terms::matrix::DocumentTermMatrix;
use wordify::text::language::Language;

use crate::random::Random;

/// Labelled texts.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    pub(crate) name: String,
    pub(crate) language: Language,
    pub(crate) texts: Vec<String>,
    pub(crate) label_of: Vec<u16>,
    pub(crate) labels: usize,
    /// Whether the labels mean anything.
    pub(crate) means_anything: bool,
}

impl Texts {
    /// Those of a csv file with the columns `text` and `label`; its name may end with a language, as in `shops_de.csv`.
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let table = table::read(&std::fs::read(path)?, &ReadOptions::default())?;
        let corpus = corpus::build(&table, &Columns::new("text", "label"), Copies::DropNear)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let language =
            name.split('_').find_map(|part| (part.len() == 2).then(|| Language::from_code(part))?);
        Ok(Self {
            name,
            language: language.unwrap_or(Language::English),
            label_of: corpus.label_of.iter().map(|&label| label as u16).collect(),
            labels: corpus.labels.len(),
            texts: corpus.texts,
            means_anything: true,
        })
    }

    /// `count` of the documents, by lot; all where there are not more.
    pub(crate) fn some(&self, count: usize, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        Random::new(seed, 0).shuffle(&mut order);
        order.truncate(count);
        order.sort_unstable();
        Self {
            texts: order.iter().map(|&i| self.texts[i].clone()).collect(),
            label_of: order.iter().map(|&i| self.label_of[i]).collect(),
            ..self.clone()
        }
    }
}

/// What the engine sees of texts.
#[derive(Debug)]
pub(crate) struct Documents {
    pub(crate) name: String,
    pub(crate) matrix: DocumentTermMatrix,
    pub(crate) family_of: Vec<u32>,
    /// Logarithms of the lengths, in the form in which they are held equal.
    pub(crate) lengths: Vec<f64>,
    /// Documents of each column.
    pub(crate) documents_of: Vec<Vec<u32>>,
}

impl Documents {
    pub(crate) fn new(texts: &Texts) -> Result<Self, Box<dyn Error>> {
        let settings = Settings { language: texts.language, ..Settings::default() };
        let vectorized = vectorize(&texts.texts, &settings, 2, &Monitor::silent())?;
        let twins = Twins::find(&vectorized.matrix);
        let matrix = twins.merge(&vectorized.matrix);
        Ok(Self {
            name: texts.name.clone(),
            family_of: families(&vectorized.terms, &vectorized.document_frequency, &twins),
            lengths: texts.texts.iter().map(|text| (length::words(text).max(1) as f64).ln()).collect(),
            documents_of: documents_of(&matrix),
            matrix,
        })
    }

    /// Those of `rows`, with the terms of all.
    pub(crate) fn some(&self, rows: &[u32]) -> Self {
        let matrix = self.matrix.some(rows);
        Self {
            name: self.name.clone(),
            family_of: self.family_of.clone(),
            lengths: rows.iter().map(|&row| self.lengths[row as usize]).collect(),
            documents_of: documents_of(&matrix),
            matrix,
        }
    }

    /// Documents.
    pub(crate) fn len(&self) -> usize {
        self.lengths.len()
    }
}

/// The documents of each column.
fn documents_of(matrix: &DocumentTermMatrix) -> Vec<Vec<u32>> {
    let mut documents_of = vec![Vec::new(); matrix.terms];
    for document in 0..matrix.documents() {
        let (columns, _) = matrix.row(document);
        columns.iter().for_each(|&column| documents_of[column as usize].push(document as u32));
    }
    documents_of
}

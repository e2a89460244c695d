//! Tables to the files of the segmenters: done once, by `cargo xtask segmenters`.

use std::collections::{BTreeMap, HashMap};

use fst::MapBuilder;

use super::chinese::{self, NEVER, SCALE};
use super::content::Content;
use super::japanese::{self, Category, LAST};
use crate::error::{Error, ErrorKind};
use crate::text::lemma::rule::Rule;

/// zstd's level: the slowest of the normal ones.
const LEVEL: i32 = 19;
/// What the model of Chinese gives for what it has never seen, and less.
const LOWEST: f64 = -1e9;

fn wrong(what: &str, row: &[&str]) -> Error {
    Error::new(ErrorKind::Input, what.to_owned()).at(row.join("\t"))
}

/// The cells of a table with tabs between the columns.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().map(|line| line.split('\t').collect())
}

fn parsed<T: std::str::FromStr>(row: &[&str], column: usize) -> Result<T, Error> {
    row.get(column).and_then(|cell| cell.parse().ok()).ok_or_else(|| wrong("not a number", row))
}

/// Packs the tables of Chinese: words with their frequencies, characters with the logarithms of their four states,
/// and the logarithms between the states.
///
/// # Errors
/// [`ErrorKind::Input`] with the row that is wrong.
pub fn chinese(words: &str, characters: &str, model: &str) -> Result<Vec<u8>, Error> {
    let mut frequencies: Vec<(&str, f64)> = Vec::new();
    for row in rows(words) {
        frequencies.push((row[0], parsed(&row, 1)?));
    }
    let total: f64 = frequencies.iter().map(|(_, frequency)| frequency).sum();
    let cost = |frequency: f64| (libm::log(total / frequency) * SCALE).round() as u64;
    let mut map = MapBuilder::memory();
    for &(word, frequency) in frequencies.iter().filter(|(_, frequency)| *frequency > 0.0) {
        map.insert(word, cost(frequency)).map_err(|_| wrong("a word is not in its place", &[word]))?;
    }
    let map = map.into_inner().map_err(|_| wrong("the map cannot be written", &[]))?;
    let of_logarithm = |logarithm: f64| {
        let cost = if logarithm < LOWEST { NEVER } else { (-logarithm * SCALE).round() as i32 };
        cost.cast_unsigned()
    };
    let mut content = Content::default();
    content.number(cost(1.0) as usize);
    content.bytes(&map);
    let mut costs = Vec::new();
    for row in rows(model) {
        costs.push(of_logarithm(parsed(&row, 2)?));
    }
    content.words(&costs);
    let (mut numbers, mut costs) = (Vec::new(), Vec::new());
    for row in rows(characters) {
        numbers.push(u32::from(parsed::<char>(&row, 0)?));
        for state in 1..=4 {
            costs.push(of_logarithm(parsed(&row, state)?));
        }
    }
    content.words(&numbers);
    content.words(&costs);
    content.pack(chinese::MAGIC, LEVEL)
}

/// Packs the tables of Japanese: words with context, cost and dictionary form; the matrix of contexts; categories of
/// characters; and the ranges of code points in them.
///
/// # Errors
/// [`ErrorKind::Input`] with the row that is wrong.
pub fn japanese(words: &str, matrix: &str, categories: &str, characters: &str) -> Result<Vec<u8>, Error> {
    let mut content = Content::default();
    japanese_words(words, &mut content)?;
    let (mut costs, mut size) = (Vec::new(), 0);
    for row in rows(matrix) {
        for column in 0..row.len() {
            costs.push(parsed(&row, column)?);
        }
        size += 1;
    }
    content.number(size);
    content.shorts(&japanese::differences(&costs, size));
    let mut number_of: HashMap<&str, usize> = HashMap::new();
    content.number(rows(categories).count());
    for (number, row) in rows(categories).enumerate() {
        number_of.insert(row[0], number);
        let flag = |column| parsed::<usize>(&row, column).map(|flag| flag != 0);
        let mut category =
            Category { always: flag(1)?, grouped: flag(2)?, longest: parsed(&row, 3)?, words: Vec::new() };
        for column in (4..row.len()).step_by(2) {
            category.words.push((parsed(&row, column)?, parsed(&row, column + 1)?));
        }
        content.number(usize::from(category.always) | usize::from(category.grouped) << 1);
        content.number(usize::from(category.longest));
        let pairs = category.words.iter().flat_map(|&(context, cost)| [context, cost.cast_unsigned()]);
        content.shorts(&pairs.collect::<Vec<_>>());
    }
    let mut ranges = Vec::new();
    for row in rows(characters) {
        let number =
            |name: &&str| number_of.get(name).copied().ok_or_else(|| wrong("no such category", &row));
        let numbers = row[2..].iter().map(number).collect::<Result<Vec<_>, _>>()?;
        let main = *numbers.first().ok_or_else(|| wrong("no category", &row))?;
        let all = numbers.iter().fold(0, |all, number| all | 1 << number);
        ranges.extend([parsed(&row, 0)?, parsed(&row, 1)?, main as u32, all]);
    }
    content.words(&ranges);
    content.pack(japanese::MAGIC, LEVEL)
}

/// Of several entries of a form in one context only the cheapest can ever be chosen; the others are left out.
fn japanese_words(words: &str, content: &mut Content) -> Result<(), Error> {
    let mut entries: BTreeMap<(&str, u16), (i16, &str)> = BTreeMap::new();
    for row in rows(words) {
        let (context, cost) = (parsed(&row, 1)?, parsed(&row, 2)?);
        let base = row.get(3).ok_or_else(|| wrong("no dictionary form", &row))?;
        let entry = entries.entry((row[0], context)).or_insert((cost, base));
        if cost < entry.0 {
            *entry = (cost, base);
        }
    }
    let mut rules = vec![Rule { lower: false, front: 0, end: 0, append: "".into() }];
    let mut number_of: HashMap<Rule, u16> = HashMap::from([(rules[0].clone(), 0)]);
    let (mut contexts, mut costs, mut rule_of) = (Vec::new(), Vec::new(), Vec::<u16>::new());
    let mut map = MapBuilder::memory();
    let mut last_form = None;
    for (&(form, context), &(cost, base)) in &entries {
        if last_form != Some(form) {
            if let Some(rule) = rule_of.last_mut() {
                *rule |= LAST;
            }
            map.insert(form, contexts.len() as u64).map_err(|_| wrong("not in its place", &[form]))?;
            last_form = Some(form);
        }
        let rule =
            Rule::between(form, base).filter(|rule| !rule.lower && rule.apply(form).as_deref() == Some(base));
        let rule = rule.ok_or_else(|| wrong("no rule leads to the dictionary form", &[form, base]))?;
        let number = *number_of.entry(rule.clone()).or_insert_with(|| {
            rules.push(rule);
            (rules.len() - 1) as u16
        });
        contexts.push(context);
        costs.push(i16::cast_unsigned(cost));
        rule_of.push(number);
    }
    if let Some(rule) = rule_of.last_mut() {
        *rule |= LAST;
    }
    if rules.len() >= usize::from(LAST) {
        return Err(wrong("too many rules", &[]));
    }
    content.bytes(&map.into_inner().map_err(|_| wrong("the map cannot be written", &[]))?);
    content.shorts(&contexts);
    content.shorts(&costs);
    content.shorts(&rule_of);
    content.number(rules.len());
    for rule in &rules {
        content.number(usize::from(rule.front));
        content.number(usize::from(rule.end));
        content.bytes(rule.append.as_bytes());
    }
    Ok(())
}

//! Chinese to words, as jieba cuts it.
//!
//! Of all ways to cut a stretch into words of the dictionary, the one whose words are the most frequent together. What
//! then stands as single characters in a row may be a word that the dictionary lacks: a hidden Markov model with the
//! states begin, middle, end, and word alone decides (Sun Junyi's jieba 0.42, whose dictionary and model these are).
//! Costs are whole numbers, so that every machine cuts alike.

use std::ops::Range;

use fst::Map;
use rustc_hash::FxHashMap;

use super::content::{Cursor, damaged, unpack};
use crate::error::Error;

/// First bytes of a file, with the version of the format.
pub(super) const MAGIC: &[u8; 8] = b"WHANZI01";
/// Costs are negative logarithms times this.
pub(super) const SCALE: f64 = 10_000.0;
/// The cost of what the model has never seen.
pub(super) const NEVER: i32 = 1 << 28;
/// The states begin, middle, end, alone; and of each, those that may stand before it.
const BEFORE: [[usize; 2]; 4] = [[2, 3], [1, 0], [0, 1], [3, 2]];
const END: usize = 2;
const ALONE: usize = 3;

/// Words with their costs, and the model for words that are not among them.
#[derive(Debug)]
pub(super) struct Chinese {
    words: Map<Vec<u8>>,
    /// The cost of a character that is no word of the dictionary.
    unknown: i64,
    /// Of each character, the costs in the four states.
    characters: FxHashMap<char, [i32; 4]>,
    start: [i64; 4],
    /// The cost from a state to a state.
    change: [[i64; 4]; 4],
}

impl Chinese {
    /// Reads a file that [`pack`](super::pack) wrote.
    pub(super) fn read(file: &[u8]) -> Result<Self, Error> {
        let content = unpack(file, MAGIC)?;
        let mut cursor = Cursor { rest: &content };
        let unknown = cursor.number()? as i64;
        let words = Map::new(cursor.bytes()?.to_vec()).map_err(|_| damaged())?;
        let model = cursor.words()?;
        let (numbers, costs) = (cursor.words()?, cursor.words()?);
        if model.len() != 20 || costs.len() != 4 * numbers.len() {
            return Err(damaged());
        }
        let cost = |state: usize| i64::from(model[state].cast_signed());
        let mut characters = FxHashMap::default();
        for (&number, costs) in numbers.iter().zip(costs.as_chunks::<4>().0) {
            characters.insert(char::from_u32(number).ok_or_else(damaged)?, costs.map(u32::cast_signed));
        }
        Ok(Self {
            words,
            unknown,
            characters,
            start: std::array::from_fn(cost),
            change: std::array::from_fn(|from| std::array::from_fn(|to| cost(4 + 4 * from + to))),
        })
    }

    /// Shows the pieces of `stretch`, words and what stands between them, to `visit`.
    pub(super) fn cut(&self, stretch: &str, visit: &mut dyn FnMut(&str)) {
        let mut starts: Vec<usize> = stretch.char_indices().map(|(index, _)| index).collect();
        starts.push(stretch.len());
        let ends = self.best_ends(stretch, &starts);
        let mut at = 0;
        let mut alone = 0..0;
        while at + 1 < starts.len() {
            let end = ends[at];
            if end == at + 1 {
                alone = if alone.is_empty() { at..end } else { alone.start..end };
            } else {
                self.cut_alone(stretch, &starts, std::mem::replace(&mut alone, 0..0), visit);
                visit(&stretch[starts[at]..starts[end]]);
            }
            at = end;
        }
        self.cut_alone(stretch, &starts, alone, visit);
    }

    /// Where the word that begins at each character ends, on the cheapest way to the end of the stretch.
    fn best_ends(&self, stretch: &str, starts: &[usize]) -> Vec<usize> {
        let length = starts.len() - 1;
        let mut best = vec![(0_i64, 0_usize); length + 1];
        for at in (0..length).rev() {
            let mut least: Option<(i64, usize)> = None;
            let map = self.words.as_fst();
            let mut node = map.root();
            let mut output = fst::raw::Output::zero();
            'word: for end in at + 1..=length {
                for &byte in &stretch.as_bytes()[starts[end - 1]..starts[end]] {
                    let Some(index) = node.find_input(byte) else { break 'word };
                    let transition = node.transition(index);
                    output = output.cat(transition.out);
                    node = map.node(transition.addr);
                }
                if node.is_final() {
                    let cost = output.cat(node.final_output()).value() as i64 + best[end].0;
                    // Of equals the longest word.
                    if least.is_none_or(|(cheapest, _)| cost <= cheapest) {
                        least = Some((cost, end));
                    }
                }
            }
            best[at] = least.unwrap_or((self.unknown + best[at + 1].0, at + 1));
        }
        best.into_iter().map(|(_, end)| end).collect()
    }

    /// Shows characters that stand alone in a row: as such where they are a word that was dear, else as the model
    /// joins them.
    fn cut_alone(&self, stretch: &str, starts: &[usize], row: Range<usize>, visit: &mut dyn FnMut(&str)) {
        let text = &stretch[starts[row.start]..starts[row.end]];
        if row.len() < 2 {
            if !text.is_empty() {
                visit(text);
            }
            return;
        }
        if self.words.contains_key(text) {
            for at in row {
                visit(&stretch[starts[at]..starts[at + 1]]);
            }
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let han = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            if han > 0 {
                self.join(&rest[..han], visit);
            }
            let other = rest[han..].find(is_han).unwrap_or(rest.len() - han);
            if other > 0 {
                visit(&rest[han..han + other]);
            }
            rest = &rest[han + other..];
        }
    }

    /// Cuts a row of Chinese characters by the states of the model.
    fn join(&self, row: &str, visit: &mut dyn FnMut(&str)) {
        let unseen = [NEVER; 4];
        let mut costs = [0_i64; 4];
        let mut came_from: Vec<[usize; 4]> = Vec::new();
        for (index, c) in row.chars().enumerate() {
            let of_character = self.characters.get(&c).unwrap_or(&unseen);
            if index == 0 {
                costs = std::array::from_fn(|state| self.start[state] + i64::from(of_character[state]));
                came_from.push([0; 4]);
                continue;
            }
            let mut from = [0; 4];
            costs = std::array::from_fn(|state| {
                let cost = |before: usize| costs[before] + self.change[before][state];
                let [first, second] = BEFORE[state];
                from[state] = if cost(second) < cost(first) { second } else { first };
                cost(from[state]) + i64::from(of_character[state])
            });
            came_from.push(from);
        }
        let mut state = if costs[END] < costs[ALONE] { END } else { ALONE };
        let mut ends_word = vec![false; came_from.len()];
        for (index, from) in came_from.iter().enumerate().rev() {
            ends_word[index] = matches!(state, END | ALONE);
            state = from[state];
        }
        let mut start = 0;
        for ((index, c), ends) in row.char_indices().zip(ends_word) {
            if ends {
                visit(&row[start..index + c.len_utf8()]);
                start = index + c.len_utf8();
            }
        }
        if start < row.len() {
            visit(&row[start..]);
        }
    }
}

/// The characters that the model was made for.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fd5}')
}

/// Whether a character is cut together with its neighbours; all others divide.
pub(super) fn is_inside(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

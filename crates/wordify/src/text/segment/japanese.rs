//! Japanese to words with their dictionary forms, as MeCab does it with ipadic.
//!
//! Every word of the dictionary that stands in the text, and for what it lacks, runs of letters of one kind, has a cost;
//! so has every pair of contexts that meet. The path with the least sum is taken (Kudo, Yamamoto & Matsumoto 2004,
//! “Applying conditional random fields to Japanese morphological analysis”).

use fst::Map;

use super::content::{Cursor, damaged, unpack};
use crate::error::Error;
use crate::text::lemma::rule::Rule;

/// First bytes of a file, with the version of the format.
pub(super) const MAGIC: &[u8; 8] = b"WKANJI01";
/// Marks, in the column of rules, the last entry of a form.
pub(super) const LAST: u16 = 1 << 15;
/// Longest run of letters of one kind that counts as one unknown word, in characters beyond the first; MeCab's limit.
const GROUPED_MAX: usize = 24;
/// The context before the first word and behind the last.
const EDGE: u16 = 0;
/// Code points below this are looked up in a table; the others are of the category of no range.
const TABLE_END: usize = 0x1_0000;
/// Stands for no node.
const NONE: u32 = u32::MAX;

/// A kind of characters, and the unknown words that they make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Category {
    /// Unknown words are tried also where the dictionary has a word.
    pub(super) always: bool,
    /// A run of such characters is an unknown word.
    pub(super) grouped: bool,
    /// So are the first characters, up to this many.
    pub(super) longest: u16,
    /// Contexts and costs of the unknown words.
    pub(super) words: Vec<(u16, i16)>,
}

/// The categories of a character: the main one, and all as bits.
#[derive(Debug, Clone, Copy, Default)]
struct CharacterCategories {
    main: u8,
    all: u16,
}

/// The dictionary with its costs.
#[derive(Debug)]
pub(super) struct Japanese {
    /// From a form to its first entry.
    forms: Map<Vec<u8>>,
    /// Of each entry the context, the cost and the rule to the dictionary form; [`LAST`] marks a form's last entry.
    contexts: Vec<u16>,
    costs: Vec<i16>,
    rule_of: Vec<u16>,
    rules: Vec<Rule>,
    /// The cost of two contexts that meet, left × right.
    matrix: Vec<i16>,
    size: usize,
    categories: Vec<Category>,
    kinds: Vec<CharacterCategories>,
}

/// A word that may stand in a text.
#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    context: u16,
    rule: u16,
    /// Of the cheapest path up to here.
    cost: i64,
    before: u32,
    /// Another word that ends at the same place.
    next: u32,
}

impl Japanese {
    /// Reads a file that [`pack`](super::pack) wrote.
    pub(super) fn read(file: &[u8]) -> Result<Self, Error> {
        let content = unpack(file, MAGIC)?;
        let mut cursor = Cursor { rest: &content };
        let forms = Map::new(cursor.bytes()?.to_vec()).map_err(|_| damaged())?;
        let (contexts, costs, rule_of) = (cursor.shorts()?, cursor.signed_shorts()?, cursor.shorts()?);
        let mut rules = Vec::new();
        for _ in 0..cursor.number()? {
            let (front, end) = (cursor.number()?, cursor.number()?);
            let append = std::str::from_utf8(cursor.bytes()?).map_err(|_| damaged())?.into();
            let short = |number: usize| u8::try_from(number).map_err(|_| damaged());
            rules.push(Rule { lower: false, front: short(front)?, end: short(end)?, append });
        }
        let size = cursor.number()?;
        let matrix = undone_differences(&cursor.signed_shorts()?, size);
        let mut categories = Vec::new();
        for _ in 0..cursor.number()? {
            let (flags, longest) = (cursor.number()?, cursor.number()? as u16);
            let pairs = cursor.shorts()?;
            let words = pairs.as_chunks::<2>().0.iter().map(|&[context, cost]| (context, cost.cast_signed()));
            categories.push(Category {
                always: flags & 1 != 0,
                grouped: flags & 2 != 0,
                longest,
                words: words.collect(),
            });
        }
        let mut kinds = vec![CharacterCategories { main: 0, all: 1 }; TABLE_END];
        for range in cursor.words()?.as_chunks::<4>().0 {
            let [from, to, main, all] = range.map(|number| number as usize);
            let range = kinds.get_mut(from..=to).ok_or_else(damaged)?;
            range.fill(CharacterCategories { main: main as u8, all: all as u16 });
        }
        let japanese = Self { forms, contexts, costs, rule_of, rules, matrix, size, categories, kinds };
        if japanese.is_sound() { Ok(japanese) } else { Err(damaged()) }
    }

    /// Whether every number leads somewhere.
    fn is_sound(&self) -> bool {
        let context = |context: u16| usize::from(context) < self.size;
        let unknown = self.categories.iter().flat_map(|category| &category.words);
        self.matrix.len() == self.size * self.size
            && self.contexts.len() == self.costs.len()
            && self.contexts.len() == self.rule_of.len()
            && self.rule_of.last().is_some_and(|rule| rule & LAST != 0)
            && self.rule_of.iter().all(|rule| usize::from(rule & !LAST) < self.rules.len())
            && self.contexts.iter().all(|&id| context(id))
            && unknown.into_iter().all(|&(id, _)| context(id))
            && self.categories.iter().all(|category| !category.words.is_empty())
            && self.kinds.iter().all(|kind| usize::from(kind.main) < self.categories.len())
    }

    /// Shows each word of `stretch` with its dictionary form, where that is another, to `visit`.
    pub(super) fn cut(&self, stretch: &str, visit: &mut dyn FnMut(&str, Option<&str>)) {
        let mut starts: Vec<usize> = stretch.char_indices().map(|(index, _)| index).collect();
        starts.push(stretch.len());
        let kinds: Vec<CharacterCategories> = stretch.chars().map(|c| self.categories_of(c)).collect();
        let mut lattice = Lattice { nodes: Vec::new(), ending_at: vec![NONE; starts.len()] };
        for at in 0..kinds.len() {
            if at == 0 || lattice.ending_at[at] != NONE {
                self.words_at(stretch, &starts, &kinds, at, &mut lattice);
            }
        }
        let mut node = self.cheapest(&lattice, kinds.len(), EDGE).1;
        let mut path = Vec::new();
        while let Some(&Node { before, .. }) = lattice.nodes.get(node as usize) {
            path.push(node);
            node = before;
        }
        for (place, &node) in path.iter().enumerate().rev() {
            let end = place
                .checked_sub(1)
                .map_or(kinds.len(), |next| lattice.nodes[path[next] as usize].start as usize);
            let Node { start, rule, .. } = lattice.nodes[node as usize];
            let form = &stretch[starts[start as usize]..starts[end]];
            let base = if rule == 0 { None } else { self.rules[usize::from(rule)].apply(form) };
            visit(form, base.as_deref());
        }
    }

    /// Puts all words that begin at the character `at` into the lattice.
    fn words_at(
        &self,
        stretch: &str,
        starts: &[usize],
        kinds: &[CharacterCategories],
        at: usize,
        lattice: &mut Lattice,
    ) {
        let mut known = false;
        let map = self.forms.as_fst();
        let mut node = map.root();
        let mut output = fst::raw::Output::zero();
        'form: for end in at + 1..starts.len() {
            for &byte in &stretch.as_bytes()[starts[end - 1]..starts[end]] {
                let Some(index) = node.find_input(byte) else { break 'form };
                let transition = node.transition(index);
                output = output.cat(transition.out);
                node = map.node(transition.addr);
            }
            if node.is_final() {
                known = true;
                let mut entry = output.cat(node.final_output()).value() as usize;
                while let Some(&rule) = self.rule_of.get(entry) {
                    self.add(lattice, at, end, (self.contexts[entry], self.costs[entry]), rule & !LAST);
                    if rule & LAST != 0 {
                        break;
                    }
                    entry += 1;
                }
            }
        }
        let category = &self.categories[usize::from(kinds[at].main)];
        if known && !category.always {
            return;
        }
        let before = lattice.nodes.len();
        self.unknown_at(kinds, at, lattice);
        if !known && lattice.nodes.len() == before {
            self.add_unknown(category, at, at + 1, lattice);
        }
    }

    /// Puts runs of letters of one kind that begin at the character `at` into the lattice.
    fn unknown_at(&self, kinds: &[CharacterCategories], at: usize, lattice: &mut Lattice) {
        let category = &self.categories[usize::from(kinds[at].main)];
        let mut grouped_end = None;
        if category.grouped {
            let pairs = kinds[at..].windows(2).take(GROUPED_MAX + 1);
            let alike = pairs.take_while(|pair| pair[0].all & pair[1].all != 0).count();
            grouped_end = Some(at + 1 + alike);
            if alike <= GROUPED_MAX {
                self.add_unknown(category, at, at + 1 + alike, lattice);
            }
        }
        let longest = at + usize::from(category.longest);
        for end in at + 1..=longest.min(kinds.len()) {
            if Some(end) == grouped_end {
                break;
            }
            self.add_unknown(category, at, end, lattice);
            if kinds.get(end).is_none_or(|kind| kind.all & kinds[at].all == 0) {
                break;
            }
        }
    }

    fn add_unknown(&self, category: &Category, start: usize, end: usize, lattice: &mut Lattice) {
        for &word in &category.words {
            self.add(lattice, start, end, word, 0);
        }
    }

    fn add(&self, lattice: &mut Lattice, start: usize, end: usize, (context, cost): (u16, i16), rule: u16) {
        let (least, before) = self.cheapest(lattice, start, context);
        let next = std::mem::replace(&mut lattice.ending_at[end], lattice.nodes.len() as u32);
        let cost = least + i64::from(cost);
        lattice.nodes.push(Node { start: start as u32, context, rule, cost, before, next });
    }

    /// The cheapest path to the character `at`, for a word with `context` there: its cost and its last word.
    fn cheapest(&self, lattice: &Lattice, at: usize, context: u16) -> (i64, u32) {
        let meet = |left: u16| i64::from(self.matrix[usize::from(left) * self.size + usize::from(context)]);
        if at == 0 {
            return (meet(EDGE), NONE);
        }
        let mut least = (i64::MAX, NONE);
        let mut number = lattice.ending_at[at];
        while let Some(node) = lattice.nodes.get(number as usize) {
            // The list has the last word first; of equals the first is taken.
            let cost = node.cost + meet(node.context);
            if cost <= least.0 {
                least = (cost, number);
            }
            number = node.next;
        }
        least
    }

    fn categories_of(&self, c: char) -> CharacterCategories {
        self.kinds.get(c as usize).copied().unwrap_or(CharacterCategories { main: 0, all: 1 })
    }
}

struct Lattice {
    nodes: Vec<Node>,
    /// Of each place, the last word that ends there.
    ending_at: Vec<u32>,
}

/// The matrix as the differences to the row above, which pack better.
pub(super) fn differences(matrix: &[i16], size: usize) -> Vec<u16> {
    let above = |place: usize| place.checked_sub(size).map_or(0, |above| matrix[above]);
    matrix.iter().enumerate().map(|(place, &cost)| cost.wrapping_sub(above(place)).cast_unsigned()).collect()
}

fn undone_differences(differences: &[i16], size: usize) -> Vec<i16> {
    let mut matrix: Vec<i16> = Vec::with_capacity(differences.len());
    for (place, &difference) in differences.iter().enumerate() {
        let above = place.checked_sub(size).map_or(0, |above| matrix[above]);
        matrix.push(difference.wrapping_add(above));
    }
    matrix
}

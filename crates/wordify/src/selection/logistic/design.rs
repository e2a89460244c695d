//! The sparse design of a regression, by columns, in chunks of eight entries.
//!
//! Most columns are short, so the time of a sweep would go into mispredicted loop ends. Chunks, and columns
//! ordered by their length, make the loops predictable; the fixed size of the dense vectors lets the compiler
//! drop the bounds checks.

/// Entries of a chunk.
pub(crate) const LANES: usize = 8;
/// Rows of a block: as many as 16 bits can number.
const BLOCK: usize = 1 << 16;
/// Blocks of rows.
pub(crate) const BLOCKS: usize = 2;
/// Most rows of one fit: enough for the largest sample (100,000 documents).
pub(crate) const ROWS_MAX: usize = BLOCKS * BLOCK;

/// A vector with one entry per row.
pub(crate) type Dense<T> = Box<[T; ROWS_MAX]>;

/// The part of a dense vector that a chunk's row numbers refer to.
#[inline(always)]
fn block_of<T>(dense: &[T; ROWS_MAX], block: u16) -> &[T; BLOCK] {
    let (blocks, _) = dense.as_chunks::<BLOCK>();
    &blocks[usize::from(block)]
}

/// The part of a dense vector that a chunk's row numbers refer to.
#[inline(always)]
fn block_of_mut<T>(dense: &mut [T; ROWS_MAX], block: u16) -> &mut [T; BLOCK] {
    let (blocks, _) = dense.as_chunks_mut::<BLOCK>();
    &mut blocks[usize::from(block)]
}

/// A dense vector of zeros.
pub(crate) fn dense<T: Copy + Default>() -> Dense<T> {
    match vec![T::default(); ROWS_MAX].into_boxed_slice().try_into() {
        Ok(dense) => dense,
        Err(_) => unreachable!("the vector has exactly ROWS_MAX entries"),
    }
}

/// Eight entries of a column. Where a column ends early the rest is zeros at rows of their own,
/// which change nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(64))]
pub(crate) struct Chunk {
    pub(crate) values: [f32; LANES],
    /// Rows within the block.
    rows: [u16; LANES],
    /// Block of all eight rows.
    block: u16,
}

impl Chunk {
    /// Adds the products with `dense` to `sums`, lane by lane.
    #[inline(always)]
    pub(crate) fn multiply_f32(&self, dense: &[f32; ROWS_MAX], sums: &mut [f32; LANES]) {
        let dense = block_of(dense, self.block);
        for lane in 0..LANES {
            sums[lane] += self.values[lane] * dense[usize::from(self.rows[lane])];
        }
    }

    /// Adds the products with `dense` to `sums`, lane by lane.
    #[inline(always)]
    pub(crate) fn multiply_f64(&self, dense: &[f64; ROWS_MAX], sums: &mut [f64; LANES]) {
        let dense = block_of(dense, self.block);
        for lane in 0..LANES {
            sums[lane] += f64::from(self.values[lane]) * dense[usize::from(self.rows[lane])];
        }
    }

    /// Adds `factor` times the chunk to `dense`.
    #[inline(always)]
    pub(crate) fn add_f32(&self, factor: f32, dense: &mut [f32; ROWS_MAX]) {
        let dense = block_of_mut(dense, self.block);
        for lane in 0..LANES {
            dense[usize::from(self.rows[lane])] += self.values[lane] * factor;
        }
    }

    /// Adds `factor` times the chunk to `dense`.
    #[inline(always)]
    pub(crate) fn add_f64(&self, factor: f64, dense: &mut [f64; ROWS_MAX]) {
        let dense = block_of_mut(dense, self.block);
        for lane in 0..LANES {
            dense[usize::from(self.rows[lane])] += f64::from(self.values[lane]) * factor;
        }
    }

    /// The chunk with each value multiplied by its row's entry of `dense`.
    #[inline(always)]
    pub(crate) fn scaled(&self, dense: &[f32; ROWS_MAX]) -> Self {
        let dense = block_of(dense, self.block);
        let mut values = self.values;
        for lane in 0..LANES {
            values[lane] *= dense[usize::from(self.rows[lane])];
        }
        Self { values, ..*self }
    }
}

/// Sum of eight lanes, always in the same order.
#[inline(always)]
pub(crate) fn sum_f32(lanes: [f32; LANES]) -> f32 {
    ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
}

/// Sum of eight lanes, always in the same order.
#[inline(always)]
pub(crate) fn sum_f64(lanes: [f64; LANES]) -> f64 {
    ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
}

/// A matrix by columns.
///
/// Values are `f32`: a weight rounded to 24 bits moves the objective by about 1e-8 of itself, a hundredth of
/// what LIBLINEAR's tolerance leaves open, and halves the memory that every sweep reads.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// Where each column begins, in chunks; one longer than there are columns.
    starts: Vec<u32>,
    chunks: Vec<Chunk>,
}

impl Columns {
    pub(crate) fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.chunks.clear();
    }

    /// Columns.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The chunks of column `j`.
    #[inline(always)]
    pub(crate) fn column(&self, j: usize) -> &[Chunk] {
        &self.chunks[self.starts[j] as usize..self.starts[j + 1] as usize]
    }

    /// Appends a column whose chunks are those of `column` with each value multiplied by its row's entry of
    /// `factor`; returns its sum of squares.
    #[inline(always)]
    pub(crate) fn push_scaled(&mut self, column: &[Chunk], factor: &[f32; ROWS_MAX]) -> f32 {
        let mut squares = [0.0; LANES];
        for chunk in column {
            let scaled = chunk.scaled(factor);
            for (square, value) in squares.iter_mut().zip(scaled.values) {
                *square += value * value;
            }
            self.chunks.push(scaled);
        }
        self.starts.push(self.chunks.len() as u32);
        sum_f32(squares)
    }

    /// Makes room for columns with this many entries in each block of rows; all entries are zeros at row 0.
    ///
    /// `first_lanes` gets, for each column and block, the number of its first entry, which [`Columns::set`] takes.
    pub(crate) fn lay_out(&mut self, entries: &[[u32; BLOCKS]], first_lanes: &mut Vec<[u32; BLOCKS]>) {
        self.clear();
        first_lanes.clear();
        let mut chunks = 0;
        for entries in entries {
            first_lanes.push(entries.map(|entries| {
                let first = chunks * LANES as u32;
                chunks += entries.div_ceil(LANES as u32);
                first
            }));
            self.starts.push(chunks);
        }
        self.chunks.resize(chunks as usize, Chunk::default());
    }

    /// Sets the entry with this number to `value` at `row`. Of each column rows must ascend with the numbers.
    #[inline(always)]
    pub(crate) fn set(&mut self, number: u32, row: u32, value: f32) {
        let (chunk, lane) = (&mut self.chunks[number as usize / LANES], number as usize % LANES);
        chunk.values[lane] = value;
        chunk.rows[lane] = row as u16;
        chunk.block = block_number(row) as u16;
    }

    /// Gives the zeros from `end` to the end of its chunk rows of their own, next to the last entry's.
    ///
    /// They change nothing wherever they are. But at one row, each addition to it would wait for the one before, over all
    /// columns: a fifth of the time of a fit with short columns.
    pub(crate) fn spread_zeros(&mut self, end: u32) {
        const NEIGHBOURS: u16 = LANES as u16 - 1;
        let filled = end as usize % LANES;
        if filled == 0 {
            return;
        }
        let chunk = &mut self.chunks[end as usize / LANES];
        let last = chunk.rows[filled - 1];
        for (row, step) in chunk.rows[filled..].iter_mut().zip(1..) {
            // Within the eight rows of the last entry, which are there: rows are rounded up to a multiple of eight.
            *row = (last & !NEIGHBOURS) | (((last & NEIGHBOURS) + step) & NEIGHBOURS);
        }
    }
}

/// Block of a row.
#[inline(always)]
pub(crate) fn block_number(row: u32) -> usize {
    row as usize / BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two columns, of ten entries around the border of the blocks and of one entry.
    fn columns() -> Columns {
        let (mut columns, mut next) = (Columns::default(), Vec::new());
        columns.lay_out(&[[3, 7], [1, 0]], &mut next);
        let border = BLOCK as u32;
        let rows = [
            0,
            8,
            border - 1,
            border,
            border + 1,
            border + 2,
            border + 3,
            border + 4,
            border + 5,
            border + 64,
        ];
        for (number, (&row, block)) in rows.iter().zip(rows.map(block_number)).enumerate() {
            columns.set(next[0][block], row, number as f32 + 1.0);
            next[0][block] += 1;
        }
        columns.set(next[1][0], border - 1, 1.0);
        next[1][0] += 1;
        next.iter().flatten().for_each(|&end| columns.spread_zeros(end));
        columns
    }

    #[test]
    fn entries_are_where_they_were_set() {
        let columns = columns();
        let mut sums = dense::<f64>();
        for chunk in columns.column(0) {
            chunk.add_f64(2.0, &mut sums);
        }
        assert_eq!(
            [sums[0], sums[8], sums[BLOCK - 1], sums[BLOCK], sums[BLOCK + 64]],
            [2.0, 4.0, 6.0, 8.0, 20.0]
        );
        assert_eq!(sums.iter().sum::<f64>(), 110.0);
        assert_eq!((columns.len(), columns.column(0).len(), columns.column(1).len()), (2, 2, 1));
    }

    #[test]
    fn no_row_stands_twice_in_a_chunk() {
        for chunk in (0..2).flat_map(|column| columns().column(column).to_vec()) {
            let mut rows = chunk.rows;
            rows.sort_unstable();
            assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{chunk:?}");
        }
    }
}

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
const BLOCKS: usize = 2;
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

/// Eight entries of a column. Where a column ends early the rest is zeros at row 0, which change nothing.
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
    /// Scratch for a column being restricted.
    kept: Vec<(u32, f32)>,
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

    /// Appends the entries of a column whose row has a place other than [`ABSENT`], at that place. Places ascend
    /// with the rows.
    pub(crate) fn push_restricted(&mut self, rows: &[u32], values: &[f32], place_of: &[u32]) {
        let kept = &mut self.kept;
        kept.resize(kept.len().max(rows.len()), (0, 0.0));
        let mut count = 0;
        for (&row, &value) in rows.iter().zip(values) {
            let place = place_of[row as usize];
            // Written in any case, kept only where present: no branch to mispredict.
            kept[count] = (place, value);
            count += usize::from(place != ABSENT);
        }
        let mut rest = &kept[..count];
        while let Some(&(last, _)) = rest.last() {
            let block = (rest[0].0 >> 16) as u16;
            // Almost always all entries lie in one block.
            let here = if (last >> 16) as u16 == block {
                rest.len()
            } else {
                rest.partition_point(|&(place, _)| (place >> 16) as u16 == block)
            };
            for entries in rest[..here].chunks(LANES) {
                let mut chunk = Chunk { block, ..Chunk::default() };
                for (lane, &(place, value)) in entries.iter().enumerate() {
                    chunk.rows[lane] = place as u16;
                    chunk.values[lane] = value;
                }
                self.chunks.push(chunk);
            }
            rest = &rest[here..];
        }
        self.starts.push(self.chunks.len() as u32);
    }
}

/// Place of a row that is not in a sample.
pub(crate) const ABSENT: u32 = u32::MAX;

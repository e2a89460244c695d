//! One number for each of the pairs, or for both halves of each.

/// Pairs that share a pass over the matrix: their numbers of one document fill a vector of the processor.
pub const ABREAST: usize = 8;
/// Half-samples of a pair.
pub(super) const HALVES: usize = 2;

/// One number for each pair.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(32))]
pub(super) struct Slots(pub(super) [f32; ABREAST]);

/// Something for each half of each pair: the first halves, then the second ones.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Both<T>(pub(super) [[T; ABREAST]; HALVES]);

impl<T> Both<T> {
    /// From its half and pair each.
    pub(super) fn from_fn(mut of: impl FnMut(usize, usize) -> T) -> Self {
        Self(std::array::from_fn(|half| std::array::from_fn(|slot| of(half, slot))))
    }
}

/// The half-samples of this many pairs: half and pair of each.
pub(super) fn halves(pairs: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..pairs).flat_map(|slot| (0..HALVES).map(move |half| (half, slot)))
}

/// For each byte of bits, a word of ones where bit p is set, of zeros elsewhere. Computed in place, compilers make of
/// choices by bit what takes three times as long.
static MASKS: [[u32; ABREAST]; 256] = masks();

const fn masks() -> [[u32; ABREAST]; 256] {
    let mut masks = [[0; ABREAST]; 256];
    let mut place = 0;
    while place < 256 * ABREAST {
        let (bits, slot) = (place / ABREAST, place % ABREAST);
        masks[bits][slot] = if bits & (1 << slot) != 0 { u32::MAX } else { 0 };
        place += 1;
    }
    masks
}

impl Both<f32> {
    /// Adds the numbers of a document to the half that it is in, by its bits.
    #[inline(always)]
    pub(super) fn add(&mut self, firsts: u8, numbers: [f32; ABREAST]) {
        let mask = &MASKS[usize::from(firsts)];
        for slot in 0..ABREAST {
            let bits = numbers[slot].to_bits();
            self.0[0][slot] += f32::from_bits(bits & mask[slot]);
            self.0[1][slot] += f32::from_bits(bits & !mask[slot]);
        }
    }

    /// Whether all are 0.
    #[inline(always)]
    pub(super) fn is_zero(&self) -> bool {
        let mut zero = true;
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                zero &= self.0[half][slot] == 0.0;
            }
        }
        zero
    }

    /// Raises the half that a document is in to the size of its numbers, where they are larger.
    #[inline(always)]
    pub(super) fn raise(&mut self, firsts: u8, numbers: &[f32; ABREAST]) {
        let mask = &MASKS[usize::from(firsts)];
        for slot in 0..ABREAST {
            let bits = numbers[slot].abs().to_bits();
            let (first, second) = (f32::from_bits(bits & mask[slot]), f32::from_bits(bits & !mask[slot]));
            self.0[0][slot] = if first > self.0[0][slot] { first } else { self.0[0][slot] };
            self.0[1][slot] = if second > self.0[1][slot] { second } else { self.0[1][slot] };
        }
    }

    /// For each pair, the number of the half that a document is in.
    #[inline(always)]
    pub(super) fn of(&self, firsts: u8) -> [f32; ABREAST] {
        let mask = &MASKS[usize::from(firsts)];
        let mut of = [0f32; ABREAST];
        for slot in 0..ABREAST {
            let (first, second) = (self.0[0][slot].to_bits(), self.0[1][slot].to_bits());
            of[slot] = f32::from_bits((first & mask[slot]) | (second & !mask[slot]));
        }
        of
    }
}

/// Each number times `factor`.
#[inline(always)]
pub(super) fn times(factor: f32, Slots(numbers): &Slots) -> [f32; ABREAST] {
    let mut products = *numbers;
    for product in &mut products {
        *product *= factor;
    }
    products
}

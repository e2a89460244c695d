//! Residuals of all lanes: those of a document in one row of memory.

use super::columns::Lanes;

/// Lanes that wait to be written together. A row fills a line of the cache, and all rows are written anew for a lane alone; more would
/// take more memory for less.
const WAITING_MAX: usize = 4;
/// Documents whose rows stay in the fastest cache while lane after lane is written.
const BLOCK: usize = 64;

/// Residuals, documents × lanes.
#[derive(Debug, Default)]
pub(super) struct Residuals {
    rows: Vec<Lanes>,
    /// The residuals of lanes that are not in the rows yet; in the first ones of them.
    waiting: [Vec<f32>; WAITING_MAX],
    /// Which lanes these are.
    places: Vec<usize>,
}

impl Residuals {
    /// Makes room for `documents`, all zero.
    pub(super) fn reset(&mut self, documents: usize) {
        self.rows.clear();
        self.rows.resize(documents, Lanes::default());
        self.places.clear();
    }

    /// Takes the residuals of the lane at `place`, and leaves as many numbers in their place that mean nothing.
    pub(super) fn take(&mut self, place: usize, residual: &mut Vec<f32>) {
        let waiting = &mut self.waiting[self.places.len()];
        waiting.resize(residual.len(), 0.0);
        std::mem::swap(waiting, residual);
        self.places.push(place);
        if self.places.len() == WAITING_MAX {
            self.write();
        }
    }

    /// The row of each document.
    pub(super) fn rows(&mut self) -> &[Lanes] {
        self.write();
        &self.rows
    }

    fn write(&mut self) {
        for (block, rows) in self.rows.chunks_mut(BLOCK).enumerate() {
            for (&place, residual) in self.places.iter().zip(&self.waiting) {
                for (Lanes(row), &residual) in rows.iter_mut().zip(&residual[block * BLOCK..]) {
                    row[place] = residual;
                }
            }
        }
        self.places.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::LANES;
    use super::*;

    #[test]
    fn each_lane_has_what_was_taken_last() {
        const DOCUMENTS: usize = 150;
        let of = |place: usize, time: usize| move |i: usize| (1000 * place + 10_000 * time + i) as f32;
        let mut residuals = Residuals::default();
        residuals.reset(DOCUMENTS);
        let mut own: Vec<f32> = Vec::new();
        for (time, places) in [(0..LANES).collect::<Vec<_>>(), vec![3, 7, 8, 9, 15, 3]].iter().enumerate() {
            for &place in places {
                own.clear();
                // Rounded up, as the rows of one regression are.
                own.extend((0..DOCUMENTS.next_multiple_of(16)).map(of(place, time)));
                residuals.take(place, &mut own);
                assert_eq!(own.len(), 160);
            }
        }
        for (i, Lanes(row)) in residuals.rows().iter().enumerate() {
            for (place, &residual) in row.iter().enumerate() {
                let time = usize::from([3, 7, 8, 9, 15].contains(&place));
                assert_eq!(residual, of(place, time)(i));
            }
        }
    }
}

//! The test by shuffles where labels are set against each other one by one: among the documents of the two alone.

use std::collections::BTreeSet;

use super::shuffled::{self, Shuffles};
use super::{Counted, Found, Wanted};
use crate::comparison::numbered_anew;
use crate::error::Error;
use crate::indicators::indicator::Indicator;

/// Two labels that are set against each other, the lower one first; none for a label against the rest.
pub(super) type Pair = Option<(usize, usize)>;

/// What the listed terms compare.
pub(super) fn of_listed(listed: &[&mut Indicator], labels: &[String]) -> BTreeSet<Pair> {
    let sides = listed.iter().filter_map(|indicator| indicator.side(labels));
    sides.map(|side| pair(side.label, side.against)).collect()
}

fn pair(label: usize, against: Option<usize>) -> Pair {
    against.map(|other| (label.min(other), label.max(other)))
}

/// What shuffles give of each wanted term; of two labels that are set against each other, by shuffles among their documents alone.
pub(super) fn by_shuffles(
    counted: &Counted<'_>,
    pairs: &BTreeSet<Pair>,
    shuffles: &Shuffles<'_>,
) -> Result<Vec<Found>, Error> {
    let mut all = vec![Found { p: 1.0, excess: 0.0 }; counted.wanted.len()];
    for &of in pairs {
        let is_of = |wanted: &Wanted| pair(wanted.label, wanted.against) == of;
        let places: Vec<usize> =
            (0..counted.wanted.len()).filter(|&place| is_of(&counted.wanted[place])).collect();
        let found = match of {
            Some((first, second)) => of_two(counted, &places, [first, second], shuffles)?,
            None => {
                let wanted = places.iter().map(|&place| counted.wanted[place]).collect();
                shuffled::found(&Counted { wanted, ..*counted }, shuffles)?
            }
        };
        places.iter().zip(found).for_each(|(&place, found)| all[place] = found);
    }
    Ok(all)
}

/// What is found of the wanted terms at `places`, among the documents of two labels.
fn of_two(
    counted: &Counted<'_>,
    places: &[usize],
    labels: [usize; 2],
    shuffles: &Shuffles<'_>,
) -> Result<Vec<Found>, Error> {
    let is_of = |&document: &usize| labels.contains(&(counted.label_of[document] as usize));
    let documents: Vec<usize> = (0..counted.label_of.len()).filter(is_of).collect();
    let rows: Vec<u32> = documents.iter().map(|&document| document as u32).collect();
    let own = |label: usize| usize::from(label == labels[1]);
    let label_of: Vec<u32> =
        documents.iter().map(|&document| own(counted.label_of[document] as usize) as u32).collect();
    let [group_of, stratum_of] = [counted.group_of, counted.stratum_of]
        .map(|values| values.map(|values| numbered_anew(values, &documents)));
    let wanted = places.iter().map(|&place| Wanted {
        label: own(counted.wanted[place].label),
        against: None,
        term: counted.wanted[place].term,
    });
    let two = Counted {
        matrix: &counted.matrix.some(&rows),
        labels: 2,
        label_of: &label_of,
        group_of: group_of.as_deref(),
        stratum_of: stratum_of.as_deref(),
        wanted: wanted.collect(),
    };
    shuffled::found(&two, shuffles)
}

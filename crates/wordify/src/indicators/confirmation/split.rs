//! Documents set aside before anything is seen of them: by label, within strata, groups whole.

use std::collections::BTreeMap;

use crate::corpus::{Background, Control, Corpus, Factor};
use crate::error::{Error, ErrorKind};
use crate::portion::drawn;
use crate::selection::random::{Random, Stream};
use crate::table::choice::shortened;

/// Divides `corpus`: about `share` of each label's documents go into the second part. Its account is that of the whole file, with what
/// each part has of it.
///
/// # Errors
/// [`ErrorKind::Corpus`] where a part has no document of a label.
pub(crate) fn split(corpus: &Corpus, share: f64, seed: u64) -> Result<(Corpus, Corpus), Error> {
    let is_aside = drawn(corpus, share, &mut Random::new(seed, Stream::Confirm));
    let (aside, kept): (Vec<usize>, Vec<usize>) =
        (0..corpus.texts.len()).partition(|&document| is_aside[document]);
    let (kept_part, aside_part) = (part(corpus, &kept), part(corpus, &aside));
    for (part, message) in [
        (&aside_part, "the part set aside has no document of"),
        (&kept_part, "to find terms there is no document left of"),
    ] {
        let empty = part.account.documents_per_label.iter().position(|&documents| documents == 0);
        if let Some(label) = empty.map(|label| shortened(&corpus.labels[label])) {
            let whole = match &corpus.background.group {
                Some(group) => format!(" All documents of one “{}” stay together.", shortened(&group.column)),
                None => String::new(),
            };
            return Err(Error::new(ErrorKind::Corpus, format!("{message} “{label}”")).at("confirm").remedy(format!(
                "Give another share, more documents of the label, or compare other labels (--labels).{whole}"
            )));
        }
    }
    Ok((kept_part, aside_part))
}

/// The documents at `places`, which ascend, as a corpus of all labels.
fn part(corpus: &Corpus, places: &[usize]) -> Corpus {
    let mut account = corpus.account.clone();
    account.documents = places.len();
    account.documents_set_aside = corpus.texts.len() - places.len();
    account.documents_per_label = vec![0; corpus.labels.len()];
    for &place in places {
        account.documents_per_label[corpus.label_of[place] as usize] += 1;
    }
    Corpus {
        texts: places.iter().map(|&place| corpus.texts[place].clone()).collect(),
        label_of: places.iter().map(|&place| corpus.label_of[place]).collect(),
        labels: corpus.labels.clone(),
        row_of: places.iter().map(|&place| corpus.row_of[place]).collect(),
        name_of: places.iter().filter_map(|&place| corpus.name_of.get(place).cloned()).collect(),
        background: Background {
            group: corpus.background.group.as_ref().map(|group| factor(group, places)),
            strata: corpus.background.strata.iter().map(|stratum| factor(stratum, places)).collect(),
            controls: corpus.background.controls.iter().map(|of| control(of, places)).collect(),
        },
        account,
    }
}

fn control(control: &Control, places: &[usize]) -> Control {
    match control {
        Control::Names(names) => Control::Names(factor(names, places)),
        Control::Numbers { column, value_of } => Control::Numbers {
            column: column.clone(),
            value_of: places.iter().map(|&place| value_of[place]).collect(),
        },
    }
}

/// A factor of some documents: a value that none of them has is not there.
fn factor(factor: &Factor, places: &[usize]) -> Factor {
    let mut number_of: BTreeMap<u32, u32> = places.iter().map(|&place| (factor.value_of[place], 0)).collect();
    for (number, value) in (0..).zip(number_of.values_mut()) {
        *value = number;
    }
    Factor {
        column: factor.column.clone(),
        value_of: places.iter().map(|&place| number_of[&factor.value_of[place]]).collect(),
        values: number_of.keys().map(|&value| factor.values[value as usize].clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, Copies, build};
    use crate::table::{ReadOptions, read};

    /// Texts of three labels, with an author of several texts and a year each.
    fn corpus(columns: &Columns) -> Corpus {
        let rows: String = (0..600)
            .map(|i| {
                format!(
                    "text number{i},{},author{},{}\n",
                    ["a", "a", "a", "b", "b", "c"][i % 6],
                    i % 6 + 6 * (i / 30),
                    i % 5
                )
            })
            .collect();
        let table = read(format!("text,label,author,year\n{rows}").as_bytes(), &ReadOptions::default());
        build(&table.expect("a table"), columns, Copies::DropExact).expect("a corpus")
    }

    #[test]
    fn each_label_gives_its_share_and_each_document_is_in_one_part() {
        let whole = corpus(&Columns::default());
        let (kept, aside) = split(&whole, 0.3, 7).expect("two parts");
        assert_eq!(aside.account.documents_per_label, [90, 60, 30]);
        assert_eq!(kept.account.documents_per_label, [210, 140, 70]);
        assert_eq!((kept.account.documents_set_aside, aside.account.documents), (180, 180));
        let mut rows = [&kept.row_of[..], &aside.row_of[..]].concat();
        rows.sort_unstable();
        assert_eq!(rows, whole.row_of);
        assert_eq!(split(&whole, 0.3, 7).expect("again"), (kept, aside.clone()));
        assert_ne!(split(&whole, 0.3, 8).expect("another seed").1.row_of, aside.row_of);
    }

    #[test]
    fn groups_stay_whole_and_strata_give_their_share() {
        let grouped = corpus(&Columns { group: Some("author".into()), ..Columns::default() });
        let (kept, aside) = split(&grouped, 0.3, 7).expect("two parts");
        let names = |part: &Corpus| part.background.group.as_ref().expect("groups").values.clone();
        assert!(names(&kept).iter().all(|name| !names(&aside).contains(name)));
        assert_eq!(aside.account.documents_per_label, [90, 60, 30]);
        let strata = corpus(&Columns { strata: vec!["year".into()], ..Columns::default() });
        let (_, aside) = split(&strata, 0.25, 7).expect("two parts");
        let years = &aside.background.strata[0];
        for year in 0..5 {
            assert_eq!(years.value_of.iter().filter(|&&of| of == year).count(), 30);
        }
    }

    #[test]
    fn a_part_without_a_label_is_refused_with_what_to_do() {
        let table =
            read("text,label\na b,x\nc d,x\ne f,x\ng h,x\ni j,y\n".as_bytes(), &ReadOptions::default());
        let corpus =
            build(&table.expect("a table"), &Columns::default(), Copies::DropExact).expect("a corpus");
        for (share, words) in
            [(0.3, "the part set aside has no document of “y”"), (0.7, "no document left of “y”")]
        {
            let error = split(&corpus, share, 1).expect_err("refused");
            assert_eq!((error.kind(), error.place()), (ErrorKind::Corpus, Some("confirm")));
            assert!(error.message().contains(words), "{error}");
            assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("--labels")));
        }
    }
}

//! What several files are, by their paths, and what they are called.

use crate::count::{counted, grouped};
use crate::table::folder;

/// Endings of what is packed.
const PACKINGS: [&str; 5] = [".gz", ".zst", ".xz", ".bz2", ".lz4"];

/// Whether the files at `paths` are tables: some are, and no text stands in a folder of its own below the one that all stand in.
pub fn are_tables<P: AsRef<str>>(paths: &[P]) -> bool {
    let shown: Vec<&str> = paths.iter().map(P::as_ref).filter(|path| !folder::is_hidden(path)).collect();
    let above = common_folders(&shown);
    let is_labelled = |path: &&str| path.matches('/').count() > above && folder::is_text(path);
    !shown.iter().any(is_labelled) && shown.iter().any(|path| is_table(path))
}

/// Whether the file at `path` is a table, packed or not.
pub(super) fn is_table(path: &str) -> bool {
    let lower = path.to_lowercase();
    let plain = PACKINGS.iter().find_map(|packing| lower.strip_suffix(packing)).unwrap_or(&lower);
    !folder::is_hidden(path) && folder::is_table(plain)
}

/// What the files at `paths` are called together: the folder that all stand in, or the first with how many more there are.
pub fn title<P: AsRef<str>>(paths: &[P]) -> Option<String> {
    let mut shown: Vec<&str> = paths.iter().map(P::as_ref).filter(|path| !folder::is_hidden(path)).collect();
    shown.sort_unstable();
    let first = *shown.first()?;
    let above = common_folders(&shown);
    if let Some(folder) = above.checked_sub(1).and_then(|last| first.split('/').nth(last)) {
        return Some(folder.to_owned());
    }
    let first = first.rsplit('/').next().unwrap_or(first);
    let more = shown.len() - 1;
    Some(if more == 0 { first.to_owned() } else { format!("{first} and {} more", grouped(more)) })
}

/// The paths without the folders that all stand in.
pub(super) fn shortest<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let paths: Vec<&str> = paths.collect();
    let above = common_folders(&paths);
    paths.iter().map(|path| path.splitn(above + 1, '/').last().unwrap_or_default().to_owned()).collect()
}

/// How many folders all of `paths` stand in.
fn common_folders(paths: &[&str]) -> usize {
    let folders = |path: &str| path.matches('/').count();
    let Some(first) = paths.first() else { return 0 };
    let is_common = |at: &usize| {
        let part = first.split('/').nth(*at);
        paths.iter().all(|path| path.split('/').nth(*at) == part && folders(path) > *at)
    };
    (0..folders(first)).take_while(is_common).count()
}

/// How many folders stand above those that are labels.
pub(super) fn folders_above_labels<'a>(paths: impl Iterator<Item = &'a str>) -> usize {
    let shown: Vec<&str> = paths.filter(|path| !folder::is_hidden(path)).collect();
    let depth = shown.iter().map(|path| path.matches('/').count()).min().unwrap_or(0);
    common_folders(&shown).min(depth.saturating_sub(1))
}

/// `3 (a.csv, b.csv and 1 more)`.
pub(super) fn listed<S: AsRef<str>>(names: &[S], named_max: usize) -> String {
    let named: Vec<&str> = names.iter().take(named_max).map(S::as_ref).collect();
    let more = names.len().saturating_sub(named_max);
    let more = if more == 0 { String::new() } else { format!(" and {}", counted(more, "other", "others")) };
    format!("{}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_known_by_their_endings_unless_texts_stand_in_folders() {
        assert!(are_tables(&["a.csv", "b.CSV.gz", "README.txt", "_SUCCESS"]));
        assert!(are_tables(&["year=2020/part-0.parquet", "year=2021/part-0.parquet"]));
        assert!(!are_tables(&["good/1.txt", "bad/2.txt", "index.csv"]));
        assert!(are_tables(&["data/a.csv", "data/notes.txt"]));
        assert!(!are_tables(&["corpus/good/1.txt", "corpus/good/2.txt", "corpus/index.csv"]));
        assert!(!are_tables(&["a.txt", "b.txt"]));
        assert!(!are_tables(&[".a.csv", "__MACOSX/b.csv"]));
    }

    #[test]
    fn several_files_are_called_by_their_folder_or_the_first() {
        let titled = |paths: &[&str]| title(paths).unwrap_or_default();
        assert_eq!(titled(&["b.csv", "a.csv", "c.csv"]), "a.csv and 2 more");
        assert_eq!(titled(&["home/data/b.csv", "home/data/x/a.csv"]), "data");
        assert_eq!(titled(&["data/a.csv", ".DS_Store"]), "data");
        assert_eq!(titled(&["a.csv"]), "a.csv");
        assert_eq!(title::<&str>(&[]), None);
    }

    #[test]
    fn names_leave_out_the_folders_of_all() {
        let names = |paths: &[&str]| shortest(paths.iter().copied());
        assert_eq!(names(&["data/2020/a.csv", "data/2021/a.csv"]), ["2020/a.csv", "2021/a.csv"]);
        assert_eq!(names(&["data/a.csv"]), ["a.csv"]);
        assert_eq!(folders_above_labels(["corpus/x/1.txt", "corpus/y/2.txt"].into_iter()), 1);
        assert_eq!(folders_above_labels(["x/1.txt", "x/2.txt"].into_iter()), 0);
    }
}

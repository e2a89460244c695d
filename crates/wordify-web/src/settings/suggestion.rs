//! What somebody who mistyped may have meant.

/// The remedy for an error of the reader of settings: the nearest of the names that it expected, or all of them.
pub(super) fn of(message: &str) -> Option<String> {
    // “unknown field `a`, expected one of `b`, `c`”, and the same with “unknown variant”.
    let mut names = message.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    let expected: Vec<&str> = names.collect();
    if !message.starts_with("unknown") || expected.is_empty() {
        return None;
    }
    Some(match nearest(wrong, expected.iter().copied()) {
        Some(nearest) => format!("Did you mean “{nearest}”?"),
        None => format!("Known are: {}.", expected.join(", ")),
    })
}

/// The name that differs least from `wrong`, if it differs little.
pub(super) fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = wrong.chars().count() / 3 + 1;
    names
        .map(|name| (distance(wrong, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Letters to insert, delete or replace (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_and_nothing_far_away() {
        assert_eq!(nearest("uplod_max", ["upload_max", "queued_jobs"].into_iter()), Some("upload_max"));
        assert_eq!(nearest("colour", ["upload_max", "queued_jobs"].into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}

//! Options that divide one analysis among several machines.

use std::path::PathBuf;

use clap::Args;
use wordify::study::parts::PARTS_MAX;

/// One analysis by several machines.
#[derive(Debug, Args)]
#[command(next_help_heading = "Cluster")]
pub(crate) struct Division {
    /// Do only this part of the work and write it to --out, for another run to add with --parts; such as 3/100, for the
    /// third of a hundred
    #[arg(long, value_name = "PART/PARTS", value_parser = part, conflicts_with_all = ["format", "timings"])]
    pub(crate) part: Option<(usize, usize)>,
    /// Use what is in the .part files of this folder; what they lack is done here
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub(crate) parts: Option<PathBuf>,
    /// With --parts: if the parts lack something, name it and end with 1
    #[arg(long, requires = "parts", conflicts_with = "part")]
    pub(crate) strict: bool,
}

impl Division {
    /// Whether anything of it is asked for.
    pub(crate) fn is_asked(&self) -> bool {
        self.part.is_some() || self.parts.is_some()
    }
}

/// `3/100`: which part, of how many.
fn part(text: &str) -> Result<(usize, usize), String> {
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let numbers = text.split_once('/').and_then(|(part, of)| Some((number(part)?, number(of)?)));
    match numbers {
        Some((part, of)) if (1..=of).contains(&part) && of <= PARTS_MAX => Ok((part, of)),
        Some((_, of)) if of > PARTS_MAX => Err(format!("give at most {PARTS_MAX} parts")),
        Some((_, of)) if of > 0 => Err(format!("parts are counted from 1: give 1/{of} to {of}/{of}")),
        _ => Err("give the number of the part and how many there are, such as 3/100".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_from_one() {
        assert_eq!(part("1/1"), Ok((1, 1)));
        assert_eq!(part("100/100"), Ok((100, 100)));
        for wrong in [
            "0/3",
            "4/3",
            "3",
            "3/0",
            "0/0",
            "-1/3",
            "1/2/3",
            "a/b",
            "",
            "1/100001",
            "1/99999999999999999999",
        ] {
            assert!(part(wrong).is_err(), "{wrong}");
        }
    }
}

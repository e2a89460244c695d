//! What programs for surveys add to the answers: columns of their own, and numbers that stand for no answer. Which program it was is
//! seen by the names of columns that are nobody else's.

use crate::table::Table;

/// A program for surveys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Qualtrics,
    SoSci,
    /// EFS Survey, also called Unipark.
    Efs,
}

/// What Qualtrics calls the columns that it adds, by name and by wording, letters and digits only.
const OF_QUALTRICS: [&str; 21] = [
    "startdate",
    "enddate",
    "status",
    "responsetype",
    "ipaddress",
    "progress",
    "durationinseconds",
    "finished",
    "recordeddate",
    "responseid",
    "responseset",
    "recipientlastname",
    "recipientfirstname",
    "recipientemail",
    "externalreference",
    "externaldatareference",
    "locationlatitude",
    "locationlongitude",
    "distributionchannel",
    "userlanguage",
    "consentdate",
];
/// Those of them that no other program writes.
const ONLY_OF_QUALTRICS: [&str; 5] =
    ["durationinseconds", "recordeddate", "recipientlastname", "distributionchannel", "userlanguage"];
/// The same, by its spelling.
const ID_OF_QUALTRICS: &str = "ResponseId";
/// Columns of SoSci Survey, and of EFS.
const OF_SOSCI: [&str; 3] = ["CASE", "QUESTNNR", "STARTED"];
const OF_EFS: [&str; 2] = ["lfdn", "dispcode"];

impl Program {
    /// The program whose columns `table` has, if it is known.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let names = || table.columns.iter().map(|column| column.name.trim());
        let has = |all: &[&str]| all.iter().all(|&wanted| names().any(|name| name == wanted));
        if has(&OF_SOSCI) {
            return Some(Self::SoSci);
        }
        if has(&OF_EFS) {
            return Some(Self::Efs);
        }
        let is_only = |name: &str| name == ID_OF_QUALTRICS || ONLY_OF_QUALTRICS.contains(&&*folded(name));
        let added = names().filter(|name| Self::Qualtrics.adds(name)).count();
        (added >= 2 && names().any(is_only)).then_some(Self::Qualtrics)
    }

    /// Whether the program adds a column of this name to the answers.
    pub(super) fn adds(self, name: &str) -> bool {
        self == Self::Qualtrics && OF_QUALTRICS.contains(&&*folded(name))
    }

    /// The numbers that the program writes where there is no answer.
    pub(super) fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Qualtrics => &[],
            Self::SoSci => &["-9"],
            Self::Efs => &["-66", "-77", "-99"],
        }
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{ReadOptions, read};

    fn check(header: &str, expected: Option<Program>) {
        let table =
            read(format!("{header}\na\n").as_bytes(), &ReadOptions::default()).expect("a valid table");
        assert_eq!(Program::of(&table), expected, "{header}");
    }

    #[test]
    fn a_program_is_known_by_columns_that_are_nobody_elses() {
        check("StartDate,Status,Duration (in seconds),Q1", Some(Program::Qualtrics));
        check("Start Date,Response Type,Recorded Date,Q1", Some(Program::Qualtrics));
        check("ResponseId,Status,Q1", Some(Program::Qualtrics));
        check("Respondent ID,Start Date,End Date,IP Address,Q1", None);
        check("Status,Progress,text", None);
        check("CASE,SERIAL,QUESTNNR,STARTED,A101", Some(Program::SoSci));
        check("lfdn,external_lfdn,dispcode,v_1", Some(Program::Efs));
    }
}

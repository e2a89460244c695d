//! The parts of an Office Open XML workbook (xlsx, xlsm, xlsb) and how they belong together.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::archive::unreadable;
use super::xml::{Xml, attribute};
use crate::error::Error;

/// Relations of one part: a workbook has one per sheet.
const RELATIONS_MAX: usize = 100_000;

/// The archive with its parts.
pub(in crate::table) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Number of each part by its name in lowercase: the names in relations often differ in case.
    number_of: HashMap<String, usize>,
}

/// A part that another part refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::table) struct Relation {
    pub(in crate::table) id: String,
    /// The last part of the address that says what it is, such as `worksheet`.
    pub(in crate::table) kind: String,
    /// The name of the part.
    pub(in crate::table) target: String,
}

impl<'a> Package<'a> {
    /// The package in `bytes`, an archive that was checked.
    pub(in crate::table) fn new(bytes: &'a [u8]) -> Result<Self, Error> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
        let mut number_of = HashMap::new();
        for (number, name) in archive.file_names().enumerate() {
            if let Ok(name) = name {
                number_of.entry(normalized(&name)).or_insert(number);
            }
        }
        Ok(Self { archive, number_of })
    }

    /// The bytes of the part `name`, as they unpack; `None` where there is none.
    pub(in crate::table) fn part(&mut self, name: &str) -> Option<impl Read + '_> {
        let &number = self.number_of.get(&normalized(name))?;
        self.archive.by_index(number).ok()
    }

    /// The name of the workbook's part.
    pub(in crate::table) fn workbook(&mut self) -> Result<String, Error> {
        let relations = self.relations("")?;
        let listed = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        let listed = listed.map(|relation| relation.target).filter(|name| self.has(name));
        let usual = || ["xl/workbook.xml", "xl/workbook.bin"].into_iter().find(|name| self.has(name));
        listed.or_else(|| usual().map(str::to_owned)).ok_or_else(|| unreadable("it has no list of sheets"))
    }

    fn has(&self, name: &str) -> bool {
        self.number_of.contains_key(&normalized(name))
    }

    /// The relations of the part `name`; those of the package for the empty name.
    pub(in crate::table) fn relations(&mut self, name: &str) -> Result<Vec<Relation>, Error> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let Some(part) = self.part(&format!("{folder}/_rels/{file}.rels")) else { return Ok(Vec::new()) };
        let mut xml = Xml::new(part);
        let mut relations = Vec::new();
        loop {
            match xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                    let value = |name: &str| attribute(&element, name).unwrap_or_default();
                    let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
                    relations.push(Relation {
                        id: value("Id"),
                        kind,
                        target: resolved(folder, &value("Target")),
                    });
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
            if relations.len() > RELATIONS_MAX {
                return Err(unreadable("it refers to too many parts"));
            }
        }
    }
}

fn normalized(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The name of the part that `target` means, seen from `folder`.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(from_root) = target.strip_prefix('/') {
        return from_root.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_the_folder_of_their_part() {
        for (folder, target, name) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
            ("xl", "./styles.xml", "xl/styles.xml"),
            ("xl", "../../../styles.xml", "styles.xml"),
        ] {
            assert_eq!(resolved(folder, target), name);
        }
    }
}

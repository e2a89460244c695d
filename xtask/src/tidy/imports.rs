//! Which modules import which, seen folder by folder: no circles.
//!
//! The rooms of a folder are its files and the folders in it, each with all that is inside. An import from one room into
//! another is an arrow; what a room takes from the module around it is none, for that is its parent. Rooms that lead
//! back to themselves by arrows are a circle: none of them can be read, tested or moved without the others. Tests may import
//! what they like.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Finding};

/// The rooms of a folder with the arrows between them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// For each room the rooms that it imports from.
    pub(crate) arrows: BTreeMap<String, BTreeSet<String>>,
}

impl Plan {
    /// Rooms from the ground upwards: each floor imports from lower floors only; the rooms of a circle share one.
    pub(crate) fn floors(&self) -> Vec<Vec<&str>> {
        let mut floor_of: BTreeMap<&str, usize> = self.arrows.keys().map(|room| (room.as_str(), 0)).collect();
        // As many rounds as there are rooms: a longer way would be a circle, which is left out.
        for _ in 0..self.arrows.len() {
            for room in self.arrows.keys() {
                let lower = self.arrows.keys().filter(|to| self.reaches(room, to) && !self.reaches(to, room));
                let floor = lower.map(|to| floor_of[to.as_str()] + 1).max().unwrap_or(0);
                floor_of.insert(room, floor);
            }
        }
        let mut floors = vec![Vec::new(); floor_of.values().max().map_or(0, |highest| highest + 1)];
        for (room, floor) in floor_of {
            floors[floor].push(room);
        }
        floors
    }

    /// Groups of rooms that lead back to themselves.
    pub(crate) fn circles(&self) -> Vec<Vec<&str>> {
        let mut circles: Vec<Vec<&str>> = Vec::new();
        for room in self.arrows.keys() {
            let is_of = |other: &&String| self.reaches(room, other) && self.reaches(other, room);
            let circle: Vec<&str> = self.arrows.keys().filter(is_of).map(String::as_str).collect();
            if circle.len() > 1 && !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles
    }

    /// Whether arrows lead from one room to the other.
    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(room) = open.pop() {
            for target in self.arrows.get(room).into_iter().flatten() {
                if target == to {
                    return true;
                }
                if seen.insert(target) {
                    open.push(target);
                }
            }
        }
        false
    }
}

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, plan) in plans(files) {
        for circle in plan.circles() {
            let rooms = circle.join(", ");
            findings.push(Finding::Fault(format!("{folder}: {rooms} import each other in a circle")));
        }
    }
    findings
}

/// The plan of each folder of sources that has rooms, by its path.
pub(crate) fn plans(files: &[File]) -> BTreeMap<String, Plan> {
    let mut plans = BTreeMap::new();
    for (root, modules) in crates(files) {
        for (module, code) in &modules {
            if let Some((name, around)) = module.split_last() {
                let plan: &mut Plan = plans.entry(folder_of(root, around)).or_default();
                plan.arrows.entry(name.clone()).or_default();
            }
            for path in paths(code, module) {
                let known = (0..=path.len()).rev().find(|&length| modules.contains_key(&path[..length]));
                let target = &path[..known.unwrap_or(0)];
                let common = module.iter().zip(target).take_while(|(a, b)| a == b).count();
                if common < module.len() && common < target.len() {
                    let plan: &mut Plan = plans.entry(folder_of(root, &module[..common])).or_default();
                    plan.arrows.entry(module[common].clone()).or_default().insert(target[common].clone());
                }
            }
        }
    }
    plans
}

fn folder_of(root: &str, module: &[String]) -> String {
    module.iter().fold(root.to_owned(), |folder, name| folder + "/" + name)
}

/// By folder of sources: its modules by path, with their code.
fn crates(files: &[File]) -> BTreeMap<&str, BTreeMap<Vec<String>, String>> {
    let mut crates: BTreeMap<&str, BTreeMap<Vec<String>, String>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        let Some((before, inside)) = file.path.split_once("/src/") else { continue };
        let mut module: Vec<String> = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        let text = file.text.as_deref().unwrap_or_default();
        crates.entry(&file.path[..before.len() + 4]).or_default().insert(module, code_of(text));
    }
    for modules in crates.values_mut() {
        let tests: Vec<Vec<String>> =
            modules.iter().flat_map(|(module, code)| test_modules(module, code)).collect();
        modules.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
    }
    crates
}

/// Modules that are compiled for tests only.
fn test_modules(module: &[String], code: &str) -> Vec<Vec<String>> {
    let behind = code.split("#[cfg(test)]").skip(1).filter_map(|rest| rest.trim_start().split_once(';'));
    let names = behind.filter_map(|(line, _)| line.rsplit_once("mod ").map(|(_, name)| name.to_owned()));
    names.map(|name| [module, &[name]].concat()).collect()
}

/// A file without comments and without the tests at its end.
fn code_of(text: &str) -> String {
    let lines = text.lines().take_while(|line| !line.starts_with("mod tests {"));
    lines.map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

/// The paths from the root of the crate that the code of `module` names by `crate::`, `super::` or `self::`.
fn paths(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    for (keyword, up) in [("crate::", module.len()), ("super::", 1), ("self::", 0)] {
        for (place, _) in code.match_indices(keyword) {
            let before = &code[..place];
            if before.ends_with(is_letter) || before.ends_with("super::") || up > module.len() {
                continue;
            }
            let mut rest = &code[place + keyword.len()..];
            let mut base = module[..module.len() - up].to_vec();
            while let Some(higher) = rest.strip_prefix("super::") {
                rest = higher;
                base.pop();
            }
            expand(rest, &base, &mut paths);
        }
    }
    paths
}

/// Reads `a::b` or `a::{b, c::d}` behind `base`; gives what stands behind it.
fn expand<'a>(text: &'a str, base: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut rest = text.trim_start();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = inside;
        loop {
            rest = expand(rest, base, paths).trim_start();
            match rest.strip_prefix(',') {
                Some(next) if !next.trim_start().starts_with('}') => rest = next,
                Some(next) => return next.trim_start().strip_prefix('}').unwrap_or(next),
                None => return rest.strip_prefix('}').unwrap_or(rest),
            }
        }
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let path = [base, &[rest[..end].to_owned()]].concat();
    rest = &rest[end..];
    if let Some(next) = rest.strip_prefix("::") {
        return expand(next, &path, paths);
    }
    paths.push(path);
    // A new name behind `as` leads nowhere else.
    match rest.strip_prefix(" as ") {
        Some(alias) => alias.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(files: &[(&str, &str)]) -> BTreeMap<String, Plan> {
        let file =
            |(path, text): &(&str, &str)| File { path: (*path).into(), bytes: 0, text: Some((*text).into()) };
        plans(&files.iter().map(file).collect::<Vec<_>>())
    }

    #[test]
    fn an_import_is_an_arrow_between_the_rooms_of_the_folder_that_both_stand_in() {
        let plans = plan(&[
            ("a/src/lib.rs", "mod text;\nmod table;\nmod error;"),
            ("a/src/error.rs", "// use crate::text::clean;"),
            ("a/src/table/mod.rs", "use crate::error::{Error, ErrorKind};\nuse sheet::read;"),
            ("a/src/table/sheet.rs", "use super::limits::{self, MAX as M};\nfn f() { crate::text::clean() }"),
            ("a/src/table/limits.rs", "use super::Table;\nmod tests {\nuse super::super::sheet;\n}"),
            ("a/src/text.rs", ""),
        ]);
        let top = &plans["a/src"];
        assert_eq!(top.arrows["table"], BTreeSet::from(["error".to_owned(), "text".to_owned()]));
        assert_eq!(plans["a/src/table"].arrows["sheet"], BTreeSet::from(["limits".to_owned()]));
        assert_eq!(plans["a/src/table"].arrows["limits"], BTreeSet::new());
        assert_eq!(top.floors(), [vec!["error", "text"], vec!["table"]]);
        assert_eq!(top.circles(), [[""; 0]; 0]);
    }

    #[test]
    fn rooms_that_lead_back_to_themselves_are_a_circle_however_deep_the_import_is() {
        let plans = plan(&[
            ("a/src/queue/order.rs", "use crate::storage::Job;"),
            ("a/src/storage/mod.rs", ""),
            ("a/src/storage/jobs.rs", "use crate::{key, queue::order::{by_age}};"),
            ("a/src/key.rs", ""),
        ]);
        assert_eq!(plans["a/src"].circles(), [["queue", "storage"]]);
        assert_eq!(plans["a/src"].floors(), [vec!["key"], vec!["queue", "storage"]]);
    }

    #[test]
    fn a_module_for_tests_is_no_room() {
        let plans = plan(&[
            ("a/src/pages/mod.rs", "#[cfg(test)]\nmod sample;\nmod home;"),
            ("a/src/pages/sample.rs", "use super::home;"),
            ("a/src/pages/home.rs", ""),
        ]);
        assert_eq!(plans["a/src/pages"].arrows.len(), 1);
    }
}

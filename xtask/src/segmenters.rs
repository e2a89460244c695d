//! The data that cut Chinese and Japanese into words: made from those of jieba and of Debian's mecab-ipadic.
//!
//! Done by hand when one of them or our format changes; what it makes is committed. Python reads their files, the example
//! `segment_files` of the engine packs them.

use std::fs;

use crate::{shell, tools};

/// The version of jieba whose dictionary is committed.
const JIEBA_VERSION: &str = "0.42.1";

/// Downloads jieba from PyPI and mecab-ipadic from Debian's archive, and packs both into the crate `wordify-data`.
///
/// # Errors
/// When a program that it needs fails.
pub(crate) fn make() -> Result<(), String> {
    let target = shell::target_folder().join("segmenters");
    fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    let jieba = target.join(format!("jieba-{JIEBA_VERSION}"));
    if !jieba.is_dir() {
        let mut pip = shell::command("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest"])
            .arg(&target);
        shell::run(pip.arg(format!("jieba=={JIEBA_VERSION}")))?;
        let archive = target.join(format!("jieba-{JIEBA_VERSION}.tar.gz"));
        shell::run(shell::command("tar").arg("xzf").arg(archive).arg("-C").arg(&target))?;
    }
    let ipadic = target.join("usr/share/mecab/dic/ipadic");
    if !ipadic.is_dir() {
        tools::unpack("mecab-ipadic", &target)?;
    }
    let tables = target.join("tables");
    let mut python = shell::command("python3");
    python.arg(shell::root().join("xtask/python/segment_tables.py"));
    shell::run(python.arg(&jieba).arg(&ipadic).arg(&tables))?;
    let output = shell::root().join("crates/wordify-data/segment");
    shell::run(shell::cargo("run --release -p wordify --example segment_files --").arg(&tables).arg(output))
}

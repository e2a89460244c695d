//! The scripts of `docs/cluster.md` on real schedulers: `xtask/python/cluster` holds the trial; here it gets what it needs.

use std::path::PathBuf;

use crate::{glosses, python, shell, tools};

/// Documents of the corpus on which it is measured what dividing costs.
const DOCUMENTS: u64 = 80_000;

/// Runs the scripts on a Slurm of two nodes, on Snakemake and on Dask, or on those that `trials` name; with `fits`, measures what dividing
/// costs.
///
/// # Errors
/// When something cannot be built or installed, and when a report is not that of one run.
pub(crate) fn run(trials: &[&str]) -> Result<(), String> {
    if trials.is_empty() || trials.contains(&"slurm") || trials.contains(&"fits") {
        for (program, package) in [
            ("slurmctld", "slurmctld"),
            ("slurmd", "slurmd"),
            ("sbatch", "slurm-client"),
            ("munged", "munge"),
        ] {
            tools::ensure(program, package)?;
        }
    }
    let (program, corpus) = if trials.contains(&"fits") { large()? } else { example()? };
    let python = python::environment("cluster-venv", "xtask/python/cluster/requirements.txt")?;
    let mut command = shell::command(python);
    command.arg(shell::root().join("xtask/python/cluster/trial.py"));
    command.arg("--program").arg(program).arg("--corpus").arg(corpus);
    command.arg("--docs").arg(shell::root().join("docs/cluster.md")).args(trials);
    shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// The program and the corpus of the trials, where only bytes count.
fn example() -> Result<(PathBuf, PathBuf), String> {
    Ok((shell::program()?, shell::root().join("examples/state-of-the-union.csv")))
}

/// Those of the measurement: the program with optimisation.
fn large() -> Result<(PathBuf, PathBuf), String> {
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    let corpus = shell::target_folder().join(format!("corpora/glosses-{DOCUMENTS}.csv"));
    glosses::make(DOCUMENTS, corpus.to_str())?;
    Ok((shell::target_folder().join("release/wordify"), corpus))
}

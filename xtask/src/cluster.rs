//! The scripts of `docs/cluster.md` on real schedulers: `xtask/python/cluster` holds the trial; here it gets what it needs.

use crate::{python, shell, tools};

/// Runs the scripts on a Slurm of two nodes, on Snakemake and on Dask, or on those that `trials` name.
///
/// # Errors
/// When something cannot be built or installed, and when a report is not that of one run.
pub(crate) fn run(trials: &[&str]) -> Result<(), String> {
    if trials.is_empty() || trials.contains(&"slurm") {
        for (program, package) in [
            ("slurmctld", "slurmctld"),
            ("slurmd", "slurmd"),
            ("sbatch", "slurm-client"),
            ("munged", "munge"),
        ] {
            tools::ensure(program, package)?;
        }
    }
    let program = shell::program()?;
    let python = python::environment("cluster-venv", "xtask/python/cluster/requirements.txt")?;
    let mut command = shell::command(python);
    command.arg(shell::root().join("xtask/python/cluster/trial.py"));
    command.arg("--program").arg(program);
    command.arg("--docs").arg(shell::root().join("docs/cluster.md"));
    command.arg("--corpus").arg(shell::root().join("examples/state-of-the-union.csv")).args(trials);
    shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1"))
}

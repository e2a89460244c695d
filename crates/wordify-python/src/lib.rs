//! The native half of the Python package: plain values in, a report out. What Python's users expect around it stands in `python/wordify`.
#![warn(missing_docs)]

mod contains;
mod report;
mod run;
mod texts;

use std::ffi::OsString;
use std::process::ExitCode;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use wordify::study::list;
use wordify::{Error, ErrorKind};

/// The module `wordify._wordify`.
#[pymodule]
fn _wordify(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(settings, module)?)?;
    module.add_function(wrap_pyfunction!(run::analyze, module)?)?;
    module.add_function(wrap_pyfunction!(run::analyze_file, module)?)?;
    module.add_function(wrap_pyfunction!(contains::contains, module)?)?;
    module.add_class::<report::Report>()
}

/// Does what the command `wordify` does with `arguments`, and returns its exit code; `script` is what starts it again.
#[pyfunction]
fn main(py: Python<'_>, script: OsString, arguments: Vec<OsString>) -> u8 {
    let code = py.detach(|| wordify_cli::run(wordify_cli::Program::Script(script), arguments));
    // An exit code cannot be asked for its number, but compared.
    (0..=u8::MAX).find(|&number| ExitCode::from(number) == code).unwrap_or(u8::MAX)
}

/// All settings: name, help, default, and whether several values may be given.
#[pyfunction]
fn settings() -> Vec<(&'static str, &'static str, String, bool)> {
    let entry = |setting: &'static list::Setting| {
        (setting.name, setting.help, setting.default(), setting.values.is_list())
    };
    list::ALL.iter().map(entry).collect()
}

/// The exception of the package for `error`, or Python's own where the user pressed Ctrl-C.
fn exception(py: Python<'_>, error: &Error) -> PyErr {
    if error.kind() == ErrorKind::Canceled {
        return PyKeyboardInterrupt::new_err("canceled");
    }
    let made =
        py.import("wordify._errors").and_then(|module| module.getattr("WordifyError")).and_then(|class| {
            class.call1((error.message(), error.kind().name(), error.place(), error.remedy_text()))
        });
    match made {
        Ok(value) => PyErr::from_value(value),
        Err(failed) => failed,
    }
}

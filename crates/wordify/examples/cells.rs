//! Prints the table in a file as JSON: the names of the columns and the cells of each row. For comparisons with other
//! readers: `cargo run --example cells FILE`.

use std::process::ExitCode;

use serde_json::json;
use wordify::table::{ReadOptions, read};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1).map(std::path::PathBuf::from) else {
        eprintln!("give a file");
        return ExitCode::FAILURE;
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    };
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    match read(&bytes, &ReadOptions { file_name, ..ReadOptions::default() }) {
        Ok(table) => {
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let row = |row| table.columns.iter().map(|column| column.cell(row)).collect::<Vec<&str>>();
            let rows: Vec<Vec<&str>> = (0..table.rows).map(row).collect();
            println!(
                "{}",
                json!({ "names": names, "rows": rows, "facts": table.facts, "warnings": table.warnings })
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

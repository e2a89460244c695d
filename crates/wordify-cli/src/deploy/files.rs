//! `wordify deploy static`: the files that a web server in front serves by itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use wordify_web::http::pages::asset;

use crate::failure::Failure;
use crate::writing;

/// Pages for when the program cannot answer, for people and for programs.
const ERRORS: [(&str, &str); 6] = [
    ("413.html", include_str!("../../../../deploy/nginx/errors/413.html")),
    ("413.json", include_str!("../../../../deploy/nginx/errors/413.json")),
    ("429.html", include_str!("../../../../deploy/nginx/errors/429.html")),
    ("429.json", include_str!("../../../../deploy/nginx/errors/429.json")),
    ("502.html", include_str!("../../../../deploy/nginx/errors/502.html")),
    ("502.json", include_str!("../../../../deploy/nginx/errors/502.json")),
];

/// Options of `wordify deploy static`.
#[derive(Debug, Args)]
pub(crate) struct Static {
    /// The folder; made when absent. Every user of the machine may read what is in it
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    to: PathBuf,
}

pub(super) fn write_static(folder: &Static) -> Result<(), Failure> {
    let written = write_all(&folder.to).map_err(|(path, error)| Failure::write(path.display(), &error))?;
    writing::print(format!("{} holds {written} files of this version\n", folder.to.display()).as_bytes())
}

fn write_all(folder: &Path) -> Result<usize, (PathBuf, io::Error)> {
    let errors = ERRORS.iter().map(|(name, content)| (format!("errors/{name}"), content.as_bytes()));
    let assets =
        asset::ALL.iter().map(|asset| (asset.path().trim_start_matches('/').to_owned(), asset.bytes));
    let files: Vec<(String, &[u8])> = errors.chain(assets).collect();
    for (name, content) in &files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        make_readable(parent).map_err(|error| (parent.to_owned(), error))?;
        write_readable(&path, content).map_err(|error| (path, error))?;
    }
    Ok(files.len())
}

/// Makes a folder that nginx can enter, however private our other files are.
fn make_readable(folder: &Path) -> io::Result<()> {
    let is_named = |folder: &&Path| !folder.as_os_str().is_empty();
    let missing: Vec<&Path> =
        folder.ancestors().filter(is_named).take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(folder)?;
    missing.into_iter().try_for_each(|folder| set_mode(folder, 0o755))
}

/// Writes a file in one step, because nginx may read it at any time.
fn write_readable(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(new.path(), content)?;
    set_mode(new.path(), 0o644)?;
    new.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Elsewhere, files are readable as their folder says.
#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

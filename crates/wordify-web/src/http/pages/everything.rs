//! Everything of a result in one zip: its files in every format, the manifest, and the figures as SVG.
//!
//! The archive is written as it is sent, so that memory holds two of its files at most, and has no times of its own, so that its bytes are
//! the same each time.

use std::io::{self, Write};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use wordify::report::Format;
use wordify::report::figure::{self, Chart, Outcome};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::parts::download::DownloadLink;
use super::parts::stored::{Elsewhere, Stored};
use super::pictures;
use crate::http::attachment::disposition;
use crate::http::error::Problem;
use crate::jobs::seal;
use crate::jobs::view::{DOWNLOADS, Summary, result_part};
use crate::state::App;

/// Media type of the archive.
pub(crate) const MEDIA_TYPE: &str = "application/zip";
/// Bytes that are sent at once.
const PIECE_BYTES: usize = 64 << 10;
/// Pieces that wait for a slow client.
const PIECES_WAITING: usize = 4;
/// Labels that have a figure of their own; of more, those with most terms.
const FIGURES_OF_LABELS_MAX: usize = 16;

/// `GET /jobs/{key}/everything.zip`.
pub(crate) async fn handle(State(app): State<App>, Path(key): Path<String>) -> Result<Response, Elsewhere> {
    let stored = Stored::find(&app, &key).await?;
    let name = archive_name(&stored.summary);
    let disposition = HeaderValue::from_str(&disposition(&name)).map_err(Problem::internal)?;
    let (to_archive, files) = channel(1);
    let (to_client, pieces) = channel(PIECES_WAITING);
    tokio::spawn(async move {
        if let Err(error) = read(&app, &stored, &to_archive).await {
            // The archive breaks off, and the client sees that.
            let _ = to_archive.send(Err(error)).await;
        }
    });
    tokio::task::spawn_blocking(move || archive(files, &to_client));
    let body = Body::from_stream(stream::unfold(pieces, |mut pieces: Receiver<io::Result<Bytes>>| async {
        pieces.recv().await.map(|piece| (piece, pieces))
    }));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, body).into_response())
}

/// The name of the archive: that of the tables with another ending.
fn archive_name(summary: &Summary) -> String {
    let table = Format::Csv.file_name(summary.file_name.as_deref());
    format!("{}.zip", table.strip_suffix(".csv").unwrap_or(&table))
}

/// A file of the archive.
struct Member {
    name: String,
    bytes: Vec<u8>,
}

/// Sends all files one after another, each when the one before is taken.
async fn read(app: &App, stored: &Stored, to: &Sender<io::Result<Member>>) -> io::Result<()> {
    let contents = Member { name: "README.txt".into(), bytes: contents(&stored.summary).into_bytes() };
    let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
    to.send(Ok(contents)).await.map_err(gone)?;
    for format in DOWNLOADS {
        let Some(bytes) = part(app, stored, format).await? else { continue };
        let name = format.file_name(stored.summary.file_name.as_deref());
        to.send(Ok(Member { name, bytes })).await.map_err(gone)?;
    }
    let Some(json) = part(app, stored, Format::Json).await? else { return Ok(()) };
    let (summary, to) = (stored.summary.clone(), to.clone());
    tokio::task::spawn_blocking(move || draw(&json, &summary, &to)).await.map_err(io::Error::other)?
}

/// The result in a format; none where a result of an earlier version lacks it.
async fn part(app: &App, stored: &Stored, format: Format) -> io::Result<Option<Vec<u8>>> {
    let name = result_part(format);
    let sealed = app.storage.part(&stored.key.id(), &name).await;
    let Some(sealed) = sealed.map_err(|error| io::Error::other(error.to_string()))? else { return Ok(None) };
    let key = stored.key.clone();
    let opened = tokio::task::spawn_blocking(move || seal::open(&key, &name, &sealed));
    opened.await.map_err(io::Error::other)?.map(Some).map_err(io::Error::other)
}

/// Draws the figures of the page of pictures, that of each label among them, and that of the page of the result.
fn draw(json: &[u8], summary: &Summary, to: &Sender<io::Result<Member>>) -> io::Result<()> {
    let outcome = Outcome::from_json(json).map_err(|error| io::Error::other(error.to_string()))?;
    let mut labels = pictures::by_terms(summary);
    labels.truncate(if summary.is_mirrored { 1 } else { FIGURES_OF_LABELS_MAX });
    let frequencies = labels.iter().map(|&label| (Chart::Frequency, label));
    let further = pictures::further(summary).into_iter().chain([Chart::Dumbbell]);
    let others = further.map(|kind| (kind, 0));
    for (kind, label) in frequencies.chain(others) {
        let number = if kind == Chart::Frequency { format!("-{}", label + 1) } else { String::new() };
        let drawn = pictures::request(summary, kind, label)
            .and_then(|asked| figure::file(&outcome, &asked, figure::Format::Svg));
        let (ending, bytes) = match drawn {
            Ok(svg) => ("svg", svg),
            // What cannot be drawn of this result is said in its place.
            Err(error) => ("txt", format!("{}\n", error.message()).into_bytes()),
        };
        let name = format!("figures/{}{number}.{ending}", kind.name());
        to.blocking_send(Ok(Member { name, bytes }))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
    }
    Ok(())
}

/// What is in the archive, in words.
fn contents(summary: &Summary) -> String {
    let mut text = format!(
        "A result of Wordify {}. The same file, settings and seed give the same bytes again.\n\n",
        summary.version
    );
    for format in DOWNLOADS {
        let link = DownloadLink::new(format);
        let name = format.file_name(summary.file_name.as_deref());
        text.push_str(&format!("{name}\n    {}: {}.\n", link.name, link.words));
    }
    text.push_str("figures/\n    Figures as SVG. A number is that of a label, in alphabetical order:\n");
    for (number, label) in summary.labels.iter().enumerate() {
        text.push_str(&format!("    {} {}\n", number + 1, label.name.replace(char::is_control, " ")));
    }
    text
}

/// Sends the archive of `files` piece by piece, and where it breaks off what the matter is.
fn archive(files: Receiver<io::Result<Member>>, to: &Sender<io::Result<Bytes>>) {
    if let Err(error) = write(files, to) {
        // Where nobody listens any more it is lost, and may be.
        let _ = to.blocking_send(Err(error));
    }
}

fn write(mut files: Receiver<io::Result<Member>>, to: &Sender<io::Result<Bytes>>) -> io::Result<()> {
    let mut archive = ZipWriter::new_stream(Pieces { to: to.clone(), piece: Vec::new() });
    while let Some(file) = files.blocking_recv() {
        add(&mut archive, &file?)?;
    }
    archive.finish().map_err(io::Error::other)?.into_inner().flush()
}

fn add<W: Write + io::Seek>(archive: &mut ZipWriter<W>, file: &Member) -> io::Result<()> {
    // Workbooks, Word documents and the like are compressed already.
    let is_packed = file.bytes.starts_with(b"PK");
    let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options =
        SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
    archive.start_file(&file.name, options).map_err(io::Error::other)?;
    archive.write_all(&file.bytes)
}

/// Passes on what is written in pieces of [`PIECE_BYTES`], and waits where the client is slow.
struct Pieces {
    to: Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        self.to.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_archive_is_named_after_the_file_and_says_what_is_in_it() {
        let summary = sample::summary(2);
        assert_eq!(archive_name(&summary), "speeches of presidents.wordify.zip");
        let contents = contents(&summary);
        for expected in ["speeches of presidents.wordify.xlsx", "Manifest: ", "    2 Republican\n"] {
            assert!(contents.contains(expected), "{expected}: {contents}");
        }
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_breaks_the_archive_off() {
        let (to_archive, files) = channel(1);
        let (to_client, mut pieces) = channel(PIECES_WAITING);
        tokio::task::spawn_blocking(move || archive(files, &to_client));
        let member = Member { name: "a.txt".into(), bytes: vec![b'a'; 3 * PIECE_BYTES] };
        to_archive.send(Ok(member)).await.expect("taken");
        to_archive.send(Err(io::Error::other("gone"))).await.expect("taken");
        let mut last = None;
        while let Some(piece) = pieces.recv().await {
            last = Some(piece);
        }
        assert!(last.expect("something").is_err());
    }
}

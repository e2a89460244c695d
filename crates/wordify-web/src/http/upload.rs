//! Takes in an upload: a multipart form whose field `file` goes to the disk piece by piece; several such fields become one
//! file, as [`bundle`](wordify::table::several::bundle) says.
//!
//! Memory stays small whatever a client sends: the parser of the form gets its bytes in pieces, and no more than
//! `PIECES_BYTES_MAX` of them before it has to give something back; the other fields are paid for from the memory of
//! requests, and a field that does not exist is refused before a byte of it is kept.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures_util::Stream;
use multer::{Constraints, Field, Multipart, SizeLimit};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use wordify::table::several::bundle::List;
use wordify::table::several::{self, FILES_MAX};

use crate::http::error::{Problem, ProblemKind};
use crate::http::fields;
use crate::http::site::site_of;
use crate::jobs::files;
use crate::jobs::key::{JobId, JobKey};
use crate::jobs::record::NewJob;
use crate::request_memory::Share;
use crate::state::App;
use crate::visitor::{Peer, Visitor};

/// Most fields of a form; ours have about twenty.
const FIELDS_MAX: usize = 100;
/// What a form may have besides its file.
pub const FORM_BYTES_MAX: u64 = 4 << 20;
/// Longest file name that is kept, in bytes: what file systems allow.
const FILE_NAME_BYTES_MAX: usize = 255;
/// Longest path of a file among several, in bytes: what a name may have, in a few folders.
const PATH_BYTES_MAX: usize = 1000;
/// Bytes that the parser may take in before it gives back a field or a piece of one: the head of a part has some hundred.
const PIECES_BYTES_MAX: u64 = 64 << 10;
/// How much longer than an upload may take its room is reserved: until it is stored, or its end is noticed.
const RESERVATION_GRACE: Duration = Duration::from_secs(60);
/// How long the rest of a refused upload is read and dropped, so that browsers show the answer.
const REST_TIMEOUT: Duration = Duration::from_secs(5);

/// An upload that is stored as a job in state waiting.
#[derive(Debug)]
pub struct Upload {
    /// The key of the new job.
    pub key: JobKey,
    /// The other fields of the form, in order.
    pub fields: Vec<(String, String)>,
    /// Who sent it.
    pub visitor: Visitor,
    /// Paid until the fields are used.
    _share: Share,
}

/// Stores the file of the form in `request` as a new job. `names` are the fields that the form may have besides.
///
/// # Errors
/// For a form that cannot be read, no file, two of one name, a limit exceeded, or no room. Nothing is left of it then.
pub async fn receive(app: &App, request: Request, names: &[&str]) -> Result<Upload, Problem> {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<Peer>().copied();
    let now = app.storage.now_ms();
    let visitor = app.day_secret(now).await.visitor(peer);
    let boundary = boundary_of(&parts.headers)?;
    let limit = app.config.limits.upload_bytes_max;
    let announced =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limit + FORM_BYTES_MAX) {
        drop_rest(body.into_data_stream()).await;
        return Err(too_large(limit));
    }
    let key = JobKey::random().map_err(Problem::internal)?;
    // What is not announced may be as large as any.
    let bytes = announced.unwrap_or(limit).min(limit);
    let bounds = app.bounds(visitor.is_limited);
    let until = now.saturating_add(milliseconds(app.config.limits.upload_timeout + RESERVATION_GRACE));
    let reserving = {
        let (app, id, visitor) = (app.clone(), key.id(), visitor.name.clone());
        async move {
            app.storage.reserve(&id, &visitor, bytes, bounds, until, now).await?;
            Half::make(&app, id)
        }
    };
    // On a task of its own, which carries on if the visitor leaves: what it reserved is then given back with the half upload.
    let half = match tokio::spawn(reserving).await {
        Ok(Ok(half)) => half,
        Ok(Err(problem)) => {
            drop_rest(body.into_data_stream()).await;
            return Err(problem);
        }
        Err(error) => return Err(Problem::internal(error)),
    };
    let pieces = Pieces::new(body);
    let budget = Arc::clone(&pieces.budget);
    let size = SizeLimit::new().whole_stream(limit + FORM_BYTES_MAX);
    let mut form = Multipart::with_constraints(pieces, boundary, Constraints::new().size_limit(size));
    let mut share = app.request_memory.share();
    let reading = read(&mut form, &budget, &half, limit, names, &mut share);
    let form_read = match tokio::time::timeout(app.config.limits.upload_timeout, reading).await {
        Ok(Ok(form_read)) => form_read,
        Ok(Err(problem)) => {
            drop_form(form, &budget).await;
            return Err(problem);
        }
        Err(_) => return Err(took_too_long(app.config.limits.upload_timeout)),
    };
    let Form { file_name, file_bytes, fields } = form_read;
    // Before the job: once there is one, another host may be asked for it.
    files::put_upload(&app.storage, &app.folder, &key).await?;
    let now = app.storage.now_ms();
    let job = NewJob {
        key: key.clone(),
        visitor: visitor.name.clone(),
        file_name,
        file_bytes,
        site: site_of(app, &parts.headers, peer),
        expires_at: now.saturating_add(milliseconds(app.config.retention.waiting)),
    };
    app.storage.create(job, bounds, now).await?;
    half.keep();
    Ok(Upload { key, fields, visitor, _share: share })
}

/// What was in a form.
struct Form {
    file_name: Option<String>,
    file_bytes: u64,
    fields: Vec<(String, String)>,
}

async fn read(
    form: &mut Multipart<'_>,
    budget: &AtomicU64,
    half: &Half,
    limit: u64,
    names: &[&str],
    share: &mut Share,
) -> Result<Form, Problem> {
    let mut taken = Taken::default();
    let mut fields = Vec::new();
    loop {
        budget.store(PIECES_BYTES_MAX, Ordering::Relaxed);
        let Some(field) = form.next_field().await.map_err(|error| unreadable(&error, limit))? else { break };
        let name = field.name().unwrap_or_default().to_owned();
        if fields.len() >= FIELDS_MAX {
            return Err(Problem::new(
                ProblemKind::Malformed,
                format!("The form has more than {FIELDS_MAX} fields."),
            ));
        }
        if name != "file" {
            fields::check_name(&name, names)?;
            let text = read_text(field, budget, &name, limit, share).await?;
            fields.push((name, text));
        } else {
            taken.take(field, budget, half, limit, share).await?;
        }
    }
    match taken.finish(limit).await? {
        None => Err(Problem::new(ProblemKind::Invalid, "The form has no file.")
            .at("file")
            .remedy("Send the file in a field called “file”.")),
        Some((None, 0)) => Err(Problem::new(ProblemKind::Invalid, "No file was chosen.")
            .at("file")
            .remedy("Choose a file, and send it again.")),
        Some((Some(_), 0)) => Err(Problem::new(ProblemKind::Invalid, "The file is empty.")
            .at("file")
            .remedy("Check that the file was saved, and choose it again.")),
        Some((file_name, file_bytes)) => Ok(Form { file_name, file_bytes, fields }),
    }
}

/// The files of a form, so far.
#[derive(Default)]
struct Taken {
    /// Where they are written, one after the other.
    file: Option<File>,
    bytes: u64,
    list: List,
    /// Whether a file has no name.
    has_nameless: bool,
}

impl Taken {
    async fn take(
        &mut self,
        mut field: Field<'_>,
        budget: &AtomicU64,
        half: &Half,
        limit: u64,
        share: &mut Share,
    ) -> Result<(), Problem> {
        let path = field.file_name().and_then(plain_path);
        if self.list.paths().len() >= FILES_MAX {
            return Err(Problem::new(
                ProblemKind::Invalid,
                format!("There are more than {FILES_MAX} files."),
            )
            .at("file")
            .remedy("Put them into a zip archive, or their rows into fewer tables."));
        }
        share
            .take(path.as_ref().map_or(0, String::len))
            .map_err(|refused| Problem::from(refused).at("file"))?;
        if self.file.is_none() {
            let file = File::create_new(half.app.folder.upload(&half.id)).await;
            self.file = Some(file.map_err(|error| Problem::of_file(&error))?);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let before = self.bytes;
        loop {
            budget.store(PIECES_BYTES_MAX, Ordering::Relaxed);
            let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error, limit))? else { break };
            self.bytes += piece.len() as u64;
            if self.bytes > limit {
                return Err(too_large(limit));
            }
            file.write_all(&piece).await.map_err(|error| Problem::of_file(&error))?;
        }
        self.has_nameless |= path.is_none();
        self.list.add(path.unwrap_or_default(), self.bytes - before);
        Ok(())
    }

    /// Name and bytes of what was written, if anything was sent.
    async fn finish(self, limit: u64) -> Result<Option<(Option<String>, u64)>, Problem> {
        let Some(mut file) = self.file else { return Ok(None) };
        let paths = self.list.paths();
        if self.has_nameless && paths.len() > 1 {
            return Err(Problem::new(ProblemKind::Invalid, "One of several files has no name.")
                .at("file")
                .remedy("Send each with its name, as curl does with -F file=@NAME."));
        }
        let end = self.list.end().map_err(|error| Problem::from(error).at("file"))?;
        let bytes = self.bytes + end.len() as u64;
        if bytes > limit {
            return Err(too_large(limit));
        }
        file.write_all(&end).await.map_err(|error| Problem::of_file(&error))?;
        // Once the visitor is informed that the file is here, not even a power cut loses it.
        file.flush().await.map_err(|error| Problem::of_file(&error))?;
        file.sync_all().await.map_err(|error| Problem::of_file(&error))?;
        let name = match paths[..] {
            [path] => Some(path.to_owned()),
            _ => several::title(&paths),
        };
        Ok(Some((name.as_deref().and_then(plain_name), bytes)))
    }
}

async fn read_text(
    mut field: Field<'_>,
    budget: &AtomicU64,
    name: &str,
    limit: u64,
    share: &mut Share,
) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    loop {
        budget.store(PIECES_BYTES_MAX, Ordering::Relaxed);
        let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error, limit))? else { break };
        share.take(piece.len()).map_err(|refused| Problem::from(refused).at(name))?;
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes)
        .map_err(|_| Problem::new(ProblemKind::Invalid, "The field is not text in UTF-8.").at(name))
}

/// The last part of a name that may have folders, without control characters; it is shown, and never a path.
fn plain_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut plain: String = last.chars().filter(|letter| !letter.is_control()).collect();
    while plain.len() > FILE_NAME_BYTES_MAX {
        // The ending stays: it helps to recognize the format.
        plain.remove(0);
    }
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

/// The path of a file among several, within the folder that a visitor chose: it is a name, and never a path on this machine.
fn plain_path(path: &str) -> Option<String> {
    let parts = path.split(['/', '\\']).filter_map(plain_name).filter(|part| part != "." && part != "..");
    let mut plain = parts.collect::<Vec<_>>().join("/");
    while plain.len() > PATH_BYTES_MAX {
        plain.remove(0);
    }
    (!plain.is_empty()).then_some(plain)
}

fn boundary_of(headers: &HeaderMap) -> Result<String, Problem> {
    if !headers.contains_key(header::CONTENT_LENGTH) && !headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(Problem::new(
            ProblemKind::LengthRequired,
            "The request has no body, or does not say how long it is.",
        )
        .remedy("Send a form with the file, and its length in the header Content-Length."));
    }
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_form = media.trim_start().to_ascii_lowercase().starts_with("multipart/form-data");
    if !is_form {
        return Err(Problem::new(
            ProblemKind::UnsupportedMediaType,
            "An upload is a form of the type multipart/form-data.",
        )
        .remedy("Send the file as the field “file” of such a form, as curl does with -F file=@NAME."));
    }
    multer::parse_boundary(media)
        .map_err(|_| Problem::new(ProblemKind::Malformed, "The header Content-Type names no boundary."))
}

fn too_large(limit: u64) -> Problem {
    Problem::new(ProblemKind::TooLarge, format!("A file may have {} MB at most here, several as much together.", limit >> 20))
        .at("file")
        .remedy("Keep the columns with texts and labels only, compress the file with gzip, or take a random sample of its rows.")
}

fn took_too_long(limit: Duration) -> Problem {
    let minutes = limit.as_secs().div_ceil(60);
    Problem::new(ProblemKind::Timeout, format!("The upload was not complete after {minutes} minutes."))
        .at("file")
        .remedy("Try again over a faster connection, or compress the file with gzip.")
}

fn unreadable(error: &multer::Error, limit: u64) -> Problem {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => {
            too_large(limit)
        }
        _ => Problem::new(ProblemKind::Malformed, "The form is damaged or ended early.")
            .remedy("Send it again; if this happens again, check the form in your program."),
    }
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 2)
}

/// Browsers show an answer only after they have sent their request; so the rest is taken, for a while.
async fn drop_rest(mut body: BodyDataStream) {
    use futures_util::StreamExt;
    let rest = async { while let Some(Ok(_)) = body.next().await {} };
    // A client that sends for longer sees a closed connection.
    let _ = tokio::time::timeout(REST_TIMEOUT, rest).await;
}

async fn drop_form(mut form: Multipart<'_>, budget: &AtomicU64) {
    let rest = async {
        loop {
            budget.store(PIECES_BYTES_MAX, Ordering::Relaxed);
            let Ok(Some(mut field)) = form.next_field().await else { break };
            while let Ok(Some(_)) = field.chunk().await {
                budget.store(PIECES_BYTES_MAX, Ordering::Relaxed);
            }
        }
    };
    let _ = tokio::time::timeout(REST_TIMEOUT, rest).await;
}

/// The folder and the reservation of an upload under way: given up unless kept, also when the client leaves.
struct Half {
    app: App,
    id: JobId,
    is_kept: bool,
}

impl Half {
    fn make(app: &App, id: JobId) -> Result<Self, Problem> {
        let half = Self { app: app.clone(), id, is_kept: false };
        half.app.folder.make_job(&half.id).map_err(|error| Problem::of_file(&error))?;
        Ok(half)
    }

    fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        if let Err(error) = self.app.folder.delete_job(&self.id) {
            tracing::error!(job = %self.id, error = %error, "half an upload could not be deleted");
        }
        let (app, id) = (self.app.clone(), self.id.clone());
        tokio::spawn(async move {
            // Where this fails, the reservation expires by itself.
            if let Err(error) = app.storage.release(&id).await {
                tracing::warn!(job = %id, error = %error, "the room of half an upload could not be given back");
            }
        });
    }
}

/// The body, one piece at a time: after each the parser must first do something with it.
struct Pieces {
    body: BodyDataStream,
    budget: Arc<AtomicU64>,
    is_turn_of_parser: bool,
}

impl Pieces {
    fn new(body: Body) -> Self {
        let budget = Arc::new(AtomicU64::new(PIECES_BYTES_MAX));
        Self { body: body.into_data_stream(), budget, is_turn_of_parser: false }
    }
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if std::mem::take(&mut self.is_turn_of_parser) {
            // Pending, but to be polled again at once: meanwhile the parser looks at what it has.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(Some(Ok(piece))) => piece,
            Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(io::Error::other(error)))),
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Pending => return Poll::Pending,
        };
        self.is_turn_of_parser = true;
        let left = self.budget.load(Ordering::Relaxed);
        if left == 0 {
            return Poll::Ready(Some(Err(io::Error::other("a part of the form has no end"))));
        }
        self.budget.store(left.saturating_sub(piece.len() as u64), Ordering::Relaxed);
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_file_among_several_leads_nowhere() {
        assert_eq!(plain_path("../corpus/./good\\1.txt").as_deref(), Some("corpus/good/1.txt"));
        assert_eq!(plain_path("/etc//passwd").as_deref(), Some("etc/passwd"));
        assert_eq!(plain_path("../.."), None);
        assert!(plain_path(&"ü/".repeat(2000)).is_some_and(|path| path.len() <= 1000));
    }

    #[test]
    fn a_file_name_is_never_a_path() {
        assert_eq!(plain_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(plain_name("C:\\fakepath\\wine.csv").as_deref(), Some("wine.csv"));
        assert_eq!(plain_name("a\r\nb.csv").as_deref(), Some("ab.csv"));
        assert_eq!(plain_name("folder/"), None);
        let long = format!("{}.xlsx", "ü".repeat(300));
        let kept = plain_name(&long).expect("a name");
        assert!(kept.len() <= 255 && kept.ends_with(".xlsx"), "{kept}");
    }
}

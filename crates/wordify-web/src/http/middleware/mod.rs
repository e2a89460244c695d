//! What happens to every request before and after its handler.

pub(crate) mod maintenance;
pub(crate) mod origin;
pub(crate) mod problems;
pub(crate) mod request;
pub(crate) mod security;
pub(crate) mod timeout;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::frame;
use crate::state::App;

/// All of it, in one step: each layer of a router costs a request some allocations.
pub(crate) async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let note = request::Note::of(&request);
    let wish = problems::Wish::of(&request);
    let answer = async {
        let refusal = origin::refusal(&app, &request).or_else(|| maintenance::refusal(&app, &request));
        wish.present(match refusal {
            Some(refusal) => refusal,
            None => next.run(request).instrument(note.span()).await,
        })
    };
    let mut response = frame::within(&app.frame, answer).await;
    security::add_headers(&app, &mut response);
    note.end(&app, response)
}

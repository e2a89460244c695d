//! What a proxy or a monitor asks about this process.

use axum::extract::State;

use crate::http::error::{Problem, ProblemKind};
use crate::state::App;

/// `GET /readyz`: whether new work can be taken on.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    match app.check_ready().await {
        Ok(()) => Ok("ready\n"),
        Err(reason) => {
            tracing::warn!(reason, "not ready");
            Err(Problem::new(ProblemKind::Busy, "The server cannot take on work now.").retry_after(5))
        }
    }
}

//! The pages that people see.

use crate::error::Problem;

/// The page that tells a problem.
pub(crate) fn error_page(problem: &Problem) -> String {
    let texts = [Some(problem.detail.as_str()), problem.place.as_deref(), problem.remedy.as_deref()];
    let paragraphs: String =
        texts.into_iter().flatten().map(|text| format!("<p>{}</p>\n", escape(text))).collect();
    let title = escape(problem.title());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} · Wordify</title>\n\
         <h1>{title}</h1>\n{paragraphs}<p><a href=\"/\">Wordify</a></p>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

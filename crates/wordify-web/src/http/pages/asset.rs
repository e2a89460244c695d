//! Style sheet, script and icon: served from memory under names that change with their content.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::fixed::Fixed;
use crate::http::error::{Problem, ProblemKind};

/// Another content has another name.
const KEPT_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /assets/{name}`.
pub(crate) async fn handle(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let asset = find(&name).ok_or_else(|| Problem::new(ProblemKind::NotFound, "There is no such file."))?;
    let answer = asset.answer.get_or_init(|| Fixed::new(asset.media_type, asset.bytes));
    let mut response = answer.answer(&headers);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT_FOR_EVER));
    Ok(response)
}

/// A file of ours.
#[derive(Debug)]
pub struct Asset {
    /// Its name without ending.
    stem: &'static str,
    ending: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub bytes: &'static [u8],
    path: OnceLock<String>,
    answer: OnceLock<Fixed>,
}

/// The style of all pages.
pub static STYLE: Asset =
    Asset::new("wordify", "css", "text/css; charset=utf-8", include_bytes!("../../../assets/wordify.css"));
/// The script of all pages.
pub static SCRIPT: Asset = Asset::new(
    "wordify",
    "js",
    "text/javascript; charset=utf-8",
    include_bytes!("../../../assets/wordify.js"),
);
/// The icon.
pub static ICON: Asset =
    Asset::new("favicon", "svg", "image/svg+xml", include_bytes!("../../../assets/favicon.svg"));

/// All of them, for servers that have files of their own.
pub static ALL: [&Asset; 3] = [&STYLE, &SCRIPT, &ICON];

impl Asset {
    const fn new(
        stem: &'static str,
        ending: &'static str,
        media_type: &'static str,
        bytes: &'static [u8],
    ) -> Self {
        Self { stem, ending, media_type, bytes, path: OnceLock::new(), answer: OnceLock::new() }
    }

    /// Where it is served, such as `/assets/wordify-0123abcd.css`: another address for another content, so that
    /// browsers may keep it for ever.
    pub fn path(&self) -> &str {
        self.path.get_or_init(|| {
            let hash = Sha256::digest(self.bytes);
            let hash = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
            format!("/assets/{}-{hash:08x}.{}", self.stem, self.ending)
        })
    }
}

/// The file that is served as `/assets/name`.
pub fn find(name: &str) -> Option<&'static Asset> {
    ALL.into_iter().find(|asset| asset.path().strip_prefix("/assets/") == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_by_its_present_name_only() {
        let name = STYLE.path().strip_prefix("/assets/").expect("prefix").to_owned();
        assert!(find(&name).is_some_and(|asset| asset.media_type.starts_with("text/css")));
        assert!(find("wordify-00000000.css").is_none() && find("../Cargo.toml").is_none());
    }

    #[test]
    fn nothing_in_style_and_script_comes_from_another_host() {
        for asset in ALL {
            let text = std::str::from_utf8(asset.bytes).expect("UTF-8");
            let text = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("//www.") && !text.contains("https:") && !text.contains("@import"));
        }
    }
}

//! `GET /api/v1/languages`: the languages, and what each has.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use wordify::text::language::Language;
use wordify::text::language::script::Script;
use wordify::text::language::stop_words::Collection;

use super::problems::OfReading;

/// A language, and what there is for it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(title = "Language")]
pub(crate) struct LanguageFacts {
    /// Its code, for the choice `language`.
    #[schema(example = "en")]
    code: &'static str,
    /// Its English name.
    #[schema(example = "English")]
    name: &'static str,
    /// Its scripts.
    scripts: Vec<&'static str>,
    /// The lists of stop words that have it, for the choice `stop_words`.
    stop_words: Vec<&'static str>,
    /// Whether there are lemmas for it.
    lemmas: bool,
    /// What finds its words, where no spaces do.
    #[serde(skip_serializing_if = "Option::is_none")]
    segmenter: Option<&'static str>,
}

/// The languages
#[utoipa::path(get, path = "/api/v1/languages", tag = "About", operation_id = "languages",
    responses((status = 200, description = "All languages", body = Vec<LanguageFacts>), OfReading))]
pub(crate) async fn handle() -> Json<Vec<LanguageFacts>> {
    let facts = |language: Language| LanguageFacts {
        code: language.code(),
        name: language.name(),
        scripts: language.scripts().iter().copied().map(Script::name).collect(),
        stop_words: Collection::of(language).map(Collection::name).collect(),
        lemmas: language.has_lemmas(),
        segmenter: language.segmenter(),
    };
    Json(Language::ALL.into_iter().map(facts).collect())
}

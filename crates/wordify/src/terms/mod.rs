//! Tokens to the weighted document-term matrix.
//!
//! `vocabulary` ranks the tokens, `ngram` counts the terms that are within a [`range`], [`tfidf`] weights them into a [`matrix`]; [`vectorize`] is their
//! parent.

pub mod matrix;
mod ngram;
pub mod range;
pub mod tfidf;
pub mod vectorize;
pub(crate) mod vocabulary;

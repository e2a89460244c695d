//! What changed against another result, in short.

/// What changed, in short, for the page of a result that was made by running another one again.
#[derive(Debug)]
pub(crate) struct Changed {
    /// Where all of it stands.
    pub(crate) href: String,
    /// How many terms are new, gone, and in both.
    pub(crate) headline: String,
    /// The first new terms.
    pub(crate) new: String,
    /// The first that are gone.
    pub(crate) gone: String,
}

//! What happens to every request before and after its handler.

pub(crate) mod origin;
pub(crate) mod problems;
pub(crate) mod request;
pub(crate) mod security;
pub(crate) mod timeout;

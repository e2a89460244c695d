//! What the tests of pages share.

pub(crate) mod sample;

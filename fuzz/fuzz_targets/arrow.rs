//! Any bytes as a file or stream of Arrow.
#![no_main]

use wordify_fuzz::{abort_on_uncaught_panics, fuzz_target, read};

fuzz_target!(init: abort_on_uncaught_panics(), |bytes: &[u8]| read(bytes, "data.feather"));

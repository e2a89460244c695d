//! Any bytes as a transport file of SAS.
#![no_main]

use wordify_fuzz::{abort_on_uncaught_panics, fuzz_target, read};

fuzz_target!(init: abort_on_uncaught_panics(), |bytes: &[u8]| read(bytes, "data.xpt"));

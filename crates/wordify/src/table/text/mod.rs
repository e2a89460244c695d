//! Text to columns: delimited records and JSON lines, in any encoding.
//!
//! `encoding` makes text of bytes, `delimited` finds the delimiter and cuts `records`, `jsonl` reads one object per line.
//! `double_encoding` repairs what another program encoded twice, in the columns of any format.

pub(super) mod delimited;
pub(super) mod double_encoding;
pub(super) mod encoding;
pub(super) mod jsonl;
mod records;

//! Text to columns: delimited records and JSON lines, in any encoding.
//!
//! `encoding` makes text of bytes in a `charset` (`western` looks twice at those of one byte a letter: at what speaks against each
//! `reading` in the `alphabet` of the text's language, at the `region` whose words it has, and at `cyrillic` letters). `delimited` finds the
//! `dialect`, cuts `records`, sees missing values that are `bare` of quotation marks and what fields in `surplus` are, and compares
//! `widths`. `jsonl` reads one object per line and other
//! `shapes` of JSON, also `nearly_json`, into `json_objects`, `fasttext` lines that begin with their labels.
//! `double_encoding` repairs what another program encoded twice, `damage` the marks that others leave, and `misread` sees other scripts that one took for Latin letters, in the columns of any format.

mod alphabet;
mod bare;
pub(super) mod charset;
mod cyrillic;
pub(super) mod damage;
pub(super) mod delimited;
mod dialect;
pub(super) mod double_encoding;
pub(super) mod encoding;
pub(super) mod fasttext;
mod json_objects;
pub(super) mod jsonl;
pub(super) mod misread;
mod nearly_json;
mod reading;
mod records;
mod region;
mod shapes;
mod surplus;
mod western;
mod widths;

//! The analyst: reading and analysing an upload in a process of its own.
//!
//! Uploads come from anyone and may be made to exhaust memory. The analyst has a limit on its memory and less priority
//! than the site; when it crashes, the site carries on and says why.
//!
//! ```text
//! parent (`handle`)                                child (`child`): `wordify analyst`
//!   one line of JSON: Request          ── stdin ──►  read it, set limits
//!   standard input stays open          ── stdin ──►  closed: stop at a checkpoint, or exit
//!   Event::Progress …, Event::End      ◄─ stdout ─   lines of JSON
//!   "memory allocation of … failed"    ◄─ stderr ─   the allocator's last words
//! ```
//!
//! The child holds no connection to the database. It writes its checkpoint and the sealed parts of the result into
//! the folder of the job, and its parent takes it from there. Whatever happens to the parent, the child sees the end
//! of its standard input and stops. `sandbox` keeps it from everything but that folder.

mod child;
mod failure;
mod handle;
mod inspection;
mod parts;
mod protocol;
pub(crate) mod sample;
mod sandbox;
mod summary;
mod texts;

pub use child::main;
pub use failure::out_of_memory;
pub use handle::{Analyst, News, inspect};
pub use protocol::{Outcome, Request, Task};
pub use sandbox::sandbox_state;

//! The name of this process among those of its site.

/// A name that no other process has, nor will have; none where the system gives no random bits.
pub(crate) fn name() -> Option<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{}-{:016x}", std::process::id(), u64::from_le_bytes(bytes)))
}

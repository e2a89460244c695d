//! What the system has not to give just now: it says nothing against a job or a request.

use std::io;

/// Whether `error` comes from a disk that is full.
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Whether `error` says that there are no more processes, descriptors or memory.
pub fn is_shortage(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let lacking = [Errno::AGAIN, Errno::NOMEM, Errno::MFILE, Errno::NFILE];
        error.raw_os_error().is_some_and(|code| lacking.contains(&Errno::from_raw_os_error(code)))
    }
    #[cfg(not(unix))]
    matches!(error.kind(), io::ErrorKind::OutOfMemory | io::ErrorKind::WouldBlock)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_lacks_is_distinguished_from_what_is_wrong() {
        let of = |errno: rustix::io::Errno| io::Error::from_raw_os_error(errno.raw_os_error());
        use rustix::io::Errno;
        for errno in [Errno::AGAIN, Errno::NOMEM, Errno::MFILE, Errno::NFILE] {
            assert!(is_shortage(&of(errno)) && !is_full(&of(errno)), "{errno:?}");
        }
        assert!(is_full(&of(Errno::NOSPC)) && is_full(&of(Errno::DQUOT)));
        assert!(!is_shortage(&of(Errno::NOENT)) && !is_full(&of(Errno::ACCESS)));
    }
}

//! Users and groups by name.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::unistd::{AccessFlags, Group, User, access, geteuid};

use crate::Problem;

/// Who workers run as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

/// The account that `user` and `group` name.
///
/// # Errors
/// When one of them does not exist.
pub(crate) fn find(user: Option<&str>, group: Option<&str>) -> Result<Option<Account>, Problem> {
    let found = user.map(find_user).transpose()?;
    let group = group.map(find_group).transpose()?;
    match (found, group) {
        (None, None) => Ok(None),
        (None, Some(_)) => {
            Err(Problem::new("a group is set without a user", "set `user` as well, or remove `group`"))
        }
        (Some((user, own_group)), group) => Ok(Some(Account { user, group: group.unwrap_or(own_group) })),
    }
}

/// The number of a user, and of its own group.
pub(crate) fn find_user(name: &str) -> Result<(u32, u32), Problem> {
    match User::from_name(name) {
        Ok(Some(user)) => Ok((user.uid.as_raw(), user.gid.as_raw())),
        _ => Err(Problem::new(
            format!("there is no user {name:?}"),
            format!("make it (adduser --system --group {name}) or name another"),
        )),
    }
}

/// The number of a group.
pub(crate) fn find_group(name: &str) -> Result<u32, Problem> {
    match Group::from_name(name) {
        Ok(Some(group)) => Ok(group.gid.as_raw()),
        _ => Err(Problem::new(
            format!("there is no group {name:?}"),
            format!("make it (addgroup --system {name}) or name another"),
        )),
    }
}

/// Whether workers may make files in `folder`, which is there: those of `account`, or our own.
pub(crate) fn may_write(folder: &Path, account: Option<Account>) -> bool {
    let Some(account) = account.filter(|_| geteuid().is_root()) else {
        return access(folder, AccessFlags::W_OK | AccessFlags::X_OK).is_ok();
    };
    // The system answers for ourselves only; for somebody else we read the permissions.
    let Ok(metadata) = folder.metadata() else { return false };
    let bits = metadata.mode();
    // As the kernel decides it: the first that fits counts, even where a later one would allow more; root may always.
    let bits = if account.user == 0 {
        0o3
    } else if metadata.uid() == account.user {
        bits >> 6
    } else if metadata.gid() == account.group {
        bits >> 3
    } else {
        bits
    };
    bits & 0o3 == 0o3
}

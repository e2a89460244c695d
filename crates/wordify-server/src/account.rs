//! Users and groups by name.

use nix::unistd::{Group, User};

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

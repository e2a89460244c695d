//! What the system says about mounted file systems: which kind holds a folder, and who may only read there.

use std::fs;
use std::path::{Path, PathBuf};

/// File systems that other machines may have mounted at the same time.
const SHARED: [&str; 9] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"];

/// The file system that holds a path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mount {
    kind: String,
    is_read_only: bool,
}

/// The kind of the file system that holds `folder`, where other machines may use it too.
pub(crate) fn shared_kind(folder: &Path) -> Option<String> {
    let mount = holding(&fs::read_to_string("/proc/self/mountinfo").ok()?, folder)?;
    SHARED.contains(&mount.kind.as_str()).then_some(mount.kind)
}

/// Whether the process `pid` sees a path on a file system that it can only read: `ProtectSystem=` of systemd makes it so. False
/// where the system does not say.
pub(crate) fn is_read_only_for(pid: u32, path: &Path) -> bool {
    let table = fs::read_to_string(format!("/proc/{pid}/mountinfo")).unwrap_or_default();
    holding(&table, path).is_some_and(|mount| mount.is_read_only)
}

/// The mount that holds `path`, by a table such as `/proc/self/mountinfo`: the one whose folder is the longest, and of
/// several at one folder the last, which hides the others.
fn holding(table: &str, path: &Path) -> Option<Mount> {
    let mut found: Option<(PathBuf, Mount)> = None;
    for (folder, mount) in table.lines().filter_map(read_line) {
        let is_longer = |(other, _): &(PathBuf, Mount)| folder.as_os_str().len() >= other.as_os_str().len();
        if path.starts_with(&folder) && found.as_ref().is_none_or(is_longer) {
            found = Some((folder, mount));
        }
    }
    found.map(|(_, mount)| mount)
}

/// `36 35 98:0 /inside /mounted/at ro,noatime master:1 - ext4 /dev/root rw`: options of the mount in the sixth field, the kind after
/// the dash.
fn read_line(line: &str) -> Option<(PathBuf, Mount)> {
    let (left, right) = line.split_once(" - ")?;
    let mut fields = left.split(' ').skip(4);
    let (folder, options) = (fields.next()?, fields.next()?);
    let (kind, rest) = right.split_once(' ')?;
    let of_file_system = rest.rsplit(' ').next().unwrap_or_default();
    let is_read_only =
        [options, of_file_system].iter().any(|list| list.split(',').any(|option| option == "ro"));
    Some((unescape(folder).into(), Mount { kind: kind.to_owned(), is_read_only }))
}

/// The table writes a blank as `\040`.
fn unescape(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a service sees it that systemd starts with `ProtectSystem=strict`, with a folder on a server of files.
    const TABLE: &str = "\
22 1 254:0 / / ro,relatime shared:1 - ext4 /dev/vda1 rw
30 22 254:0 /var/lib/wordify /var/lib/wordify rw,relatime - ext4 /dev/vda1 rw
31 22 0:40 / /srv/with\\040blank rw,relatime - nfs4 files:/export rw,vers=4.2
32 22 0:41 / /mnt rw - ext4 /dev/vdb1 rw
33 32 0:42 / /mnt rw - tmpfs tmpfs ro,size=1k";

    #[test]
    fn the_longest_and_last_mount_holds_a_path() {
        let mount =
            |path: &str| holding(TABLE, Path::new(path)).map(|mount| (mount.kind, mount.is_read_only));
        let is = |kind: &str, is_read_only: bool| Some((kind.to_owned(), is_read_only));
        assert_eq!(mount("/var/log/wordify/error.log"), is("ext4", true));
        assert_eq!(mount("/var/lib/wordify/wordify.db"), is("ext4", false));
        assert_eq!(mount("/var/lib/wordify-other"), is("ext4", true));
        assert_eq!(mount("/srv/with blank/data"), is("nfs4", false));
        assert_eq!(mount("/mnt/a"), is("tmpfs", true));
        assert_eq!(holding("nonsense\n1 2 - 3", Path::new("/")), None);
    }

    #[test]
    fn this_process_may_write_where_it_can_write() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(!is_read_only_for(std::process::id(), folder.path()));
        assert_eq!(shared_kind(Path::new("/proc")), None);
    }
}

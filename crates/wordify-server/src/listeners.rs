//! Sockets that accept connections: made, taken from systemd, or kept over a reload.
//!
//! The master makes them once and never accepts on them. Workers inherit them, so that a connection that waits to be
//! accepted is never lost while workers come and go.

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;

use listenfd::ListenFd;
use socket2::{Domain, SockAddr, Socket, Type};

use crate::settings::{Address, Listener};
use crate::{Problem, account};

/// What the kernel's structure for a unix address holds, less the zero at the end.
const SOCKET_PATH_BYTES_MAX: usize = 107;

/// A socket that accepts connections, and what is to happen on it.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) listener: Listener,
    /// As the settings say it, where a port of 0 stands for any.
    wanted: Address,
    socket: Arc<OwnedFd>,
    /// Systemd's sockets stay when we go.
    is_ours: bool,
}

impl Bound {
    /// A copy of the descriptor, to be given to a worker.
    pub(crate) fn duplicate(&self) -> io::Result<OwnedFd> {
        self.socket.as_fd().try_clone_to_owned()
    }

    pub(crate) fn is_same_socket(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.socket, &other.socket)
    }

    /// Removes the file of a unix socket that is of our making.
    pub(crate) fn remove(&self) {
        if let (Address::Unix(path), true) = (&self.listener.address, self.is_ours) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Sockets that systemd, or whoever started the program, has bound already.
#[derive(Debug, Default)]
pub(crate) struct Inherited(Vec<(Listener, OwnedFd)>);

impl Inherited {
    /// Takes them over. A second call finds none.
    ///
    /// # Errors
    /// When a descriptor is not a listening stream socket.
    pub(crate) fn take() -> Result<Self, Problem> {
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        // What systemd writes where the unit gives no name.
        let mut names =
            names.split(':').map(|name| Some(name).filter(|name| !["", "unknown"].contains(name)));
        let mut given = ListenFd::from_env();
        let mut sockets = Vec::new();
        for number in 0..given.len() {
            let (address, socket) = take_one(&mut given, number).map_err(|error| {
                Problem::new(
                    format!("socket {number} of LISTEN_FDS cannot be used: {error}"),
                    "in the .socket unit use ListenStream= with an IP address and port, or a path",
                )
            })?;
            let mut listener = Listener::at(address);
            if let Some(name) = names.next().flatten() {
                name.clone_into(&mut listener.name);
            }
            sockets.push((listener, socket));
        }
        Ok(Self(sockets))
    }
}

fn take_one(given: &mut ListenFd, number: usize) -> io::Result<(Address, OwnedFd)> {
    if let Ok(Some(listener)) = given.take_unix_listener(number) {
        let address = listener.local_addr()?;
        let path = address.as_pathname().ok_or(io::ErrorKind::AddrNotAvailable)?;
        return Ok((Address::Unix(path.to_owned()), listener.into()));
    }
    let listener = given.take_tcp_listener(number)?.ok_or(io::ErrorKind::NotFound)?;
    Ok((Address::Tcp(listener.local_addr()?), listener.into()))
}

/// Makes the sockets that the settings ask for. Those in `kept` and `inherited` with the same address are used again;
/// inherited ones that no setting names are served all the same.
///
/// # Errors
/// The first that cannot be made; the others are closed again.
pub(crate) fn bind(wanted: &[Listener], inherited: Inherited, kept: &[Bound]) -> Result<Vec<Bound>, Problem> {
    let mut available: Vec<Bound> = kept.to_vec();
    for (listener, socket) in inherited.0 {
        let wanted = listener.address.clone();
        available.push(Bound { listener, wanted, socket: Arc::new(socket), is_ours: false });
    }
    let fallback = [Listener::at(Address::Tcp(([127, 0, 0, 1], 8080).into()))];
    // A socket unit alone is a wish as well: then nothing else is opened.
    let from_systemd = available.iter().any(|bound| !bound.is_ours);
    let wanted = if wanted.is_empty() && !from_systemd { &fallback } else { wanted };
    let mut bound: Vec<Bound> = Vec::new();
    for listener in wanted {
        if bound.iter().any(|other| other.wanted == listener.address) {
            remove_new(&bound, kept);
            return Err(Problem::new(
                format!("{} is bound twice", listener.address),
                "remove one of the two from `bind`",
            ));
        }
        let one = match available.iter().position(|bound| bound.wanted == listener.address) {
            Some(at) => {
                let bound = available.swap_remove(at);
                let address = bound.listener.address.clone();
                Ok(Bound { listener: Listener { address, ..listener.clone() }, ..bound })
            }
            None => make(listener),
        };
        match one {
            Ok(one) => bound.push(one),
            Err(problem) => {
                remove_new(&bound, kept);
                return Err(problem);
            }
        }
    }
    bound.extend(available.into_iter().filter(|bound| !bound.is_ours));
    Ok(bound)
}

/// What is wrong with a listener before it is bound: names and paths, not whether it is taken.
pub(crate) fn check(listener: &Listener) -> Option<Problem> {
    let Address::Unix(path) = &listener.address else { return None };
    check_length(path).and_then(|()| owners(listener)).err()
}

/// Why nobody could listen at each of these addresses now: it is taken, also by one of those before, not ours to give, or not of this
/// machine. All are tried as a server would, and given up at once.
pub(crate) fn try_out<'a>(listeners: impl Iterator<Item = &'a Listener>) -> Vec<Option<Problem>> {
    let mut bound: Vec<Bound> = Vec::new();
    let mut found = Vec::new();
    for listener in listeners {
        match make(listener) {
            Ok(one) => {
                bound.push(one);
                found.push(None);
            }
            Err(problem) => {
                let other = bound.iter().find(|one| has_same_port(&one.listener.address, &listener.address));
                found.push(Some(other.map_or(problem, |other| taken_by(&other.listener, listener))));
            }
        }
    }
    for one in &bound {
        one.remove();
    }
    found
}

fn has_same_port(one: &Address, other: &Address) -> bool {
    matches!((one, other), (Address::Tcp(one), Address::Tcp(other)) if one.port() == other.port())
}

fn taken_by(other: &Listener, listener: &Listener) -> Problem {
    Problem::new(
        format!(
            "cannot listen at {}: {}, in `bind` too, has this port of all addresses",
            listener.address, other.address
        ),
        "remove one of the two from `bind`",
    )
}

/// Whether somebody listens at an address now. False for those in `inherited`, which are ours.
pub(crate) fn is_taken(listener: &Listener, inherited: &Inherited) -> bool {
    if inherited.0.iter().any(|(ours, _)| ours.address == listener.address) {
        return false;
    }
    match &listener.address {
        Address::Tcp(address) => {
            bind_tcp(listener, *address).is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse)
        }
        Address::Unix(path) => UnixStream::connect(path).is_ok(),
    }
}

/// Undoes what was made before something else failed.
fn remove_new(bound: &[Bound], kept: &[Bound]) {
    for one in bound.iter().filter(|one| !kept.iter().any(|old| old.is_same_socket(one))) {
        one.remove();
    }
}

fn make(listener: &Listener) -> Result<Bound, Problem> {
    let socket = match &listener.address {
        Address::Tcp(_) => make_tcp(listener),
        Address::Unix(path) => make_unix(listener, path),
    }?;
    let wanted = listener.address.clone();
    let mut listener = listener.clone();
    if let (Address::Tcp(address), Ok(local)) = (&mut listener.address, socket.local_addr())
        && let Some(local) = local.as_socket()
    {
        *address = local; // The port that 0 became.
    }
    Ok(Bound { listener, wanted, socket: Arc::new(socket.into()), is_ours: true })
}

fn make_tcp(listener: &Listener) -> Result<Socket, Problem> {
    let Address::Tcp(address) = &listener.address else { unreachable!("the caller has looked") };
    bind_tcp(listener, *address).map_err(|error| {
        let port = address.port();
        let remedy = match error.kind() {
            io::ErrorKind::AddrInUse => {
                format!("find who listens there with `ss -ltnp sport = :{port}`, or choose another port")
            }
            io::ErrorKind::PermissionDenied => {
                "ports below 1024 are for root: start as root with `user` set, or let systemd bind it"
                    .to_owned()
            }
            io::ErrorKind::AddrNotAvailable => "this machine has no such address; see `ip addr`".to_owned(),
            _ => "choose another address".to_owned(),
        };
        let what =
            if error.kind() == io::ErrorKind::AddrInUse { "it is taken".into() } else { error.to_string() };
        Problem::new(format!("cannot listen at {address}: {what}"), remedy)
    })
}

fn bind_tcp(listener: &Listener, address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // Else connections of the server before, which the kernel keeps for a minute, would hold the port.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog(listener))?;
    Ok(socket)
}

fn make_unix(listener: &Listener, path: &Path) -> Result<Socket, Problem> {
    check_length(path)?;
    let (owner, group) = owners(listener)?;
    remove_stale(path)?;
    let bind = || {
        let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
        socket.bind(&SockAddr::unix(path)?)?;
        // Before `listen` nobody can connect, so nobody sees it with other permissions.
        fs::set_permissions(path, fs::Permissions::from_mode(listener.mode.0))?;
        if owner.is_some() || group.is_some() {
            chown(path, owner, group)?;
        }
        socket.listen(backlog(listener))?;
        Ok(socket)
    };
    bind().map_err(|error: io::Error| {
        let folder = path.parent().unwrap_or(Path::new("/")).display();
        let remedy = match error.kind() {
            io::ErrorKind::NotFound => format!("make the folder {folder}"),
            io::ErrorKind::PermissionDenied => {
                format!("the user that starts the server must be able to write to {folder}, and to give away the socket")
            }
            _ => "choose another path".to_owned(),
        };
        Problem::new(format!("cannot make the socket {}: {error}", path.display()), remedy)
    })
}

fn check_length(path: &Path) -> Result<(), Problem> {
    let bytes = path.as_os_str().len();
    if bytes <= SOCKET_PATH_BYTES_MAX {
        return Ok(());
    }
    Err(Problem::new(
        format!("the socket path {} has {bytes} bytes", path.display()),
        format!("the kernel takes {SOCKET_PATH_BYTES_MAX}: choose a shorter folder, such as /run/program"),
    ))
}

/// The numbers of the user and group that are to own a unix socket.
fn owners(listener: &Listener) -> Result<(Option<u32>, Option<u32>), Problem> {
    let owner = listener.owner.as_deref().map(account::find_user).transpose()?.map(|(user, _)| user);
    let group = listener.group.as_deref().map(account::find_group).transpose()?;
    Ok((owner, group))
}

/// Removes a socket that nobody listens at any more.
fn remove_stale(path: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::FileTypeExt;
    let Ok(found) = fs::symlink_metadata(path) else { return Ok(()) };
    if !found.file_type().is_socket() {
        return Err(Problem::new(
            format!("{} exists and is not a socket", path.display()),
            "choose another path, or remove the file",
        ));
    }
    // The file of a dead server stays behind; whether anybody listens there only a connection shows.
    if UnixStream::connect(path).is_ok() {
        return Err(Problem::new(
            format!("cannot listen at {}: it is taken", path.display()),
            format!("find who listens there with `ss -lxp src {}`, or choose another path", path.display()),
        ));
    }
    fs::remove_file(path).map_err(|error| {
        Problem::new(
            format!("cannot remove the old socket {}: {error}", path.display()),
            "the user that starts the server must be able to write to its folder",
        )
    })
}

fn backlog(listener: &Listener) -> i32 {
    i32::try_from(listener.backlog).unwrap_or(i32::MAX)
}

/// A listening socket as a worker uses it.
#[derive(Debug)]
pub(crate) enum Accepting {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Accepting {
    /// Takes socket `number` of those that the master passed.
    pub(crate) fn take(given: &mut ListenFd, number: usize, address: &Address) -> io::Result<Self> {
        let taken = match address {
            Address::Tcp(_) => given.take_tcp_listener(number)?.map(Self::Tcp),
            Address::Unix(_) => given.take_unix_listener(number)?.map(Self::Unix),
        };
        taken.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("{address} was not passed")))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::settings::Mode;

    fn unix(path: &Path) -> Listener {
        Listener::at(Address::Unix(path.to_owned()))
    }

    fn any_port() -> Listener {
        Listener::at(Address::Tcp(([127, 0, 0, 1], 0).into()))
    }

    fn bind_all(wanted: &[Listener]) -> Result<Vec<Bound>, Problem> {
        bind(wanted, Inherited::default(), &[])
    }

    #[test]
    fn a_taken_port_is_reported_with_a_way_to_find_who_has_it() {
        let first = bind_all(&[any_port()]).expect("a free port");
        let again = bind_all(&[Listener::at(first[0].listener.address.clone())]).expect_err("it is taken");
        assert!(again.what.ends_with("it is taken"), "{again}");
        assert!(again.remedy.contains("ss -ltnp"), "{again}");
    }

    #[test]
    fn a_unix_socket_has_the_mode_that_was_asked_for_whatever_the_umask() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sock");
        let wanted = Listener { mode: Mode(0o666), ..unix(&path) };
        let bound = bind_all(&[wanted]).expect("a socket");
        assert_eq!(fs::metadata(&path).expect("it is there").mode() & 0o777, 0o666);
        UnixStream::connect(&path).expect("it listens");
        bound[0].remove();
        assert!(!path.exists());
    }

    #[test]
    fn a_unix_socket_is_for_owner_and_group_unless_settings_say_otherwise() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sock");
        let _bound = bind_all(&[unix(&path)]).expect("a socket");
        assert_eq!(fs::metadata(&path).expect("it is there").mode() & 0o777, 0o660);
    }

    #[test]
    fn a_socket_that_a_dead_server_left_is_replaced_and_a_live_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sock");
        drop(UnixListener::bind(&path).expect("a socket"));
        let _live = bind_all(&[unix(&path)]).expect("the stale one is replaced");
        let again = bind_all(&[unix(&path)]).expect_err("a live one");
        assert!(again.what.ends_with("it is taken"), "{again}");
    }

    #[test]
    fn a_file_is_never_replaced_by_a_socket() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("precious");
        fs::write(&path, "text").expect("a file");
        bind_all(&[unix(&path)]).expect_err("a file is there");
        assert_eq!(fs::read(&path).expect("it is there"), b"text");
    }

    #[test]
    fn a_path_too_long_a_folder_that_is_missing_and_an_unknown_owner_each_have_a_remedy() {
        let long = format!("/run/{}", "a".repeat(200));
        let folder = tempfile::tempdir().expect("a folder");
        let owned = Listener { owner: Some("nobody-has-this-name".into()), ..unix(&folder.path().join("a")) };
        for (listener, remedy) in [
            (unix(Path::new(&long)), "shorter"),
            (unix(&folder.path().join("missing/a.sock")), "make the folder"),
            (owned, "adduser"),
        ] {
            let problem = bind_all(&[listener]).expect_err(remedy);
            assert!(problem.remedy.contains(remedy), "{problem}");
        }
    }

    #[test]
    fn what_was_made_before_a_failure_is_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sock");
        bind_all(&[unix(&path), unix(&path)]).expect_err("bound twice");
        assert!(!path.exists());
    }

    #[test]
    fn sockets_from_outside_are_served_and_those_with_the_same_address_get_their_settings() {
        let [one, two] = [(), ()].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
        let address = |socket: &TcpListener| Address::Tcp(socket.local_addr().expect("it is bound"));
        let named = Listener { name: "public".into(), ..Listener::at(address(&one)) };
        let at = |socket: &TcpListener| Listener::at(address(socket));
        let inherited = Inherited(vec![(at(&two), two.into()), (at(&one), one.into())]);
        let bound = bind(&[named], inherited, &[]).expect("nothing is to be made");
        assert_eq!(bound.iter().map(|bound| bound.is_ours).collect::<Vec<_>>(), [false, false]);
        assert_eq!(bound[0].listener.name, "public");
        // A reload keeps them, asked for or not.
        assert_eq!(bind(&[], Inherited::default(), &bound).expect("all are there").len(), 2);
    }
}

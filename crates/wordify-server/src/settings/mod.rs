//! The settings of a server: the table `[server]` in a program's settings file.

mod acme;
mod address;
mod scalar;
mod tls;
mod trust;
mod user_header;

use std::fmt;
use std::path::PathBuf;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

pub use acme::{Acme, Contact, Directory, Domain, Proxy};
pub use address::Address;
pub use scalar::{Mode, Seconds};
pub use tls::{CertificateFiles, Tls};
pub use trust::{Network, Trust};
pub use user_header::UserHeader;

/// All settings. Each has a default, so that an empty table is a whole server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where to listen: addresses, or tables with an address and more. Without any, and without sockets from systemd, 127.0.0.1:8080.
    pub bind: Vec<Listener>,
    /// How many web workers. Default: as many as the machine has cores, at least 2.
    pub workers: Option<usize>,
    /// Threads of each web worker. One needs the least processor time, and a request that hangs it is noticed at once.
    pub threads: usize,
    /// The user that workers run as. The master must be started by root for that.
    pub user: Option<String>,
    /// The group that workers run as. Default: the user's own.
    pub group: Option<String>,
    /// Permissions that files made by the server do not get.
    pub umask: Mode,
    /// Where to write the master's process id.
    pub pid_file: Option<PathBuf>,
    /// The socket that answers `status` and `reload`.
    pub control_socket: Option<PathBuf>,
    /// Who may connect to it. Whoever is neither root nor the master's own user may ask for the status only. Default: 0600, the
    /// master's own user.
    // These two are passed on only where they are set, so that a worker of an older version is not confused by them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_mode: Option<Mode>,
    /// The group of that socket, such as that of a monitoring program. With it the mode is 0660 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_group: Option<String>,
    /// Where messages are written. Default: standard error, which systemd's journal reads.
    pub error_log: Option<PathBuf>,
    /// One line per request.
    pub access_log: AccessLog,
    /// How long to wait for what.
    pub timeouts: Timeouts,
    /// How much of what a client may use.
    pub limits: Limits,
    /// When to replace a worker that still works.
    pub restart: Restart,
    /// Whether listeners at addresses of this machine alone, without a proxy of ours, answer under its own names only. Else a page of another
    /// site whose name is bound anew to 127.0.0.1 reads them as its own. Default: false.
    pub local_names_only: Option<bool>,
    /// Which application answers where. Default: the program's first one, at the root of every listener.
    pub mounts: Vec<Mount>,
    /// How certificates are obtained by themselves, for listeners with `tls = "acme"`.
    // Passed on only where it is set, so that a worker of an older version is not confused by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acme: Option<Acme>,
}

/// One place to listen at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listener {
    /// What mounts call it. Default: its address.
    pub name: String,
    /// `127.0.0.1:8000`, `[::]:80` or `unix:/run/program/http.sock`.
    pub address: Address,
    /// How many connections may wait to be accepted.
    pub backlog: u32,
    /// Who may connect to a unix socket. Default 0660: owner and group, such as a proxy in the group. Who connects there is believed about
    /// the addresses of visitors.
    pub mode: Mode,
    /// The owner of a unix socket.
    pub owner: Option<String>,
    /// The group of a unix socket.
    pub group: Option<String>,
    /// Speak TLS here.
    pub tls: Option<Tls>,
    /// Over TLS, for how many seconds browsers are to come by https only; 0 for not at all. Default: a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hsts: Option<u32>,
    /// Answer everything with a redirect to https.
    pub redirect_to_https: bool,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` to believe: nobody's; that of whoever connects, because only our own proxy
    /// does; or that of proxies in these networks. Default: whoever connects at unix sockets, nobody elsewhere.
    pub trust_forwarded: Trust,
    /// Connections begin with a header of the PROXY protocol, version 1 or 2, which says who the client is. Others, and
    /// those of balancers that are not trusted, are closed.
    // Passed on only where it is set, so that a worker of an older version is not confused by it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub proxy_protocol: bool,
    /// The header in which the proxies that are trusted here say who is signed on. From others, and where none is named, nobody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_header: Option<UserHeader>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListenerTable {
    name: Option<String>,
    address: Address,
    backlog: Option<u32>,
    mode: Option<Mode>,
    owner: Option<String>,
    group: Option<String>,
    tls: Option<Tls>,
    hsts: Option<u32>,
    #[serde(default)]
    redirect_to_https: bool,
    trust_forwarded: Option<Trust>,
    #[serde(default)]
    proxy_protocol: bool,
    user_header: Option<UserHeader>,
}

/// One line per request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessLog {
    /// A path, `stderr`, or nothing for no access log.
    pub file: Option<PathBuf>,
    /// As Apache and nginx write it, or as JSON.
    pub format: AccessFormat,
    /// How much of a client's address is written.
    pub addresses: AddressDetail,
}

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessFormat {
    /// The "combined" format.
    Combined,
    /// One JSON object per line.
    Json,
}

/// How much of a client's address is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AddressDetail {
    /// All of it.
    Full,
    /// The network only: 192.0.2.0, 2001:db8:1::.
    Network,
    /// A dash.
    None,
}

/// How long to wait for what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timeouts {
    /// From the start of a worker until it is ready.
    pub ready: Seconds,
    /// A worker that gives no sign of life for this long is killed and replaced.
    pub heartbeat: Seconds,
    /// From the request to drain until a worker is killed.
    pub drain: Seconds,
    /// For the first or next request on an open connection.
    pub keep_alive: Seconds,
    /// From the first byte of a request to the end of its head; also for a TLS handshake.
    pub header: Seconds,
    /// Between two pieces of an upload.
    pub body: Seconds,
    /// For a client to take a piece of a response.
    pub write: Seconds,
}

/// How much of what a client may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Open connections of one worker. Further ones wait in the backlog for a worker that has room.
    pub connections: usize,
    /// The head of a request.
    pub header_bytes: usize,
    /// The lines of a head.
    pub headers: usize,
    /// An upload.
    pub body_bytes: u64,
    /// An upload slower than this, on average after its first seconds, is ended.
    pub body_bytes_per_second: u64,
    /// Requests at a time on one HTTP/2 connection.
    pub streams: u32,
}

/// When to replace a worker that still works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Restart {
    /// After this many requests.
    pub requests: Option<u64>,
    /// Above this much memory.
    pub memory_bytes: Option<u64>,
}

/// Which application answers where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mount {
    /// The application's name, as the program calls it.
    pub application: String,
    /// Names of listeners. Default: all.
    #[serde(default)]
    pub listeners: Vec<String>,
    /// Names of hosts; `*.example.org` means all below. Default: all.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// What the path begins with; the application sees the rest.
    #[serde(default = "root")]
    pub path: String,
}

fn root() -> String {
    "/".to_owned()
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bind: Vec::new(),
            workers: None,
            threads: 1,
            user: None,
            group: None,
            umask: Mode(0o027),
            pid_file: None,
            control_socket: None,
            control_mode: None,
            control_group: None,
            error_log: None,
            access_log: AccessLog::default(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            restart: Restart::default(),
            local_names_only: None,
            mounts: Vec::new(),
            acme: None,
        }
    }
}

impl Default for AccessLog {
    fn default() -> Self {
        Self { file: None, format: AccessFormat::Combined, addresses: AddressDetail::Network }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            ready: Seconds::new(30),
            heartbeat: Seconds::new(30),
            drain: Seconds::new(30),
            keep_alive: Seconds::new(75),
            header: Seconds::new(15),
            body: Seconds::new(30),
            write: Seconds::new(60),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            header_bytes: 64 << 10,
            headers: 100,
            body_bytes: 100 << 20,
            body_bytes_per_second: 240,
            streams: 100,
        }
    }
}

impl Listener {
    /// A listener with nothing but its address.
    pub fn at(address: Address) -> Self {
        ListenerTable {
            name: None,
            address,
            backlog: None,
            mode: None,
            owner: None,
            group: None,
            tls: None,
            hsts: None,
            redirect_to_https: false,
            trust_forwarded: None,
            proxy_protocol: false,
            user_header: None,
        }
        .into()
    }
}

/// Takes an address alone or a table. By hand, so that an error names the wrong key and not just that no form fits.
impl<'de> Deserialize<'de> for Listener {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Listener;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an address, or a table with one")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Listener, E> {
                text.parse().map(Listener::at).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Listener, A::Error> {
                ListenerTable::deserialize(MapAccessDeserializer::new(map)).map(Listener::from)
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl From<ListenerTable> for Listener {
    fn from(table: ListenerTable) -> Self {
        let is_unix = matches!(table.address, Address::Unix(_));
        Self {
            name: table.name.unwrap_or_else(|| table.address.to_string()),
            address: table.address,
            backlog: table.backlog.unwrap_or(2048),
            mode: table.mode.unwrap_or(Mode(0o660)),
            owner: table.owner,
            group: table.group,
            tls: table.tls,
            hsts: table.hsts,
            redirect_to_https: table.redirect_to_https,
            trust_forwarded: table.trust_forwarded.unwrap_or(if is_unix {
                Trust::Neighbour
            } else {
                Trust::Nobody
            }),
            proxy_protocol: table.proxy_protocol,
            user_header: table.user_header,
        }
    }
}

impl Settings {
    /// How many web workers run.
    pub fn web_workers(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(2, usize::from).max(2);
        self.workers.unwrap_or_else(cores)
    }

    /// How certificates are obtained by themselves, if some listener wants that.
    pub(crate) fn acme_in_use(&self) -> Option<&Acme> {
        let is_wanted = self.bind.iter().any(|listener| listener.tls == Some(Tls::Acme));
        self.acme.as_ref().filter(|_| is_wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_table_is_a_whole_server() {
        assert_eq!(read(""), Ok(Settings::default()));
    }

    #[test]
    fn a_listener_is_an_address_or_a_table() {
        let text =
            r#"bind = ["127.0.0.1:80", { address = "unix:/run/a.sock", mode = "0660", name = "inner" }]"#;
        let settings = read(text).expect("it is right");
        assert_eq!(settings.bind[0].name, "127.0.0.1:80");
        assert_eq!((settings.bind[1].name.as_str(), settings.bind[1].mode), ("inner", Mode(0o660)));
    }

    #[test]
    fn settings_survive_the_way_to_a_worker() {
        let text = r#"bind = ["*:80", { address = "*:443", tls = "acme", hsts = 0 }, { address = "unix:/a", mode = "0660" },
                { address = "*:81", trust_forwarded = ["10.0.0.0/8", "::1"], proxy_protocol = true },
                { address = "*:82", trust_forwarded = ["10.0.0.0/8"], user_header = "X-Remote-User" }]
            umask = 0o077
            control_mode = "0660"
            control_group = "monitoring"
            timeouts.drain = 2.5
            acme = { domains = ["a.org", "b.org"], contact = "a@a.org", folder = "/a", terms_agreed = true }
            [[mounts]]
            application = "metrics""#;
        let settings = read(text).expect("it is right");
        let json = serde_json::to_string(&settings).expect("it can be written");
        assert_eq!(serde_json::from_str::<Settings>(&json).expect("it can be read"), settings);
    }

    #[test]
    fn a_wrong_setting_is_reported_with_its_line_and_what_would_be_right() {
        for (text, line, words) in [
            ("worker = 2", "line 1", "expected one of `bind`, `workers`"),
            ("\nworkers = 'two'", "line 2", "usize"),
            ("\n\nbind = ['127.0.0.1']", "line 3", "write 127.0.0.1:8000"),
            (
                "bind = [{ adress = 'a' }]",
                "line 1",
                "unknown field `adress`, expected one of `name`, `address`",
            ),
            ("bind = [7]", "line 1", "an address, or a table with one"),
            ("timeouts.drain = -1", "line 1", "number of seconds above 0"),
            ("umask = '0999'", "line 1", "octal"),
            (
                "bind = [{ address = '*:1', tls = 'acne' }]",
                "line 1",
                "expected \"acme\", or a table with `certificate`",
            ),
            (
                "bind = [{ address = '*:1', tls = { cert = 'a' } }]",
                "line 1",
                "expected `certificate` or `key`",
            ),
            ("bind = [{ address = '*:1', hsts = -1 }]", "line 1", "u32"),
            (
                "[acme]\ndomain = 'a.org'",
                "line 2",
                "expected one of `domains`, `contact`, `directory`, `folder`",
            ),
            ("[acme]\ndomains = [\n'a.org',\n'*.a.org']", "line 2", "instead of a star"),
            ("[acme]\ncontact = 'me'", "line 2", "write mailto:"),
            ("[acme]\n\ndirectory = 'http://a'", "line 3", "acme-v02.api.letsencrypt.org"),
            ("[acme]\nterms_agreed = 'yes'", "line 2", "a boolean"),
            (
                "bind = [{ address = '*:1', trust_forwarded = ['10.0.0.0/8', '10.0.0.1/8'] }]",
                "line 1",
                "the first of its addresses is 10.0.0.0",
            ),
            ("bind = [{ address = '*:1', trust_forwarded = 'yes' }]", "line 1", "a list of networks such as"),
            ("bind = [{ address = 'unix:/a', user_header = 'Cookie' }]", "line 1", "write X-Remote-User"),
            (
                "bind = [{ address = 'unix:/a', user_header = 'X-Forwarded-For' }]",
                "line 1",
                "write X-Remote-User",
            ),
            ("access_log.format = 'xml'", "line 1", "expected `combined` or `json`"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(line) && error.contains(words), "{text}: {error}");
        }
    }
}

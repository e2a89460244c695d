//! The example program as real processes: started, asked, reloaded, hurt and stopped.
#![cfg(unix)]

mod acme;
mod activation;
mod behind_nginx;
mod client;
mod crowd;
mod failures;
mod hostile;
mod http2;
mod http2_attacks;
mod http2_rules;
mod malformed;
mod process;
mod protocols;
mod reload;
mod secrets;
mod signals;
mod tls_client;
mod tls_scan;

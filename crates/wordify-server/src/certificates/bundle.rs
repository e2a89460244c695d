//! A certificate chain and its key in one text, as they are kept.

use std::time::Duration;

use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use webpki::{EndEntityCert, KeyUsage};

use crate::settings::Domain;

/// A certificate chain and its key, and until when they are good.
#[derive(Debug)]
pub(crate) struct Bundle {
    pub(crate) key: CertifiedKey,
    /// Seconds since 1970.
    pub(super) not_before: u64,
    pub(super) not_after: u64,
}

impl Bundle {
    /// From PEM, in which the order of chain and key does not matter.
    ///
    /// # Errors
    /// What is wrong.
    pub(crate) fn parse(pem: &str) -> Result<Self, String> {
        let key = certified(pem)?;
        let first = key.cert.first().ok_or("there is no certificate")?;
        let first = EndEntityCert::try_from(first)
            .map_err(|error| format!("the certificate cannot be read: {error}"))?;
        let (not_before, not_after) =
            validity(&first).ok_or("the certificate does not say how long it is valid")?;
        Ok(Self { key, not_before, not_after })
    }

    /// Whether it is good for all of these names.
    pub(super) fn is_for(&self, domains: &[Domain]) -> bool {
        let Some(first) = self.key.cert.first().and_then(|first| EndEntityCert::try_from(first).ok()) else {
            return false;
        };
        let is_for = |domain: &Domain| {
            let name = ServerName::try_from(domain.as_str());
            name.is_ok_and(|name| first.verify_is_valid_for_subject_name(&name).is_ok())
        };
        domains.iter().all(is_for)
    }
}

/// What TLS needs, from PEM.
///
/// # Errors
/// When something is missing, or the key belongs to another certificate.
fn certified(pem: &str) -> Result<CertifiedKey, String> {
    let key = unverified(pem)?;
    key.keys_match().map_err(|error| error.to_string())?;
    Ok(key)
}

/// The same of a proof, which no verifier takes: it says a thing of importance that none but the authority understands.
pub(super) fn unverified(pem: &str) -> Result<CertifiedKey, String> {
    let chain = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| format!("the certificate cannot be read: {error}"))?;
    if chain.is_empty() {
        return Err("there is no certificate".to_owned());
    }
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes());
    let key = key.map_err(|error| format!("the key cannot be read: {error}"))?;
    let key = ring::sign::any_supported_type(&key).map_err(|error| error.to_string())?;
    Ok(CertifiedKey::new(chain, key))
}

/// Until when the first certificate in a PEM is valid, in seconds since 1970.
pub(super) fn end_of(pem: &str) -> Option<u64> {
    let first = CertificateDer::pem_slice_iter(pem.as_bytes()).next()?.ok()?;
    validity(&EndEntityCert::try_from(&first).ok()?).map(|(_, not_after)| not_after)
}

/// From when to when, in seconds since 1970: what the verifier complains of at the ends of time.
fn validity(certificate: &EndEntityCert<'_>) -> Option<(u64, u64)> {
    let verify = |time| {
        let verified = certificate.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &[],
            &[],
            UnixTime::since_unix_epoch(Duration::from_secs(time)),
            KeyUsage::server_auth(),
            None,
            None,
        );
        verified.err()
    };
    let not_after = match verify(u64::MAX) {
        Some(webpki::Error::CertExpired { not_after, .. }) => not_after.as_secs(),
        _ => return None,
    };
    match verify(0) {
        Some(webpki::Error::CertNotValidYet { not_before, .. }) => Some((not_before.as_secs(), not_after)),
        _ => Some((0, not_after)),
    }
}

/// A new key, and the request to certify it.
///
/// # Errors
/// When it cannot be made.
pub(super) fn request(domains: &[Domain]) -> Result<(KeyPair, Vec<u8>), rcgen::Error> {
    let key = KeyPair::generate()?;
    let request = params(domains)?.serialize_request(&key)?;
    Ok((key, request.der().to_vec()))
}

/// What proves to an authority that a name is ours: a certificate that says its own challenge, signed by ourselves.
///
/// # Errors
/// When it cannot be made.
pub(super) fn proof(domain: &Domain, digest: &[u8]) -> Result<String, rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut params = params(std::slice::from_ref(domain))?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = params.self_signed(&key)?;
    Ok(certificate.pem() + &key.serialize_pem())
}

/// A certificate signed by ourselves, for as long as there is no other.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn temporary(domains: &[Domain]) -> Result<CertifiedKey, String> {
    let make = || {
        let key = KeyPair::generate()?;
        let certificate = params(domains)?.self_signed(&key)?;
        Ok(certificate.pem() + &key.serialize_pem())
    };
    let pem = make().map_err(|error: rcgen::Error| error.to_string())?;
    certified(&pem)
}

fn params(domains: &[Domain]) -> Result<CertificateParams, rcgen::Error> {
    let names: Vec<String> = domains.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names)?;
    // Its default names the library; the names that count stand elsewhere.
    params.distinguished_name = DistinguishedName::new();
    Ok(params)
}

#[cfg(test)]
mod tests {
    use rcgen::date_time_ymd;

    use super::*;

    fn domains(names: &[&str]) -> Vec<Domain> {
        names.iter().map(|name| name.parse().expect("it is a name")).collect()
    }

    fn bundle(names: &[&str]) -> String {
        let key = KeyPair::generate().expect("it can be made");
        let mut params = params(&domains(names)).expect("they are names");
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2026, 4, 1);
        params.self_signed(&key).expect("it can be signed").pem() + &key.serialize_pem()
    }

    #[test]
    fn a_bundle_knows_its_names_and_its_time() {
        let bundle = Bundle::parse(&bundle(&["a.example", "b.example"])).expect("it is right");
        assert_eq!((bundle.not_before, bundle.not_after), (1_767_225_600, 1_775_001_600));
        assert!(bundle.is_for(&domains(&["b.example", "a.example"])));
        assert!(bundle.is_for(&domains(&["b.example"])));
        assert!(!bundle.is_for(&domains(&["a.example", "c.example"])));
    }

    #[test]
    fn what_is_no_bundle_is_reported() {
        let (one, other) = (bundle(&["a.example"]), bundle(&["a.example"]));
        let (certificate, key) = one.split_at(one.find("-----BEGIN PRIVATE").expect("it is there"));
        let other_key = &other[other.find("-----BEGIN PRIVATE").expect("it is there")..];
        for (pem, words) in [
            ("", "there is no certificate"),
            (key, "there is no certificate"),
            (certificate, "the key cannot be read"),
            (&format!("{certificate}{other_key}"), "keys may not be consistent"),
        ] {
            let error = Bundle::parse(pem).expect_err(words);
            assert!(error.contains(words), "{error}");
        }
        assert!(Bundle::parse(&format!("{key}{certificate}")).is_ok(), "the order does not matter");
    }

    #[test]
    fn a_temporary_certificate_is_for_all_names() {
        let key = temporary(&domains(&["a.example", "b.example"])).expect("it can be made");
        assert_eq!(key.cert.len(), 1);
    }
}

//! One order at an ACME server, from the account to the certificate.

use std::time::Duration;

use instant_acme::{
    Account, AuthorizationStatus, Challenge, ChallengeType, Error, Identifier, NewAccount, NewOrder, Order,
    OrderStatus, Problem, RetryPolicy,
};

use super::bundle;
use super::client::Client;
use super::folder::Folder;
use crate::settings::{Acme, Domain};

/// How long the authority may take to look, and then to sign: it says itself how long to wait.
const PATIENCE: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(240));
/// What an authority answers about an account that it does not know (any more).
const NO_ACCOUNT: &str = "urn:ietf:params:acme:error:accountDoesNotExist";

/// Orders a certificate, and gives it with its key, in PEM form.
///
/// # Errors
/// Why not, and what could be done about it.
pub(super) async fn order(acme: &Acme, folder: &Folder) -> Result<String, String> {
    folder.clear_challenges();
    let account = account(acme, folder).await?;
    let identifiers: Vec<Identifier> =
        acme.domains.iter().map(|domain| Identifier::Dns(domain.to_string())).collect();
    let ordered = account.new_order(&NewOrder::new(&identifiers)).await;
    if matches!(&ordered, Err(Error::Api(Problem { r#type: Some(kind), .. })) if kind == NO_ACCOUNT) {
        // The next try makes a new one.
        folder.forget_account();
    }
    let mut order =
        ordered.map_err(|error| format!("the authority takes no order: {}", detail_of(&error)))?;
    prove(&mut order, folder).await?;
    let (key, request) = bundle::request(&acme.domains).map_err(|error| error.to_string())?;
    let failed = |error: Error| format!("the authority gives no certificate: {}", detail_of(&error));
    order.finalize_csr(&request).await.map_err(failed)?;
    let chain = order.poll_certificate(&PATIENCE).await.map_err(failed)?;
    Ok(format!("{}\n{}", chain.trim_end(), key.serialize_pem()))
}

/// The account that we have, or a new one.
async fn account(acme: &Acme, folder: &Folder) -> Result<Account, String> {
    let builder =
        Account::builder_with_http(Box::new(Client::new(acme.root.as_deref(), acme.proxy.clone())?));
    if let Some(credentials) = folder.account() {
        return builder.from_credentials(credentials).await.map_err(|error| detail_of(&error));
    }
    let contact: Vec<&str> = acme.contact.iter().map(|contact| contact.as_str()).collect();
    let account = NewAccount {
        contact: &contact,
        terms_of_service_agreed: acme.terms_agreed,
        only_return_existing: false,
    };
    let directory = acme.directory.to_string();
    let (account, credentials) = builder
        .create(&account, directory, None)
        .await
        .map_err(|error| format!("the authority gives no account: {}", detail_of(&error)))?;
    folder.write_account(&credentials).map_err(|problem| problem.to_string())?;
    Ok(account)
}

/// Shows the authority that the names are ours.
async fn prove(order: &mut Order, folder: &Folder) -> Result<(), String> {
    let refused = |error: Error| format!("the authority does not look: {}", detail_of(&error));
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization.map_err(refused)?;
        match authorization.status {
            AuthorizationStatus::Pending => {}
            // Proven in an earlier order, which the authority remembers for a while.
            AuthorizationStatus::Valid => continue,
            status => {
                return Err(format!("the authority says of {}: {status:?}", authorization.identifier()));
            }
        }
        let name = authorization.identifier().to_string();
        let domain: Domain = name.parse()?;
        let mut challenge = authorization.challenge(ChallengeType::TlsAlpn01).ok_or_else(|| {
            format!("the authority does not offer to look at {domain} by TLS-ALPN-01; choose another, such as Let's Encrypt")
        })?;
        let proof = bundle::proof(&domain, challenge.key_authorization().digest().as_ref());
        let proof = proof.map_err(|error| error.to_string())?;
        folder.write_challenge(&domain, &proof).map_err(|problem| problem.to_string())?;
        challenge
            .set_ready()
            .await
            .map_err(|error| unreachable(&[format!("{domain}: {}", detail_of(&error))]))?;
    }
    let ended = match order.poll_ready(&PATIENCE).await {
        Ok(OrderStatus::Ready) => return Ok(()),
        Ok(status) => format!("the authority says of the order: {status:?}"),
        Err(error) => format!("the authority does not find that the names are ours: {}", detail_of(&error)),
    };
    let reasons = reasons(order).await;
    Err(if reasons.is_empty() { ended } else { unreachable(&reasons) })
}

fn unreachable(reasons: &[String]) -> String {
    format!(
        "{}; does each name lead to this machine, and can its port 443 be reached from the internet?",
        reasons.join("; ")
    )
}

/// An authority's own words, without what surrounds them.
fn detail_of(error: &Error) -> String {
    match error {
        Error::Api(Problem { detail: Some(detail), .. }) => detail.clone(),
        other => other.to_string(),
    }
}

/// What the authority has found when it looked.
async fn reasons(order: &mut Order) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(Ok(mut authorization)) = authorizations.next().await {
        let name = authorization.identifier().to_string();
        let Ok(state) = authorization.refresh().await else { continue };
        let found = state.challenges.iter().find_map(|Challenge { error, .. }| error.clone());
        reasons.extend(found.map(|problem| format!("{name}: {}", problem.detail.unwrap_or_default())));
    }
    reasons
}

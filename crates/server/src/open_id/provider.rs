//! What is asked of the identity provider, and what of its answers is believed.

use super::Fault;
use super::transport::{NoAnswer, ProviderError, Transport, is_safe};
use crate::limits;
use chrono::DateTime;
use handover_desk::Timestamp;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    TokenResponse as _, UserInfoError,
};
use parking_lot::Mutex;
use std::sync::Arc;

/// How the provider may sign: with a key of its own. The secret that the server shares with it is none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the operator says of the provider.
pub struct OpenIdSettings {
    /// Its address, to which `/.well-known/openid-configuration` is added.
    pub issuer: String,
    /// What the server is called there.
    pub client_id: String,
    /// By which the provider knows the server.
    pub client_secret: String,
    /// What people call the provider.
    pub name: String,
    /// What names the agent.
    pub claim: Claim,
    /// Whether passwords are good as well.
    pub passwords: bool,
    /// Certificates of authorities that are trusted beside the well-known ones.
    pub ca_pem: Option<Vec<u8>>,
}

/// The claim whose value is the login name of the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// `email`, where `email_verified` is true.
    Email,
    /// `preferred_username`.
    PreferredUsername,
    /// `sub`.
    Subject,
}

/// What is kept of a sign-in whose browser is at the provider.
pub(crate) struct Away {
    pub(super) nonce: String,
    pub(super) verifier: String,
    /// Where it comes back to.
    pub(super) back: String,
}

/// What the provider says of itself, and when that was read.
type Description = (Timestamp, Arc<CoreProviderMetadata>);

/// The provider.
pub(super) struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: ClientSecret,
    claim: Claim,
    transport: Transport,
    known: Mutex<Option<Description>>,
}

impl Provider {
    /// Checks the settings.
    pub(super) fn new(settings: OpenIdSettings) -> Result<Self, ProviderError> {
        let wrong = |member, problem| Err(ProviderError { member, problem });
        let is_plain = |text: &str| !text.contains(['?', '#', '@', ' ']);
        let uri = settings.issuer.parse().ok().filter(|uri| is_plain(&settings.issuer) && is_safe(uri));
        let (Some(_), Ok(issuer)) = (uri, IssuerUrl::new(settings.issuer)) else {
            return wrong(
                "issuer",
                "must be https://HOST, as the provider itself says it; http:// on this machine only",
            );
        };
        for (member, text) in [
            ("client_id", &settings.client_id),
            ("client_secret", &settings.client_secret),
            ("name", &settings.name),
        ] {
            if text.trim().is_empty() {
                return wrong(member, "is empty");
            }
        }
        Ok(Self {
            issuer,
            client_id: ClientId::new(settings.client_id),
            client_secret: ClientSecret::new(settings.client_secret),
            claim: settings.claim,
            transport: Transport::new(settings.ca_pem.as_deref())?,
            known: Mutex::default(),
        })
    }

    /// Where a browser goes to sign in.
    pub(super) async fn address(&self, state: &str, away: &Away, now: Timestamp) -> Result<String, Fault> {
        let metadata = self.described(now).await?;
        let client = self.client(&metadata, away)?;
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(away.nonce.clone()));
        let verifier = PkceCodeVerifier::new(away.verifier.clone());
        let request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let request = match self.claim {
            Claim::Email => request.add_scope(Scope::new("email".to_owned())),
            Claim::PreferredUsername => request.add_scope(Scope::new("profile".to_owned())),
            Claim::Subject => request,
        };
        let address = request.url().0.to_string();
        let is_safe = address.parse().is_ok_and(|uri| is_safe(&uri));
        if is_safe { Ok(address) } else { Err(Fault::Provider("names an address that is not https")) }
    }

    /// Gives the code for tokens, checks them, and finds the claim, in the token or where the provider tells more of who it is.
    pub(super) async fn identify(&self, away: &Away, code: &str, now: Timestamp) -> Result<String, Fault> {
        let metadata = self.described(now).await?;
        let client = self.client(&metadata, away)?;
        let tokens = self.tokens(&client, away, code).await?;
        let token = tokens.id_token().ok_or(Fault::Provider("gave no ID token"))?;
        let nonce = Nonce::new(away.nonce.clone());
        let check = |client: &Client| -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
            let at = DateTime::from_timestamp_millis(now.0).unwrap_or(DateTime::UNIX_EPOCH);
            let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || at);
            token.claims(&verifier, &nonce).cloned()
        };
        let claims = match check(&client) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                // The provider has another key since its keys were read.
                check(&self.client(&*self.describe(now).await?, away)?)
            }
            claims => claims,
        };
        let claims = claims.map_err(|error| Fault::Provider(why_not(&error)))?;
        let own = match self.claim {
            Claim::Subject => return Ok(claims.subject().as_str().to_owned()),
            Claim::Email => claims.email().map(|email| (email.as_str(), claims.email_verified())),
            Claim::PreferredUsername => claims.preferred_username().map(|name| (name.as_str(), Some(true))),
        };
        if let Some((name, is_verified)) = own {
            return named(name, is_verified);
        }
        let subject = claims.subject().clone();
        let request = client.user_info(tokens.access_token().clone(), Some(subject));
        let request = request.map_err(|_| Fault::Nameless("the claim is missing"))?;
        let told: CoreUserInfoClaims = request.request_async(&self.transport).await.map_err(|error| {
            let why = if let UserInfoError::Request(NoAnswer(why)) = error { Some(why) } else { None };
            Fault::Provider(why.unwrap_or("gave user info that cannot be taken"))
        })?;
        let more = match self.claim {
            Claim::PreferredUsername => told.preferred_username().map(|name| (name.as_str(), Some(true))),
            Claim::Email | Claim::Subject => {
                told.email().map(|email| (email.as_str(), told.email_verified()))
            }
        };
        let (name, is_verified) = more.ok_or(Fault::Nameless("the claim is missing"))?;
        named(name, is_verified)
    }

    async fn tokens(&self, client: &Client, away: &Away, code: &str) -> Result<CoreTokenResponse, Fault> {
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|_| Fault::Provider("names no address for tokens"))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(away.verifier.clone()));
        request.request_async(&self.transport).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => Fault::Code,
            RequestTokenError::Request(NoAnswer(why)) => Fault::Provider(why),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                Fault::Provider("gave tokens that cannot be read")
            }
        })
    }

    /// The provider's description, read again after a while.
    async fn described(&self, now: Timestamp) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let known = self.known.lock().clone();
        match known.filter(|(read_at, _)| read_at.after(limits::PROVIDER_READ_AGAIN) > now) {
            Some((_, metadata)) => Ok(metadata),
            None => self.describe(now).await,
        }
    }

    /// Reads the provider's description and its keys.
    async fn describe(&self, now: Timestamp) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let read = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.transport).await;
        let metadata = Arc::new(read.map_err(|error| {
            let why = if let DiscoveryError::Request(NoAnswer(why)) = error { Some(why) } else { None };
            Fault::Provider(why.unwrap_or("describes itself in a way that cannot be taken"))
        })?);
        *self.known.lock() = Some((now, Arc::clone(&metadata)));
        Ok(metadata)
    }

    fn client(&self, metadata: &CoreProviderMetadata, away: &Away) -> Result<Client, Fault> {
        let back = RedirectUrl::new(away.back.clone());
        let back = back.map_err(|_| Fault::Provider("cannot lead back to the address that was asked for"))?;
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
        let in_body =
            !takes(CoreClientAuthMethod::ClientSecretBasic) && takes(CoreClientAuthMethod::ClientSecretPost);
        let (id, secret) = (self.client_id.clone(), Some(self.client_secret.clone()));
        let client = CoreClient::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(back);
        Ok(client.set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth }))
    }
}

fn named(name: &str, is_verified: Option<bool>) -> Result<String, Fault> {
    match is_verified {
        Some(true) => Ok(name.to_owned()),
        Some(false) | None => Err(Fault::Nameless("the address is not verified")),
    }
}

/// What is wrong with a token, without repeating any of it.
const fn why_not(error: &ClaimsVerificationError) -> &'static str {
    if matches!(error, ClaimsVerificationError::Expired(_)) {
        "gave an ID token that is over"
    } else if matches!(error, ClaimsVerificationError::InvalidAudience(_)) {
        "gave an ID token for somebody else"
    } else if matches!(error, ClaimsVerificationError::InvalidIssuer(_)) {
        "gave an ID token of another issuer"
    } else if matches!(error, ClaimsVerificationError::InvalidNonce(_)) {
        "gave an ID token of another sign-in"
    } else if matches!(error, ClaimsVerificationError::SignatureVerification(_)) {
        "gave an ID token that it has not signed"
    } else {
        "gave an ID token that cannot be taken"
    }
}

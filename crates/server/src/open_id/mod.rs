//! Signing in at an identity provider (`OpenID` Connect, authorization code flow with PKCE; `docs/adr/0015-sign-in-at-a-provider.md`).
//! Here: which sign-ins are under way, and what the provider says. Who that is at a desk, and what becomes of it, is for others.

mod provider;
mod transport;
mod under_way;

pub use provider::{Claim, OpenIdSettings};
pub use transport::ProviderError;
pub(crate) use under_way::{Stage, UnderWay};

use crate::engine::entropy::{self, Entropy};
use crate::limits;
use handover_desk::{AccountId, Digest, Timestamp};
use provider::{Away, Provider};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
use under_way::Table;

/// The identity provider, and the sign-ins under way at it.
pub struct OpenId {
    name: String,
    passwords: bool,
    provider: Provider,
    table: Table,
    calls: Semaphore,
}

/// Why there is no sign-in. The words are of this code, never of the provider: those may hold tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Too many ask the provider at a time.
    Busy,
    /// The provider cannot be asked, or what it says cannot be taken.
    Provider(&'static str),
    /// The provider takes the code for none.
    Code,
    /// The provider says nothing by which an agent can be found.
    Nameless(&'static str),
}

/// A sign-in that was begun.
pub(crate) struct Begun {
    /// Where the browser goes.
    pub(crate) address: String,
    /// What it has to bring back.
    pub(crate) browser: String,
}

impl OpenId {
    /// The provider of these settings, which nobody has asked yet.
    ///
    /// # Errors
    ///
    /// The setting that cannot be used.
    pub fn new(settings: OpenIdSettings) -> Result<Self, ProviderError> {
        let (name, passwords) = (settings.name.clone(), settings.passwords);
        let (table, calls) = (Table::default(), Semaphore::new(limits::PROVIDER_CALLS));
        Ok(Self { name, passwords, provider: Provider::new(settings)?, table, calls })
    }

    /// What people call the provider.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether passwords are good as well.
    pub(crate) const fn takes_passwords(&self) -> bool {
        self.passwords
    }

    /// Begins a sign-in that comes back to this address.
    pub(crate) async fn begin(
        &self,
        account: AccountId,
        back: String,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Result<Begun, Fault> {
        let _turn = self.calls.try_acquire().map_err(|_| Fault::Busy)?;
        let token = || Digest(entropy::token(entropy)).to_string();
        let (state, browser) = (token(), token());
        let away = Away { nonce: token(), verifier: token(), back };
        let address = self.provider.address(&state, &away, now).await?;
        let until = now.after(limits::SIGN_IN_LIFE);
        let (browser_digest, begun) = (digest(&browser), Stage::Away(away));
        let under_way = UnderWay { browser: browser_digest, until, account, stage: begun };
        self.table.put(digest(&state), under_way, now);
        Ok(Begun { address, browser })
    }

    /// Takes a sign-in of this browser out: whatever comes of it, it is used.
    pub(crate) fn take(&self, state: &str, browser: &str, now: Timestamp) -> Option<UnderWay> {
        self.table.take(&digest(state), &digest(browser), now)
    }

    /// Puts a sign-in back whose agent is known and whose code is still to come.
    pub(crate) fn put_back(&self, state: &str, under_way: UnderWay, now: Timestamp) {
        self.table.put(digest(state), under_way, now);
    }

    /// Who has signed in, by the claim that names agents.
    pub(crate) async fn identify(&self, away: &Away, code: &str, now: Timestamp) -> Result<String, Fault> {
        let _turn = self.calls.try_acquire().map_err(|_| Fault::Busy)?;
        self.provider.identify(away, code, now).await
    }
}

fn digest(token: &str) -> Digest {
    Digest(Sha256::digest(token).into())
}

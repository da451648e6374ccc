//! How many may wait at a time: by account, by address. And how all of them are told that the server stops.

use super::Way;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::peer;
use crate::limits;
use crate::settings::ServerConfig;
use crate::stop::Stop;
use handover_desk::AccountId;
use handover_wire::Condition;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use tokio_util::task::TaskTracker;

/// What may be open, as figures name it.
const KINDS: [&str; 3] = ["long_poll", "sse", "websocket"];

/// The streams and long-polls of one server.
pub struct Streams {
    per_address: u32,
    open: Arc<Mutex<Open>>,
    stopping: Stop,
    tasks: TaskTracker,
}

/// How many are open.
#[derive(Debug, Default)]
struct Open {
    accounts: BTreeMap<AccountId, u32>,
    addresses: BTreeMap<IpAddr, u32>,
    kinds: [u32; KINDS.len()],
}

/// The place of one stream; it is free again when this is dropped.
pub(super) struct Place {
    open: Arc<Mutex<Open>>,
    account: AccountId,
    address: IpAddr,
    kind: usize,
}

impl Streams {
    /// None yet, with the limits that are configured.
    #[must_use]
    pub fn new(config: &ServerConfig) -> Self {
        Self {
            per_address: config.streams_per_address,
            open: Arc::default(),
            stopping: Stop::default(),
            tasks: TaskTracker::new(),
        }
    }

    /// Takes a place for a stream of this account and of the address that asks.
    pub(super) fn take_place(&self, call: &Call, account: &AccountId) -> Result<Place, Failure> {
        let address = peer::client(&call.app.config, call.headers(), call.exchange.peer);
        let mut open = self.open.lock();
        let of_account = open.accounts.get(account).copied().unwrap_or_default();
        let of_address = open.addresses.get(&address).copied().unwrap_or_default();
        if of_account >= limits::STREAMS_PER_ACCOUNT || of_address >= self.per_address {
            return Err(Condition::TooManyRequests.into());
        }
        let kind = kind_of(Way::of(call));
        if let Some(count) = open.kinds.get_mut(kind) {
            *count = count.saturating_add(1);
        }
        open.accounts.insert(account.clone(), of_account.saturating_add(1));
        open.addresses.insert(address, of_address.saturating_add(1));
        Ok(Place { open: Arc::clone(&self.open), account: account.clone(), address, kind })
    }

    /// How many are open, by kind.
    pub(crate) fn open(&self) -> impl Iterator<Item = (&'static str, u32)> + use<> {
        KINDS.into_iter().zip(self.open.lock().kinds)
    }

    /// Whether the server stops.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.is_cancelled()
    }

    /// Lets a stream run until it ends by itself.
    pub(super) fn spawn(&self, stream: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(stream);
    }

    /// Counts a stream that something else runs.
    pub(super) fn track<F: Future>(&self, stream: F) -> impl Future<Output = F::Output> + use<F> {
        self.tasks.track_future(stream)
    }

    /// Ends when the server stops.
    pub(super) async fn stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Tells all of them that the server stops.
    pub fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
    }

    /// Ends when all have ended.
    pub async fn ended(&self) {
        self.tasks.wait().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock();
        if let Some(count) = open.kinds.get_mut(self.kind) {
            *count = count.saturating_sub(1);
        }
        release(&mut open.accounts, &self.account);
        release(&mut open.addresses, &self.address);
    }
}

/// The place in [`KINDS`] of what is held back or goes on.
fn kind_of(way: Way) -> usize {
    match way {
        Way::Answer | Way::Wait(_) => 0,
        Way::Events => 1,
        Way::WebSocket => 2,
    }
}

fn release<K: Ord>(counts: &mut BTreeMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

//! How many connections each address has.

use crate::settings::ServerConfig;
use ipnet::IpNet;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// The connections of a server by address.
#[derive(Clone)]
pub(super) struct Addresses {
    limit: u32,
    /// Addresses that stand for many clients, and are not counted.
    trusted: Arc<[IpNet]>,
    open: Arc<Mutex<BTreeMap<IpAddr, u32>>>,
}

/// One connection; it is no longer counted when this is dropped.
pub(super) struct Counted {
    address: IpAddr,
    open: Arc<Mutex<BTreeMap<IpAddr, u32>>>,
}

impl Addresses {
    /// None yet.
    pub(super) fn of(config: &ServerConfig) -> Self {
        Self {
            limit: config.connections_per_address,
            trusted: config.trusted_proxies.clone().into(),
            open: Arc::default(),
        }
    }

    /// Counts a connection; an error when the address has as many as it may have.
    pub(super) fn count(&self, address: IpAddr) -> Result<Option<Counted>, ()> {
        if self.trusted.iter().any(|network| network.contains(&address)) {
            return Ok(None);
        }
        let mut open = self.open.lock();
        let count = open.entry(address).or_default();
        if *count >= self.limit {
            return Err(());
        }
        *count = count.saturating_add(1);
        Ok(Some(Counted { address, open: Arc::clone(&self.open) }))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.open.lock();
        if let Some(count) = open.get_mut(&self.address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

//! The answer to a login (`docs/protocol/10-domain-login.md` §3.3). JSON only.

use super::{AllServices, Resource};
use crate::sink::{B, Decimal, Sink};

/// The three secrets of a login, and what clients read beside them.
#[derive(Clone, Copy, Debug)]
pub struct LoginResponse<'a> {
    /// The token for refresh and logout.
    pub csrf: &'a str,
    /// An undocumented number that is stable per user.
    pub wsuk: u64,
    /// The name the user logs in with.
    pub login_name: &'a str,
    /// The agent's id.
    pub user_id: u64,
    /// Numbers of privileges; clients do not look at their meaning.
    pub user_privileges: &'a [u32],
    /// The server's time, in milliseconds since 1970.
    pub server_current_time_ms: i64,
    /// Offset of the account's zone from UTC, in milliseconds. `timeDiff` and `serverTimeGMTDiff` both say it,
    /// because server and account share a zone here.
    pub zone_offset_ms: i64,
    /// The IANA name of the account's zone.
    pub zone_name: &'a str,
    /// Whether the user is an administrator.
    pub is_admin: bool,
    /// The hosts of the services.
    pub services: AllServices<'a>,
    /// The groups of agents.
    pub groups: &'a [AgentGroup<'a>],
    /// Counts changes to the groups.
    pub groups_revision: u64,
    /// How long the login lasts, in milliseconds.
    pub session_ttl_ms: u64,
    /// The token for the `Authorization` header.
    pub bearer: &'a str,
}

/// A group of agents.
#[derive(Clone, Copy, Debug)]
pub struct AgentGroup<'a> {
    /// Its id; -1 is the main group.
    pub id: i64,
    /// Its name.
    pub name: &'a str,
}

impl Resource for LoginResponse<'_> {
    type Dialect = B;
    const JSON_ONLY: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.text("csrf", self.csrf);
        sink.text("wsuk", Decimal(self.wsuk));
        sink.element("config", |sink| self.describe_config(sink));
        sink.element("csdsCollectionResponse", |sink| self.services.describe(sink));
        sink.element("accountData", |sink| {
            sink.element("agentGroupsData", |sink| {
                sink.list("items", self.groups, |sink, group| {
                    sink.number("id", group.id);
                    sink.boolean("deleted", false);
                    sink.text("name", group.name);
                });
                sink.number("revision", self.groups_revision);
            });
        });
        sink.text("sessionTTl", Decimal(self.session_ttl_ms));
        // Last, because people look for it at the bottom of the response.
        sink.text("bearer", self.bearer);
    }
}

impl LoginResponse<'_> {
    fn describe_config(&self, sink: &mut impl Sink) {
        sink.text("loginName", self.login_name);
        sink.text("userId", Decimal(self.user_id));
        sink.list_of_numbers("userPrivileges", self.user_privileges.iter().copied());
        sink.number("serverCurrentTime", self.server_current_time_ms);
        sink.number("timeDiff", self.zone_offset_ms);
        sink.text("serverTimeZoneName", self.zone_name);
        sink.number("serverTimeGMTDiff", self.zone_offset_ms);
        sink.boolean("isLPA", false);
        sink.boolean("isAdmin", self.is_admin);
        sink.text("accountTimeZoneId", self.zone_name);
    }
}

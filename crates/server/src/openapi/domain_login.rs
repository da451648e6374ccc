//! The Domain and Login services (`docs/protocol/10-domain-login.md`).

use super::method::{Caller, Document, Group, Method};
use super::schema::text;
use serde_json::json;

/// Part 1, under both of its prefixes.
pub(super) fn domain() -> Vec<Method> {
    let group = |prefix| Group::below(prefix, Caller::Directory, "Domain");
    let here = of_prefix(&group("/api/account/{account}"), ["findService", "findServices"]);
    let old = of_prefix(&group("/csdr/account/{account}"), ["findServiceOld", "findServicesOld"]);
    here.into_iter().chain(old).collect()
}

fn of_prefix(group: &Group, [one, all]: [&'static str; 2]) -> [Method; 2] {
    let version =
        |method: Method| method.query("version", json!({"type": "string", "default": "1.0"}), "Ignored.");
    let found = Document::at_top("service", "Service")
        .json_only()
        .json(r#"{"service":"agentVep","account":"12345678","baseURI":"va.agentvep.liveperson.net"}"#);
    [
        version(group.get("/service/{service}/baseURI", one, "Find the host of a service"))
            .about("`docs/protocol/10-domain-login.md` §1.1")
            .answers(found),
        version(group.get("/service/baseURI", all, "Find the hosts of all services"))
            .about("`docs/protocol/10-domain-login.md` §1.2")
            .answers(Document::at_top("services", "Services").json_only()),
    ]
}

/// Parts 2 to 5.
pub(super) fn login() -> Vec<Method> {
    let anybody = Group::below("/api/account/{account}", Caller::Login { with_cookie: false }, "Login");
    let known = Group::below("/api/account/{account}", Caller::Login { with_cookie: true }, "Login");
    let version = |method: Method| method.query("v", text(), "`1.3`, `1.2` or `1`; ignored.");
    let credentials = Document::at_top("login", "LoginRequest")
        .json_only()
        .json(r#"{"username":"maya@example.com","password":"Correct-Horse1"}"#);
    let csrf = || {
        Document::at_top("csrf", "CsrfRequest")
            .json_only()
            .json(r#"{"csrf":"5f0d3e0f3f8b4f0d97fe5a0c1f5d6a2be8cf0a2f3c2a4f5db8a1d7e3c9b0f412"}"#)
    };
    vec![
        version(anybody.post("/login", "login", "Sign in"))
            .about("`docs/protocol/10-domain-login.md` part 3. Gives the bearer token of the Chat Agent API, and cookie and csrf token for refresh and logout.")
            .takes(credentials)
            .answers(Document::at_top("login", "LoginResponse").json_only())
            .with_header("Set-Cookie", "The cookie `session_id`, for refresh and logout."),
        version(known.post("/refresh", "refresh", "Count the life of the login anew"))
            .about("`docs/protocol/10-domain-login.md` part 4")
            .takes(csrf())
            .with_header("Set-Cookie", "The same cookie again."),
        version(known.post("/logout", "logout", "Sign out"))
            .about("`docs/protocol/10-domain-login.md` part 5. Ends the login and every agent session that was started with it.")
            .keyed()
            .takes(csrf()),
    ]
}

//! The account of the test, and what is asked in it.

use crate::common::http::Request;
use crate::common::{ACCOUNT, APP_KEY, PASSWORD};
use handover_server::password::{Hasher, PasswordHasher as _};
use std::fmt::Write as _;

/// How many agents there are.
pub(crate) const AGENTS: usize = 4;

/// The apply file. No time limit ends anything while the server is down or slow, and signing in is cheap.
pub(crate) fn apply_file() -> String {
    let hash = Hasher::with_cost(8, 1).unwrap().hash(PASSWORD).unwrap();
    let mut text = format!(
        "[[account]]\nid = \"{ACCOUNT}\"\n[account.settings]\nearly_lines = true\noffer_timeout_s = 3600\n\
         agent_presence_s = 3600\nagent_session_timeout_s = 3600\n"
    );
    for agent in 0..AGENTS {
        let (id, login) = (agent + 1, login_name(agent));
        let agent = format!("id = {id}\nlogin = \"{login}\"\npassword_hash = '{hash}'\nmax_chats = -1\n");
        write!(text, "[[account.agent]]\n{agent}").unwrap();
    }
    text
}

/// The login name of an agent.
pub(crate) fn login_name(agent: usize) -> String {
    format!("agent{agent}")
}

/// A visitor asks for a chat that begins with this line.
pub(crate) fn start(text: &str) -> Request {
    let request = format!(r#"{{"interactionTimeout":3600,"preChatLines":{{"line":["{text}"]}}}}"#);
    let target = format!("/api/account/{ACCOUNT}/chat/request?v=1&NC=true");
    Request::post(target).app_key(APP_KEY).json(&format!(r#"{{"request":{request}}}"#))
}

/// The path of a chat on the visitor's side.
pub(crate) fn visitors_path(chat: &str) -> String {
    format!("/api/account/{ACCOUNT}/chat/{chat}")
}

/// The events of a chat on the visitor's side.
pub(crate) fn visitors_events(chat: &str, from: usize) -> Request {
    Request::get(format!("{}/events?v=1&NC=true&from={from}", visitors_path(chat))).app_key(APP_KEY)
}

//! A login (`docs/protocol/10-domain-login.md` §3.2).

use std::fmt;

use super::{RequestError, field};
use crate::reader::Document;

/// What is posted to `login`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LoginRequest<'d> {
    /// A user name and a password.
    Password {
        /// The name the user logs in with.
        username: &'d str,
        /// The password, blanks included.
        password: &'d str,
        /// The code of the second factor: `otp`, beside the members of the protocol (`docs/handover-api.md`).
        code: Option<&'d str>,
    },
    /// Keys or a signed token; the answer is 401 unless the server is set up for them.
    OtherCredentials,
}

/// The members of the other ways to log in. Clients send them as empty strings beside a password, which is
/// ignored (`docs/protocol/95-what-clients-depend-on.md` §1).
const OTHER_CREDENTIALS: [&str; 6] =
    ["appKey", "secret", "accessToken", "accessTokenSecret", "jwt", "assertion"];

impl<'d> LoginRequest<'d> {
    /// Reads the request. The members stand at the top, without a root; `Password` is accepted for `password`.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let top = document.top();
        if OTHER_CREDENTIALS.into_iter().any(|name| field::optional(top, name).is_some()) {
            return Ok(Self::OtherCredentials);
        }
        let username = field::required(top, "username", "username")?;
        let password = ["password", "Password"].into_iter().filter_map(|name| top.get(name));
        match password.into_iter().find(|password| !password.is_empty()) {
            Some(password) => Ok(Self::Password { username, password, code: field::optional(top, "otp") }),
            None => Err(RequestError::new("password", super::Problem::Missing)),
        }
    }
}

/// Shows which kind it is and no secret.
impl fmt::Debug for LoginRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Password { .. }",
            Self::OtherCredentials => "OtherCredentials",
        })
    }
}

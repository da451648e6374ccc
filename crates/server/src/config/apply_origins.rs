//! Reading `origins` of `[[account]]`: the pages that may read answers.

use super::limits::{ORIGIN_BYTES, ORIGINS};
use super::mistake::Problem;
use super::table::Value;
use std::sync::Arc;

/// What stands for every origin.
const ANY: &str = "*";
/// What an origin looks like.
const FORM: &str = "\"*\" or a scheme, a host and perhaps a port, such as \"https://shop.example\"";
/// The ports that browsers leave out.
const LEFT_OUT: [(&str, &str); 2] = [("https", ":443"), ("http", ":80")];

/// The origins, as browsers write them.
pub(super) fn read(value: &Value<'_>) -> Vec<Arc<str>> {
    let origins = value.list("a list of origins").unwrap_or_default();
    if origins.len() > ORIGINS {
        value.note(Problem::TooMany { limit: ORIGINS });
    }
    let read = |origin: Value<'_>| {
        let text = origin.text()?;
        canonical(text).map(Arc::from).or_else(|| origin.refuse(Problem::Expected(FORM)))
    };
    origins.into_iter().filter_map(read).collect()
}

/// An origin in lower case and without the port that goes without saying.
fn canonical(origin: &str) -> Option<String> {
    if origin == ANY {
        return Some(origin.to_owned());
    }
    let origin = origin.to_ascii_lowercase();
    let (scheme, authority) = origin.split_once("://").filter(|_| origin.len() <= ORIGIN_BYTES)?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_authority = authority.parse::<http::uri::Authority>().is_ok_and(|parsed| {
        let port = parsed.port();
        let stated = authority.len() > parsed.host().len();
        authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
            && !parsed.host().is_empty()
            && (!stated || port.is_some_and(|port| port.as_u16() > 0))
    });
    if !is_scheme || !is_authority {
        return None;
    }
    let left_out = LEFT_OUT.iter().find(|(known, _)| *known == scheme).map(|(_, port)| *port);
    Some(left_out.and_then(|port| origin.strip_suffix(port)).unwrap_or(&origin).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;

    fn origins(list: &str) -> Result<Option<Vec<Arc<str>>>, String> {
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\norigins = {list}"));
        file.map(|mut file| file.accounts.remove(0).profile.origins).map_err(|mistake| mistake.to_string())
    }

    #[test]
    fn origins_are_kept_as_browsers_write_them() {
        let list = r#"["https://Shop.Example", "http://localhost:8080", "https://shop.example:443", "http://[::1]:80",
                      "capacitor://localhost", "*"]"#;
        let kept = [
            "https://shop.example",
            "http://localhost:8080",
            "https://shop.example",
            "http://[::1]",
            "capacitor://localhost",
            "*",
        ];
        assert_eq!(origins(list).unwrap().unwrap(), kept.map(Arc::from));
        assert_eq!(origins("[]").unwrap().unwrap(), []);
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        let long = format!("https://{}", "a".repeat(ORIGIN_BYTES - 7));
        for wrong in [
            "",
            "shop.example",
            "https://",
            "https://shop.example/",
            "https://shop.example/chat",
            "https://u@shop.example",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:x",
            "https://*.example",
            "null",
            "1s://h",
            &long,
        ] {
            let said = origins(&format!("[\"{wrong}\"]")).unwrap_err();
            assert!(
                said.starts_with("line 3, key account.origins: expected \"*\" or a scheme"),
                "{wrong}: {said}"
            );
        }
        assert!(origins(&format!("[\"{}\"]", &long[..ORIGIN_BYTES])).is_ok());
        let many = |count| origins(&format!("[{}]", "\"*\",".repeat(count)));
        assert!(many(ORIGINS).is_ok());
        assert_eq!(many(ORIGINS + 1).unwrap_err(), "line 3, key account.origins: there may be 100 at most");
        assert_eq!(origins("\"*\"").unwrap_err(), "line 3, key account.origins: expected a list of origins");
    }
}

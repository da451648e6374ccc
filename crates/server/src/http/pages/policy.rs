//! What a page may load and run (design §7), said in the headers of every file.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// The console and the board: files and calls of this very server. Text from people is no script wherever it ends up; cleaned HTML
/// goes through one policy of trusted types.
const CONSOLE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types handover";
/// The sample shop: what a careful shop would say to have the widget on its page.
const SAMPLE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The widget's files are scripts on pages of others, whose policy holds there. Opened by themselves they may do nothing.
const WIDGET: &str = "default-src 'none'; frame-ancestors 'none'";

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Whose files they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    /// The console's and the board's, and what they share.
    Console,
    /// The sample shop's.
    Sample,
    /// The widget's, which pages of any origin load.
    Widget,
}

impl Policy {
    /// The policy of a file or folder of `ui/`.
    pub(super) fn of(name: &str) -> Self {
        match name.split('/').next() {
            Some("served") => Self::Widget,
            Some("sample") => Self::Sample,
            Some(_) | None => Self::Console,
        }
    }

    /// Says so.
    pub(super) fn write(self, headers: &mut HeaderMap) {
        let (policy, readers) = match self {
            Self::Console => (CONSOLE, "same-origin"),
            Self::Sample => (SAMPLE, "same-origin"),
            Self::Widget => (WIDGET, "cross-origin"),
        };
        let mut set = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_SECURITY_POLICY, policy);
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(header::REFERRER_POLICY, "no-referrer");
        set(RESOURCE_POLICY, readers);
        set(OPENER_POLICY, "same-origin");
        set(PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=()");
    }
}

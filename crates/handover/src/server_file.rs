//! The configuration file of the server itself. What the command line says wins over it.

use crate::cli::ServeOptions;
use crate::open_id::OpenIdTable;
use crate::smtp::SmtpTable;
use crate::traces::TraceTable;
use anyhow::{Context as _, anyhow, bail};
use handover_server::TraceOptions;
use handover_server::http::TlsFiles;
use handover_server::mail::MailTransport;
use handover_server::open_id::OpenId;
use handover_server::settings::ServerConfig;
use ipnet::IpNet;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a server listens unless told otherwise: on this machine only.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// The file as it is written. A key that is not known is a mistake.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ServerFile {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trusted_proxies: Vec<Proxy>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    streams_per_address: Option<NonZeroU32>,
    connections_per_address: Option<NonZeroU32>,
    writes_per_chat: Option<u32>,
    writes_per_address: Option<u32>,
    writes_per_key: Option<u32>,
    metrics: Option<SocketAddr>,
    open_id: Option<OpenIdTable>,
    smtp: Option<SmtpTable>,
    traces: Option<TraceTable>,
}

/// What the server file and the command line say together.
pub(crate) struct Serving {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// A socket that listens already, which is used instead.
    pub(crate) inherited: Option<TcpListener>,
    /// Where to serve figures, if anywhere.
    pub(crate) metrics: Option<SocketAddr>,
    /// The certificate to serve TLS with.
    pub(crate) tls: Option<TlsFiles>,
    /// What the HTTP surfaces are configured with.
    pub(crate) config: ServerConfig,
    /// The identity provider that agents may sign in at, if there is one.
    pub(crate) open_id: Option<OpenId>,
    /// Who takes mails over, if anybody does.
    pub(crate) mail: Option<Arc<dyn MailTransport>>,
    /// Where traces go, if anywhere.
    pub(crate) traces: Option<TraceOptions>,
}

/// A network, or one address.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Proxy {
    Network(IpNet),
    Address(IpAddr),
}

impl Serving {
    /// A server for who tries Handover: nothing was said about it but where to listen, and it has the sample shop.
    pub(crate) fn for_trying(listen: SocketAddr) -> Self {
        let config = ServerConfig { sample: true, ..ServerConfig::default() };
        Self {
            listen,
            inherited: None,
            metrics: None,
            tls: None,
            config,
            open_id: None,
            mail: None,
            traces: None,
        }
    }
}

/// Where to listen, and the configuration of the server.
pub(crate) fn read(options: &ServeOptions, inherited: Option<TcpListener>) -> anyhow::Result<Serving> {
    let file = match &options.config {
        None => ServerFile::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            parsed(&text).with_context(|| path.display().to_string())?
        }
    };
    let listen = options.listen.or(file.listen).unwrap_or(LISTEN);
    let metrics = options.metrics.or(file.metrics);
    let public_url =
        options.public_url.as_ref().or(file.public_url.as_ref()).map(|url| checked(url)).transpose()?;
    let networks = file.trusted_proxies.into_iter().map(|proxy| match proxy {
        Proxy::Network(network) => network,
        Proxy::Address(address) => address.into(),
    });
    let known = ServerConfig::default();
    let config = ServerConfig {
        public_url,
        trusted_proxies: networks.collect(),
        streams_per_address: file.streams_per_address.map_or(known.streams_per_address, NonZeroU32::get),
        connections_per_address: file
            .connections_per_address
            .map_or(known.connections_per_address, NonZeroU32::get),
        writes_per_chat: file.writes_per_chat.unwrap_or(known.writes_per_chat),
        writes_per_address: file.writes_per_address.unwrap_or(known.writes_per_address),
        writes_per_key: file.writes_per_key.unwrap_or(known.writes_per_key),
        sample: options.sample,
    };
    let tls = tls(options.tls_cert.clone().or(file.tls_cert), options.tls_key.clone().or(file.tls_key))?;
    let open_id = file.open_id.map(OpenIdTable::provider).transpose()?;
    let mail = file.smtp.map(SmtpTable::transport).transpose()?;
    let mail = mail.map(|transport| -> Arc<dyn MailTransport> { Arc::new(transport) });
    let traces = options.traces.as_deref().map(TraceTable::to).or(file.traces);
    let traces = traces.map(|table| table.options()).transpose()?;
    Ok(Serving { listen, inherited, metrics, tls, config, open_id, mail, traces })
}

/// The file. A mistake is told with its line, and without repeating what stands there: it may be a secret.
fn parsed(text: &str) -> anyhow::Result<ServerFile> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        anyhow!("line {}: {}", before.matches('\n').count() + 1, error.message())
    })
}

/// A certificate and its key, or neither.
fn tls(certificate: Option<PathBuf>, key: Option<PathBuf>) -> anyhow::Result<Option<TlsFiles>> {
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some(TlsFiles { certificate, key })),
        (None, None) => Ok(None),
        (Some(_), None) => {
            bail!("there is a TLS certificate but no key: add --tls-key FILE, or tls_key to the server file")
        }
        (None, Some(_)) => bail!(
            "there is a TLS key but no certificate: add --tls-cert FILE, or tls_cert to the server file"
        ),
    }
}

/// A public address is a scheme and a host, and nothing that would stand in the middle of a link.
fn checked(url: &str) -> anyhow::Result<String> {
    let url = url.trim_end_matches('/').to_owned();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        bail!("the public URL must be http:// or https:// and a host, such as https://chat.example.com");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(file: &str) -> String {
        match parsed(file).and_then(|file| file.smtp.map(SmtpTable::transport).transpose()) {
            Ok(_) => String::new(),
            Err(error) => format!("{error:#}"),
        }
    }

    const SMTP: &str = "[smtp]\nhost = \"mail.example.com\"\nfrom = \"Shop <chat@shop.example>\"\n";

    #[test]
    fn a_mail_server_needs_a_host_and_a_sender_and_nothing_else() {
        assert_eq!(refusal(SMTP), "");
        for tls in ["none", "starttls", "tls"] {
            assert_eq!(refusal(&format!("{SMTP}tls = \"{tls}\"\nport = 2525\ntimeout_s = 30")), "");
        }
        assert!(refusal("[smtp]\nhost = \"h\"").contains("missing field `from`"));
    }

    #[test]
    fn what_is_wrong_with_the_mail_server_is_said_by_key() {
        let wrong = |more: &str| refusal(&format!("{SMTP}{more}"));
        let cases = [
            ("tls = \"ssl\"", "line 4: unknown variant `ssl`, expected one of `none`, `starttls`, `tls`"),
            ("port = 0", "smtp.port"),
            ("port = 70000", "line 4: "),
            ("timeout_s = 0", "smtp.timeout_s"),
            ("pasword_file = \"x\"", "line 4: unknown field `pasword_file`"),
            ("password_file = \"/nowhere\"", "smtp.password_file needs smtp.user"),
            ("user = \"chat\"\npassword_file = \"/nowhere\"", "smtp.password_file: /nowhere cannot be read"),
            ("ca_file = \"/nowhere\"", "smtp.ca_file: /nowhere cannot be read"),
        ];
        for (more, said) in cases {
            assert!(wrong(more).contains(said), "{more}: {}", wrong(more));
        }
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("password");
        let named = format!("user = \"chat\"\npassword_file = \"{}\"\n", secret.display());
        std::fs::write(&secret, "\n").unwrap();
        assert!(wrong(&named).contains("the password of smtp.user is empty"), "{}", wrong(&named));
        std::fs::write(&secret, "hunter2\n").unwrap();
        assert_eq!(wrong(&named), "");
        let open = wrong(&format!("{named}tls = \"none\""));
        assert!(open.contains("not sent over an open connection") && !open.contains("hunter2"), "{open}");
        std::fs::write(folder.path().join("ca.pem"), "hunter2").unwrap();
        let ca = wrong(&format!("ca_file = \"{}\"", folder.path().join("ca.pem").display()));
        assert!(ca.contains("smtp.ca_file holds no certificate"), "{ca}");
    }

    #[test]
    fn a_password_in_the_file_is_refused_and_not_repeated() {
        for line in ["password = \"hunter2\"", "pass = \"hunter2\"", "password = \"hunter2"] {
            let said = refusal(&format!("{SMTP}{line}"));
            assert!(!said.is_empty() && !said.contains("hunter2"), "{line}: {said}");
        }
    }

    #[test]
    fn limits_of_writes_may_be_nought_and_are_whole_numbers() {
        let file =
            parsed("writes_per_chat = 0\nwrites_per_address = 7\nwrites_per_key = 4294967295").unwrap();
        let given = [file.writes_per_chat, file.writes_per_address, file.writes_per_key];
        assert_eq!(given, [Some(0), Some(7), Some(u32::MAX)]);
        for wrong in ["-1", "0.5", "4294967296", "\"many\""] {
            assert!(refusal(&format!("writes_per_chat = {wrong}")).starts_with("line 1: "), "{wrong}");
        }
    }

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        assert_eq!(checked("https://chat.example.com/").unwrap(), "https://chat.example.com");
        for wrong in ["chat.example.com", "https://", "https://h/path", "ftp://h", "https://u@h"] {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
    }
}

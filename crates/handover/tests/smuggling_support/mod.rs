//! Requests that hide another one: a proxy and the server must never see them end in different places.
//!
//! Each attack is bytes that hold the hidden request, a line of the visitor, in what some reader might take for the body or the
//! rest of the first. Behind them, on the same connection, comes an innocent request. The hidden line must not be said,
//! whatever is answered; where the bytes cannot be read in one way only, the answer is 400 or 501 and the connection ends.

use super::common::http::{Connection, Request};
use super::common::process::Running;
use super::common::{ACCOUNT, APP_KEY, APPLY_FILE, Device, Place, chat_request, serve};
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::time::Duration;

/// Who has said nothing for so long waits for the rest of a request.
const WAITS_FOR_MORE: Duration = Duration::from_secs(1);

/// A server with a chat, and what every attacker wants said in it.
pub(crate) struct Desk {
    server: Running,
    _place: Place,
    chat: String,
}

/// An attack: its name, its bytes, and whether it must be refused outright.
struct Attack {
    name: &'static str,
    bytes: String,
    refused: bool,
}

impl Desk {
    /// A chat between a visitor and an agent.
    pub(crate) fn open() -> Self {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        let mut connection = Connection::to(server.address);
        let maya = Device::sign_in(&mut connection, "maya");
        let chat = connection.ask(&chat_request()).expect(201).location();
        maya.accept(&mut connection);
        Self { server, _place: place, chat }
    }

    /// Where the server itself listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// Sends every attack to this address, and looks after each what was said. Says how many there were.
    pub(crate) fn withstands(&self, door: SocketAddr) -> usize {
        let attacks = self.attacks(door);
        let count = attacks.len();
        for Attack { name, bytes, refused } in attacks {
            let answers = send(door, bytes.as_bytes());
            let said = self.said();
            assert!(!said.contains("smuggled"), "{name}: the hidden line was said\n{bytes}\n--- {answers}");
            let first = answers.split(' ').nth(1).unwrap_or("nothing");
            if refused {
                assert!(matches!(first, "400" | "501" | "nothing"), "{name}: {answers}");
                let more = answers.matches("HTTP/1.1 ").count();
                assert!(more <= 1, "{name}: {more} answers: {answers}");
            }
        }
        // What was hidden would have been done if it had been seen.
        let answers = send(door, self.hidden(door).as_bytes());
        assert!(self.said().contains("smuggled"), "the hidden request is none: {answers}");
        count
    }

    /// Everything that was said in the chat, asked on a connection of its own.
    fn said(&self) -> String {
        let ask = Request::get(format!("{}/events.json", self.chat)).app_key(APP_KEY);
        Connection::to(self.address()).ask(&ask).expect(200).text()
    }

    /// The hidden request.
    fn hidden(&self, host: SocketAddr) -> String {
        let body = r#"{"event":{"@type":"line","text":"smuggled"}}"#;
        format!(
            "POST {}/events HTTP/1.1\r\nHost: {host}\r\nAuthorization: LivePerson appKey={APP_KEY}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.chat,
            body.len()
        )
    }

    fn attacks(&self, host: SocketAddr) -> Vec<Attack> {
        let hidden = self.hidden(host);
        let length = hidden.len();
        let post = |headers: &str, body: &str| {
            let path = format!("/api/account/{ACCOUNT}/login");
            let innocent =
                format!("GET /api/account/{ACCOUNT} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{headers}\r\n{body}{innocent}"
            )
        };
        let chunked = format!("0\r\n\r\n{hidden}");
        let within = format!("{length:x}\r\n{hidden}\r\n0\r\n\r\n");
        let both = chunked.len();
        let refused =
            |name, headers: String, body: &str| Attack { name, bytes: post(&headers, body), refused: true };
        let borne =
            |name, headers: String, body: &str| Attack { name, bytes: post(&headers, body), refused: false };
        let mut attacks = vec![
            borne("length, then chunks", format!("Content-Length: {both}\r\nTransfer-Encoding: chunked\r\n"), &chunked),
            borne("chunks, then length", format!("Transfer-Encoding: chunked\r\nContent-Length: {both}\r\n"), &chunked),
            borne("chunks that hide, length 4", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n".to_owned(), &within),
            refused("two lengths", format!("Content-Length: 0\r\nContent-Length: {length}\r\n"), &hidden),
            refused("two lengths, the other way", format!("Content-Length: {length}\r\nContent-Length: 0\r\n"), &hidden),
            refused("a list of lengths", format!("Content-Length: 0, {length}\r\n"), &hidden),
            refused("a length with a sign", format!("Content-Length: +{length}\r\n"), &hidden),
            refused("a negative length", format!("Content-Length: -{length}\r\n"), &hidden),
            refused("a length in hex", format!("Content-Length: 0x{length:x}\r\n"), &hidden),
            refused("a length too large", "Content-Length: 18446744073709551617\r\n".to_owned(), &hidden),
            refused("a blank before the colon", format!("Content-Length : {length}\r\n"), &hidden),
            refused("an encoding that is none", "Transfer-Encoding: xchunked\r\n".to_owned(), &chunked),
            refused("chunked, and something behind it", "Transfer-Encoding: chunked, identity\r\n".to_owned(), &chunked),
            refused("a chunk size that is none", "Transfer-Encoding: chunked\r\n".to_owned(), &format!("z\r\n{hidden}")),
            refused(
                "a chunk size too large",
                "Transfer-Encoding: chunked\r\n".to_owned(),
                &format!("fffffffffffffffff\r\n{hidden}"),
            ),
            refused("a folded header", format!("X-Folded: a\r\n Content-Length: {length}\r\n"), &hidden),
            refused("a bare CR in a header", format!("X-Bare: a\rContent-Length: {length}\r\n"), &hidden),
            refused("a NUL in a header", format!("X-Nul: a\0\r\nContent-Length: {length}\r\n"), &hidden),
            borne("an upgrade to HTTP/2", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nContent-Length: 0\r\n".to_owned(), ""),
            borne("underscores for hyphens", format!("Content_Length: 0\r\nContent-Length: {length}\r\n"), &hidden),
            borne("a chunk extension", "Transfer-Encoding: chunked\r\n".to_owned(), &format!("{length:x};a=\"\r\n0\"\r\n{hidden}\r\n0\r\n\r\n")),
            borne("bytes behind a body that is expected later", format!("Expect: 100-continue\r\nContent-Length: {length}\r\n"), &hidden),
        ];
        for encoding in ["\tchunked", "chunked\t", "Chunked", "\"chunked\"", " identity, chunked"] {
            let headers = format!("Content-Length: {both}\r\nTransfer-Encoding:{encoding}\r\n");
            attacks.push(borne("an encoding in disguise", headers, &chunked));
        }
        let get = |line: &str, headers: &str| {
            format!("{line}\r\n{headers}Content-Length: {length}\r\n\r\n{hidden}")
        };
        let path = format!("/api/account/{ACCOUNT}");
        attacks.extend([
            Attack {
                name: "chunks in HTTP/1.0",
                bytes: format!("POST {path}/login HTTP/1.0\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}"),
                refused: true,
            },
            Attack { name: "a GET with a body", bytes: get(&format!("GET {path} HTTP/1.1"), &format!("Host: {host}\r\n")), refused: false },
            Attack { name: "two hosts", bytes: get(&format!("GET {path} HTTP/1.1"), &format!("Host: {host}\r\nHost: evil.example\r\n")), refused: false },
            Attack { name: "a target with a host", bytes: get(&format!("GET http://evil.example{path} HTTP/1.1"), &format!("Host: {host}\r\n")), refused: false },
            Attack { name: "a blank in the target", bytes: get(&format!("GET {path} /x HTTP/1.1"), &format!("Host: {host}\r\n")), refused: true },
            Attack { name: "a version that is none", bytes: get(&format!("GET {path} HTTP/1.9"), &format!("Host: {host}\r\n")), refused: false },
        ]);
        attacks
    }
}

/// Sends bytes, and reads whatever comes until the other side ends the connection, or waits for more than it was sent.
fn send(door: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = super::common::http::socket(door).unwrap();
    stream.set_read_timeout(Some(WAITS_FOR_MORE)).unwrap();
    // Whoever has refused may have closed before everything was sent.
    let _refused_early = stream.write_all(bytes);
    let mut answers = Vec::new();
    let _waits_for_more = stream.read_to_end(&mut answers);
    String::from_utf8_lossy(&answers).into_owned()
}

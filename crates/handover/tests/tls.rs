//! TLS and HTTP/2 of the real binary, over real sockets.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Reply, Request, socket};
    use crate::common::process::{Outcome, Running, Signal, run};
    use crate::common::tls::Certificate;
    use crate::common::{ACCOUNT, APPLY_FILE, Place, chat_request, login, serve};
    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::client::conn::http2::{SendRequest, handshake};
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use std::ffi::OsString;
    use std::io::{ErrorKind, Write as _};
    use std::net::SocketAddr;
    use tokio::io::{AsyncRead, AsyncWrite};
    use tokio::net::TcpStream;
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::pki_types::ServerName;

    fn arguments(place: &Place) -> Vec<OsString> {
        let (data, file) = (place.data(), place.file());
        let plain = serve(&data, Some(&file)).into_iter().map(OsString::from);
        let tls = ["--tls-cert".into(), place.certificate().into(), "--tls-key".into(), place.key().into()];
        plain.chain(tls).collect()
    }

    fn place_with(certificate: &Certificate) -> Place {
        let place = Place::with(APPLY_FILE);
        place.write_certificate(certificate);
        place
    }

    /// The wire of an HTTP/2 connection, and the task that drives it.
    async fn http2_over<S>(stream: S) -> SendRequest<Full<Bytes>>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    async fn http2_over_tls(certificate: &Certificate, address: SocketAddr) -> SendRequest<Full<Bytes>> {
        let connector = TlsConnector::from(certificate.client(&["h2", "http/1.1"]));
        let stream = TcpStream::connect(address).await.unwrap();
        let stream = connector.connect(ServerName::from(address.ip()), stream).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
        http2_over(stream).await
    }

    /// Starts a chat over HTTP/2; gives its address.
    async fn chat_over(sender: &mut SendRequest<Full<Bytes>>, origin: &str) -> String {
        let request = hyper::Request::post(format!("{origin}/api/account/{ACCOUNT}/chat/request?v=1"))
            .header("authorization", format!("LivePerson appKey={}", crate::common::APP_KEY))
            .header("content-type", "application/json")
            .body(Full::from(r#"{"request":{"skill":"Sales"}}"#))
            .unwrap();
        let response = sender.send_request(request).await.unwrap();
        assert_eq!(response.status(), 201);
        response.headers()["location"].to_str().unwrap().to_owned()
    }

    #[test]
    fn over_tls_old_clients_find_what_they_know_and_links_are_https() {
        let certificate = Certificate::fresh();
        let server = Running::start(arguments(&place_with(&certificate)));
        let mut connection = certificate.connect(server.address).unwrap();
        let signed_in = connection.ask(&login("maya")).expect(200);
        assert!(signed_in.head.starts_with("HTTP/1.1 200"), "{}", signed_in.head);
        assert!(signed_in.head.contains("\r\nSet-Cookie: session_id="), "{}", signed_in.head);
        let chat = connection.ask(&chat_request()).expect(201);
        let location = format!("\r\nLocation: https://{}/api/account/", server.address);
        assert!(chat.head.contains(&location), "{}", chat.head);
        // Nobody is served in the clear beside it.
        let mut plain = Connection::to(server.address);
        assert!(plain.try_ask(&Request::get("/")).is_err());
    }

    #[tokio::test]
    async fn http_2_is_spoken_when_the_client_chooses_it_within_tls() {
        let certificate = Certificate::fresh();
        let server = Running::start(arguments(&place_with(&certificate)));
        let mut sender = http2_over_tls(&certificate, server.address).await;
        let origin = format!("https://{}", server.address);
        let chat = chat_over(&mut sender, &origin).await;
        assert!(chat.starts_with(&format!("{origin}/api/account/{ACCOUNT}/chat/H")), "{chat}");
    }

    #[tokio::test]
    async fn http_2_is_spoken_in_the_clear_with_a_client_that_begins_with_it() {
        let place = Place::with(APPLY_FILE);
        let (data, file) = (place.data(), place.file());
        let server = Running::start(serve(&data, Some(&file)));
        let mut sender = http2_over(TcpStream::connect(server.address).await.unwrap()).await;
        let origin = format!("http://{}", server.address);
        let chat = chat_over(&mut sender, &origin).await;
        assert!(chat.starts_with(&format!("{origin}/api/account/{ACCOUNT}/chat/H")), "{chat}");
        Connection::to(server.address).ask(&chat_request()).expect(201);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_stop_ends_idle_connections_of_every_kind_and_waits_for_no_handshake() {
        let certificate = Certificate::fresh();
        let server = Running::start(arguments(&place_with(&certificate)));
        let silent = socket(server.address).unwrap();
        let mut old = certificate.connect(server.address).unwrap();
        old.ask(&Request::get("/nowhere")).expect(404);
        let mut sender = http2_over_tls(&certificate, server.address).await;
        chat_over(&mut sender, &format!("https://{}", server.address)).await;
        server.signal(Signal::TERM);
        assert_eq!(old.read().unwrap_err().kind(), ErrorKind::UnexpectedEof);
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
        assert!(!ended.stderr.contains("are cut"), "{}", ended.stderr);
        assert!(sender.ready().await.is_err());
        drop(silent);
    }

    #[test]
    fn a_client_that_does_not_finish_its_handshake_holds_up_nobody() {
        let certificate = Certificate::fresh();
        let server = Running::start(arguments(&place_with(&certificate)));
        let mut begun: Vec<_> = (0..20).map(|_| socket(server.address).unwrap()).collect();
        for half in &mut begun {
            half.write_all(&[22, 3, 1, 2, 0, 1, 0]).unwrap();
        }
        certificate.connect(server.address).unwrap().ask(&Request::get("/nowhere")).expect(404);
    }

    #[test]
    fn the_certificate_is_read_again_on_sighup_and_a_broken_one_changes_nothing() {
        let (first, second) = (Certificate::fresh(), Certificate::fresh());
        let place = place_with(&first);
        let mut server = Running::start(arguments(&place));
        let mut before = first.connect(server.address).unwrap();
        let asked = |connection: &mut Connection| -> Reply { connection.ask(&chat_request()).expect(201) };
        asked(&mut before);

        std::fs::write(place.key(), second.key_pem()).unwrap();
        server.signal(Signal::HUP);
        server.logs("the certificate stays as it was");
        asked(&mut before);
        asked(&mut first.connect(server.address).unwrap());

        place.write_certificate(&second);
        server.signal(Signal::HUP);
        server.logs("the certificate was read again");
        asked(&mut before);
        asked(&mut second.connect(server.address).unwrap());
        assert!(first.connect(server.address).is_err());
        let outcome = server.kill();
        no_key_is_told(&outcome, &[&first, &second]);
    }

    fn no_key_is_told(outcome: &Outcome, certificates: &[&Certificate]) {
        for certificate in certificates {
            let key = certificate.key_pem();
            for line in key.lines().filter(|line| !line.starts_with("-----")) {
                assert!(!outcome.stdout.contains(line) && !outcome.stderr.contains(line));
            }
        }
    }

    #[test]
    fn a_certificate_that_cannot_be_used_is_said_before_anything_is_served() {
        let (one, other) = (Certificate::fresh(), Certificate::fresh());
        let place = place_with(&one);
        let refused = |words: &str| {
            let outcome = run(arguments(&place));
            assert_eq!(outcome.status.code(), Some(1));
            assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
            assert_eq!(outcome.stdout, "");
            no_key_is_told(&outcome, &[&one, &other]);
        };
        std::fs::write(place.key(), other.key_pem()).unwrap();
        refused("server.key cannot be used together: ");
        std::fs::write(place.key(), one.key_pem().replace("PRIVATE", "ENCRYPTED PRIVATE")).unwrap();
        refused("server.key holds no private key in PEM form without a passphrase");
        std::fs::write(place.key(), one.key_pem().replace("-----END", "-----")).unwrap();
        refused("server.key holds no private key in PEM form without a passphrase");
        std::fs::write(place.certificate(), one.key_pem()).unwrap();
        refused("server.pem holds no certificate in PEM form");
        std::fs::remove_file(place.certificate()).unwrap();
        refused("server.pem cannot be read: ");
    }

    #[test]
    fn a_certificate_needs_its_key_and_a_key_its_certificate() {
        let place = place_with(&Certificate::fresh());
        let all = arguments(&place);
        let without = |flag: &str| {
            let at = all.iter().position(|argument| argument == flag).unwrap();
            let mut some = all.clone();
            some.drain(at..at + 2);
            run(some)
        };
        let refused = without("--tls-key");
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains("add --tls-key FILE"), "{}", refused.stderr);
        let refused = without("--tls-cert");
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains("add --tls-cert FILE"), "{}", refused.stderr);

        // The server file may say one and the command line the other.
        let file = place.beside("server.toml");
        let key = toml::Value::from(place.key().to_str().unwrap());
        std::fs::write(&file, format!("tls_key = {key}\n")).unwrap();
        let mut mixed = all.clone();
        mixed.truncate(all.len() - 2);
        mixed.extend(["--config".into(), file.into()]);
        Running::start(mixed);
    }
}

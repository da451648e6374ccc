//! What clients do to HTTP/1.1, byte for byte, over real sockets.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Reply, Request};
    use crate::common::process::Running;
    use crate::common::{ACCOUNT, APPLY_FILE, PASSWORD, Place, serve};
    use std::io::ErrorKind;

    /// A server, which lives as long as its place.
    fn server() -> (Place, Running) {
        let place = Place::with(APPLY_FILE);
        let (data, file) = (place.data(), place.file());
        let server = Running::start(serve(&data, Some(&file)));
        (place, server)
    }

    fn send(connection: &mut Connection, bytes: &str) -> Reply {
        connection.write(bytes.as_bytes()).unwrap();
        connection.read().unwrap()
    }

    /// A request to sign in up to its body, with these headers.
    fn login_head(headers: &str) -> String {
        format!(
            "POST /api/account/{ACCOUNT}/login?v=1.3 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n{headers}\r\n"
        )
    }

    fn credentials() -> String {
        format!(r#"{{"username":"maya","password":"{PASSWORD}"}}"#)
    }

    /// The connection still answers.
    fn lives(connection: &mut Connection) {
        connection.ask(&Request::get(format!("/api/account/{ACCOUNT}"))).expect(200);
    }

    #[test]
    fn addresses_with_doubled_slashes_and_question_marks_are_understood() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        for path in [
            "/api/account/12345678??v=1&NC=true",
            "//api//account/12345678/?v=1",
            "/hc/api/account/12345678.xml",
            "/api/account/12345678?v=2",
        ] {
            connection.ask(&Request::get(path)).expect(200);
        }
        send(&mut connection, "GET http://other.example/api/account/12345678 HTTP/1.1\r\nHost: h\r\n\r\n")
            .expect(200);
    }

    #[test]
    fn a_post_without_a_body_or_with_an_empty_one_is_answered_and_the_connection_lives_on() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        for headers in ["", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n"] {
            let body = if headers.starts_with('T') { "0\r\n\r\n" } else { "" };
            send(&mut connection, &(login_head(headers) + body)).expect(400);
            lives(&mut connection);
        }
    }

    #[test]
    fn a_body_may_come_in_chunks() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        let body = credentials();
        let (one, other) = body.split_at(7);
        let chunks = format!("{:x}\r\n{one}\r\n{:x}\r\n{other}\r\n0\r\n\r\n", one.len(), other.len());
        send(&mut connection, &(login_head("Transfer-Encoding: chunked\r\n") + &chunks)).expect(200);
        lives(&mut connection);
    }

    #[test]
    fn a_client_that_waits_for_leave_to_send_is_given_it_or_refused_at_once() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        let body = credentials();
        let head = login_head(&format!("Expect: 100-continue\r\nContent-Length: {}\r\n", body.len()));
        assert_eq!(send(&mut connection, &head).status, 100);
        send(&mut connection, &body).expect(200);
        let refused = |line: &str, length: usize, status: u16| {
            let mut connection = Connection::to(server.address);
            let head = format!(
                "{line} HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
            );
            send(&mut connection, &head).expect(status);
        };
        refused("POST /nothing", 10, 404);
        refused("PUT /api/account/12345678/login", 10, 405);
        refused("POST /api/account/12345678/login", 256 * 1024 + 1, 413);
    }

    #[test]
    fn a_connection_is_closed_when_the_client_wants_that() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        connection.ask(&Request::get("/api/account/12345678").with("Connection", "close")).expect(200);
        assert_eq!(connection.read().unwrap_err().kind(), ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_body_of_a_get_is_taken_in_also_when_it_comes_later() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        let head = "GET /api/account/12345678/service/agentVep/baseURI HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\
                    Content-Type: application/json\r\nContent-Length: 2\r\n\r\n";
        assert_eq!(send(&mut connection, head).status, 100);
        send(&mut connection, "{}").expect(200);
        lives(&mut connection);
    }

    #[test]
    fn a_head_has_the_length_of_the_get_and_no_body() {
        let (_place, server) = server();
        let mut connection = Connection::to(server.address);
        let get = connection.ask(&Request::get("/api/account/12345678")).expect(200);
        let host = server.address;
        let head =
            format!("HEAD /api/account/12345678 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        connection.write(head.as_bytes()).unwrap();
        let all = String::from_utf8(connection.read_to_end().unwrap()).unwrap();
        assert!(
            all.contains(&format!("\r\nContent-Length: {}\r\n", get.header("Content-Length").unwrap())),
            "{all}"
        );
        assert!(all.ends_with("\r\n\r\n"), "{all}");
    }
}

//! The server as a service of systemd, whose part the test plays: a socket that is told how the service does, and one that
//! listens before there is a server. With the real binary.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Running, Signal, run_command};
    use crate::common::{APPLY_FILE, Place, serve};
    use std::net::{TcpListener, UdpSocket};
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixDatagram;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    /// How long the server may take to say something. It only ends a test that would hang.
    const PATIENCE: Duration = Duration::from_mins(1);

    /// Hands its standard input over as the sockets of a service, as many as `$SOCKETS` says, and becomes the server.
    const HANDS_OVER: &str =
        "exec 3<&0 4<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=$SOCKETS exec \"$0\" \"$@\"";

    /// The server with a socket that it does not have to open.
    fn with_socket(place: &Place, socket: OwnedFd, sockets: &str) -> Command {
        let (data, file) = (place.data(), place.file());
        let mut command = Command::new("sh");
        command.args(["-c", HANDS_OVER, env!("CARGO_BIN_EXE_handover")]).args(serve(&data, Some(&file)));
        command.env_remove("RUST_LOG").env("SOCKETS", sockets).stdin(Stdio::from(socket));
        command
    }

    /// What the service has told next.
    fn told(systemd: &UnixDatagram) -> Vec<String> {
        let mut bytes = [0; 4096];
        let length = systemd.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..length]).lines().map(str::to_owned).collect()
    }

    #[test]
    fn systemd_is_told_when_the_server_is_ready_and_when_it_stops() {
        let place = Place::with(APPLY_FILE);
        let path = place.beside("notify");
        let systemd = UnixDatagram::bind(&path).unwrap();
        systemd.set_read_timeout(Some(PATIENCE)).unwrap();
        let (data, file) = (place.data(), place.file());
        let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
        command.args(serve(&data, Some(&file))).env("NOTIFY_SOCKET", &path).stdin(Stdio::null());
        let server = Running::spawn(command);
        assert_eq!(
            told(&systemd),
            ["READY=1".to_owned(), format!("STATUS=listens on http://{}", server.address)]
        );
        Connection::to(server.address).ask(&Request::get("/readyz")).expect(200);
        server.signal(Signal::TERM);
        assert_eq!(told(&systemd)[0], "STOPPING=1");
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
    }

    #[test]
    fn systemd_may_listen_under_a_name_that_is_in_no_folder() {
        use std::os::linux::net::SocketAddrExt as _;
        let place = Place::with(APPLY_FILE);
        let name = place.beside("notify");
        let address = std::os::unix::net::SocketAddr::from_abstract_name(name.as_os_str().as_encoded_bytes());
        let systemd = UnixDatagram::bind_addr(&address.unwrap()).unwrap();
        systemd.set_read_timeout(Some(PATIENCE)).unwrap();
        let data = place.data();
        let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
        let said = format!("@{}", name.display());
        command.args(serve(&data, None)).env("NOTIFY_SOCKET", said).stdin(Stdio::null());
        let _server = Running::spawn(command);
        assert_eq!(told(&systemd)[0], "READY=1");
    }

    #[test]
    fn a_socket_that_listens_already_is_taken_over_with_those_who_wait_at_it() {
        let place = Place::with(APPLY_FILE);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        // Who comes before the server is there waits and is answered.
        let mut early = Connection::to(address);
        early.write(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
        let held = listener.try_clone().unwrap();
        let server = Running::spawn(with_socket(&place, listener.into(), "1"));
        assert_eq!(server.address, address);
        early.read().unwrap().expect(200);
        server.signal(Signal::TERM);
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
        // The socket outlives the server: the next one answers who came meanwhile.
        let mut meanwhile = Connection::to(address);
        meanwhile.write(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
        let _server = Running::spawn(with_socket(&place, held.into(), "1"));
        meanwhile.read().unwrap().expect(200);
    }

    #[test]
    fn sockets_that_the_server_cannot_serve_are_refused_with_what_to_do() {
        let place = Place::with(APPLY_FILE);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let two = run_command(with_socket(&place, listener.into(), "2"));
        assert_eq!(two.status.code(), Some(1));
        assert!(two.stderr.contains("leave one ListenStream="), "{}", two.stderr);
        let datagrams = UdpSocket::bind("127.0.0.1:0").unwrap();
        let wrong = run_command(with_socket(&place, datagrams.into(), "1"));
        assert_eq!(wrong.status.code(), Some(1));
        assert!(wrong.stderr.contains("must be an address and a port"), "{}", wrong.stderr);
    }
}

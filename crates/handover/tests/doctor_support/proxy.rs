//! A small proxy made for tests, each of whose faults is that of a real one.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;

/// What a proxy says of its clients.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Says {
    #[default]
    TheTruth,
    Nothing,
    WhatTheySay,
}

/// What a proxy does wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    /// It passes an answer on when it has all of it.
    pub(crate) gathers_answers: bool,
    /// It passes no upgrade on.
    pub(crate) drops_upgrades: bool,
    /// It gives up at once what does not answer at once.
    pub(crate) is_impatient: bool,
    pub(crate) says: Says,
    /// It leaves out this header, by its name in small letters.
    pub(crate) loses: Option<&'static str>,
}

/// Starts a proxy in front of a server; gives where it listens. It ends with the test.
pub(crate) fn before(server: SocketAddr, faults: Faults) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            // Who goes away in the middle is no fault of the proxy.
            thread::spawn(move || client.and_then(|client| pass(client, server, faults)));
        }
    });
    address
}

/// Passes one request and its answer on.
fn pass(mut client: TcpStream, server: SocketAddr, faults: Faults) -> io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut head = line;
    let (mut length, mut host, mut is_upgrade, mut waits) = (0, String::new(), false, false);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "upgrade" => {
                is_upgrade = !faults.drops_upgrades;
                continue;
            }
            "content-length" => length = value.parse().map_err(io::Error::other)?,
            "prefer" => waits = value != "wait=0",
            "host" => value.clone_into(&mut host),
            "x-forwarded-for" | "x-forwarded-host" if faults.says != Says::WhatTheySay => continue,
            name if name == "connection" || faults.loses == Some(name) => continue,
            _ => {}
        }
        head += &line;
    }
    if faults.is_impatient && waits {
        return client.write_all(b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n");
    }
    if faults.says == Says::TheTruth {
        let whom = client.peer_addr()?.ip();
        write!(head, "X-Forwarded-For: {whom}\r\nX-Forwarded-Proto: http\r\n").unwrap();
        write!(head, "X-Forwarded-Host: {host}\r\n").unwrap();
    }
    head += if is_upgrade {
        "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    } else {
        "Connection: close\r\n\r\n"
    };
    let mut inner = TcpStream::connect(server)?;
    inner.write_all(head.as_bytes())?;
    io::copy(&mut (&mut reader).take(length), &mut inner)?;
    if faults.gathers_answers {
        let mut answer = Vec::new();
        inner.read_to_end(&mut answer)?;
        return client.write_all(&answer);
    }
    let mut back = inner.try_clone()?;
    thread::spawn(move || {
        let _gone = io::copy(&mut reader, &mut back);
        back.shutdown(Shutdown::Both)
    });
    io::copy(&mut inner, &mut client)?;
    client.shutdown(Shutdown::Both)
}

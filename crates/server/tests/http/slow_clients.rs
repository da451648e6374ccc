//! Clients that say a byte a second. These tests have sockets, because the connection itself is what they are about; the
//! time is the runtime's, which moves on when everybody waits.

use crate::common::World;
use handover_server::http::serve;
use handover_server::limits::{BODY_TIMEOUT, HEAD_TIMEOUT};
use std::future::pending;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};

const SECOND: Duration = Duration::from_secs(1);

async fn serving() -> SocketAddr {
    let world = World::new().await;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { serve(listener, None, world.surfaces.clone(), pending()).await });
    address
}

/// Says a byte a second of `bytes` until the server has something to say. Gives that, nothing when it has let go, and how
/// long it took.
async fn says_slowly(address: SocketAddr, head: &str, bytes: &str) -> (String, Duration) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let begun = Instant::now();
    let mut answer = [0; 1_024];
    for byte in bytes.bytes() {
        stream.write_all(&[byte]).await.unwrap();
        if let Ok(count) = timeout(SECOND, stream.read(&mut answer)).await {
            // A connection that is let go with something unread is reset.
            let said = String::from_utf8_lossy(&answer[..count.unwrap_or(0)]).into_owned();
            return (said, begun.elapsed());
        }
    }
    panic!("{head:?} and {} bytes were taken", bytes.len());
}

fn is_about(took: Duration, expected: Duration) -> bool {
    (expected..=expected + 2 * SECOND).contains(&took)
}

#[tokio::test(start_paused = true)]
async fn who_says_the_head_of_a_request_too_slowly_is_let_go() {
    let address = serving().await;
    let head = format!("GET /api/account/12345678 HTTP/1.1\r\nX: {}", "x".repeat(100));
    let (said, took) = says_slowly(address, "", &head).await;
    assert!(is_about(took, HEAD_TIMEOUT), "{took:?}: {said:?}");
    assert_eq!(said, "");
}

#[tokio::test(start_paused = true)]
async fn who_says_the_body_of_a_request_too_slowly_is_told_so() {
    let address = serving().await;
    let head = "POST /api/account/12345678/chat/request HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\
                Content-Type: application/json\r\nAuthorization: LivePerson appKey=721c180b09eb463d9f3191c41762bb68\r\n\r\n";
    let (said, took) = says_slowly(address, head, &" ".repeat(100)).await;
    assert!(is_about(took, BODY_TIMEOUT), "{took:?}: {said:?}");
    assert!(said.starts_with("HTTP/1.1 400") && said.contains("body did not arrive in time"), "{said:?}");
}

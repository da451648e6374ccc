//! `handover doctor --url`: what it says of the way to a server, straight, over TLS, and through a proxy that does what
//! real ones do. Through nginx: `behind_nginx.rs`.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;
mod doctor_support;
#[path = "doctor_support/patient.rs"]
mod patient;
#[path = "doctor_support/proxy.rs"]
mod proxy;

use common::process::run;
use common::tls::Certificate;
use doctor_support::{doctor, found};
use patient::Patient;
use proxy::{Faults, Says};
use serde_json::Value;
use std::net::TcpListener;
use std::path::Path;

const TRUSTING: &str = "trusted_proxies = [\"127.0.0.1\"]\n";
const TRANSPORTS: [&str; 3] = ["long-poll", "events", "websocket"];

/// Looks through a proxy with faults at a server that believes it.
fn through(faults: Faults, code: i32) -> Value {
    let patient = Patient::told(TRUSTING, &[]);
    patient.through_proxy(proxy::before(patient.server.address, faults), code)
}

#[track_caller]
fn all_ok(document: &Value, except: &[&str]) {
    for check in document["checks"].as_array().unwrap() {
        let name = check["name"].as_str().unwrap();
        // How quick the disk is and how many files may be open is the machine's.
        if !["disk speed", "room", "open files"].contains(&name) && !except.contains(&name) {
            assert_eq!(check["verdict"], "ok", "{check}");
        }
    }
}

#[test]
fn straight_to_the_server_everything_passes() {
    let patient = Patient::told("", &[]);
    let document = patient.through_proxy(patient.server.address, 0);
    all_ok(&document, &[]);
    found(&document, "url", "ok", "with no proxy between");
    found(&document, "client address", "ok", "yours is 127.0.0.1");
    for name in ["links", "headers", "large bodies"].iter().chain(&TRANSPORTS) {
        found(&document, name, "ok", "");
    }
}

#[test]
fn through_a_proxy_that_does_right_everything_passes() {
    let document = through(Faults::default(), 0);
    all_ok(&document, &[]);
    found(&document, "url", "ok", "through a proxy at 127.0.0.1");
    found(&document, "client address", "ok", "what the proxy at 127.0.0.1 says");
    found(&document, "forged headers", "ok", "");
}

#[test]
fn events_that_are_held_back_are_found_and_clients_have_other_ways() {
    let document = through(Faults { gathers_answers: true, drops_upgrades: true, ..Faults::default() }, 0);
    all_ok(&document, &["events", "websocket"]);
    found(&document, "events", "warning", "held back until the stream ends");
    found(&document, "events", "warning", "proxy_buffering off");
    found(&document, "websocket", "warning", "proxy_set_header Upgrade $http_upgrade");
}

#[test]
fn where_no_transport_passes_the_doctor_fails() {
    let faults =
        Faults { gathers_answers: true, drops_upgrades: true, is_impatient: true, ..Faults::default() };
    let document = through(faults, 1);
    for name in TRANSPORTS {
        found(&document, name, "failure", "");
    }
    found(&document, "long-poll", "failure", "is answered 504");
    assert_eq!(document["failures"], 3, "{document}");
}

#[test]
fn a_proxy_that_is_not_believed_or_says_nothing_is_named() {
    let patient = Patient::told("", &[]);
    let strange = proxy::before(patient.server.address, Faults::default());
    let document = patient.through_proxy(strange, 0);
    found(&document, "client address", "warning", "set trusted_proxies = [\"127.0.0.1\"]");
    let document = through(Faults { says: Says::Nothing, ..Faults::default() }, 0);
    found(&document, "client address", "warning", "proxy_set_header X-Forwarded-For");
    let document = through(Faults { says: Says::WhatTheySay, ..Faults::default() }, 0);
    found(&document, "forged headers", "warning", "the address that it is counted by");
    found(&document, "forged headers", "warning", "and the host of its links");
}

#[test]
fn a_header_that_is_lost_is_named_and_without_authorization_nobody_signs_in() {
    let lost = |name| Faults { loses: Some(name), ..Faults::default() };
    found(&through(lost("idempotency-key"), 0), "headers", "warning", "Idempotency-Key does not pass");
    found(&through(lost("authorization"), 1), "headers", "failure", "Authorization does not pass");
    let document = through(lost("handover-probe"), 1);
    found(&document, "url", "failure", "the header Handover-Probe (it answers 404)");
}

#[test]
fn links_that_lead_elsewhere_are_found() {
    let patient = Patient::told("public_url = \"https://chat.example.com\"\n", &[]);
    let document = patient.through_proxy(patient.server.address, 0);
    found(&document, "links", "warning", "begin with https://chat.example.com, as public_url says");
}

#[test]
fn a_certificate_is_judged_as_browsers_do() {
    let patient_place = common::Place::with("");
    let certificate = Certificate::fresh();
    patient_place.write_certificate(&certificate);
    let (cert, key) = (patient_place.certificate(), patient_place.key());
    let patient = Patient::told("", &[Path::new("--tls-cert"), &cert, Path::new("--tls-key"), &key]);
    let url = format!("https://{}", patient.server.address);
    let document = patient.through(&url, &["--ca", cert.to_str().unwrap()], 0);
    all_ok(&document, &[]);
    found(&document, "url", "ok", "with a certificate that fits");
    for name in TRANSPORTS {
        found(&document, name, "ok", "");
    }
    let document = patient.through(&url, &[], 1);
    found(&document, "url", "failure", "no browser would believe the certificate");
    let other_name = format!("https://localhost:{}", patient.server.address.port());
    let document = patient.through(&other_name, &["--ca", cert.to_str().unwrap()], 1);
    found(&document, "url", "failure", "no browser would believe the certificate");
    let document = patient.through(&url, &["--ca", key.to_str().unwrap()], 1);
    found(&document, "url", "failure", "holds no certificate in PEM form");
}

#[test]
fn a_way_that_does_not_lead_to_the_server_is_a_failure_that_says_why() {
    let (patient, other) = (Patient::told("", &[]), Patient::told("", &[]));
    let document = patient.through_proxy(other.server.address, 1);
    found(&document, "url", "failure", "is not the server that runs on the data folder");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    found(&patient.through_proxy(nobody, 1), "url", "failure", "cannot be reached");
    let nothing_behind = proxy_answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    found(&patient.through(&nothing_behind, &[], 1), "url", "failure", "proxy_pass");
    let led_on =
        proxy_answering("HTTP/1.1 301 Moved\r\nLocation: https://h.example/\r\nContent-Length: 0\r\n\r\n");
    found(&patient.through(&led_on, &[], 1), "url", "failure", "leads on to \"https://h.example/\"");
    let no_http = proxy_answering("220 mail.example ESMTP\r\n");
    found(&patient.through(&no_http, &[], 1), "url", "failure", "gives no answer that is HTTP");
    for wrong in ["chat.example.com", "ftp://h", "http://h/path", "http://u@h", "https://"] {
        found(
            &patient.through(wrong, &[], 1),
            "url",
            "failure",
            "--url must be http:// or https:// and a host",
        );
    }
}

/// Something that answers every request with these words; gives its URL.
fn proxy_answering(words: &'static str) -> String {
    use std::io::{Read as _, Write as _};
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            let _head = client.read(&mut [0; 4096]);
            let _gone = client.write_all(words.as_bytes());
        }
    });
    url
}

#[test]
fn without_a_server_there_is_no_way_to_look_at() {
    let patient = Patient::told("", &[]);
    let (place, url) = (patient.place, format!("http://{}", patient.server.address));
    drop(patient.server.kill());
    let data = place.data();
    let document = doctor(&["--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--url", &url], 1);
    found(&document, "url", "failure", "start it, and look again");
    let told = run(["doctor", "--data", data.to_str().unwrap(), "--ca", "x.pem"]);
    assert!(told.stderr.contains("--url"), "{}", told.stderr);
}

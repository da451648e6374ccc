//! The smoke test of a compatible server: the 18 steps of `docs/protocol/90-open-questions.md` §G against the real binary, in JSON and
//! in XML, over HTTP and over TLS. Where the design decides otherwise than file 90, the step says so and asserts the design.

#[cfg(test)]
#[path = "../common/mod.rs"]
pub mod common;

#[cfg(test)]
mod client;
#[cfg(test)]
mod document;
#[cfg(test)]
mod house;
#[cfg(test)]
mod steps;

#[cfg(test)]
mod tests {
    use crate::client::Format;
    use crate::house::{House, Transport};
    use crate::steps::STEPS;

    fn smoke(format: Format, transport: Transport) {
        let mut house = House::open(format, transport);
        for step in STEPS {
            step(&mut house);
        }
        house.close();
    }

    /// One after the other: each of the four waits for deadlines of its server by asking as fast as it can.
    #[test]
    fn a_client_finds_what_it_expects_in_json_and_xml_over_http_and_tls() {
        for format in [Format::Json, Format::Xml] {
            for transport in [Transport::Http, Transport::Tls] {
                smoke(format, transport);
            }
        }
    }
}

//! Property: every resource of [`crate::document`], with random content, is written in XML and in each JSON dialect it
//! can be asked for, with the types that the dialect has, and reads back as the same document.
//!
//! The normal form, beside that of the attributes in B and C: a document that has no root in JSON has one in XML. A
//! character that XML cannot carry is U+FFFD there; in JSON it is written as it is, and the reader refuses it. An amount
//! has at most 15 digits, which is what a JSON number tells exactly.

mod agent;
mod chat;
mod people;
mod visitor;

use proptest::prelude::*;
use serde_json::Value;

use super::super::{ReadError, read};
use super::material::{Material, illegal_text, legal_text, material};
use super::recorder::{Recorder, Spelling};
use crate::document::{Resource, render};
use crate::format::Format;

type Outcome = Result<(), TestCaseError>;

fn check<R: Resource>(resource: &R) -> Outcome {
    let said = Recorder::of(|sink| resource.describe(sink));
    let json = render(resource, Format::Json);
    let value: Value = serde_json::from_slice(&json).unwrap();
    prop_assert_eq!(value, said.json::<R::Dialect>());
    let in_json = read(&json, Format::Json);
    if said.has_illegal_characters() {
        prop_assert!(matches!(in_json, Err(ReadError::IllegalCharacter { .. })), "{:?}", in_json);
    } else {
        prop_assert_eq!(in_json.unwrap(), said.document(Spelling::of::<R::Dialect>()));
    }
    if !R::JSON_ONLY {
        let in_xml = read(&render(resource, Format::Xml), Format::Xml);
        prop_assert_eq!(in_xml.unwrap(), said.document(Spelling::Xml));
    }
    Ok(())
}

fn check_all(m: &Material) -> Outcome {
    agent::check_all(m)?;
    chat::check_all(m)?;
    visitor::check_all(m)?;
    people::check_all(m)
}

proptest! {
    // Each case is some fifty documents.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_document_reads_back_as_what_was_written(m in material(legal_text())) {
        check_all(&m)?;
    }

    #[test]
    fn what_xml_cannot_carry_is_replaced_there_and_stays_in_json(m in material(illegal_text())) {
        check_all(&m)?;
    }
}

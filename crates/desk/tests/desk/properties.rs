//! What holds of any text: mail addresses and GUIDs.

use handover_desk::{Guid, is_mail_address};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_name_a_domain_and_nothing_else_is_an_address(
        local in "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,10}){0,3}",
        domain in "[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?){1,4}",
    ) {
        let address = format!("{local}@{domain}");
        prop_assert!(is_mail_address(&address), "{}", address);
        for broken in [
            format!(".{address}"),
            format!("{local}.@{domain}"),
            format!("{local}@.{domain}"),
            format!("{address}."),
            format!("{address}-"),
            format!("{local}@-{domain}"),
            format!("@{domain}"),
            format!("{local}@"),
            domain.clone(),
        ] {
            prop_assert!(!is_mail_address(&broken), "{}", broken);
        }
    }

    #[test]
    fn an_address_holds_nothing_that_could_end_a_header_or_name_another(
        text in ".{0,40}@.{0,40}", stray in "[\\x00-\\x20\\x7f-\u{ff},;:<>()\"\\\\\\[\\]]", at in 0_usize..17,
    ) {
        if is_mail_address(&text) {
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert!(!text.contains([',', ';', ':', '<', '>', '(', ')', '"', '\\', '[', ']']));
        }
        let mut address = "nora@example.com".to_owned();
        address.insert_str(at.min(address.len()), &stray);
        prop_assert!(!is_mail_address(&address), "{:?}", address);
    }

    #[test]
    fn a_guid_is_read_as_it_was_written(bits: u128) {
        let guid = Guid::random(bits);
        let text = guid.to_string();
        prop_assert_eq!(text.parse(), Ok(guid));
        prop_assert_eq!(text.to_uppercase().parse(), Ok(guid));
        let parts: Vec<usize> = text.split('-').map(str::len).collect();
        prop_assert_eq!(parts, [8, 4, 4, 4, 12]);
        prop_assert_eq!(&text[14..15], "4");
        prop_assert!("89ab".contains(&text[19..20]));
    }

    #[test]
    fn a_text_that_is_no_guid_is_refused(text in "[0-9a-fA-F-]{30,40}|.{0,40}", bits: u128, at in 0_usize..36) {
        if let Ok(guid) = text.parse::<Guid>() {
            prop_assert_eq!(guid.to_string(), text.to_lowercase());
        }
        let whole = Guid::random(bits).to_string();
        let (before, after) = whole.split_at(at);
        for broken in [format!("{before}{}", &after[1..]), format!("{before}g{}", &after[1..]), format!("{before}0{after}")] {
            prop_assert!(broken.parse::<Guid>().is_err(), "{}", broken);
        }
    }
}

#[test]
fn an_address_has_at_most_64_254_and_63_characters() {
    let label = |length: usize| "d".repeat(length);
    let address = |local: usize, domain: &str| format!("{}@{domain}", "l".repeat(local));
    assert!(is_mail_address(&address(64, "example.com")));
    assert!(!is_mail_address(&address(65, "example.com")));
    assert!(is_mail_address(&address(1, &format!("{}.com", label(63)))));
    assert!(!is_mail_address(&address(1, &format!("{}.com", label(64)))));
    let long = format!("{}.{}.{}", label(63), label(63), label(63));
    let domain = |rest: usize| format!("{long}.{}", label(rest));
    assert!(is_mail_address(&address(1, &domain(60))));
    assert!(!is_mail_address(&address(2, &domain(60))));
}

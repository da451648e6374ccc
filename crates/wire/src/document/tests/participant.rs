//! Authenticated visitors: `docs/protocol/20-agent-api.md` §25, `docs/protocol/30-visitor-api.md` §21. The XML is that
//! of the mapping rules.

use super::*;

const PARTICIPANT: ParticipantInfo<'_> = ParticipantInfo {
    is_user_authenticated: true,
    participant_id: "55fc1779-83b0-4e8b-8eea-503a8eaf8822",
    balance_hundredths: Some(-40_099),
    registration_date: Some(CalendarDate { year: 2013, month: 5, day: 23 }),
    last_payment_date: Some(CalendarDate { year: 2014, month: 10, day: 15 }),
    customer_id: Some("57ac-072a"),
    customer_status: Some("cancelled"),
    customer_type: Some("vip"),
    social_id: Some("11256324780"),
    imei: Some("3543546543545688"),
    user_name: Some("testuser"),
    company_size: Some(500),
    account_name: Some("bank corp"),
    role: Some("broker"),
};

#[test]
fn a_participant_is_told_with_native_types() {
    let contact = Contact { email: Some("t@example.com"), phone: Some("+1-10-3443765333") };
    let person = PersonalInfo { name: Some("Test"), surname: Some("User"), contacts: &[contact] };
    check(
        &ParticipantExtendedInfo { participant: PARTICIPANT, person: Some(person) },
        r#"{"authenticatedParticipantInfo":{
            "isUserAuthenticated":true,"participantId":"55fc1779-83b0-4e8b-8eea-503a8eaf8822",
            "balance":-400.99,
            "registrationDate":{"year":2013,"month":5,"day":23},"lastPaymentDate":{"year":2014,"month":10,"day":15},
            "customerId":"57ac-072a","customerStatus":"cancelled","customerType":"vip","socialId":"11256324780","imei":"3543546543545688",
            "userName":"testuser","companySize":500,"accountName":"bank corp","role":"broker"},
            "authenticatedPersonalInfo":{"name":"Test","surname":"User","contacts":[{"email":"t@example.com","phone":"+1-10-3443765333"}]}}"#,
        "<participantExtendedInfo><authenticatedParticipantInfo>
            <isUserAuthenticated>true</isUserAuthenticated><participantId>55fc1779-83b0-4e8b-8eea-503a8eaf8822</participantId>
            <balance>-400.99</balance>
            <registrationDate><year>2013</year><month>5</month><day>23</day></registrationDate>
            <lastPaymentDate><year>2014</year><month>10</month><day>15</day></lastPaymentDate>
            <customerId>57ac-072a</customerId><customerStatus>cancelled</customerStatus><customerType>vip</customerType>
            <socialId>11256324780</socialId><imei>3543546543545688</imei>
            <userName>testuser</userName><companySize>500</companySize><accountName>bank corp</accountName><role>broker</role>
            </authenticatedParticipantInfo>
            <authenticatedPersonalInfo><name>Test</name><surname>User</surname>
            <contacts><email>t@example.com</email><phone>+1-10-3443765333</phone></contacts></authenticatedPersonalInfo>
            </participantExtendedInfo>",
    );
}

#[test]
fn what_is_not_known_about_a_participant_is_absent() {
    let participant = ParticipantInfo { participant_id: "55fc1779", ..ParticipantInfo::default() };
    check(
        &ParticipantExtendedInfo { participant, person: None },
        r#"{"authenticatedParticipantInfo":{"isUserAuthenticated":false,"participantId":"55fc1779"}}"#,
        "<participantExtendedInfo><authenticatedParticipantInfo><isUserAuthenticated>false</isUserAuthenticated>
            <participantId>55fc1779</participantId></authenticatedParticipantInfo></participantExtendedInfo>",
    );
    let person = PersonalInfo { name: None, surname: None, contacts: &[] };
    let json = render(&ParticipantExtendedInfo { participant, person: Some(person) }, Format::Json);
    let json = String::from_utf8(json).unwrap();
    assert!(json.ends_with(r#","authenticatedPersonalInfo":{"contacts":[]}}"#), "{json}");
}

#[test]
fn a_conversation_has_no_root_in_json() {
    check(
        &Conversation {
            participant_id: "6f22cb2d-7e87-41dd-bc1f-d9b740f1f09f",
            conversation_id: "ff0ff4f4-29ec-4eff-82d0-4f047cdc01a0",
        },
        r#"{"participantId":"6f22cb2d-7e87-41dd-bc1f-d9b740f1f09f","conversationId":"ff0ff4f4-29ec-4eff-82d0-4f047cdc01a0"}"#,
        "<conversation><participantId>6f22cb2d-7e87-41dd-bc1f-d9b740f1f09f</participantId>
            <conversationId>ff0ff4f4-29ec-4eff-82d0-4f047cdc01a0</conversationId></conversation>",
    );
}

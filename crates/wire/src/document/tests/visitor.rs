//! The documents of `docs/protocol/30-visitor-api.md` §1 to §4, §13, §14.

use super::*;
use crate::href::Href;

use super::sample::{BASE, VISITOR_CHAT};

#[test]
fn the_base_resource_lists_its_links_in_order() {
    check(
        &VisitorBase { base: BASE, account: "12345678" },
        r#"{"account":{"@id":"12345678","link":[
            {"@href":"{B}","@rel":"self"},
            {"@href":"{B}/chat/availability","@rel":"chat-availability"},
            {"@href":"{B}/chat/availableSlots","@rel":"chat-available-slots"},
            {"@href":"{B}/chat/estimatedWaitTime","@rel":"chat-estimatedWaitTime"},
            {"@href":"{B}/chat/request","@rel":"chat-request"},
            {"@href":"{B}/chat/preSurvey","@rel":"prechat-survey"},
            {"@href":"{B}/chat/offlineSurvey","@rel":"chat-offline-survey"}]}}"#,
        r#"<account id="12345678">
            <link href="{B}" rel="self"/>
            <link href="{B}/chat/availability" rel="chat-availability"/>
            <link href="{B}/chat/availableSlots" rel="chat-available-slots"/>
            <link href="{B}/chat/estimatedWaitTime" rel="chat-estimatedWaitTime"/>
            <link href="{B}/chat/request" rel="chat-request"/>
            <link href="{B}/chat/preSurvey" rel="prechat-survey"/>
            <link href="{B}/chat/offlineSurvey" rel="chat-offline-survey"/>
            </account>"#,
    );
}

#[test]
fn single_values_have_their_native_type() {
    check(&VisitorAvailability(true), r#"{"availability":true}"#, "<availability>true</availability>");
    check(&AvailableSlots(-1), r#"{"availableSlots":-1}"#, "<availableSlots>-1</availableSlots>");
    check(&EstimatedWaitTime(0), r#"{"estimatedWaitTime":0}"#, "<estimatedWaitTime>0</estimatedWaitTime>");
    check(&EstimatedWaitTime(26), r#"{"estimatedWaitTime":26}"#, "<estimatedWaitTime>26</estimatedWaitTime>");
    check(&VisitorName("17"), r#"{"visitorName":"17"}"#, "<visitorName>17</visitorName>");
}

#[test]
fn several_skills_are_answered_one_by_one() {
    let sales = SkillAvailability { skill: "Sales", is_available: true };
    let billing = SkillAvailability { skill: "Billing", is_available: false };
    check(
        &AvailabilityForSkills { skills: [sales, billing] },
        r#"{"availability":{"AvailabilityForSkills":{"skillAvailability":[{"skill":"Sales","isAvailable":true},{"skill":"Billing","isAvailable":false}]}}}"#,
        "<availability><AvailabilityForSkills>
            <skillAvailability><skill>Sales</skill><isAvailable>true</isAvailable></skillAvailability>
            <skillAvailability><skill>Billing</skill><isAvailable>false</isAvailable></skillAvailability>
            </AvailabilityForSkills></availability>",
    );
}

#[test]
fn a_visitors_event_is_told_by_one_link_object() {
    check(
        &Location { created: Created::ChatEvent, href: Href::event(VISITOR_CHAT, 4) },
        r#"{"chatEventLocation":{"link":{"@href":"{V}/events/4","@rel":"location"}}}"#,
        r#"<chatEventLocation><link href="{V}/events/4" rel="location"/></chatEventLocation>"#,
    );
}

//! The documents of `docs/protocol/10-domain-login.md`.

use super::*;

const SERVICES: AllServices<'_> = AllServices {
    account: "12345678",
    services: &[
        ServiceUri { service: "agentVep", base_uri: "va.agentvep.example.net" },
        ServiceUri { service: "conversationVep", base_uri: "va.convep.example.net" },
        ServiceUri { service: "smt", base_uri: "va.v.example.net" },
    ],
};

#[test]
fn one_service_is_three_members_without_a_root() {
    check_json(
        &OneService { account: "12345678", service: SERVICES.services[0] },
        r#"{"service":"agentVep","account":"12345678","baseURI":"va.agentvep.example.net"}"#,
    );
}

#[test]
fn all_services_are_always_an_array() {
    check_json(
        &SERVICES,
        r#"{"baseURIs":[
            {"account":"12345678","baseURI":"va.agentvep.example.net","service":"agentVep"},
            {"account":"12345678","baseURI":"va.convep.example.net","service":"conversationVep"},
            {"account":"12345678","baseURI":"va.v.example.net","service":"smt"}
            ]}"#,
    );
    check_json(&AllServices { services: &[], ..SERVICES }, r#"{"baseURIs":[]}"#);
}

#[test]
fn a_login_response_ends_with_its_bearer() {
    check_json(
        &LoginResponse {
            csrf: "5f0d3e0f",
            wsuk: 766_900_772_095_619_056,
            login_name: "maya@example.com",
            user_id: 311_098_910,
            user_privileges: &[100, 101, 102, 1730, 1731],
            server_current_time_ms: 1_517_231_983_722,
            zone_offset_ms: -18_000_000,
            zone_name: "America/New_York",
            is_admin: true,
            services: AllServices { services: &SERVICES.services[..1], ..SERVICES },
            groups: &[AgentGroup { id: -1, name: "Main Group" }],
            groups_revision: 1,
            session_ttl_ms: 28_800_000,
            bearer: "9cf6ee24",
        },
        r#"{
            "csrf":"5f0d3e0f",
            "wsuk":"766900772095619056",
            "config":{
            "loginName":"maya@example.com",
            "userId":"311098910",
            "userPrivileges":[100,101,102,1730,1731],
            "serverCurrentTime":1517231983722,
            "timeDiff":-18000000,
            "serverTimeZoneName":"America/New_York",
            "serverTimeGMTDiff":-18000000,
            "isLPA":false,
            "isAdmin":true,
            "accountTimeZoneId":"America/New_York"
            },
            "csdsCollectionResponse":{
            "baseURIs":[
            {"account":"12345678","baseURI":"va.agentvep.example.net","service":"agentVep"}
            ]
            },
            "accountData":{
            "agentGroupsData":{
            "items":[{"id":-1,"deleted":false,"name":"Main Group"}],
            "revision":1
            }
            },
            "sessionTTl":"28800000",
            "bearer":"9cf6ee24"
            }"#,
    );
}

#[test]
fn login_and_domain_are_json_whatever_is_asked_for() {
    assert_eq!(render(&SERVICES, Format::Xml), render(&SERVICES, Format::Json));
}

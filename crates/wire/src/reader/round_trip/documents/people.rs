//! The documents of the services around the chats: domain, login, errors, authenticated visitors.

use super::{Material, Outcome, check};
use crate::document::{
    AgentGroup, AllServices, CalendarDate, Contact, Conversation, ErrorDocument, LoginErrorDocument,
    LoginResponse, OneService, ParticipantExtendedInfo, ParticipantInfo, PersonalInfo, ServerResultSet,
    ServiceUri,
};

/// The largest amount in hundredths that a JSON number tells exactly.
const LARGEST_AMOUNT: i64 = 999_999_999_999_999;

fn service(m: &Material) -> ServiceUri<'_> {
    ServiceUri { service: m.text(), base_uri: m.text() }
}

fn date(m: &Material) -> CalendarDate {
    let [month, day] = [(); 2].map(|()| m.small().to_le_bytes()[0]);
    CalendarDate { year: m.small(), month, day }
}

fn participant(m: &Material) -> ParticipantInfo<'_> {
    ParticipantInfo {
        is_user_authenticated: m.flag(),
        participant_id: m.text(),
        balance_hundredths: m.maybe(|m| m.signed() % (LARGEST_AMOUNT + 1)),
        registration_date: m.maybe(date),
        last_payment_date: m.maybe(date),
        customer_id: m.maybe(Material::text),
        customer_status: m.maybe(Material::text),
        customer_type: m.maybe(Material::text),
        social_id: m.maybe(Material::text),
        imei: m.maybe(Material::text),
        user_name: m.maybe(Material::text),
        company_size: m.maybe(Material::number),
        account_name: m.maybe(Material::text),
        role: m.maybe(Material::text),
    }
}

fn contact(m: &Material) -> Contact<'_> {
    Contact { email: m.maybe(Material::text), phone: m.maybe(Material::text) }
}

fn check_login(m: &Material, services: AllServices<'_>) -> Outcome {
    let privileges = m.several(|m| u32::from(m.small()));
    let groups = m.several(|m| AgentGroup { id: m.signed(), name: m.text() });
    check(&LoginResponse {
        csrf: m.text(),
        wsuk: m.number(),
        login_name: m.text(),
        user_id: m.number(),
        user_privileges: &privileges,
        server_current_time_ms: m.signed(),
        zone_offset_ms: m.signed(),
        zone_name: m.text(),
        is_admin: m.flag(),
        services,
        groups: &groups,
        groups_revision: m.number(),
        session_ttl_ms: m.number(),
        bearer: m.text(),
    })
}

pub(super) fn check_all(m: &Material) -> Outcome {
    check(&OneService { account: m.text(), service: service(m) })?;
    let services = m.several(service);
    let services = AllServices { account: m.text(), services: &services };
    check(&services)?;
    check_login(m, services)?;
    check(&ServerResultSet { servers: &m.several(Material::text) })?;
    check(&ErrorDocument { time: m.time(), message: m.text(), internal_code: m.small() })?;
    check(&LoginErrorDocument {
        time: m.time(),
        message: m.text(),
        internal_code: m.small(),
        response_status: "UNAUTHORIZED",
    })?;
    let contacts = m.several(contact);
    let person = m.maybe(|m| PersonalInfo {
        name: m.maybe(Material::text),
        surname: m.maybe(Material::text),
        contacts: &contacts,
    });
    check(&ParticipantExtendedInfo { participant: participant(m), person })?;
    check(&Conversation { participant_id: m.text(), conversation_id: m.text() })
}

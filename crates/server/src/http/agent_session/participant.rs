//! `…/agentSession/{session}/participantExtendedInfo/{participant}` (`docs/protocol/20-agent-api.md` §25).

use crate::app::identity::{Claims, Contact, Customer, Day, Person};
use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::Guid;
use handover_wire::Condition;
use handover_wire::document::{self, CalendarDate, ParticipantExtendedInfo, ParticipantInfo, PersonalInfo};

/// Reads what is known of a visitor who has proved who it is. Only the agent of a chat with the visitor is told.
pub(in crate::http) async fn read(
    Path((account, session, participant)): Path<(String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let view = me.account.view().read();
    let id: Guid = participant.parse().map_err(|_| Condition::ParticipantNotFound)?;
    let known = view.desk().participant(id, me.now).filter(|_| is_known_to(&view, &me, id));
    let known = known.ok_or(Condition::ParticipantNotFound)?;
    let claims: Claims = serde_json::from_str(&known.claims).map_err(|_| Condition::Internal)?;
    let (customer, person) = (claims.customer(), claims.person());
    let contacts: Vec<_> = person.iter().flat_map(|person| &person.contacts).map(contact).collect();
    let id = id.to_string();
    let document = ParticipantExtendedInfo {
        participant: about_customer(&id, &customer),
        person: person.as_ref().map(|person| about_person(person, &contacts)),
    };
    Ok(reply::ok(&document, &call))
}

/// Whether the agent has, or may still read, a chat with this visitor.
fn is_known_to(view: &Published, me: &AtDevice, participant: Guid) -> bool {
    view.desk()
        .chats()
        .any(|chat| chat.details.participant == Some(participant) && chat.is_readable_by(me.agent))
}

fn about_customer<'a>(id: &'a str, customer: &'a Customer) -> ParticipantInfo<'a> {
    ParticipantInfo {
        is_user_authenticated: true,
        participant_id: id,
        balance_hundredths: customer.balance_hundredths(),
        registration_date: customer.registration_date.map(date),
        last_payment_date: customer.last_payment_date.map(date),
        customer_id: customer.id.as_deref(),
        customer_status: customer.status.as_deref(),
        customer_type: customer.kind.as_deref(),
        social_id: customer.social_id.as_deref(),
        imei: customer.imei.as_deref(),
        user_name: customer.user_name.as_deref(),
        company_size: customer.company_size,
        account_name: customer.account_name.as_deref(),
        role: customer.role.as_deref(),
    }
}

fn about_person<'a>(person: &'a Person, contacts: &'a [document::Contact<'a>]) -> PersonalInfo<'a> {
    PersonalInfo { name: person.firstname.as_deref(), surname: person.lastname.as_deref(), contacts }
}

fn contact(contact: &Contact) -> document::Contact<'_> {
    document::Contact { email: contact.email.as_deref(), phone: contact.phone.as_deref() }
}

fn date(day: Day) -> CalendarDate {
    CalendarDate { year: day.year, month: day.month, day: day.of_month }
}

//! Who an authenticated visitor is (`docs/protocol/20-agent-api.md` §25, `docs/protocol/30-visitor-api.md`
//! §21). Neither document has a root in JSON; XML, which needs one, has the last word of the path.

use super::Resource;
use crate::sink::{B, Hundredths, Sink};

/// `authenticatedParticipantInfo` and `authenticatedPersonalInfo`.
#[derive(Clone, Copy, Debug)]
pub struct ParticipantExtendedInfo<'a> {
    /// What the shop says about its customer.
    pub participant: ParticipantInfo<'a>,
    /// Name and contacts, if they are known.
    pub person: Option<PersonalInfo<'a>>,
}

/// `authenticatedParticipantInfo`: what is not known is absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParticipantInfo<'a> {
    /// Whether the visitor has proved who they are.
    pub is_user_authenticated: bool,
    /// The participant's id, a GUID.
    pub participant_id: &'a str,
    /// What the customer's account stands at, in hundredths.
    pub balance_hundredths: Option<i64>,
    /// When the customer registered.
    pub registration_date: Option<CalendarDate>,
    /// When the customer last paid.
    pub last_payment_date: Option<CalendarDate>,
    /// The customer's id in the shop.
    pub customer_id: Option<&'a str>,
    /// The state of the customer, `cancelled`.
    pub customer_status: Option<&'a str>,
    /// The kind of customer, `vip`.
    pub customer_type: Option<&'a str>,
    /// An id in a social network.
    pub social_id: Option<&'a str>,
    /// The number of the customer's telephone set.
    pub imei: Option<&'a str>,
    /// The name the customer logs in with.
    pub user_name: Option<&'a str>,
    /// How many people the customer's company has.
    pub company_size: Option<u64>,
    /// The name of the customer's account.
    pub account_name: Option<&'a str>,
    /// What the customer does.
    pub role: Option<&'a str>,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDate {
    /// The year.
    pub year: u16,
    /// The month, as the shop counts it.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
}

/// `authenticatedPersonalInfo`.
#[derive(Clone, Copy, Debug)]
pub struct PersonalInfo<'a> {
    /// The first name.
    pub name: Option<&'a str>,
    /// The family name.
    pub surname: Option<&'a str>,
    /// Ways to reach the person.
    pub contacts: &'a [Contact<'a>],
}

/// A way to reach a person.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    /// A mail address.
    pub email: Option<&'a str>,
    /// A telephone number.
    pub phone: Option<&'a str>,
}

impl Resource for ParticipantExtendedInfo<'_> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.envelope("participantExtendedInfo", |sink| {
            sink.element("authenticatedParticipantInfo", |sink| self.participant.describe(sink));
            if let Some(person) = &self.person {
                sink.element("authenticatedPersonalInfo", |sink| person.describe(sink));
            }
        });
    }
}

impl ParticipantInfo<'_> {
    fn describe(&self, sink: &mut impl Sink) {
        sink.boolean("isUserAuthenticated", self.is_user_authenticated);
        sink.text("participantId", self.participant_id);
        if let Some(hundredths) = self.balance_hundredths {
            sink.amount("balance", Hundredths(hundredths));
        }
        let dates =
            [("registrationDate", self.registration_date), ("lastPaymentDate", self.last_payment_date)];
        for (name, date) in dates {
            if let Some(date) = date {
                sink.element(name, |sink| date.describe(sink));
            }
        }
        text_if_known(sink, "customerId", self.customer_id);
        text_if_known(sink, "customerStatus", self.customer_status);
        text_if_known(sink, "customerType", self.customer_type);
        text_if_known(sink, "socialId", self.social_id);
        text_if_known(sink, "imei", self.imei);
        text_if_known(sink, "userName", self.user_name);
        if let Some(people) = self.company_size {
            sink.number("companySize", people);
        }
        text_if_known(sink, "accountName", self.account_name);
        text_if_known(sink, "role", self.role);
    }
}

impl CalendarDate {
    fn describe(self, sink: &mut impl Sink) {
        sink.number("year", self.year);
        sink.number("month", self.month);
        sink.number("day", self.day);
    }
}

impl PersonalInfo<'_> {
    fn describe(&self, sink: &mut impl Sink) {
        text_if_known(sink, "name", self.name);
        text_if_known(sink, "surname", self.surname);
        sink.list("contacts", self.contacts, |sink, contact| {
            text_if_known(sink, "email", contact.email);
            text_if_known(sink, "phone", contact.phone);
        });
    }
}

fn text_if_known(sink: &mut impl Sink, name: &'static str, value: Option<&str>) {
    if let Some(value) = value {
        sink.text(name, value);
    }
}

/// The answer to a visitor's authentication (`docs/protocol/30-visitor-api.md` §21).
#[derive(Clone, Copy, Debug)]
pub struct Conversation<'a> {
    /// The participant's id, a GUID.
    pub participant_id: &'a str,
    /// The conversation's id, a GUID.
    pub conversation_id: &'a str,
}

impl Resource for Conversation<'_> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.envelope("conversation", |sink| {
            sink.text("participantId", self.participant_id);
            sink.text("conversationId", self.conversation_id);
        });
    }
}

//! Who a visitor has proved to be: the token of an identity provider, checked and read
//! (`docs/protocol/30-visitor-api.md` §21, `docs/protocol/20-agent-api.md` §25).

use handover_desk::{Connector, Timestamp};
use jsonwebtoken::errors::Error;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};

/// The algorithms of RSA keys.
const RSA: [Algorithm; 6] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];
/// Seconds by which the clocks of server and provider may differ.
const LEEWAY_S: u64 = 60;

/// What a provider says of a visitor. What is not known here is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The visitor, in the words of the provider.
    pub(crate) sub: String,
    /// Seconds since 1970 at which the token ends.
    exp: u64,
    /// Seconds since 1970 before which it does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) given_name: Option<String>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) family_name: Option<String>,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) phone_number: Option<String>,
    /// What the shop adds, entry by entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lp_sdes: Vec<Added>,
}

/// One entry of what a shop adds to a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Added {
    /// About the customer.
    CtmrInfo {
        /// The members.
        info: Box<Customer>,
    },
    /// About the person.
    Personal {
        /// The members.
        personal: Person,
    },
    /// Something that has no place in an answer.
    #[serde(other)]
    Other,
}

/// What a shop says of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Customer {
    #[serde(rename = "customerId")]
    pub(crate) id: Option<String>,
    #[serde(rename = "cstatus")]
    pub(crate) status: Option<String>,
    #[serde(rename = "ctype")]
    pub(crate) kind: Option<String>,
    pub(crate) balance: Option<serde_json::Number>,
    pub(crate) social_id: Option<String>,
    pub(crate) imei: Option<String>,
    pub(crate) user_name: Option<String>,
    pub(crate) company_size: Option<u64>,
    pub(crate) account_name: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) registration_date: Option<Day>,
    pub(crate) last_payment_date: Option<Day>,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Day {
    pub(crate) year: u16,
    pub(crate) month: u8,
    #[serde(rename = "day")]
    pub(crate) of_month: u8,
}

/// What a shop says of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Person {
    pub(crate) firstname: Option<String>,
    pub(crate) lastname: Option<String>,
    pub(crate) contacts: Vec<Contact>,
}

/// A way to reach a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Contact {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}

impl Claims {
    /// Reads a token that the connector's provider has signed and that counts at this time.
    pub(crate) fn verify(connector: &Connector, token: &str, now: Timestamp) -> Option<Self> {
        let (key, algorithms) = key(&connector.public_key).ok()?;
        let mut validation = Validation::new(*algorithms.first()?);
        validation.algorithms = algorithms.to_vec();
        validation.required_spec_claims.clear();
        // The time is the engine's; it is looked at below.
        validation.validate_exp = false;
        validation.validate_aud = connector.audience.is_some();
        if let Some(audience) = &connector.audience {
            validation.set_audience(&[audience]);
            validation.required_spec_claims.insert("aud".to_owned());
        }
        if let Some(issuer) = &connector.issuer {
            validation.set_issuer(&[issuer]);
            validation.required_spec_claims.insert("iss".to_owned());
        }
        let claims = jsonwebtoken::decode::<Self>(token, &key, &validation).ok()?.claims;
        let now_s = now.since(Timestamp::MIN) / 1000;
        let counts = claims.exp.saturating_add(LEEWAY_S) > now_s
            && claims.nbf.is_none_or(|from| from <= now_s.saturating_add(LEEWAY_S));
        (counts && !claims.sub.is_empty()).then_some(claims)
    }

    /// What the shop says of the customer.
    pub(crate) fn customer(&self) -> Customer {
        let customer = self.lp_sdes.iter().find_map(|added| match added {
            Added::CtmrInfo { info } => Some((**info).clone()),
            Added::Personal { .. } | Added::Other => None,
        });
        customer.unwrap_or_default()
    }

    /// What the shop says of the person, else what the provider says; nothing when neither says anything.
    pub(crate) fn person(&self) -> Option<Person> {
        let told = self.lp_sdes.iter().find_map(|added| match added {
            Added::Personal { personal } => Some(personal.clone()),
            Added::CtmrInfo { .. } | Added::Other => None,
        });
        told.or_else(|| {
            let contact = Contact { email: self.email.clone(), phone: self.phone_number.clone() };
            let contacts = if contact == Contact::default() { Vec::new() } else { vec![contact] };
            let (firstname, lastname) = (self.given_name.clone(), self.family_name.clone());
            let person = Person { firstname, lastname, contacts };
            (person != Person::default()).then_some(person)
        })
    }
}

impl Customer {
    /// What the customer's account stands at, in hundredths; further digits are cut off.
    pub(crate) fn balance_hundredths(&self) -> Option<i64> {
        let text = self.balance.as_ref()?.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let digits: String = fraction.chars().chain("00".chars()).take(2).collect();
        format!("{whole}{digits}").parse().ok()
    }
}

/// The key of a provider, and the algorithms it is for: they come from the key, never from the token.
fn key(pem: &str) -> Result<(DecodingKey, &'static [Algorithm]), Error> {
    let pem = pem.as_bytes();
    DecodingKey::from_rsa_pem(pem)
        .map(|key| (key, RSA.as_slice()))
        .or_else(|_| DecodingKey::from_ec_pem(pem).map(|key| (key, [Algorithm::ES256].as_slice())))
        .or_else(|_| DecodingKey::from_ed_pem(pem).map(|key| (key, [Algorithm::EdDSA].as_slice())))
}

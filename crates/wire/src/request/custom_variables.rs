//! Custom variables, on their own or in a chat request (`docs/protocol/30-visitor-api.md` §20).

use super::{Problem, RequestError, field};
use crate::limits;
use crate::reader::{Document, Element};

/// A name and a value that a visitor's page attaches to a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomVariable<'d> {
    /// The name.
    pub name: &'d str,
    /// The value, possibly empty.
    pub value: &'d str,
}

/// Reads the document that is put to `customVariables`.
pub fn custom_variables(document: &Document) -> Result<Vec<CustomVariable<'_>>, RequestError> {
    of_element(field::root(document, "customVariables")?)
}

/// Reads the inside of `customVariables`, wherever it stands.
pub(super) fn of_element(variables: &Element) -> Result<Vec<CustomVariable<'_>>, RequestError> {
    let variables =
        variables.children_named("customVariable").map(variable).collect::<Result<Vec<_>, _>>()?;
    field::at_most(variables.len(), limits::CUSTOM_VARIABLES, "customVariables.customVariable")?;
    Ok(variables)
}

/// One variable; both members have to be there, and the value may be empty.
fn variable(variable: &Element) -> Result<CustomVariable<'_>, RequestError> {
    let name = field::required(variable, "name", "customVariables.customVariable.name")?;
    let value = variable.get("value");
    let value = value.ok_or(RequestError::new("customVariables.customVariable.value", Problem::Missing))?;
    Ok(CustomVariable { name, value })
}

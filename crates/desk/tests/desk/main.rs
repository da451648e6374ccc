//! What the desk decides, rule by rule, through its public door: requests go in, what can be seen of the desk comes out.
//! One module for each theme of design §4, one for its limits and one for its invariants.

#[cfg(test)]
mod archive;
#[cfg(test)]
mod audit_chain;
#[cfg(test)]
mod availability;
#[cfg(test)]
mod board;
#[cfg(test)]
mod chat;
#[cfg(test)]
mod choice;
#[cfg(test)]
mod common;
#[cfg(test)]
mod configuration;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod forecast;
#[cfg(test)]
mod identities;
#[cfg(test)]
mod invariants;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod logins;
#[cfg(test)]
mod mail_limits;
#[cfg(test)]
mod mails;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod offers;
#[cfg(test)]
mod presence;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod repeating;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod supervisor;
#[cfg(test)]
mod surveys;
#[cfg(test)]
mod switches;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod transfer;
#[cfg(test)]
mod visitor;

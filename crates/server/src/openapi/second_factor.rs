//! Second factors in the API of the pages (`docs/handover-api.md`): an agent's own, and what admins do.

use super::method::{Caller, Document, Group, Method};

const OWN: Group =
    Group::below("/api/handover/v1/account/{account}/secondFactor", Caller::Enrolling, "Second factor");
const ADMIN: Group =
    Group::below("/api/handover/v1/account/{account}/agentSession/{session}/board", Caller::Admin, "Admin");

/// The methods of an agent's own factor, in the order of the router.
pub(super) fn own() -> Vec<Method> {
    vec![
        OWN.get("", "readSecondFactor", "Whether there is one, and whether there has to be")
            .about("`docs/handover-api.md`, the second factor")
            .answers(answer("secondFactor", "SecondFactor").json(
                r#"{"secondFactor":{"enrolled":false,"required":true}}"#,
            )),
        OWN.post("", "proposeSecondFactor", "Have a secret proposed")
            .about("`docs/handover-api.md`, the second factor. Nothing of it is kept: it counts when it was set.")
            .unkeyed()
            .answers(answer("proposal", "Proposal").json(
                r#"{"proposal":{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","address":"otpauth://totp/Handover%2012345678:maya?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Handover%2012345678"}}"#,
            )),
        OWN.put("", "setSecondFactor", "Set a secret that was proposed")
            .about("`docs/handover-api.md`, the second factor. The code shows that the authenticator has it; it is used up by that.")
            .takes(request("SetFactorRequest").json(
                r#"{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","code":"287082"}"#,
            )),
        OWN.post("/remove", "removeSecondFactor", "Take it away")
            .about("`docs/handover-api.md`, the second factor. Wrong codes count as wrong passwords do.")
            .takes(request("DropFactorRequest").json(r#"{"code":"287082"}"#)),
    ]
}

/// The methods of an admin, in the order of the router.
pub(super) fn of_others() -> Vec<Method> {
    vec![
        ADMIN
            .post("/agent/{agent}/removeSecondFactor", "removeSecondFactorOf", "Take an agent's second factor away")
            .about("`docs/handover-api.md`, of an admin. For who has lost the authenticator. Logins that are there stay."),
        ADMIN
            .get("/locks", "readLocks", "The logins that are locked")
            .about("`docs/handover-api.md`, of an admin. Because of wrong passwords or codes. A login need not exist.")
            .answers(answer("locks", "Locks").json(
                r#"{"locks":[{"login":"maya","untilAt":1764111715000,"times":1}]}"#,
            )),
        ADMIN
            .post("/locks/release", "releaseLock", "Let a login go")
            .about("`docs/handover-api.md`, of an admin. 200 also when it was not locked.")
            .takes(request("ReleaseRequest").json(r#"{"login":"maya"}"#)),
    ]
}

const fn answer(root: &'static str, schema: &'static str) -> Document {
    Document::rooted(root, schema).json_only()
}

const fn request(schema: &'static str) -> Document {
    Document::at_top("", schema).json_only()
}

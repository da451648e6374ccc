//! The visit that a chat belongs to (`docs/protocol/20-agent-api.md` §26), and elements with attributes and text
//! (`docs/protocol/00-conventions.md` §8.1).

use super::*;

const AGENT: NamedValue<'_> = NamedValue { name: "userAgent", value: "Mozilla/5.0 <X11>" };
const COUNTRY: NamedValue<'_> = NamedValue { name: "\"country\"", value: "1" };

#[test]
fn a_visit_leads_to_its_information_and_its_variables() {
    check(
        &Visit { visit: &sample::in_full("{S}/visits/visit/H6120334598172645310K8428929") },
        r#"{"visit":{"link":[
            {"@href":"{S}/visits/visit/H6120334598172645310K8428929/info","@rel":"info"},
            {"@href":"{S}/visits/visit/H6120334598172645310K8428929/customVariables","@rel":"custom-variables"}
            ]}}"#,
        r#"<visit>
            <link href="{S}/visits/visit/H6120334598172645310K8428929/info" rel="info"/>
            <link href="{S}/visits/visit/H6120334598172645310K8428929/customVariables" rel="custom-variables"/>
            </visit>"#,
    );
}

#[test]
fn a_name_is_an_attribute_and_its_value_the_text() {
    check(
        &VisitInfo { items: [AGENT, COUNTRY] },
        r#"{"info":{"item":[{"@name":"userAgent","$":"Mozilla/5.0 <X11>"},{"@name":"\"country\"","$":"1"}]}}"#,
        r#"<info><item name="userAgent">Mozilla/5.0 &lt;X11&gt;</item><item name="&quot;country&quot;">1</item></info>"#,
    );
    check(
        &VisitCustomVariables { variables: [NamedValue { name: "a", value: "" }] },
        r#"{"customVariables":{"customVariable":{"@name":"a","$":""}}}"#,
        r#"<customVariables><customVariable name="a"/></customVariables>"#,
    );
    check(&VisitCustomVariables { variables: [] }, r#"{"customVariables":null}"#, "<customVariables/>");
}

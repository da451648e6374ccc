//! The table of dialects, row by row (`docs/protocol/00-conventions.md` §8.1).

use super::*;

/// What each format makes of one description: XML, A1, A2, B, C.
macro_rules! in_every_format {
    ($describe:expr) => {{
        fn text(out: Vec<u8>) -> String {
            String::from_utf8(out).unwrap()
        }
        let mut outs = [const { Vec::new() }; 5];
        let [xml, a1, a2, b, c] = &mut outs;
        XmlSink::write(xml, false, $describe);
        JsonSink::<A1>::write(a1, $describe);
        JsonSink::<A2>::write(a2, $describe);
        JsonSink::<B>::write(b, $describe);
        JsonSink::<C>::write(c, $describe);
        let [xml, a1, a2, b, c] = outs.map(text);
        let xml = xml.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#).unwrap().to_owned();
        [xml, a1, a2, b, c]
    }};
}

#[test]
fn attributes_are_marked_in_a_and_native_only_in_b() {
    let all = in_every_format!(|sink| sink.element("x", |sink| {
        sink.attribute_number("id", 3);
        sink.attribute("type", "line");
    }));
    assert_eq!(
        all,
        [
            r#"<x id="3" type="line"/>"#,
            r#"{"x":{"@id":"3","@type":"line"}}"#,
            r#"{"x":{"@id":"3","@type":"line"}}"#,
            r#"{"x":{"id":3,"type":"line"}}"#,
            r#"{"x":{"id":"3","type":"line"}}"#,
        ]
    );
}

#[test]
fn numbers_and_booleans_are_typed_as_the_dialect_has_them() {
    let all = in_every_format!(|sink| sink.element("x", |sink| {
        sink.number("n", -5_i64);
        sink.late_number("late", 4_u16);
        sink.boolean("b", true);
        sink.text("digits", "007");
    }));
    assert_eq!(
        all,
        [
            r"<x><n>-5</n><late>4</late><b>true</b><digits>007</digits></x>",
            r#"{"x":{"n":"-5","late":"4","b":"true","digits":"007"}}"#,
            r#"{"x":{"n":-5,"late":4,"b":"true","digits":"007"}}"#,
            r#"{"x":{"n":-5,"late":"4","b":true,"digits":"007"}}"#,
            r#"{"x":{"n":"-5","late":"4","b":"true","digits":"007"}}"#,
        ]
    );
}

#[test]
fn a_list_collapses_except_in_b() {
    for (ids, expected) in [
        (&[][..], ["<x/>", r#"{"x":null}"#, r#"{"x":null}"#, r#"{"x":{"i":[],"t":[]}}"#, r#"{"x":""}"#]),
        (
            &[1][..],
            [
                r#"<x><i id="1"/><t>1</t></x>"#,
                r#"{"x":{"i":{"@id":"1"},"t":"1"}}"#,
                r#"{"x":{"i":{"@id":"1"},"t":"1"}}"#,
                r#"{"x":{"i":[{"id":1}],"t":["1"]}}"#,
                r#"{"x":{"i":{"id":"1"},"t":"1"}}"#,
            ],
        ),
        (
            &[1, 2, 3][..],
            [
                r#"<x><i id="1"/><i id="2"/><i id="3"/><t>1</t><t>2</t><t>3</t></x>"#,
                r#"{"x":{"i":[{"@id":"1"},{"@id":"2"},{"@id":"3"}],"t":["1","2","3"]}}"#,
                r#"{"x":{"i":[{"@id":"1"},{"@id":"2"},{"@id":"3"}],"t":["1","2","3"]}}"#,
                r#"{"x":{"i":[{"id":1},{"id":2},{"id":3}],"t":["1","2","3"]}}"#,
                r#"{"x":{"i":[{"id":"1"},{"id":"2"},{"id":"3"}],"t":["1","2","3"]}}"#,
            ],
        ),
    ] {
        let all = in_every_format!(|sink| sink.element("x", |sink| {
            sink.list("i", ids, |sink, id| sink.attribute_number("id", *id));
            sink.list_of_text("t", ids.iter().map(|id| Decimal(*id)));
        }));
        assert_eq!(all, expected);
    }
}

#[test]
fn a_list_as_array_is_one_also_with_one_occurrence() {
    for (ids, expected) in [
        (&[][..], ["<x/>", r#"{"x":null}"#, r#"{"x":null}"#, r#"{"x":{"i":[]}}"#, r#"{"x":""}"#]),
        (
            &[1][..],
            [
                r#"<x><i id="1"/></x>"#,
                r#"{"x":{"i":[{"@id":"1"}]}}"#,
                r#"{"x":{"i":[{"@id":"1"}]}}"#,
                r#"{"x":{"i":[{"id":1}]}}"#,
                r#"{"x":{"i":[{"id":"1"}]}}"#,
            ],
        ),
    ] {
        let all = in_every_format!(|sink| sink.element("x", |sink| {
            sink.list_as_array("i", ids, |sink, id| sink.attribute_number("id", *id));
        }));
        assert_eq!(all, expected);
    }
}

#[test]
fn numbers_or_one_are_absent_one_value_or_an_array_in_every_dialect() {
    for (numbers, a1, b) in [
        (&[][..], r#"{"x":null}"#, r#"{"x":""}"#),
        (&[6][..], r#"{"x":{"n":"6"}}"#, r#"{"x":{"n":6}}"#),
        (&[6, 7][..], r#"{"x":{"n":["6","7"]}}"#, r#"{"x":{"n":[6,7]}}"#),
    ] {
        let all = in_every_format!(
            |sink| sink.element("x", |sink| sink.numbers_or_one("n", numbers.iter().copied()))
        );
        assert_eq!((all[1].as_str(), all[3].as_str()), (a1, b));
    }
}

#[test]
fn an_envelope_is_an_element_in_xml_only() {
    let all = in_every_format!(|sink| sink.envelope("x", |sink| sink.text("t", "1")));
    assert_eq!(all[0], "<x><t>1</t></x>");
    for json in &all[1..] {
        assert_eq!(json, r#"{"t":"1"}"#);
    }
}

#[test]
fn an_element_has_its_text_after_its_attributes() {
    let all = in_every_format!(|sink| sink.list("x", [" a", ""], |sink, text| {
        sink.attribute_boolean("m", true);
        sink.content(text);
    }));
    assert_eq!(
        all,
        [
            r#"<x m="true"> a</x><x m="true"/>"#,
            r#"{"x":[{"@m":"true","$":" a"},{"@m":"true","$":""}]}"#,
            r#"{"x":[{"@m":"true","$":" a"},{"@m":"true","$":""}]}"#,
            r#"{"x":[{"m":true,"$":" a"},{"m":true,"$":""}]}"#,
            r#"{"x":[{"m":"true","$":" a"},{"m":"true","$":""}]}"#,
        ]
    );
}

#[test]
fn an_amount_is_a_number_where_numbers_are() {
    let all = in_every_format!(|sink| sink.amount("x", Hundredths(-40_099)));
    assert_eq!(
        all,
        [
            "<x>-400.99</x>",
            r#"{"x":"-400.99"}"#,
            r#"{"x":-400.99}"#,
            r#"{"x":-400.99}"#,
            r#"{"x":"-400.99"}"#,
        ]
    );
}

#[test]
fn a_list_of_numbers_is_native_where_numbers_are() {
    let all = in_every_format!(|sink| sink.element("x", |sink| sink.list_of_numbers("n", [1, 2])));
    assert_eq!(
        all,
        [
            r"<x><n>1</n><n>2</n></x>",
            r#"{"x":{"n":["1","2"]}}"#,
            r#"{"x":{"n":[1,2]}}"#,
            r#"{"x":{"n":[1,2]}}"#,
            r#"{"x":{"n":["1","2"]}}"#,
        ]
    );
}

#[test]
fn an_empty_element_and_an_empty_text_differ_only_in_a() {
    let all = in_every_format!(|sink| sink.element("x", |sink| {
        sink.element("e", |_| ());
        sink.text("t", "");
    }));
    assert_eq!(
        all,
        [
            "<x><e/><t/></x>",
            r#"{"x":{"e":null,"t":""}}"#,
            r#"{"x":{"e":null,"t":""}}"#,
            r#"{"x":{"e":"","t":""}}"#,
            r#"{"x":{"e":"","t":""}}"#,
        ]
    );
}

#[test]
fn a_late_text_is_a_number_only_in_a2_and_only_if_it_is_one_exactly() {
    for (value, in_a2) in [
        ("27469613", "27469613"),
        ("0", "0"),
        ("9007199254740991", "9007199254740991"),
        ("9007199254740992", r#""9007199254740992""#),
        ("007", r#""007""#),
        ("+7", r#""+7""#),
        ("-7", r#""-7""#),
        ("1e3", r#""1e3""#),
        ("abc", r#""abc""#),
        ("", r#""""#),
    ] {
        let [_, a1, a2, b, _] = in_every_format!(|sink| sink.late_text("x", value));
        assert_eq!(a2, format!(r#"{{"x":{in_a2}}}"#));
        assert_eq!(a1, format!(r#"{{"x":"{value}"}}"#));
        assert_eq!(b, a1);
    }
}

#[test]
fn text_is_escaped_as_its_place_needs() {
    let all = in_every_format!(|sink| sink.element("x", |sink| {
        sink.attribute("a", "\"1\n2\" & 3");
        sink.text("t", "\"1\n2\" & 3");
    }));
    assert_eq!(all[0], "<x a=\"&quot;1&#10;2&quot; &amp; 3\"><t>&quot;1\n2&quot; &amp; 3</t></x>");
    assert_eq!(all[1], r#"{"x":{"@a":"\"1\n2\" & 3","t":"\"1\n2\" & 3"}}"#);
}

#[test]
#[should_panic(expected = "attribute id comes after a child of its element")]
fn an_attribute_after_a_child_is_a_defect_that_does_not_pass() {
    XmlSink::write(&mut Vec::new(), false, |sink| {
        sink.element("x", |sink| {
            sink.text("t", "");
            sink.attribute_number("id", 1);
        });
    });
}

//! What is read, what is refused, and each limit at the limit and one past it.

use super::*;

fn json(text: &str) -> Result<Document, ReadError> {
    read(text.as_bytes(), Format::Json)
}

fn xml(text: &str) -> Result<Document, ReadError> {
    read(text.as_bytes(), Format::Xml)
}

#[test]
fn one_event_is_the_same_document_in_every_dialect() {
    let marked = json(r#"{"event":{"@type":"line","@id":"3","text":"hi"}}"#).unwrap();
    let in_xml = xml(r#"<event type="line" id="3"><text>hi</text></event>"#).unwrap();
    assert_eq!(marked, in_xml);
    let plain = json(r#"{"event":{"type":"line","id":3,"text":"hi"}}"#).unwrap();
    for document in [marked, in_xml, plain] {
        let event = document.root("event").unwrap();
        assert_eq!(event.get("type"), Some("line"));
        assert_eq!(event.get("id"), Some("3"));
        assert_eq!(event.get("text"), Some("hi"));
        assert_eq!(event.get("by"), None);
    }
}

#[test]
fn an_array_is_a_child_that_repeats() {
    let array = json(r#"{"p":{"line":["a","b"],"none":[]}}"#).unwrap();
    assert_eq!(array, xml("<p><line>a</line><line>b</line></p>").unwrap());
    assert_eq!(array, json(r#"{"p":{"line":"a","line":"b"}}"#).unwrap());
    assert_eq!(array, json(r#"{"p":{"line":[["a"],["b"]]}}"#).unwrap());
}

#[test]
fn numbers_and_booleans_keep_their_text() {
    let document =
        json(r#"{"a":18446744073709551615,"b":-9223372036854775808,"c":true,"d":17.5,"e":null,"f":false}"#)
            .unwrap();
    let values = ["a", "b", "c", "d", "e", "f"].map(|name| document.top().get(name).unwrap());
    assert_eq!(values, ["18446744073709551615", "-9223372036854775808", "true", "17.5", "", "false"]);
}

#[test]
fn nothing_in_an_element_is_the_same_however_it_is_written() {
    let empty = xml("<loginData/>").unwrap();
    assert!(empty.root("loginData").unwrap().is_empty());
    for text in [r#"{"loginData":""}"#, r#"{"loginData":null}"#, r#"{"loginData":{}}"#] {
        assert_eq!(json(text).unwrap(), empty, "{text}");
    }
    assert_eq!(xml("<loginData></loginData>").unwrap(), empty);
}

#[test]
fn an_object_has_text_beside_attributes_as_an_xml_element_does() {
    let expected = xml(r#"<item name="a">b</item>"#).unwrap();
    assert_eq!(json(r#"{"item":{"@name":"a","$":"b"}}"#).unwrap(), expected);
}

#[test]
fn structured_content_keeps_its_source() {
    let source = r#"{"type": "vertical", "elements": [ {"a":[1]} ] }"#;
    let document = json(&format!(r#"{{"event":{{"json":{source},"text":"x"}}}}"#)).unwrap();
    assert_eq!(document.root("event").unwrap().get("json"), Some(source));
    let document = json(r#"{"event":{"json":"{\"a\":1}"}}"#).unwrap();
    assert_eq!(document.root("event").unwrap().get("json"), Some(r#"{"a":1}"#));
    let document = json(r#"{"event":{"json":null}}"#).unwrap();
    assert_eq!(document.root("event").unwrap().get("json"), Some(""));
}

#[test]
fn layout_between_elements_is_dropped_and_blanks_in_a_text_are_kept() {
    let document = xml(
        "\u{feff}<?xml version='1.0' encoding='utf-8'?>\n<!-- x --><e>\n  <text> a\r\n b </text>\n</e>\n",
    );
    let document = document.unwrap();
    let event = document.root("e").unwrap();
    assert_eq!(event.text(), "");
    assert_eq!(event.get("text"), Some(" a\n b "));
    assert_eq!(xml("<text>  </text>").unwrap().top().get("text"), Some("  "));
}

#[test]
fn references_and_character_data_are_text() {
    let document =
        xml(r#"<e a="&lt;&#x41;&amp;&#10;"><t>&lt;i&gt; &quot;&apos;&amp;&#65;<![CDATA[<b>&amp;]]></t></e>"#);
    let document = document.unwrap();
    let element = document.root("e").unwrap();
    assert_eq!(element.get("a"), Some("<A&\n"));
    assert_eq!(element.get("t"), Some("<i> \"'&A<b>&amp;"));
}

#[test]
fn entities_and_document_types_are_refused() {
    assert_eq!(xml("<!DOCTYPE e [<!ENTITY a 'b'>]><e>&a;</e>"), Err(ReadError::DocumentType));
    assert!(matches!(xml("<e>&nbsp;</e>"), Err(ReadError::UnknownReference { .. })));
    assert!(matches!(xml("<e a='&nbsp;'/>"), Err(ReadError::UnknownReference { .. })));
    assert!(matches!(xml("<e>&#xD800;</e>"), Err(ReadError::UnknownReference { .. })));
    assert_eq!(xml("<?xml version='1.0' encoding='latin1'?><e/>"), Err(ReadError::Encoding));
}

#[test]
fn what_is_no_name_of_xml_is_refused() {
    for name in ["@id", "1a", "-a", ".a", "a!", "a@b", "$", "a(b)", "\u{d7}", "a\u{2028}b"] {
        let element = xml(&format!("<{name}/>"));
        assert!(matches!(element, Err(ReadError::Syntax { .. })), "{name}: {element:?}");
        let attribute = xml(&format!("<e {name}='1'/>"));
        assert!(matches!(attribute, Err(ReadError::Syntax { .. })), "{name}: {attribute:?}");
    }
    for name in ["_a", "a:b", "a-1.2", "\u{e9}t\u{e9}", "\u{540d}", "a\u{b7}"] {
        assert!(xml(&format!("<{name} {name}='1'/>")).is_ok(), "{name}");
    }
}

#[test]
fn control_characters_are_refused_in_both_formats_with_the_member_named() {
    for body in [r#"{"event":{"text":"a\u0000"}}"#, r#"{"event":{"@text":"a\u0000"}}"#] {
        let error = json(body).unwrap_err();
        assert_eq!(error.to_string(), "text holds the control character U+0000");
    }
    for code in ["0001", "0008", "000b", "000c", "001f", "fffe", "ffff"] {
        let body = format!(r#"{{"text":"\u{code}"}}"#);
        assert!(matches!(json(&body), Err(ReadError::IllegalCharacter { .. })), "{body}");
        let body = format!("<text>&#x{code};</text>");
        assert!(matches!(xml(&body), Err(ReadError::IllegalCharacter { .. })), "{body}");
        let body = format!("<text a='&#x{code};'/>");
        assert!(matches!(xml(&body), Err(ReadError::IllegalCharacter { .. })), "{body}");
    }
    assert!(matches!(xml("<text>&#0;</text>"), Err(ReadError::IllegalCharacter { code_point: 0, .. })));
    assert!(matches!(xml("<text>\u{1}</text>"), Err(ReadError::IllegalCharacter { .. })));
    assert!(json(r#"{"text":"\t\n\r"}"#).is_ok());
    assert!(matches!(json(r#"{"a\u0001":"x"}"#), Err(ReadError::IllegalCharacter { .. })));
}

#[test]
fn a_message_names_a_member_only_if_it_looks_like_a_name() {
    let error = json(r#"{"my card is 4111 1111":"\u0001"}"#).unwrap_err();
    assert_eq!(error.to_string(), "A member holds the control character U+0001");
}

#[test]
fn an_attribute_in_json_is_a_scalar() {
    let error = json(r#"{"event":{"@type":{"a":1}}}"#).unwrap_err();
    assert_eq!(error.to_string(), "type must be a string, a number or a boolean");
    assert!(matches!(json(r#"{"event":{"$":[1]}}"#), Err(ReadError::NotAScalar { .. })));
}

#[test]
fn what_is_not_well_formed_is_refused_with_the_place() {
    let error = json("{\"event\":\n{\"text\":}}").unwrap_err();
    assert_eq!(error.to_string(), "The body is not well-formed JSON at line 2, column 9");
    for body in ["{", "{}x", "{\"a\":1,}", "{'a':1}", "{\"a\":\"\\ud800\"}", "{\"a\":01}", "{\"json\":{]}"] {
        assert!(matches!(json(body), Err(ReadError::Syntax { .. })), "{body}");
    }
    let error = xml("<a>\n <b></a>").unwrap_err();
    assert_eq!(error.to_string(), "The body is not well-formed XML at line 2, column 5");
    for body in [
        "x",
        "<a>",
        "</a>",
        "<a/><b/>",
        "<a/>x",
        "<a b></a>",
        "<a b=c/>",
        "<>",
        "<a x='1' x='2'/>",
        "<!-- -->",
    ] {
        assert!(matches!(xml(body), Err(ReadError::Syntax { .. })), "{body}: {:?}", xml(body));
    }
    for body in ["[]", "[{\"a\":1}]", "1", "\"a\"", "null", "true", "-1", "1.5"] {
        assert_eq!(json(body), Err(ReadError::NotAnObject), "{body}");
    }
}

#[test]
fn an_empty_body_is_told_from_a_broken_one() {
    for body in ["", " \r\n\t", "\u{feff}"] {
        assert_eq!(json(body), Err(ReadError::Empty));
        assert_eq!(xml(body), Err(ReadError::Empty));
    }
    assert!(json("{}").unwrap().top().is_empty());
    assert_eq!(json(r#"{"":""}"#).unwrap().top().get(""), Some(""));
}

#[test]
fn invalid_utf_8_is_refused() {
    assert_eq!(read(b"{\"a\":\"\xff\"}", Format::Json), Err(ReadError::NotUtf8 { byte: 6 }));
}

#[test]
fn a_body_may_be_as_long_as_the_limit_and_not_longer() {
    let frame = "<t></t>".len();
    let at_limit = format!("<t>{}</t>", "x".repeat(limits::BODY_BYTES - frame));
    assert_eq!(xml(&at_limit).unwrap().top().get("t").map(str::len), Some(limits::BODY_BYTES - frame));
    let past = format!("{at_limit} ");
    assert_eq!(xml(&past), Err(ReadError::TooLarge { limit_bytes: limits::BODY_BYTES }));
    assert_eq!(json(&past), Err(ReadError::TooLarge { limit_bytes: limits::BODY_BYTES }));
}

#[test]
fn elements_may_stand_as_deep_as_the_limit_and_not_deeper() {
    let in_xml = |levels| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    let in_json = |levels| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    let in_arrays = |levels| format!("{{\"a\":{}1{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    assert!(xml(&in_xml(limits::DEPTH_LEVELS)).is_ok());
    assert!(json(&in_json(limits::DEPTH_LEVELS)).is_ok());
    assert!(json(&in_arrays(limits::DEPTH_LEVELS)).is_ok());
    let too_deep = Err(ReadError::TooDeep { limit_levels: limits::DEPTH_LEVELS });
    assert_eq!(xml(&in_xml(limits::DEPTH_LEVELS + 1)), too_deep);
    assert_eq!(json(&in_json(limits::DEPTH_LEVELS + 1)), too_deep);
    assert_eq!(json(&in_arrays(limits::DEPTH_LEVELS + 1)), too_deep);
}

#[test]
fn a_body_may_have_as_many_elements_as_the_limit_and_not_more() {
    let in_xml = |nodes: usize| format!("<a b='1'>{}</a>", "<c/>".repeat(nodes - 2));
    let in_json = |nodes: usize| format!("{{\"a\":{{\"@b\":1{}}}}}", ",\"c\":1".repeat(nodes - 2));
    assert!(xml(&in_xml(limits::NODES)).is_ok());
    assert!(json(&in_json(limits::NODES)).is_ok());
    let too_many = Err(ReadError::TooManyNodes { limit: limits::NODES });
    assert_eq!(xml(&in_xml(limits::NODES + 1)), too_many);
    assert_eq!(json(&in_json(limits::NODES + 1)), too_many);
}

#[test]
fn a_body_of_unknown_type_is_told_by_its_first_character() {
    assert_eq!(sniff(b" \n{\"a\":1}"), Some(Format::Json));
    assert_eq!(sniff(b"[1]"), Some(Format::Json));
    assert_eq!(sniff("\u{feff}<a/>".as_bytes()), Some(Format::Xml));
    assert_eq!(sniff(b"a=b"), None);
    assert_eq!(sniff(b"  "), None);
}

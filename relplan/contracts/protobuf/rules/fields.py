"""Rules about the fields of messages."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "FIELD_ADDED",
        ADDITIVE,
        "A message has one more field.",
        before="message M { string a = 1; }",
        after="message M { string a = 1; string b = 2; }",
    ),
    Rule(
        "FIELD_NO_DELETE",
        RISKY,
        "A field is gone, and its name and number are reserved: code that is generated anew needs"
        " a change.",
        before="message M { string a = 1; string b = 2; }",
        after='message M { string a = 1; reserved 2; reserved "b"; }',
    ),
    Rule(
        "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
        BREAKING,
        "A field is gone, and its name is not reserved: whoever reads it from JSON misses it, and"
        " another field may take its name.",
        before="message M { string a = 1; string b = 2; }",
        after="message M { string a = 1; reserved 2; }",
    ),
    Rule(
        "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
        BREAKING,
        "A field is gone, and its number is not reserved: whoever reads it misses it, and another"
        " field may take its number.",
        before="message M { string a = 1; string b = 2; }",
        after='message M { string a = 1; reserved "b"; }',
    ),
    Rule(
        "FIELD_SAME_CARDINALITY",
        RISKY,
        "Whether a field is set can be told now, or no longer: code that is generated anew needs a"
        " change.",
        before="message M { string a = 1; }",
        after="message M { optional string a = 1; }",
    ),
    Rule(
        "FIELD_SAME_CPP_STRING_TYPE",
        RISKY,
        "A field has another type in C++: code that is generated anew needs a change.",
        before="message M { string a = 1; }",
        after="message M { string a = 1 [ctype = CORD]; }",
    ),
    Rule(
        "FIELD_SAME_DEFAULT",
        BREAKING,
        "A field has another default value: where it is not sent, readers see something else.",
        before='syntax = "proto2";\nmessage M { optional int32 a = 1 [default = 1]; }',
        after='syntax = "proto2";\nmessage M { optional int32 a = 1 [default = 2]; }',
    ),
    Rule(
        "FIELD_SAME_JAVA_UTF8_VALIDATION",
        RISKY,
        "Java checks otherwise whether a field is UTF-8: what it took so far may be refused.",
        before='syntax = "proto2";\nmessage M { optional string a = 1; }',
        after='syntax = "proto2";\n'
        "option java_string_check_utf8 = true;\n"
        "message M { optional string a = 1; }",
    ),
    Rule(
        "FIELD_SAME_JSON_NAME",
        BREAKING,
        "A field has another name in JSON: whoever reads or writes it as JSON is wrong about it.",
        before="message M { string a = 1; }",
        after='message M { string a = 1 [json_name = "b"]; }',
    ),
    Rule(
        "FIELD_SAME_JSTYPE",
        RISKY,
        "A field has another type in JavaScript: code that is generated anew needs a change.",
        before="message M { int64 a = 1; }",
        after="message M { int64 a = 1 [jstype = JS_STRING]; }",
    ),
    Rule(
        "FIELD_SAME_NAME",
        BREAKING,
        "A field has another name: whoever reads or writes it as JSON is wrong about it; risky"
        " where its name in JSON stays.",
        before="message M { string a = 1; }",
        after="message M { string b = 1; }",
    ),
    Rule(
        "FIELD_SAME_ONEOF",
        BREAKING,
        "A field is in another oneof, or in none, or in one for the first time: what is sent"
        " beside it may clear it.",
        before="message M { string a = 1; }",
        after="message M { oneof o { string a = 1; } }",
    ),
    Rule(
        "FIELD_SAME_TYPE",
        RISKY,
        "A field has another type that is sent alike: code that is generated anew needs a change,"
        " and some values may not fit.",
        before="message M { int32 a = 1; }",
        after="message M { uint32 a = 1; }",
    ),
    Rule(
        "FIELD_SAME_UTF8_VALIDATION",
        RISKY,
        "Whether a field is UTF-8 is checked otherwise: what was taken so far may be refused.",
        before='edition = "2023";\nmessage M { string a = 1 [features.utf8_validation = NONE]; }',
        after='edition = "2023";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
        BREAKING,
        "A field is repeated or a map, and was not, or the other way round: whoever reads or"
        " writes it is wrong about it.",
        before="message M { string a = 1; }",
        after="message M { repeated string a = 1; }",
    ),
    Rule(
        "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
        BREAKING,
        "A field has another type that is sent otherwise: whoever reads or writes it is wrong"
        " about it.",
        before="message M { string a = 1; }",
        after="message M { int64 a = 1; }",
    ),
)

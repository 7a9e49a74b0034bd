"""Rules about enums and their values."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "ENUM_ADDED",
        ADDITIVE,
        "There is a new enum.",
        before="message M {}",
        after="message M {}\nenum E { E_NONE = 0; }",
    ),
    Rule(
        "ENUM_SAME_JSON_FORMAT",
        BREAKING,
        "An enum promises less of its JSON than before: whoever reads or writes it as JSON may be"
        " wrong.",
        before='edition = "2023";\nenum E { E_NONE = 0; }',
        after='edition = "2023";\n'
        "enum E {\n"
        "  option features.json_format = LEGACY_BEST_EFFORT;\n"
        "  E_NONE = 0;\n"
        "}",
    ),
    Rule(
        "ENUM_SAME_TYPE",
        RISKY,
        "An enum is open instead of closed, or the other way round: code meets values that it does"
        " not know in another place.",
        before='edition = "2023";\nenum E { E_NONE = 0; }',
        after='edition = "2023";\n'
        "enum E {\n"
        "  option features.enum_type = CLOSED;\n"
        "  E_NONE = 0;\n"
        "}",
    ),
    Rule(
        "ENUM_VALUE_ADDED",
        ADDITIVE,
        "An enum has one more value.",
        before="enum E { E_NONE = 0; }",
        after="enum E { E_NONE = 0; E_ONE = 1; }",
    ),
    Rule(
        "ENUM_VALUE_NO_DELETE",
        RISKY,
        "A value of an enum is gone, and its name and number are reserved: code that is generated"
        " anew needs a change.",
        before="enum E { E_NONE = 0; E_ONE = 1; }",
        after='enum E { E_NONE = 0; reserved 1; reserved "E_ONE"; }',
    ),
    Rule(
        "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
        BREAKING,
        "A value of an enum is gone, and its name is not reserved: whoever sends it as JSON is"
        " refused, and another value may take its name.",
        before="enum E { E_NONE = 0; E_ONE = 1; }",
        after="enum E { E_NONE = 0; reserved 1; }",
    ),
    Rule(
        "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
        BREAKING,
        "A value of an enum is gone, and its number is not reserved: another value may take its"
        " number, and be mistaken for it.",
        before="enum E { E_NONE = 0; E_ONE = 1; }",
        after='enum E { E_NONE = 0; reserved "E_ONE"; }',
    ),
    Rule(
        "ENUM_VALUE_SAME_NAME",
        BREAKING,
        "A number of an enum has another name: whoever reads or writes it as JSON is wrong about"
        " it.",
        before="enum E { E_NONE = 0; E_ONE = 1; }",
        after="enum E { E_NONE = 0; E_UNO = 1; }",
    ),
    Rule(
        "PACKAGE_ENUM_NO_DELETE",
        RISKY,
        "An enum is gone: code that is generated anew needs a change.",
        before="message M {}\nenum E { E_NONE = 0; }",
        after="message M {}",
    ),
    Rule(
        "RESERVED_ENUM_NO_DELETE",
        BREAKING,
        "A name or number of an enum is no longer reserved: a new value may take it, and be"
        " mistaken for an old one.",
        before="enum E { E_NONE = 0; reserved 4; }",
        after="enum E { E_NONE = 0; }",
    ),
)

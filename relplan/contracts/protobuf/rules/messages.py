"""Rules about messages, their oneofs, and what extends them."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "EXTENSION_ADDED",
        ADDITIVE,
        "There is a new extension of a message.",
        before='syntax = "proto2";\nmessage M { extensions 5 to 9; }',
        after='syntax = "proto2";\n'
        "message M { extensions 5 to 9; }\n"
        "extend M { optional string x = 5; }",
    ),
    Rule(
        "EXTENSION_MESSAGE_NO_DELETE",
        RISKY,
        "A message may no longer be extended under some numbers: extensions that others declare"
        " under them do not compile.",
        before='syntax = "proto2";\nmessage M { extensions 5 to 9; }',
        after='syntax = "proto2";\nmessage M {}',
    ),
    Rule(
        "MESSAGE_ADDED",
        ADDITIVE,
        "There is a new message.",
        before="enum E { E_NONE = 0; }",
        after="enum E { E_NONE = 0; }\nmessage M {}",
    ),
    Rule(
        "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
        RISKY,
        "A message is generated without the usual way to its descriptor: code that takes it does"
        " not compile.",
        before="message M {}",
        after="message M { option no_standard_descriptor_accessor = true; }",
    ),
    Rule(
        "MESSAGE_SAME_JSON_FORMAT",
        BREAKING,
        "A message promises less of its JSON than before: whoever reads or writes it as JSON may"
        " be wrong.",
        before='edition = "2023";\nmessage M {}',
        after='edition = "2023";\nmessage M { option features.json_format = LEGACY_BEST_EFFORT; }',
    ),
    Rule(
        "MESSAGE_SAME_REQUIRED_FIELDS",
        BREAKING,
        "A message has a required field that it had not, or the other way round: messages without"
        " it are refused.",
        before='syntax = "proto2";\nmessage M {}',
        after='syntax = "proto2";\nmessage M { required string a = 1; }',
    ),
    Rule(
        "ONEOF_NO_DELETE",
        RISKY,
        "A oneof is gone: code that is generated anew needs a change.",
        before="message M { oneof o { string a = 1; } }",
        after="message M { string a = 1; }",
    ),
    Rule(
        "PACKAGE_EXTENSION_NO_DELETE",
        RISKY,
        "An extension of a message is gone: code that is generated anew needs a change.",
        before='syntax = "proto2";\n'
        "message M { extensions 5 to 9; }\n"
        "extend M { optional string x = 5; }",
        after='syntax = "proto2";\nmessage M { extensions 5 to 9; }',
    ),
    Rule(
        "PACKAGE_MESSAGE_NO_DELETE",
        BREAKING,
        "A message that nothing else refers to is gone: whoever waits for it is left without;"
        " risky where it was a part of others.",
        before="message M {}\nmessage N {}",
        after="message M {}",
    ),
    Rule(
        "RESERVED_MESSAGE_NO_DELETE",
        BREAKING,
        "A name or number of a message is no longer reserved: a new field may take it, and be"
        " mistaken for an old one.",
        before="message M { reserved 4; }",
        after="message M {}",
    ),
)

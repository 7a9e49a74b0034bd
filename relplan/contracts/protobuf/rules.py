"""Every rule of the kind protobuf, called as buf calls it; some are our own.

Those are about what is new, and about the HTTP calls of ``google.api.http``.

What buf holds breaking over the wire or in JSON (its category WIRE_JSON) is breaking. Of what it
holds breaking for generated code (PACKAGE), the removal of an rpc, of a service, and of a message
that nothing else refers to are breaking too: whoever calls the rpc or waits for the message is left
without. The rest of PACKAGE is risky: what goes over the wire stays right, a consumer's code may
need a change when it is generated anew. The examples are of proto3 where they do not say otherwise.
"""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

_SERVICE = (
    "message M { string m = 1; }\n"
    "service S {\n"
    "  rpc Get(M) returns (M) { option (google.api.http) = { %s }; }\n"
    "}"
)
_GET = 'get: "/v1/{m}"'

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
    Rule(
        "FILE_SAME_CC_ENABLE_ARENAS",
        RISKY,
        "C++ code is generated with or without arenas: who generates it anew may have to change"
        " code.",
        before="message M { string a = 1; }",
        after="option cc_enable_arenas = false;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_CC_GENERIC_SERVICES",
        RISKY,
        "C++ code is generated with or without generic services: who generates it anew may have to"
        " change code.",
        before="message M { string a = 1; }",
        after="option cc_generic_services = true;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_CSHARP_NAMESPACE",
        RISKY,
        "C# code is generated in another namespace: who generates it anew must change code that"
        " names it.",
        before="message M { string a = 1; }",
        after='option csharp_namespace = "Shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_GO_PACKAGE",
        RISKY,
        "Go code is generated in another package: who generates it anew must change code that"
        " names it.",
        before="message M { string a = 1; }",
        after='option go_package = "example.com/shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_JAVA_GENERIC_SERVICES",
        RISKY,
        "Java code is generated with or without generic services: who generates it anew may have"
        " to change code.",
        before="message M { string a = 1; }",
        after="option java_generic_services = true;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_JAVA_MULTIPLE_FILES",
        RISKY,
        "Java classes are generated in files of their own, or in one: who generates it anew must"
        " change code that names it.",
        before="message M { string a = 1; }",
        after="option java_multiple_files = true;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_JAVA_OUTER_CLASSNAME",
        RISKY,
        "Java code is generated in another outer class: who generates it anew must change code"
        " that names it.",
        before="message M { string a = 1; }",
        after='option java_outer_classname = "Shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_JAVA_PACKAGE",
        RISKY,
        "Java code is generated in another package: who generates it anew must change code that"
        " names it.",
        before="message M { string a = 1; }",
        after='option java_package = "com.example.shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_OBJC_CLASS_PREFIX",
        RISKY,
        "Classes of Objective-C are generated with another prefix: who generates it anew must"
        " change code that names it.",
        before="message M { string a = 1; }",
        after='option objc_class_prefix = "SHO";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_OPTIMIZE_FOR",
        RISKY,
        "C++ and Java code is generated for another runtime: who generates it anew may have to"
        " change code.",
        before="message M { string a = 1; }",
        after="option optimize_for = LITE_RUNTIME;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_PACKAGE",
        BREAKING,
        "A file is in another package: all that it declares has another full name, by which rpcs"
        " are called.",
        before="package shop.v1;\nmessage M { string a = 1; }",
        after="package shop.v2;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_PHP_CLASS_PREFIX",
        RISKY,
        "PHP classes are generated with another prefix: who generates it anew must change code"
        " that names it.",
        before="message M { string a = 1; }",
        after='option php_class_prefix = "Sho";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_PHP_METADATA_NAMESPACE",
        RISKY,
        "PHP metadata classes are generated in another namespace: who generates it anew must"
        " change code that names it.",
        before="message M { string a = 1; }",
        after='option php_metadata_namespace = "Shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_PHP_NAMESPACE",
        RISKY,
        "PHP code is generated in another namespace: who generates it anew must change code that"
        " names it.",
        before="message M { string a = 1; }",
        after='option php_namespace = "Shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_PY_GENERIC_SERVICES",
        RISKY,
        "Python code is generated with or without generic services: who generates it anew may have"
        " to change code.",
        before="message M { string a = 1; }",
        after="option py_generic_services = true;\nmessage M { string a = 1; }",
    ),
    Rule(
        "FILE_SAME_RUBY_PACKAGE",
        RISKY,
        "Ruby code is generated in another module: who generates it anew must change code that"
        " names it.",
        before="message M { string a = 1; }",
        after='option ruby_package = "Shop";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_SWIFT_PREFIX",
        RISKY,
        "Swift types are generated with another prefix: who generates it anew must change code"
        " that names it.",
        before="message M { string a = 1; }",
        after='option swift_prefix = "Sho";\nmessage M { string a = 1; }',
    ),
    Rule(
        "FILE_SAME_SYNTAX",
        RISKY,
        "A file has another syntax or edition: code that is generated anew needs a change.",
        before='syntax = "proto2";\nmessage M {}',
        after='syntax = "proto3";\nmessage M {}',
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
        "PACKAGE_ENUM_NO_DELETE",
        RISKY,
        "An enum is gone: code that is generated anew needs a change.",
        before="message M {}\nenum E { E_NONE = 0; }",
        after="message M {}",
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
        "PACKAGE_NO_DELETE",
        BREAKING,
        "A package is gone with all its files: whoever calls its rpcs or waits for its messages is"
        " left without; risky where it had none.",
        before="package store.v1;\nmessage M {}",
    ),
    Rule(
        "PACKAGE_SERVICE_NO_DELETE",
        BREAKING,
        "A service is gone: whoever calls its rpcs is left without.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
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
    Rule(
        "RESERVED_MESSAGE_NO_DELETE",
        BREAKING,
        "A name or number of a message is no longer reserved: a new field may take it, and be"
        " mistaken for an old one.",
        before="message M { reserved 4; }",
        after="message M {}",
    ),
    Rule(
        "RPC_ADDED",
        ADDITIVE,
        "A service has one more rpc.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\nservice S {\n  rpc Get(M) returns (M);\n  rpc Put(M) returns (M);\n}",
    ),
    Rule(
        "RPC_HTTP_ADDED",
        ADDITIVE,
        "An rpc can be called over HTTP in one more way.",
        before=_SERVICE % "",
        after=_SERVICE % _GET,
    ),
    Rule(
        "RPC_HTTP_NO_DELETE",
        BREAKING,
        "An rpc is no longer reached by an HTTP method and path: whoever calls it so gets nothing.",
        before=_SERVICE % _GET,
        after=_SERVICE % _GET.replace("/v1/", "/v2/"),
    ),
    Rule(
        "RPC_HTTP_SAME_BODY",
        BREAKING,
        "Another part of an rpc's request is the body of its HTTP call: whoever calls it so sends"
        " the wrong one.",
        before=_SERVICE % 'post: "/v1/m" body: "*"',
        after=_SERVICE % 'post: "/v1/m" body: "m"',
    ),
    Rule(
        "RPC_HTTP_SAME_RESPONSE_BODY",
        BREAKING,
        "Another part of an rpc's response is the body that its HTTP call answers with: whoever"
        " reads it finds another.",
        before=_SERVICE % 'get: "/v1/m"',
        after=_SERVICE % 'get: "/v1/m" response_body: "m"',
    ),
    Rule(
        "RPC_HTTP_UNREADABLE",
        Severity.UNKNOWN,
        "How an rpc is called over HTTP has changed, and cannot be read.",
        before=_SERVICE % _GET,
        after=_SERVICE % "get: 1",
    ),
    Rule(
        "RPC_NO_DELETE",
        BREAKING,
        "An rpc is gone: whoever calls it is left without.",
        before="message M {}\nservice S {\n  rpc Get(M) returns (M);\n  rpc Put(M) returns (M);\n}",
        after="message M {}\nservice S { rpc Get(M) returns (M); }",
    ),
    Rule(
        "RPC_SAME_CLIENT_STREAMING",
        BREAKING,
        "An rpc takes a stream, and took one message, or the other way round: whoever calls it is"
        " wrong about it.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\nservice S { rpc Get(stream M) returns (M); }",
    ),
    Rule(
        "RPC_SAME_IDEMPOTENCY_LEVEL",
        BREAKING,
        "Whether an rpc may be called again without harm has changed: whoever does so, or calls it"
        " by GET, may be wrong.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\n"
        "service S {\n"
        "  rpc Get(M) returns (M) { option idempotency_level = IDEMPOTENT; }\n"
        "}",
    ),
    Rule(
        "RPC_SAME_REQUEST_TYPE",
        BREAKING,
        "An rpc takes another message: whoever calls it sends the wrong one.",
        before="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(M) returns (M); }",
        after="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(N) returns (M); }",
    ),
    Rule(
        "RPC_SAME_RESPONSE_TYPE",
        BREAKING,
        "An rpc returns another message: whoever calls it waits for the wrong one.",
        before="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(M) returns (M); }",
        after="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(M) returns (N); }",
    ),
    Rule(
        "RPC_SAME_SERVER_STREAMING",
        BREAKING,
        "An rpc returns a stream, and returned one message, or the other way round: whoever calls"
        " it is wrong about it.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\nservice S { rpc Get(M) returns (stream M); }",
    ),
    Rule(
        "SERVICE_ADDED",
        ADDITIVE,
        "There is a new service.",
        before="message M {}",
        after="message M {}\nservice S { rpc Get(M) returns (M); }",
    ),
)
BY_ID = by_id(RULES)

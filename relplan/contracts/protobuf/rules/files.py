"""Rules about files and packages, and about the options by which code is generated of them."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY = Severity.BREAKING, Severity.RISKY

_SERVICE = (
    "message M { string m = 1; }\n"
    "service S {\n"
    "  rpc Get(M) returns (M) { option (google.api.http) = { %s }; }\n"
    "}"
)
_GET = 'get: "/v1/{m}"'

RULES = (
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
        "PACKAGE_NO_DELETE",
        BREAKING,
        "A package is gone with all its files: whoever calls its rpcs or waits for its messages is"
        " left without; risky where it had none.",
        before="package store.v1;\nmessage M {}",
    ),
)

"""Every rule of the kind graphql.

They are called as graphql-core calls its changes: what it holds breaking is breaking, dangerous
risky, safe additive. Our own are the rules about what it does not look at: root types, default
values of what is non-null, ``@oneOf`` and federation's directives.
"""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE
UNKNOWN = Severity.UNKNOWN

RULES = (
    Rule(
        "arg-changed-kind",
        BREAKING,
        "An argument has another type: queries that pass it are no longer valid.",
        before="type T { a(x: Int): Int }",
        after="type T { a(x: Int!): Int }",
    ),
    Rule(
        "arg-changed-kind-safe",
        ADDITIVE,
        "An argument has another type that takes all that the one before took.",
        before="type T { a(x: Int!): Int }",
        after="type T { a(x: Int): Int }",
    ),
    Rule(
        "arg-default-value-added",
        ADDITIVE,
        "An argument that had no default value has one.",
        before="type T { a(x: Int): Int }",
        after="type T { a(x: Int = 1): Int }",
    ),
    Rule(
        "arg-default-value-change",
        RISKY,
        "An argument has another default value, or none: queries that leave it out get other data.",
        before="type T { a(x: Int = 1): Int }",
        after="type T { a(x: Int = 2): Int }",
    ),
    Rule(
        "arg-removed",
        BREAKING,
        "An argument is gone: queries that pass it are no longer valid.",
        before="type T { a(x: Int): Int }",
        after="type T { a: Int }",
    ),
    Rule(
        "directive-added",
        ADDITIVE,
        "There is a new directive.",
        after="directive @d on FIELD",
    ),
    Rule(
        "directive-arg-removed",
        BREAKING,
        "An argument of a directive is gone: documents that pass it are no longer valid.",
        before="directive @d(x: Int) on FIELD",
        after="directive @d on FIELD",
    ),
    Rule(
        "directive-location-added",
        ADDITIVE,
        "A directive may stand in more places.",
        before="directive @d on FIELD",
        after="directive @d on FIELD | QUERY",
    ),
    Rule(
        "directive-location-removed",
        BREAKING,
        "A directive may stand in fewer places: documents that have it there are no longer valid.",
        before="directive @d on FIELD | QUERY",
        after="directive @d on FIELD",
    ),
    Rule(
        "directive-removed",
        BREAKING,
        "A directive is gone: documents that use it are no longer valid.",
        before="directive @d on FIELD",
    ),
    Rule(
        "directive-repeatable-added",
        ADDITIVE,
        "A directive may be repeated in one place.",
        before="directive @d on FIELD",
        after="directive @d repeatable on FIELD",
    ),
    Rule(
        "directive-repeatable-removed",
        BREAKING,
        "A directive may no longer be repeated in one place.",
        before="directive @d repeatable on FIELD",
        after="directive @d on FIELD",
    ),
    Rule(
        "external-added",
        UNKNOWN,
        "A field is resolved by this subgraph no more: it is left only where another one resolves"
        " it.",
        before='type T @key(fields: "a") { a: ID b: Int }',
        after='type T @key(fields: "a") { a: ID b: Int @external }',
    ),
    Rule(
        "external-removed",
        ADDITIVE,
        "A field of another subgraph is resolved by this one, too.",
        before='type T @key(fields: "a") { a: ID b: Int @external }',
        after='type T @key(fields: "a") { a: ID b: Int }',
    ),
    Rule(
        "field-added",
        ADDITIVE,
        "There is a new field.",
        before="type T { a: Int }",
        after="type T { a: Int b: Int }",
    ),
    Rule(
        "field-changed-kind",
        BREAKING,
        "A field has another type: who reads it, or sends it in an input, is wrong about it.",
        before="type T { a: Int! }",
        after="type T { a: Int }",
    ),
    Rule(
        "field-changed-kind-safe",
        ADDITIVE,
        "A field has another type that suits all who were right about the one before.",
        before="type T { a: Int }",
        after="type T { a: Int! }",
    ),
    Rule(
        "field-removed",
        BREAKING,
        "A field is gone: queries that select it are no longer valid.",
        before="type T { a: Int b: Int }",
        after="type T { a: Int }",
    ),
    Rule(
        "implemented-interface-added",
        RISKY,
        "A type is found behind one more interface: whoever reads that meets a type it never met.",
        before="interface N { a: Int } type T { a: Int }",
        after="interface N { a: Int } type T implements N { a: Int }",
    ),
    Rule(
        "implemented-interface-removed",
        BREAKING,
        "A type is no longer behind an interface: fragments on it there are no longer valid.",
        before="interface N { a: Int } type T implements N { a: Int }",
        after="interface N { a: Int } type T { a: Int }",
    ),
    Rule(
        "inaccessible-added",
        BREAKING,
        "A type, field or value is hidden from the clients of the supergraph: for them it is gone.",
        before='type T @key(fields: "a") { a: ID b: Int }',
        after='type T @key(fields: "a") { a: ID b: Int @inaccessible }',
    ),
    Rule(
        "inaccessible-removed",
        ADDITIVE,
        "A type, field or value is shown to the clients of the supergraph, and was hidden.",
        before='type T @key(fields: "a") { a: ID b: Int @inaccessible }',
        after='type T @key(fields: "a") { a: ID b: Int }',
    ),
    Rule(
        "input-field-default-value-added",
        ADDITIVE,
        "A field of an input that had no default value has one.",
        before="input I { a: Int }",
        after="input I { a: Int = 1 }",
    ),
    Rule(
        "input-field-default-value-change",
        RISKY,
        "A field of an input has another default value, or none: who leaves it out sends other"
        " data.",
        before="input I { a: Int = 1 }",
        after="input I { a: Int = 2 }",
    ),
    Rule(
        "key-added",
        ADDITIVE,
        "Other subgraphs can refer to an entity by one more key.",
        before='type T @key(fields: "a") { a: ID b: ID }',
        after='type T @key(fields: "a") @key(fields: "b") { a: ID b: ID }',
    ),
    Rule(
        "key-removed",
        BREAKING,
        "An entity is no longer found by a key: subgraphs that refer to it by that are left"
        " without.",
        before='type T @key(fields: "a") @key(fields: "b") { a: ID b: ID }',
        after='type T @key(fields: "a") { a: ID b: ID }',
    ),
    Rule(
        "one-of-added",
        BREAKING,
        "An input takes exactly one of its fields: who sends several, or none, is refused.",
        before="input I { a: Int b: Int }",
        after="input I @oneOf { a: Int b: Int }",
    ),
    Rule(
        "one-of-removed",
        ADDITIVE,
        "An input takes several of its fields, or none, and took exactly one.",
        before="input I @oneOf { a: Int b: Int }",
        after="input I { a: Int b: Int }",
    ),
    Rule(
        "optional-arg-added",
        RISKY,
        "There is a new argument that may be left out.",
        before="type T { a: Int }",
        after="type T { a(x: Int): Int }",
    ),
    Rule(
        "optional-directive-arg-added",
        ADDITIVE,
        "There is a new argument of a directive that may be left out.",
        before="directive @d on FIELD",
        after="directive @d(x: Int) on FIELD",
    ),
    Rule(
        "optional-input-field-added",
        RISKY,
        "There is a new field of an input that may be left out.",
        before="input I { a: Int }",
        after="input I { a: Int b: Int }",
    ),
    Rule(
        "required-arg-added",
        BREAKING,
        "There is a new argument that must be passed: queries without it are no longer valid.",
        before="type T { a: Int }",
        after="type T { a(x: Int!): Int }",
    ),
    Rule(
        "required-arg-default-removed",
        BREAKING,
        "A non-null argument has no default value any more: queries that leave it out are no"
        " longer valid.",
        before="type T { a(x: Int! = 1): Int }",
        after="type T { a(x: Int!): Int }",
    ),
    Rule(
        "required-directive-arg-added",
        BREAKING,
        "There is a new argument of a directive that must be passed.",
        before="directive @d on FIELD",
        after="directive @d(x: Int!) on FIELD",
    ),
    Rule(
        "required-input-field-added",
        BREAKING,
        "There is a new field of an input that must be sent: inputs without it are not valid.",
        before="input I { a: Int }",
        after="input I { a: Int b: Int! }",
    ),
    Rule(
        "required-input-field-default-removed",
        BREAKING,
        "A non-null field of an input has no default value any more: inputs without it are not"
        " valid.",
        before="input I { a: Int! = 1 }",
        after="input I { a: Int! }",
    ),
    Rule(
        "requires-changed",
        RISKY,
        "A field needs more of other subgraphs to be resolved: they must have it first.",
        before='type T @key(fields: "a") { a: ID b: Int c: Int @external }',
        after='type T @key(fields: "a") { a: ID b: Int @requires(fields: "c") c: Int @external }',
    ),
    Rule(
        "root-type-added",
        ADDITIVE,
        "A type was made the root of queries, mutations or subscriptions.",
        before="schema { query: Query } type M { a: Int }",
        after="schema { query: Query mutation: M } type M { a: Int }",
    ),
    Rule(
        "root-type-changed",
        BREAKING,
        "Another type is the root of queries, mutations or subscriptions.",
        before="schema { query: Query } type Q { a: String }",
        after="schema { query: Q } type Q { a: String }",
    ),
    Rule(
        "root-type-removed",
        BREAKING,
        "A type is no longer the root of queries, mutations or subscriptions.",
        before="schema { query: Query mutation: M } type M { a: Int }",
        after="schema { query: Query } type M { a: Int }",
    ),
    Rule(
        "shareable-removed",
        UNKNOWN,
        "Only this subgraph may resolve a field: one that resolves it, too, no longer composes"
        " with it.",
        before='type T @key(fields: "a") { a: ID b: Int @shareable }',
        after='type T @key(fields: "a") { a: ID b: Int }',
    ),
    Rule(
        "tag-changed",
        RISKY,
        "A type, field or value has other tags: variants of the supergraph that filter by them"
        " may show it or not.",
        before='type T @key(fields: "a") { a: ID b: Int @tag(name: "public") }',
        after='type T @key(fields: "a") { a: ID b: Int @tag(name: "internal") }',
    ),
    Rule("type-added", ADDITIVE, "There is a new type.", after="type T { a: Int }"),
    Rule(
        "type-added-to-union",
        RISKY,
        "A union may hold one more type: whoever reads it meets a type that it never met.",
        before="type S { a: Int } type T { a: Int } union U = S",
        after="type S { a: Int } type T { a: Int } union U = S | T",
    ),
    Rule(
        "type-changed-kind",
        BREAKING,
        "A type is of another kind, such as an input instead of an object.",
        before="type T { a: Int }",
        after="input T { a: Int }",
    ),
    Rule(
        "type-not-defined",
        UNKNOWN,
        "A type is still referred to and no longer defined in the files: nobody can tell what it"
        " became.",
        before="type T { a: X } type X { b: Int }",
        after="type T { a: X }",
    ),
    Rule(
        "type-removed",
        BREAKING,
        "A type is gone: fragments on it are no longer valid.",
        before="type T { a: Int }",
    ),
    Rule(
        "type-removed-from-union",
        BREAKING,
        "A union no longer holds a type: fragments on it there are no longer valid.",
        before="type S { a: Int } type T { a: Int } union U = S | T",
        after="type S { a: Int } type T { a: Int } union U = S",
    ),
    Rule(
        "value-added-to-enum",
        RISKY,
        "An enum has one more value: whoever reads it meets a value that it never met.",
        before="enum E { A }",
        after="enum E { A B }",
    ),
    Rule(
        "value-removed-from-enum",
        BREAKING,
        "A value of an enum is gone: whoever sends it is refused.",
        before="enum E { A B }",
        after="enum E { A }",
    ),
)
BY_ID = by_id(RULES)

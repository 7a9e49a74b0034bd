"""Alternatives, and what holds under conditions."""

from relplan.contracts.schemas.rows.row import ADDITIVE, BREAKING, RISKY, Row

_TWO = "[{required: [a]}, {required: [b]}]"
_THREE = "[{required: [a]}, {required: [b]}, {required: [c]}]"

COMBINATORS = (
    Row("any-of-added", BREAKING, RISKY, "there are alternatives, or one more of them",
        "{}", f"anyOf: {_TWO}", (f"anyOf: {_TWO}", f"anyOf: {_THREE}")),
    Row("any-of-removed", BREAKING, BREAKING, "there are no alternatives, or one less of them",
        f"anyOf: {_THREE}", f"anyOf: {_TWO}", (f"anyOf: {_TWO}", "{}")),
    Row("else-added", BREAKING, ADDITIVE, "something must hold now where a condition does not",
        "{if: {type: string}, then: {minLength: 3}}",
        "{if: {type: string}, then: {minLength: 3}, else: {type: integer}}"),
    Row("else-removed", ADDITIVE, BREAKING, "something need not hold where a condition does not",
        "{if: {type: string}, then: {minLength: 3}, else: {type: integer}}",
        "{if: {type: string}, then: {minLength: 3}}"),
    Row("if-added", BREAKING, ADDITIVE, "something must hold now under a condition",
        "{}", "{if: {type: string}, then: {minLength: 3}}"),
    Row("if-changed", RISKY, RISKY, "the condition under which something holds is another one",
        "{if: {type: string}, then: {minLength: 3}}", "{if: {maxLength: 9}, then: {minLength: 3}}"),
    Row("if-removed", ADDITIVE, BREAKING, "something need no longer hold under a condition",
        "{if: {type: string}, then: {minLength: 3}}", "{}"),
    Row("not-added", BREAKING, ADDITIVE, "values that satisfy a schema are no longer allowed",
        "{}", "not: {type: string}"),
    Row("not-changed", RISKY, RISKY, "the schema that values must not satisfy is another one",
        "not: {type: string}", "not: {type: integer}"),
    Row("not-removed", ADDITIVE, BREAKING, "values that satisfy a schema are allowed, too",
        "not: {type: string}", "{}"),
    Row("one-of-added", BREAKING, BREAKING, "there are alternatives, or one more of them",
        "{}", f"oneOf: {_TWO}", (f"oneOf: {_TWO}", f"oneOf: {_THREE}")),
    Row("one-of-overlapping", RISKY, RISKY,
        "a value may satisfy two alternatives, which is not allowed, or was not",
        f"oneOf: {_TWO}", f"oneOf: {_THREE}", (f"oneOf: {_THREE}", f"oneOf: {_TWO}")),
    Row("one-of-removed", BREAKING, BREAKING, "there are no alternatives, or one less of them",
        f"oneOf: {_THREE}", f"oneOf: {_TWO}", (f"oneOf: {_TWO}", "{}")),
    Row("then-added", BREAKING, ADDITIVE, "something must hold now where a condition does",
        "{if: {type: string}, else: {type: integer}}",
        "{if: {type: string}, then: {minLength: 3}, else: {type: integer}}"),
    Row("then-removed", ADDITIVE, BREAKING, "something need not hold where a condition does",
        "{if: {type: string}, then: {minLength: 3}, else: {type: integer}}",
        "{if: {type: string}, else: {type: integer}}"),
    Row("wrapped-in-one-of", BREAKING, BREAKING,
        "it became one of some alternatives, of which a value may satisfy two",
        "{type: object, required: [a]}",
        "oneOf: [{type: object, required: [a]}, {type: object, required: [b]}]"),
)  # fmt: skip

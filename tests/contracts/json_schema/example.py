"""The examples of the rules of JSON Schema as files."""

from relplan.contracts.kind import Options, Version
from relplan.model.contract_source import Compatibility
from relplan.model.rule import Rule


def json_schema_example(rule: Rule) -> tuple[Version, Version, Options]:
    base, revision = (
        Version({"s.schema.yaml": text.encode()}, ("s.schema.yaml",))
        for text in (rule.before, rule.after)
    )
    # a narrower type has this name only where nobody who writes the data minds
    forward = rule.id == "type-specialized"
    way = Compatibility.FORWARD if forward else Compatibility.FULL
    return base, revision, Options(compatibility=way)

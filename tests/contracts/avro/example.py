"""The examples of the rules of Avro, each of which is a whole schema, or none."""

from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule

_PATH = "schemas/a.avsc"


def avro_example(rule: Rule) -> tuple[Version, Version, Options]:
    base, revision = (
        Version({_PATH: text.encode()} if text else {}, (_PATH,) if text else ())
        for text in (rule.before, rule.after)
    )
    return base, revision, Options()

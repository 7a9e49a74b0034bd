"""The examples of the rules of descriptors, which are whole descriptors."""

from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule

_PATH = "descriptors/ModuleDescriptor.json"


def descriptor_example(rule: Rule) -> tuple[Version, Version, Options]:
    base, revision = (
        Version({_PATH: text.encode()}, (_PATH,)) for text in (rule.before, rule.after)
    )
    return base, revision, Options()

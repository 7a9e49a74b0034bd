"""The examples of the rules of libraries as whole manifests."""

from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule

from .helpers import Files, version


def library_example(rule: Rule) -> tuple[Version, Version, Options]:
    return version(_manifest(rule.before)), version(_manifest(rule.after)), Options()


def _manifest(text: str) -> Files:
    if text.startswith("<"):
        properties = f"<properties>{text}</properties>"
        whole = f"<groupId>g</groupId><artifactId>a</artifactId><version>1</version>{properties}"
        return {"pom.xml": f"<project>{whole}</project>"}
    return {"package.json": text} if text else {}

"""The examples of the rules of routes as files of FastAPI."""

from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule

_APP = "app = FastAPI()\n@app.get('/health')\ndef health(): ...\n"


def version(files: dict[str, str]) -> Version:
    return Version({path: text.encode() for path, text in files.items()}, tuple(sorted(files)))


def routes_example(rule: Rule) -> tuple[Version, Version, Options]:
    old, new = (version({"app.py": _APP + text}) for text in (rule.before, rule.after))
    return old, new, Options()

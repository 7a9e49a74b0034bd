"""The backlog as GitHub issues: JSON lines, and the script that files them by ``gh``."""

import json
import shlex

from relplan.exports.backlog.issue_body import body
from relplan.exports.markdown_text import one_line
from relplan.model.backlog import Backlog, Item

_LABEL = "decoupling"
_LONGEST = 250
"""Signs of a title; GitHub takes a few more."""
_HEAD = """\
#!/bin/sh
# Files the decoupling backlog as GitHub issues by gh, each of them once: an issue whose body has
# the item's key is left as it is, open or closed. Run it in a clone, or with GH_REPO set.
set -eu
gh label create decoupling --description 'From the decoupling backlog' >/dev/null 2>&1 || true
known=$(gh issue list --label decoupling --state all --limit 1000 --json body --jq '.[].body')

file_once() { # KEY TITLE BODY
  case "$known" in
    *"<!-- $1 -->"*) echo "there already: $1" ;;
    *) gh issue create --label decoupling --title "$2" --body "$3" ;;
  esac
}
"""


def backlog_github(backlog: Backlog) -> str:
    """Return one JSON object a line: title, body and labels, as the API takes them."""
    return "".join(
        json.dumps({"title": _title(item), "body": _body(item), "labels": [_LABEL]}) + "\n"
        for item in backlog.items
    )


def backlog_github_script(backlog: Backlog) -> str:
    """Return a POSIX shell script; what it says is quoted, so that none of it is run."""
    calls = [
        f"file_once {shlex.quote(item.key)} \\\n  {shlex.quote(_title(item))} \\\n"
        f"  {shlex.quote(_body(item))}\n"
        for item in backlog.items
    ]
    return "\n".join([_HEAD, *calls])


def _title(item: Item) -> str:
    return one_line(item.title)[:_LONGEST]


def _body(item: Item) -> str:
    return "\n".join([f"<!-- {item.key} -->", *body(item)]) + "\n"

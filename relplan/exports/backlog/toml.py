"""The backlog as TOML: the same keys as its JSON."""

import tomli_w

from relplan.exports.backlog.json import backlog_document
from relplan.model.backlog import Backlog


def backlog_toml(backlog: Backlog) -> str:
    """Return *backlog* as TOML."""
    return tomli_w.dumps(backlog_document(backlog))

"""Where evidence is to be found, in one line."""

from relplan.model.evidence import Evidence


def where(evidence: Evidence) -> str:
    """Return the repository, the commit, the file and the line of *evidence*, as far as known."""
    line = f":{evidence.line}" if evidence.line else ""
    path = f"{evidence.path}{line}" if evidence.path else ""
    at = f"@{evidence.commit[:10]}" if evidence.commit else ""
    return " ".join(part for part in (f"{evidence.repository}{at}", path) if part)

"""Where a package of Python comes from, as the tables of Poetry and uv say it."""

from typing import Any

from relplan.contracts.library.git_references import branch_called, pip_reference


def is_inside(wanted: Any) -> bool:
    """Tell whether a table of Poetry or uv names a folder, or a member of the workspace."""
    return "path" in _table(wanted) or _table(wanted).get("workspace") is True


def git_of(wanted: Any) -> tuple[str, str]:
    """Return the repository and the revision that a table of Poetry or uv names, if it does."""
    table = _table(wanted)
    if isinstance(table.get("url"), str):
        return pip_reference(table["url"]) or ("", "")
    revision = table.get("rev") or table.get("tag") or branch_called(table.get("branch"))
    return str(table.get("git") or ""), str(revision) if table.get("git") else ""


def poetry_range(wanted: Any) -> str:
    """Return the range that an entry of Poetry asks for."""
    if isinstance(wanted, str):
        return wanted
    version = _table(wanted).get("version")
    return version if isinstance(version, str) else "@ elsewhere"


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

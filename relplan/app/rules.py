"""The rules by which contracts are compared: all of them, those of one name, those weighed anew."""

from collections.abc import Iterable
from pathlib import Path

from relplan.contracts.registry import each_kind, kind_called, kinds
from relplan.model.errors import UnknownNameError, WorkspaceError
from relplan.model.nearest import meant
from relplan.model.rule import Rule


def all_rules(kind: str | None = None) -> tuple[tuple[str, Rule], ...]:
    """Return the rules of *kind*, else of all kinds, with their kinds; by kind, then by id.

    Raises UnknownNameError where there is no such kind.
    """
    chosen = kinds() if kind is None else (kind_called(kind),)
    found = [(one.name, rule) for one in chosen for rule in one.rules.values()]
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def rules_called(name: str, kind: str | None) -> tuple[tuple[str, Rule], ...]:
    """Return the rules whose id is *name*, one for each kind that has it.

    Raises UnknownNameError where there is none, or no such kind.
    """
    known = all_rules(kind)
    found = tuple(pair for pair in known if pair[1].id == name)
    if not found:
        raise UnknownNameError(f"no rule is called '{name}'", _hint(name, known))
    return found


def check_severities(file: Path, severities: Iterable[str]) -> None:
    """Raise WorkspaceError where *severities*, of the relplan.toml *file*, name no rule at all."""
    unknown = list(severities)
    for kind in each_kind():
        if not unknown:  # no further table is loaded, and no package looked for
            return
        unknown = [name for name in unknown if name not in kind.rules]
    if unknown:
        what = f"{file}: [severity] no rule is called '{unknown[0]}'"
        raise WorkspaceError(what, _hint(unknown[0], all_rules()))


def _hint(name: str, known: Iterable[tuple[str, Rule]]) -> str:
    return meant(name, sorted({rule.id for _, rule in known}), "`relplan rules` lists them")

"""The rules by which contracts are compared: all of them, those of one name, those weighed anew."""

from collections.abc import Iterable
from pathlib import Path

from relplan.contracts import KINDS, rules_of
from relplan.model.errors import UnknownNameError, WorkspaceError
from relplan.model.nearest import meant
from relplan.model.rule import Rule
from relplan.model.workspace import ContractKind


def all_rules(kind: ContractKind | None = None) -> tuple[tuple[ContractKind, Rule], ...]:
    """Return the rules of *kind*, else of all kinds, with their kinds; by kind, then by id."""
    kinds = KINDS if kind is None else (kind,)
    found = [(one, rule) for one in kinds for rule in rules_of(one).values()]
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def rules_called(name: str, kind: ContractKind | None) -> tuple[tuple[ContractKind, Rule], ...]:
    """Return the rules whose id is *name*, one for each kind that has it.

    Raises UnknownNameError where there is none.
    """
    known = all_rules(kind)
    found = tuple(pair for pair in known if pair[1].id == name)
    if not found:
        raise UnknownNameError(f"no rule is called '{name}'", _hint(name, known))
    return found


def check_severities(file: Path, severities: Iterable[str]) -> None:
    """Raise WorkspaceError where *severities*, of the relplan.toml *file*, name no rule at all."""
    unknown = list(severities)
    for kind in KINDS:
        if unknown:  # else no further table is loaded
            unknown = [name for name in unknown if name not in rules_of(kind)]
    if unknown:
        what = f"{file}: [severity] no rule is called '{unknown[0]}'"
        raise WorkspaceError(what, _hint(unknown[0], all_rules()))


def _hint(name: str, known: Iterable[tuple[ContractKind, Rule]]) -> str:
    return meant(name, sorted({rule.id for _, rule in known}), "`relplan rules` lists them")

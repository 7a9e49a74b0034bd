"""The rules by which contracts are compared: all of them, and the ones of one name."""

from difflib import get_close_matches

from relplan.contracts import KINDS, kind_of
from relplan.contracts.rules import by_id
from relplan.model.errors import UnknownNameError
from relplan.model.rule import Rule
from relplan.model.workspace import ContractKind


def all_rules(kind: ContractKind | None = None) -> tuple[tuple[ContractKind, Rule], ...]:
    """Return the rules of *kind*, else of all kinds, with their kinds; by kind, then by id."""
    kinds = KINDS if kind is None else (kind,)
    found = [
        (one, rule)
        for one in kinds
        if (known := kind_of(one)) is not None
        for rule in by_id(known.rules).values()
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def rules_called(name: str, kind: ContractKind | None) -> tuple[tuple[ContractKind, Rule], ...]:
    """Return the rules whose id is *name*, one for each kind that has it.

    Raises UnknownNameError where there is none.
    """
    known = all_rules(kind)
    found = tuple(pair for pair in known if pair[1].id == name)
    if not found:
        near = get_close_matches(name, {rule.id for _, rule in known}, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "`relplan rules` lists them"
        raise UnknownNameError(f"no rule is called '{name}'", hint)
    return found

"""Names contracts: short, in kebab-case, each once."""

from collections.abc import Collection, Iterable

from relplan.contracts.kind import ContractKind
from relplan.model.spelling import kebab


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name, for comparing it with others."""
    return frozenset(kebab(text).split("-")) - {""}


def contract_name(kind: ContractKind, base: str) -> str:
    """Return the name of a contract of *kind* that is about *base*."""
    name = kebab(base) or "unnamed"
    for ending in ("-service", "-svc"):
        name = name.removesuffix(ending) or name
    if name.split("-")[-1] in kind.says_it:
        return name
    return f"{name}-{kind.suffix}"


def may_mean(name: str, kind: ContractKind, found: str) -> bool:
    """Tell whether *name*, given by a person, fits a contract of *kind* that is called *found*."""
    words = words_of(name)
    return words <= words_of(found) or kebab(name).split("-")[-1] in kind.says_it


def unique(name: str, owner: str, taken: Collection[str]) -> str:
    """Return *name*, or one with *owner* or a number in it, that is not *taken*."""
    for candidate in _candidates(name, kebab(owner)):
        if candidate not in taken:
            return candidate
    raise AssertionError("there is always a next number")  # pragma: no cover


def _candidates(name: str, owner: str) -> Iterable[str]:
    yield name
    if owner and not name.startswith(owner):
        yield f"{owner}-{name}"
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1

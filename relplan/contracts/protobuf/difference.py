"""One thing that differs between two versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from relplan.contracts.protobuf.descriptors import Declaration


class Told(NamedTuple):
    """What a rule tells of one declaration."""

    rule: str
    text: str
    place: int
    """An offset into the revision's file; -1: the file as a whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rule tells, and of what."""

    told: Told
    file: str
    """The name of the revision's file; empty where it is gone."""
    part: str
    owner: str = ""
    """The message, enum or service that it is in, or is; empty: a package or a file."""
    declaration: Declaration | None = None


def about(subject: Declaration, file: str, told: Iterable[Told]) -> Iterator[Difference]:
    """Yield what is told of *subject*, at places of *file*."""
    is_part = subject.sort.is_part
    owner = subject.parent if is_part else subject.name
    for one in told:
        yield Difference(one, file, subject.name, owner, subject)

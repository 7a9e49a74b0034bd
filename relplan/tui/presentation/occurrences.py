"""The rows of the windows' screen: one heading an occurrence, the next one first."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from relplan.model.counting import counted, joined
from relplan.model.schedule import Dated, Late, LateKind, Schedule

_DAY = 86_400
_NO_DATE = "no date"
_ANY_TIME = "at any time"
_SINGLES = "singles:"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What ships together in one occurrence of a window, at any time, or at no known time."""

    key: str
    name: str
    at: int | None
    """When it begins, in seconds since 1970."""
    batches: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the heading of an *occurrence*, its batches of one folded into one, or a batch."""

    key: str
    occurrence: Occurrence
    one: Dated | None = None
    folded: tuple[Dated, ...] = ()
    is_open: bool = False


def occurrences(made: Schedule) -> list[Occurrence]:
    """Return what ships when, the next first, and what has no date last."""
    found: dict[str, list[Dated]] = {}
    for one in made.batches:
        found.setdefault(_key(one), []).append(one)
    return [
        Occurrence(key, _name(group), group[0].at, tuple(group)) for key, group in found.items()
    ]


def _key(one: Dated) -> str:
    if one.at is None:
        return _NO_DATE
    return f"{one.at} {one.end}" if one.windows else _ANY_TIME


def _name(group: Iterable[Dated]) -> str:
    """Return the windows that a *group* ships in: who needs two of them ships in both at once."""
    windows = ", ".join(dict.fromkeys(name for one in group for name in one.windows))
    return windows or _key(next(iter(group)))


def rows(made: Schedule, opened: Collection[str] = ()) -> list[Row]:
    """Return the rows; batches of one stand under their fold only where *opened* has its key."""
    found: list[Row] = []
    for each in occurrences(made):
        found.append(Row(f"window:{each.key}", each))
        singles = tuple(one for one in each.batches if len(one.batch.changes) == 1)
        together = [one for one in each.batches if len(one.batch.changes) > 1]
        found += [Row(one.batch.changes[0], each, one) for one in together]
        if len(singles) == 1:
            found.append(Row(singles[0].batch.changes[0], each, singles[0]))
        elif singles:
            key = f"{_SINGLES}{each.key}"
            found.append(Row(key, each, folded=singles, is_open=key in opened))
            if key in opened:
                found += [Row(one.batch.changes[0], each, one) for one in singles]
    return found


def heading(each: Occurrence, now: int, moment: str) -> str:
    """Return an occurrence in one line; *moment* is when it begins, as it is shown."""
    changes = counted(sum(len(one.batch.changes) for one in each.batches), "change")
    batches = counted(len(each.batches), "batch", "batches")
    late = sum(bool(delays(one)) for one in each.batches)
    size = f"{batches}, {changes}{f', {late} late' if late else ''}"
    if each.at is None or each.name == _ANY_TIME:
        return f"{each.name}: {size}"
    ahead = max(0, each.at - now) // _DAY
    away = f"in {counted(ahead, 'day')}" if ahead else "within a day"
    return f"{each.name} {moment}, {away}: {size}"


def delays(one: Dated) -> tuple[Late, ...]:
    """Return what makes it late, but for the wait for its own window, which all have."""
    return tuple(late for late in one.late if late.kind is not LateKind.WINDOW)


def reason(one: Dated, moment: str) -> str:
    """Say in a few words why it is late, or has no date; *moment* is when it would ship else."""
    if one.at is None:
        return f"waits for {joined(one.waits_for)}"
    late = delays(one)
    if not late:
        return ""
    first = late[0]
    more = f" and {len(late) - 1} more" if len(late) > 1 else ""
    return f"late: {first.kind} {first.what}, else {moment}{more}"


def services(found: Iterable[Dated]) -> Iterator[str]:
    """Yield the services of *found*, each once."""
    yield from dict.fromkeys(name for one in found for name in one.batch.services)

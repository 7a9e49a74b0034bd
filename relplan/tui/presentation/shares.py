"""The header's bars: how the changes of a plan are shared out, before the marks and now."""

from collections.abc import Sequence
from dataclasses import dataclass

from relplan.model.counting import counted
from relplan.planning.plan import Plan
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Line, Role, Span

_BEFORE, _NOW = "no marks ", "now      "
_CELLS_OF_A_BLOCK = 4
"""Fewer than these are no room for a batch of its own."""
_NARROWEST = 30
"""Cells below which a bar shows nothing that the numbers do not."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The changes of a plan, each counted once."""

    batches: tuple[float, ...]
    """How many go out in lock-step, by batch, the most first."""
    waiting: float
    """How many are alone in their batch, and wait for something or are not finished."""
    free: float
    """How many can ship by themselves. Between two plans on screen they are no whole numbers."""

    @property
    def total(self) -> float:
        """All of them."""
        return sum(self.batches) + self.waiting + self.free


def shares_of(plan: Plan) -> Shares:
    """Count the changes of *plan*."""
    free = plan.numbers.free
    batches = tuple(map(float, plan.lockstep_sizes))
    return Shares(batches, max(0.0, plan.numbers.changes - sum(batches) - free), float(free))


def between(before: Shares, after: Shares, way: float) -> Shares:
    """Return what to show *way* from one to the other; 0 is *before*, 1 is *after*."""
    count = max(len(before.batches), len(after.batches))
    pairs = zip(_filled(before.batches, count), _filled(after.batches, count), strict=True)
    return Shares(
        tuple(_mixed(old, new, way) for old, new in pairs),
        _mixed(before.waiting, after.waiting, way),
        _mixed(before.free, after.free, way),
    )


def _filled(sizes: tuple[float, ...], count: int) -> tuple[float, ...]:
    return (*sizes, *(0.0,) * (count - len(sizes)))


def _mixed(before: float, after: float, way: float) -> float:
    return before + (after - before) * way


def bar_lines(unmarked: Shares, now: Shares, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return a bar of the plan, below one of the plan without marks where that is another.

    None where there is nothing to share out, or no room.
    """
    if cells < _NARROWEST or not now.total:
        return []
    if unmarked == now:
        return [_bar(now, cells, glyphs)]
    room = cells - len(_NOW)
    return [
        (Span(_BEFORE, Role.DIM), *_bar(unmarked, room, glyphs)),
        (Span(_NOW, Role.STRONG), *_bar(now, room, glyphs)),
    ]


def _bar(shares: Shares, cells: int, glyphs: Glyphs) -> Line:
    blocks = [(size, Role.LOCKSTEP, glyphs.tied_share, "") for size in shares.batches if size]
    most = max(1, (cells - 2 * _CELLS_OF_A_BLOCK) // (_CELLS_OF_A_BLOCK + 1))
    if len(blocks) > most:
        others = blocks[most - 1 :]
        size = sum(block[0] for block in others)
        name = f"in {counted(len(others), 'batch', 'batches')}"
        blocks[most - 1 :] = [(size, Role.LOCKSTEP, glyphs.tied_share, name)]
    if shares.waiting:
        blocks.append((shares.waiting, Role.DIM, glyphs.waiting_share, "waiting"))
    blocks.append((shares.free, Role.INDEPENDENT, glyphs.free_share, "free"))
    sizes = [block[0] for block in blocks]
    least = [width(_label(block[0], block[3])) for block in blocks]
    line: list[Span] = []
    for (size, role, sign, word), room in zip(
        blocks, _cells_of(sizes, least, cells - len(blocks) + 1), strict=True
    ):
        if line:
            line.append(Span(" "))
        line.append(Span(_block(_label(size, word), sign, room), role))
    return tuple(line)


def _label(size: float, word: str) -> str:
    return f"{round(size)} {word}".rstrip()


def _block(label: str, sign: str, room: int) -> str:
    """Return a block of *room* cells with its label in it."""
    left = room - width(label)
    if left >= 4:  # a sign and a blank on either side
        label, left = f" {label} ", left - 2
    return sign * (left // 2) + label + sign * (left - left // 2)


def _cells_of(sizes: Sequence[float], least: Sequence[int], cells: int) -> list[int]:
    """Share *cells* out in proportion to *sizes*, but no fewer to any than its *least*.

    By largest remainders, so that they fill the bar.
    """
    left = max(0, cells - sum(least))
    total = sum(sizes) or 1.0
    exact = [left * size / total for size in sizes]
    shares = [int(share) for share in exact]
    by_rest = sorted(range(len(sizes)), key=lambda index: (shares[index] - exact[index], index))
    for index in by_rest[: left - sum(shares)]:
        shares[index] += 1
    return [fewest + share for fewest, share in zip(least, shares, strict=True)]

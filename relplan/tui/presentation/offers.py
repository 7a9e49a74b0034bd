"""The offers pane: what can be marked, and what that brings to the batch or change in hand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from relplan.model.counting import counted, days
from relplan.model.plan import Status
from relplan.model.scenario import Mark, Scenario
from relplan.planning.offers import Gain, Offer, Ranked
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.places import Names
from relplan.tui.presentation.safe import clean, width
from relplan.tui.presentation.spans import Line, Role, Span

Trial = tuple[str, Mark | None]
"""A coupling and the mark that it is tried with; None: without the one it has."""

IDLE = "idle"
"""Key of the row over the offers that change nothing."""
_WIDE = 56
"""Cells from which on a row has room for words beside its figures."""
_SHORTEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A line over some offers, or instead of them."""

    text: str
    key: str = ""
    """Empty: nothing can be done with it."""
    note: bool = False
    """It is a remark, not the name of what follows."""


Row = Heading | Offer


@dataclass(frozen=True, slots=True)
class Subject:
    """What offers are ranked for."""

    name: str
    """As people call it: a batch by its services, a change by its id; empty: nothing."""
    changes: frozenset[str]
    held_up: bool = False
    """It is not free, so that a mark may help it."""


NOTHING = Subject("", frozenset())


@dataclass(frozen=True, slots=True)
class Picture:
    """Offers as they are shown, all of them ranked for one subject."""

    found: Ranked
    gains: Mapping[Trial, Gain]
    subject: Subject = NOTHING
    involved: Collection[str] = ()
    """The couplings on paths of what is in hand."""
    renewed: bool = True
    """The figures are those of the plan on the screen; else of the one before, to be replaced."""

    @property
    def is_old(self) -> bool:
        """Whether it holds figures of the plan before."""
        return not self.renewed and bool(self.gains)

    def rows(self, offers: Iterable[Offer], names: Names, *, opened: bool) -> list[Row]:
        """Return its rows, with *offers* as they are now, those left out that are no more.

        A mark that was just taken off stands under those that are tried.
        """
        now = {row_key(offer): offer for offer in offers}
        on = [one for one in self.found.set if now.get(row_key(one), one).set]
        off = [one for one in self.found.set if one not in on]
        found = replace(self.found, set=tuple(on), untried=(*self.found.untried, *off))
        rows = rows_of(found, self.subject, names, opened=opened)
        return [row if isinstance(row, Heading) else now[row_key(row)]
                for row in rows if isinstance(row, Heading) or row_key(row) in now]  # fmt: skip


NO_PICTURE = Picture(Ranked((), (), (), (), ()), {})


def rows_of(found: Ranked, subject: Subject, names: Names, *, opened: bool) -> list[Row]:
    """Return the rows of the pane; *opened* shows the offers that change nothing, too."""
    rows: list[Row] = []
    if found.set:
        rows += [Heading("set"), *found.set]
    if subject.name:
        rows += _for_subject(found, subject, names)
    if found.elsewhere:
        rows.append(Heading("for others" if subject.name else "for all"))
        rows += found.elsewhere
    if found.untried:
        rows.append(Heading(f"{counted(len(found.untried), 'mark')} being tried", note=True))
        rows += found.untried
    if found.idle:
        rows.append(Heading(f"{len(found.idle)} that change nothing now", IDLE))
        rows += found.idle if opened else ()
    return rows


def _for_subject(found: Ranked, subject: Subject, names: Names) -> Iterator[Row]:
    if found.here:
        yield Heading(f"for {subject.name}")
        yield from found.here
    elif not subject.held_up:
        yield Heading(f"{subject.name} is free already", note=True)
    elif not found.untried:
        key = names("plan.propose")
        yield Heading(
            f"no mark alone helps {subject.name}: {key} finds the fewest that do", note=True
        )


def mark_action(mark: Mark) -> str:
    """Return the id of the action that sets *mark*, or takes it off."""
    return f"plan.{mark}"


def row_key(row: Row) -> str:
    """Return a row's name in the list."""
    if isinstance(row, Heading):
        return row.key or f"\0{row.text}"
    return f"{row.coupling.name}\0{row.mark}"


def row_line(
    row: Row, picture: Picture, opened: bool, cells: int, glyphs: Glyphs, names: Names
) -> Line:
    """Return one row of *picture*, of *cells* cells. What is not renewed yet is dim."""
    if isinstance(row, Heading):
        if row.key:
            sign = glyphs.unfolded if opened else glyphs.folded
            return (Span(f"{sign} {row.text}", Role.DIM),)
        if row.note and picture.is_old:  # what it says may be so no more
            return (Span(glyphs.ellipsis, Role.DIM),)
        dim = row.note or picture.is_old
        return (Span(row.text, Role.DIM if dim else Role.HEADING),)
    figures = _figures(row, picture, cells >= _WIDE, glyphs)
    taken = sum(width(span.text) for span in figures)
    involved = row.coupling.name in picture.involved
    start = f"{glyphs.folded if involved else ' '}{names(mark_action(row.mark))} "
    word = f" {row.mark}" if cells >= _WIDE else ""
    room = max(_SHORTEST_NAME, cells - taken - width(start) - width(word) - 1)
    name = clean(row.coupling.name, room, glyphs.ellipsis)
    return (
        Span(start, Role.MARK if row.set else Role.LOCKSTEP),
        Span(name, Role.MARK if row.set else Role.STRONG),
        Span(word, Role.DIM),
        Span(" " * (room - width(name) + 1)),
        *figures,
    )


def _figures(offer: Offer, picture: Picture, wide: bool, glyphs: Glyphs) -> Line:
    found = picture.gains.get(offer.trial)
    if offer.set and found is None:
        return (glyphs.mark_label(offer.mark),)
    if found is None:
        return (Span(glyphs.ellipsis, Role.DIM),)
    spans = _known(offer, found, wide, glyphs)
    if not picture.renewed:
        spans = tuple(Span(span.text, Role.DIM) for span in spans)
    return spans


def _known(offer: Offer, found: Gain, wide: bool, glyphs: Glyphs) -> Line:
    if offer.set:
        word = glyphs.mark_label(offer.mark)
        return (word, Span(f"  without it {found.after}", Role.DIM)) if wide else (word,)
    spans: list[Span] = []
    if found.here > 0:
        if found.after != found.before:
            spans.append(Span(f"{found.before}{glyphs.becomes}{found.after}", Role.BETTER))
        spans += _gained(found.freed, found.unblocked, wide, glyphs)
    else:
        gained = found.freed_elsewhere, found.unblocked_elsewhere
        spans += _gained(*gained, wide, glyphs)
        if not spans and found.elsewhere:
            smaller = f"{found.before_elsewhere}{glyphs.becomes}{found.after_elsewhere}"
            spans.append(Span(smaller, Role.BETTER))
    effort = days(offer.effort_days) if wide else f"{offer.effort_days:g}d"
    spans.append(Span(effort, Role.DIM))
    spaced = [
        Span(f" {span.text}" if index else span.text, span.role) for index, span in enumerate(spans)
    ]
    return tuple(spaced)


def _gained(freed: int, unblocked: int, wide: bool, glyphs: Glyphs) -> Iterator[Span]:
    if freed > 0:
        yield Span(f"+{freed} free" if wide else f"+{freed}", Role.BETTER)
    elif unblocked > 0:
        yield Span(
            f"{unblocked} unblocked" if wide else f"-{unblocked}{glyphs.status[Status.BLOCKED]}",
            Role.BETTER,
        )


def detail_line(
    offer: Offer, found: Gain | None, subject: Subject, scenario: Scenario, names: Names
) -> Line:
    """Return all that is known of an offer in one line."""
    coupling = offer.coupling
    what = " ".join(part for part in (coupling.detail, coupling.kind.value) if part)
    does = "take off" if scenario.mark_of(coupling.name) is offer.mark else "mark"
    said = [f"{names(mark_action(offer.mark))}: {does} {coupling.name} {offer.mark}"]
    if found is not None:
        said += _brought(found, subject, offer.set)
    if not offer.set:
        said.append(f"{days(offer.effort_days)} of work")
    said.append(f"{what} of {', '.join(coupling.services)}" if coupling.services else what)
    return (Span(said[0], Role.STRONG), Span("".join(f"; {part}" for part in said[1:])))


def _brought(found: Gain, subject: Subject, taken_off: bool) -> Iterator[str]:
    if subject.name and found.before != found.after:
        yield f"{subject.name}: {found.before} together, then {found.after}"
    if found.freed > 0:
        yield f"{found.freed} of them free"
    if found.unblocked > 0:
        yield f"{found.unblocked} of them blocked no more"
    if found.before_elsewhere:
        yield f"elsewhere {found.before_elsewhere} together, then {found.after_elsewhere}"
    others = found.freed_elsewhere
    if others:
        yield f"{abs(others)} {'more' if others > 0 else 'fewer'} free elsewhere"
    if not found.here and not found.elsewhere and not taken_off and not others:
        yield "changes nothing by itself now"

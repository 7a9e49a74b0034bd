"""When services may be deployed: windows, freezes, and the moments that they come to."""

from datetime import date, datetime
from enum import StrEnum

from relplan.model.value import value


class Counted(StrEnum):
    """What the capacity of a window counts."""

    CHANGES = "changes"
    SERVICES = "services"


@value()
class Window:
    """A time in which its services may be deployed, once or again and again."""

    name: str
    start: datetime
    """Local, without a time zone: the first one."""
    duration_minutes: int
    timezone: str
    """An IANA name."""
    rrule: str = ""
    """When it comes again (RFC 5545); empty: never."""
    exdate: tuple[date, ...] = ()
    """When it does not come: a local moment, or a date for whatever begins on that day."""
    rdate: tuple[datetime, ...] = ()
    """When it comes besides; local."""
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    """With no service and no team said, it is for all services."""
    capacity: int | None = None
    """The most that one occurrence takes; None: any number."""
    counted: Counted = Counted.CHANGES


@value()
class Freeze:
    """A time in which nothing of its services is deployed, whatever the windows say."""

    name: str
    start: datetime
    """Local, without a time zone."""
    end: datetime
    """The first moment after it; local."""
    timezone: str
    reason: str = ""
    rrule: str = ""
    """When it comes again (RFC 5545), as long each time by the local clock; empty: never."""
    exdate: tuple[date, ...] = ()
    """When it does not come: a local moment, or a date for whatever begins on that day."""
    rdate: tuple[datetime, ...] = ()
    """When it comes besides; local."""
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@value()
class Slot:
    """One occurrence of a window, in seconds since 1970."""

    window: str
    start: int
    end: int
    """The first second after it."""
    services: frozenset[str]
    capacity: int | None = None
    counted: Counted = Counted.CHANGES


@value()
class Ban:
    """One occurrence of a freeze, in seconds since 1970."""

    freeze: str
    start: int
    end: int
    services: frozenset[str]
    reason: str = ""


@value()
class Calendar:
    """All that is known of the time from *now* on."""

    now: int
    until: int
    """Nothing is known from here on: a date beyond it is none."""
    slots: tuple[Slot, ...] = ()
    """By start, then by name."""
    bans: tuple[Ban, ...] = ()
    bound: frozenset[str] = frozenset()
    """The services that some window is for, whether or not it comes before *until*; the others are
    deployed at any time."""
    zone: str = "UTC"
    """In which to show dates."""

    @property
    def limited(self) -> bool:
        """Whether some window has room for so much and no more."""
        return any(slot.capacity is not None for slot in self.slots)

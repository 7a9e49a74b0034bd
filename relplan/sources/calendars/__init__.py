"""Windows and freezes: their occurrences, and those of calendars in iCalendar form."""

from relplan.sources.calendars.expand import OccurrencesError, banned, occurrences
from relplan.sources.calendars.ics import read_ics

__all__ = ["OccurrencesError", "banned", "occurrences", "read_ics"]

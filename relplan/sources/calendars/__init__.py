"""Windows and freezes: their occurrences, and those of calendars in iCalendar form."""

from relplan.sources.calendars.expand import OccurrencesError, occurrences
from relplan.sources.calendars.ics import read_ics

__all__ = ["OccurrencesError", "occurrences", "read_ics"]

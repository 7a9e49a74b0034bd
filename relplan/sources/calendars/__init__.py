"""Windows and freezes: their occurrences, and those of calendars in iCalendar form."""

from relplan.sources.calendars.expand import OccurrencesError, banned, occurrences
from relplan.sources.calendars.ics import Imported, read_ics

__all__ = ["Imported", "OccurrencesError", "banned", "occurrences", "read_ics"]

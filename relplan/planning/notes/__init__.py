"""The notes of a release: what goes out, by service and by issue, and what stays behind."""

from relplan.planning.notes.notes import Chosen, goes, notes

__all__ = ["Chosen", "goes", "notes"]

"""The notes of a release as a page to send round or to print."""

from relplan.exports.html_page import html_page
from relplan.exports.notes.markdown import notes_markdown
from relplan.model.notes import Notes


def notes_html(notes: Notes) -> str:
    """Return one HTML file, with nothing from elsewhere."""
    return html_page(f"{notes.title} of {notes.workspace}", notes_markdown(notes))

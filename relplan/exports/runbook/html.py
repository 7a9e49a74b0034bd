"""A runbook to print: the Markdown one as a page of its own."""

from relplan.exports.html_page import html_page
from relplan.exports.runbook.markdown import runbook_markdown
from relplan.model.runbook import Runbook

_BOXES = "ul { list-style: none; padding-left: 1em; }\n"


def runbook_html(book: Runbook) -> str:
    """Return one HTML file, with nothing from elsewhere, that prints well."""
    text = runbook_markdown(book).replace("- [ ] ", "- \N{BALLOT BOX} ")
    return html_page("Runbook", text, _BOXES)

"""A runbook to print: the Markdown one as a page of its own."""

from markdown_it import MarkdownIt

from relplan.exports.runbook.markdown import runbook_markdown
from relplan.model.runbook import Runbook

_STYLE = """
body { font: 11pt/1.45 "DejaVu Sans", Verdana, Arial, sans-serif; }
body { max-width: 48em; margin: 2em auto; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; border-bottom: 1px solid #999; }
h3 { font-size: 12pt; margin-bottom: .3em; } ul { list-style: none; padding-left: 1em; }
li { margin: .2em 0; } code { font-size: 90%; } table { border-collapse: collapse; }
td, th { border: 1px solid #999; padding: .2em .7em; text-align: left; }
blockquote { border-left: 4px solid #a11d1d; margin: .5em 0; padding: .2em 1em; }
h3, blockquote, li { break-inside: avoid; } h3 { break-after: avoid; }
"""


def runbook_html(book: Runbook) -> str:
    """Return one HTML file, with nothing from elsewhere, that prints well."""
    text = runbook_markdown(book).replace("- [ ] ", "- \N{BALLOT BOX} ")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Runbook</title><style>{_STYLE}</style></head><body>\n{body}</body></html>\n"
    )

"""Markdown of ours as a page of HTML that prints well, with nothing from elsewhere."""

from html import escape

from relplan.exports.markdown_text import one_line

_STYLE = """
body { font: 11pt/1.45 "DejaVu Sans", Verdana, Arial, sans-serif; }
body { max-width: 48em; margin: 2em auto; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; border-bottom: 1px solid #999; }
h3 { font-size: 12pt; margin-bottom: .3em; } h4 { font-size: 11pt; margin: .6em 0 .2em; }
ul { padding-left: 1.4em; }
li { margin: .2em 0; } code { font-size: 90%; } table { border-collapse: collapse; }
td, th { border: 1px solid #999; padding: .2em .7em; text-align: left; }
blockquote { border-left: 4px solid #a11d1d; margin: .5em 0; padding: .2em 1em; }
h3, blockquote, li { break-inside: avoid; } h3, h4 { break-after: avoid; }
"""


def html_page(title: str, markdown: str, style: str = "") -> str:
    """Return one file, called *title*; HTML within *markdown* is shown and not taken for markup."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - loads when asked

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(one_line(title))}</title><style>{_STYLE}{style}</style></head>"
        f"<body>\n{body}</body></html>\n"
    )

"""``relplan help``: the pages that ship with relplan, in the terminal."""

import sys
from typing import Annotated

from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, Option
from relplan.cli.output import Style, say, say_table
from relplan.documentation import find_page, pages


def help_(
    topic: Annotated[
        str | None, Argument(metavar="[TOPIC]", help="One of the pages that it lists.")
    ] = None,
    man: Annotated[bool, Option("--man", help="Print the manual page of all commands.")] = False,
) -> int:
    """Show the guide: words, semantics, set-up, CI, architecture."""
    if man:
        from relplan.cli.manual import manual

        sys.stdout.write(manual())
        return EXIT_DONE
    if topic is None:
        say_table([[(page.topic, Style.BOLD), page.title] for page in pages()])
        say("`relplan help TOPIC` shows one of them, `relplan COMMAND --help` what a command takes")
        return EXIT_DONE
    page = find_page(topic)
    if not sys.stdout.isatty():  # as it stands, for another program
        sys.stdout.write(page.text)
        return EXIT_DONE
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(page.text))
    return EXIT_DONE

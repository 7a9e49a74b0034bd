"""``relplan ci``: what pipelines can take, to be put where they are."""

import sys
from typing import Annotated

from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument
from relplan.cli.output import Style, say, say_table
from relplan.resources import CI, ci_file


def ci(
    name: Annotated[
        str | None, Argument(metavar="[NAME]", help="One of those that it lists.")
    ] = None,
) -> int:
    """Print a pipeline for GitHub, GitLab or Jenkins, or the script that keeps its comment."""
    if name is None:
        say_table([[(one, Style.BOLD), about] for one, (_, about) in CI.items()])
        say("`relplan ci NAME` prints one of them; `relplan help ci` says what each needs")
        return EXIT_DONE
    sys.stdout.write(ci_file(name))
    return EXIT_DONE

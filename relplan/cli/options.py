"""What the arguments and options of commands are, and those that several commands take.

Commands declare theirs with these, and not with Typer's own, which takes longer to load than most
commands to run: `relplan.cli.plain` reads plain words by them, and `relplan.cli.app` gives them to
Typer, which reads all others.
"""

from collections.abc import Callable
from typing import Annotated

from relplan.cli.completion import complete_change

Complete = Callable[[str], list[str]]
"""Returns what a word that has begun so can be completed to."""


class Argument:
    """A word that stands for itself, by its place."""

    __slots__ = ("autocompletion", "help", "metavar")

    def __init__(
        self,
        *,
        help: str,  # noqa: A002 - called as in Typer, for whoever knows that
        metavar: str | None = None,
        autocompletion: Complete | None = None,
    ) -> None:
        self.help = help
        self.metavar = metavar
        self.autocompletion = autocompletion


class Option:
    """What begins with one of its names; of a bool the name is all of it."""

    __slots__ = ("autocompletion", "help", "metavar", "min", "names")

    def __init__(
        self,
        *names: str,
        help: str,  # noqa: A002
        metavar: str | None = None,
        min: float | None = None,  # noqa: A002
        autocompletion: Complete | None = None,
    ) -> None:
        self.names = names
        self.help = help
        self.metavar = metavar
        self.min = min
        self.autocompletion = autocompletion


Json = Annotated[bool, Option("--json", help="Print JSON for other programs.")]
InScenario = Annotated[str | None, Option("--scenario", help="The scenario; else your own.")]
ChangeName = Annotated[
    str | None,
    Argument(
        metavar="[CHANGE]",
        help="An id or a unique prefix of one; else the branch checked out here.",
        autocompletion=complete_change,
    ),
]
Yes = Annotated[bool, Option("--yes", "-y", help="Decide it in a main that is protected, too.")]
Seconds = Annotated[float, Option("--seconds", min=0.0, help="How long to look for cheaper marks.")]
At = Annotated[
    str | None,
    Option("--at", metavar="MOMENT", help="The same as --as-of before the command."),
]
Ascii = Annotated[bool, Option("--ascii", help="Draw with ASCII characters only.")]
Theme = Annotated[str | None, Option("--theme", help="The theme's name.")]

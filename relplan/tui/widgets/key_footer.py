"""The keys at the foot of the plan."""

from textual.app import ComposeResult
from textual.widgets import Footer


class KeyFooter(Footer):
    """textual's footer, which lets go of the keys that it shows no more.

    They are made anew whenever something over the plan is closed, and textual's own footer holds on
    to all that it ever made: a day of work would fill the memory with them.
    """

    def compose(self) -> ComposeResult:
        """Show the keys that are at hand now."""
        # What watches a reactive is looked through for what is gone only when the reactive is set.
        self.mutate_reactive(Footer.compact)
        yield from super().compose()

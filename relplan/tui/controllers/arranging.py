"""How the changes are laid out: order, groups, and the room that a pane has."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.arranging import (
    ABOUT_GROUPS,
    ABOUT_SORTS,
    Arrangement,
    Group,
    Sort,
)
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import CHOOSES, ListDialog
from relplan.tui.screens.plan_view import PlanView


class Arranging(Controller[PlanView]):
    """Sorts, groups and zooms."""

    @handles(Action("plan.sort", "S", "Sort", "Sort by wave, batch size, service, age, waiting."))
    def sort(self) -> None:
        """Ask for the order."""
        self._ask("sort by", ABOUT_SORTS, self._arrangement.sort, self._sorted)

    @handles(
        Action("plan.group", "B", "Group", "Group by batch and wave, service, team or feature.")
    )
    def group(self) -> None:
        """Ask for the groups."""
        self._ask("group by", ABOUT_GROUPS, self._arrangement.group, self._grouped)

    @handles(Action("plan.zoom", "z", "Zoom", "Give the pane in front the whole screen, or not."))
    def zoom(self) -> None:
        """Give the pane in front all the room, or take it back."""
        self.view.toggle_class("-zoomed")

    @property
    def _arrangement(self) -> Arrangement:
        return self.view.changes.arrangement

    def _ask(
        self,
        title: str,
        about: Mapping[Any, str],
        now: StrEnum,
        then: Callable[[str | None], None],
    ) -> None:
        lines: list[tuple[str, Line]] = [
            (one.value, (Span(f"{one.value:<12}", Role.STRONG), Span(text, Role.DIM)))
            for one, text in about.items()
        ]
        dialog = ListDialog(
            title,
            lines,
            self.view.session.glyphs,
            hint=CHOOSES,
            choosable=True,
            current=now.value,
        )
        self.view.app.push_screen(dialog, then)

    def _sorted(self, name: str | None) -> None:
        if name:
            self.view.panes.lay_out(replace(self._arrangement, sort=Sort(name)))

    def _grouped(self, name: str | None) -> None:
        if name:
            self.view.panes.lay_out(replace(self._arrangement, group=Group(name)))

"""What the plan screen shows, for its controllers to work on."""

from collections.abc import Callable
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from relplan.model.counting import counted
from relplan.model.decision import DecisionKind, LogEntry
from relplan.model.errors import ProtectedError, RelplanError
from relplan.planning.plan import Plan
from relplan.tui.actions import Action
from relplan.tui.presentation.answers import decided, effect
from relplan.tui.presentation.headline import Place as Whereabouts
from relplan.tui.presentation.headline import numbers_line, place_line
from relplan.tui.presentation.listing import BATCH, ChangeRow
from relplan.tui.presentation.places import HELP, KEYS, Key, Place
from relplan.tui.presentation.running import known_in_short
from relplan.tui.presentation.shares import shares_of
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.presentation.words import named
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.dialogs import LABEL, ListDialog
from relplan.tui.session import Session
from relplan.tui.text import content
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.panes import Panes
from relplan.tui.widgets.share_bar import ShareBar

SMALLEST = (60, 16)
"""Columns and lines below which nothing can be shown that helps."""
_WIDE = 120
_AGE_EVERY = 30.0
_BEGIN, _THERE = "Start here: ", "goes there"
_YES = "yes"


def _nothing() -> None:
    """Do nothing more."""


class PlanView(ControlledScreen[None]):
    """The session's plan: changes, why they are where they are, and what can be marked."""

    is_plan = True
    AUTO_FOCUS = "#changes"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 — textual declares it for instances
        (0, "-tiny"),
        (SMALLEST[0], "-narrow"),
        (_WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-low"),
        (SMALLEST[1], "-high"),
    ]

    guided = False
    """Whether a person is led through an example."""

    def __init__(self, session: Session) -> None:
        """Show *session*."""
        super().__init__()
        self.session = session
        self.panes = Panes(session, self.relplan.name_of)
        self.changes, self.reasons = self.panes.changes, self.panes.reasons
        self.offers = self.panes.offers

    # Layout

    def compose(self) -> ComposeResult:
        """Lay the panes out; which are seen is the style sheet's business."""
        yield Static(id="header")
        yield ShareBar(self.session.glyphs, id="shares")
        yield Static(id="progress")
        filter_line = Input(placeholder="text, service:, team:, status:", id="filter")
        filter_line.cursor_blink = False
        yield filter_line
        jump_line = Input(placeholder="letters of an id or a title", id="jump")
        jump_line.cursor_blink = False
        yield jump_line
        yield self.panes
        yield Static(id="detail")
        yield AnswerLine()
        yield Static(id="too-small")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the panes."""
        self.changes.focus()
        self.show_plan()
        self.set_interval(_AGE_EVERY, self.show_header)
        self._say_where_to_begin()

    def _say_where_to_begin(self) -> None:
        """Name what is worth most to whoever has not decided anything here yet."""
        if self.guided:  # two guides are none
            return
        session = self.session
        settled = (DecisionKind.MARK, DecisionKind.DISMISSAL, DecisionKind.ANSWER)
        largest = session.plan.largest
        decided_before = any(one.decision.kind in settled for one in session.bench.log())
        if decided_before:
            return
        uncertain, asked = session.plan.numbers.uncertain, session.plan.numbers.questions
        if asked and uncertain > (len(largest.changes) if largest else 0):
            key = self.relplan.name_of("plan.questions")
            verb = "settles" if asked == 1 else "settle"
            self.say(
                f"{_BEGIN}{counted(uncertain, 'uncertain change')}, which"
                f" {counted(asked, 'answer')} {verb} {session.glyphs.separator} {key} asks you"
            )
            return
        if largest is None:
            return
        key = f"{BATCH}{largest.changes[0]}"
        here = self.changes.key == key
        offers, enter = map(self.relplan.name_of, ("plan.pane-3", "list.choose"))
        how = f"{offers} shows what would free it" if here else f"{enter} {_THERE}"
        size = counted(len(largest.changes), "change")
        self.say(
            f"{_BEGIN}{named(largest)} is your largest batch, {size} that go out together or"
            f" not at all {session.glyphs.separator} {how}"
        )
        self.changes.begin_at = "" if here else key

    def end_hint(self) -> None:
        """Say no more that Enter goes to where to begin, once it does something else."""
        line = self.query_one(AnswerLine)
        if (
            line.said.startswith(_BEGIN)
            and line.said.endswith(_THERE)
            and not self.changes.begin_at
        ):
            line.end(line.said)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the words that fit."""
        width, height = event.size
        wanted = f"{SMALLEST[0]} columns and {SMALLEST[1]} lines"
        text = f"relplan needs {wanted}; here are {width} and {height}"
        self.query_one("#too-small", Static).update(content(text))
        self.show_header(width)
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus now."""
        self.show_keys()

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go to the next pane, one that is hidden too."""
        return self.panes.go_round(1)

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go to the pane before, one that is hidden too."""
        return self.panes.go_round(-1)

    @property
    def filter_line(self) -> Input:
        """Where the person types what they want to see."""
        return self.query_one("#filter", Input)

    @property
    def jump_line(self) -> Input:
        """Where the person types where they want to go."""
        return self.query_one("#jump", Input)

    # What is shown

    def is_up_to_date(self) -> bool:
        """Tell whether all that was decided elsewhere is on the screen.

        Where it is not, show it and say so: what was pressed was meant for what was there before.
        """
        with self.telling_faults():
            if not self.session.decided_elsewhere():
                return True
            self.show_what_others_did()
            self.refused("somebody decided something just now: look, and press it again")
        return False

    def attempt(
        self,
        action: Callable[[], object],
        then: Callable[[], object] = _nothing,
        otherwise: Callable[[], object] = _nothing,
    ) -> None:
        """Do something, show the plan anew, then do *then*; where it cannot be done, say why.

        Where it would change a main that is protected, the person is asked first. *otherwise* is
        done where it is not done in the end, whether it could not be or the person said no.
        """
        try:
            action()
        except ProtectedError as error:
            self._ask_first(error, partial(self.attempt, action, then, otherwise), otherwise)
        except RelplanError as error:
            self.tell(str(error), severity="error")
            otherwise()
        else:
            self.show_plan()
            then()

    def _ask_first(
        self, error: ProtectedError, go_on: Callable[[], object], otherwise: Callable[[], object]
    ) -> None:
        def answered(answer: str | None) -> None:
            if answer and self.is_up_to_date():
                with self.session.bench.changing_main():
                    go_on()
            else:
                otherwise()

        dialog = ListDialog(
            "main is protected",
            [
                (LABEL, (Span(error.what, Role.DIM),)),
                (_YES, (Span("decide it all the same"),)),
            ],
            self.session.glyphs,
            hint=(Key("list.choose", "decides it"), Key("app.back", "leaves all as it is")),
            choosable=True,
            decides=True,
        )
        self.app.push_screen(dialog, answered)

    def decide(
        self,
        *actions: Callable[[], LogEntry | None],
        then: Callable[[], object] = _nothing,
        otherwise: Callable[[], object] = _nothing,
    ) -> None:
        """Decide something, say what came of it, then do *then*; the rest is as in `attempt`."""
        if not self.is_up_to_date():
            otherwise()
            return
        before = self.session.plan
        entries: list[LogEntry] = []

        def take() -> None:
            for action in actions:
                try:
                    entry = action()
                except RelplanError as error:
                    if not entries:
                        raise
                    self.tell(str(error), severity="error")
                    return  # those before are taken
                if entry is not None:
                    entries.append(entry)

        def tell() -> None:
            if entries:
                self.answer(decided(entries), before)
            else:
                self.tell("that is so already")
            then()

        self.attempt(take, tell, otherwise)

    def answer(self, text: str, before: Plan, more: str = "", back: Action | None = None) -> None:
        """Say what was done to the plan *before*, what came of it, and how it is taken back."""
        glyphs = self.session.glyphs
        key = self.relplan.name_of(back.id if back else "plan.undo")
        verb = "redoes" if back and back.id == "plan.redo" else "undoes"
        did = effect(before, self.session.plan, glyphs)
        self.say(text, f": {did} {glyphs.separator} {key} {verb}{more}")

    def show_plan(self) -> None:
        """Show the plan of the scenario in use, with every cursor where it was."""
        self.session.reload()
        self.panes.show_plan()
        self.show_header()
        self.show_keys()
        self.keyboard.changed()

    def show_what_others_did(self) -> None:
        """Show the plan anew, here and on what lies over it: somebody else made it another one."""
        self.show_plan()
        self.keyboard.changed(by_others=True)
        for screen in self.app.screen_stack:
            if isinstance(screen, ControlledScreen):
                screen.follow()

    def worth(self) -> tuple[Key, ...]:
        """Return the keys for the last line: they change with the place."""
        place = self.place
        return KEYS[place] if place is Place.TYPING else (*KEYS[place], HELP)

    @property
    def place(self) -> Place:
        """Where the person is, and what the cursor is on."""
        if isinstance(self.focused, Input):
            return Place.TYPING
        if self.focused is self.reasons:
            return Place.EDGE if self.reasons.edge else Place.REASON
        if self.focused is self.offers:
            return Place.OFFER if self.offers.offer else Place.IDLE
        row = self.changes.row
        if row is None:
            return Place.EMPTY
        return Place.CHANGE if isinstance(row, ChangeRow) else Place.BATCH

    def here(self) -> tuple[str, list[tuple[str, str]]]:
        """Return what this place is called, and its keys, each with why it does nothing now."""
        place = self.place
        keys = [(key.action, self.disabled_reason(key.action)) for key in KEYS[place]]
        return place.value, keys

    def show_header(self, width: int = 0) -> None:
        """Show where a person is, and the numbers."""
        session = self.session
        glyphs = session.glyphs
        place = place_line(
            session.bench.name,
            session.scenario,
            session.age,
            session.bench.clock(),
            glyphs,
            Whereabouts(
                session.bench.environment,
                session.bench.as_of,
                known_in_short(session.plan.snapshot.production),
            ),
        )
        unmarked = session.unmarked
        cells = max(1, (width or self.size.width) - 2)
        numbers = numbers_line(session.plan.numbers, unmarked.numbers, glyphs, cells)
        first = content(*place, limit=cells, ellipsis=glyphs.ellipsis)
        self.query_one("#header", Static).update(first + "\n" + content(*numbers))
        bars = self.query_one("#shares", ShareBar)
        bars.show(shares_of(unmarked), shares_of(session.plan))

    @on(Panes.Opened)
    def _see_from_now_on(self) -> None:
        self.keyboard.changed()  # of keys typed in one burst, those behind were for what was there

    @on(Panes.Detail)
    def _show_detail(self, message: Panes.Detail) -> None:
        cells, ellipsis = max(1, self.size.width - 2), self.session.glyphs.ellipsis
        line = content(*message.line, limit=cells, ellipsis=ellipsis)
        self.query_one("#detail", Static).update(line)

    # Going elsewhere

    def go_to_change(self, change: str) -> None:
        """Put the cursor on *change*, without the filter where that hides it."""
        if self.changes.rows.index_of(change) is None and self.changes.filter:
            self.set_filter("")
        self.panes.go_to(self.changes)
        self.changes.go_to(change)

    def set_filter(self, text: str) -> None:
        """Show only what *text* lets pass, and go to the changes."""
        self.filter_line.value = text
        self.panes.narrow(text)
        self.close_filter()

    def close_filter(self) -> None:
        """Go to the changes; the line of the filter stays in sight while it holds one."""
        line = self.filter_line
        line.set_class(bool(line.value), "-open")
        self.changes.focus()

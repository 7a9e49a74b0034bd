"""What a controller can do is told by its methods."""

from textual.binding import Binding

from relplan.tui.actions import Action, Controller, Scope, bindings, handles

OPEN = Action("plan.open", "o", "Open", "Open it.")
CLOSE = Action("advice.close", "c,x", "Close", "Close it.")
QUIT = Action("app.quit", "q", "Quit", "Leave.", "quit")


class Door:
    opened = False


class Opening(Controller[Door]):
    def _opened_already(self) -> str:
        return "it is open already" if self.view.opened else ""

    @handles(OPEN, disabled=_opened_already)
    def open(self) -> None:
        self.view.opened = True

    @handles(CLOSE)
    def close(self) -> None:
        self.view.opened = False


def test_actions_stand_in_the_order_of_the_methods() -> None:
    assert Opening.actions() == [OPEN, CLOSE]


def test_a_handler_acts_and_says_why_it_cannot() -> None:
    door = Door()
    opening, handler = Opening(door), Opening.handlers["plan.open"]
    assert handler.disabled_reason(opening) == ""
    handler.perform(opening)
    assert door.opened
    assert handler.disabled_reason(opening) == "it is open already"
    assert Opening.handlers["advice.close"].disabled_reason(opening) == ""


def test_bindings_carry_the_id_for_the_keymap() -> None:
    found = bindings(QUIT, controllers=[Opening])
    assert [
        (one.key, one.action, one.id, one.show) for one in found if isinstance(one, Binding)
    ] == [
        ("q", "quit", "app.quit", False),
        ("o", "perform('plan.open')", "plan.open", False),
        ("c,x", "perform('advice.close')", "advice.close", False),
    ]


def test_what_stands_before_the_dot_is_the_scope() -> None:
    assert [one.scope for one in (OPEN, CLOSE, QUIT)] == [Scope.PLAN, Scope.ADVICE, Scope.APP]

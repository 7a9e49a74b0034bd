"""Keys one by one: each acts on what the key before it brought to the front.

textual hands a key to whatever has the focus when the key arrives, and does what it stands for
later. Of keys typed in one burst all but the first would go to what was in front before: ``/pay``
would press p, a and y in the plan. Here a key waits until all that the one before it set going is
done: until the line to type in, the dialog or the screen that it opened has the focus.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

_QUIET = 2
"""Rounds in which nothing comes to the front, after which nothing more will: a key can make a list
post a message, and that message's handler can bring something else to the front."""
LOST = 1.0
"""Seconds after which a round is begun anew: what it went through may have been closed."""
NOTICED = 0.25
"""Seconds until a person has seen that something moved which they did not move themselves."""

_TOO_EARLY = "that was pressed before this was on the screen: look, and press it again"


def now() -> float:
    """Return the moment on the clock by which textual dates what is pressed."""
    return Message().time


HandOn = Callable[[events.Event], Awaitable[None]]


class Keyboard:
    """What was typed and is not handed on yet."""

    def __init__(self, app: "App[Any]", hand_on: HandOn) -> None:
        """Give one key after the other to *hand_on*, which gives it to what has the focus."""
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._busy = False
        self._round = self._watched = 0
        self.pressed_at = now()
        """When the last key that was handed on was pressed."""
        self._changed_at = self.pressed_at

    async def take(self, event: events.Key | events.Paste) -> None:
        """Hand *event* on now, or when those before it have done all that they do."""
        self._waiting.append(event)
        if not self._busy:
            self._busy = True
            self._look()

    async def _next(self) -> None:
        if not self._waiting:
            self._busy = False
            return
        event = self._waiting.popleft()
        self.pressed_at = event.time
        await self._hand_on(event)
        self._look()

    # What a person saw when they pressed a key

    def changed(self, *, by_others: bool = False) -> None:
        """Take note that what decisions rest on has changed on the screen."""
        self._changed_at = max(self._changed_at, now() + NOTICED * by_others)

    def too_early(self, moved_at: float = 0.0) -> str:
        """Say that the last key was pressed before what it is for was seen; empty: it was seen.

        *moved_at* is when the row that it is for came under the cursor by itself.
        """
        seen_at = max(self._changed_at, moved_at + NOTICED)
        return _TOO_EARLY if self.pressed_at < seen_at else ""

    # Rounds: a callback goes the way that keys and messages go, behind all that are under way

    def _look(self, quiet: int = _QUIET) -> None:
        """Begin a round; after *quiet* ones that change nothing the next key's turn has come."""
        self._round += 1
        way = self._way()
        self._pass(way, partial(self._arrived, self._round, quiet, self._front()))

    def look_again(self) -> None:
        """Begin the round anew that was under way when this was called before, and still is."""
        if self._busy and self._round == self._watched:
            self._look()
        self._watched = self._round

    def _way(self) -> "list[MessagePump]":
        """Return what a key passes from the focus up to the app."""
        stack = self._app.screen_stack
        if not stack:
            return [self._app]
        focused = stack[-1].focused
        return [*(focused or stack[-1]).ancestors_with_self]

    def _front(self) -> tuple[object, ...]:
        """Return what decides where a key goes."""
        stack = self._app.screen_stack
        return (*stack, stack[-1].focused, stack[-1].is_mounted) if stack else ()

    def _pass(self, way: "list[MessagePump]", arrived: Callable[[], Awaitable[None]]) -> None:
        """Go *way* to its end, past what is closed meanwhile."""
        while len(way) > 1:
            first, *rest = way
            if first.is_running and first.call_later(self._pass, rest, arrived):
                return
            way = rest
        self._app.call_later(arrived)

    async def _arrived(self, number: int, quiet: int, before: tuple[object, ...]) -> None:
        if number != self._round:
            return
        front = self._front()
        if not front or front != before or not front[-1]:
            self._look()
        elif quiet > 1:
            self._look(quiet - 1)
        else:
            await self._next()

"""Keys one by one: each acts on what the key before it brought to the front.

textual hands a key to whatever has the focus when the key arrives, and does what it stands for
later. Of keys typed in one burst all but the first would go to what was in front before: ``/pay``
would press p, a and y in the plan. Here a key waits until all that the one before it set going is
done: until the line to type in, the dialog or the screen that it opened has the focus.
"""

from asyncio import sleep
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.app import App

_QUIET = 2
"""Looks that find nothing on its way, after which nothing more comes: what the first one finds done
may have left something for the app to do."""
_PATIENT, _REST = 500, 0.01
"""Looks at once, and the seconds between two later ones: a screen may be slow to open."""
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
        self.moves: frozenset[str] = frozenset()
        """The keys that do no more than move the cursor of a list."""
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._busy = False
        self.pressed_at = now()
        """When the last key that was handed on was pressed."""
        self._changed_at = self.pressed_at

    async def take(self, event: events.Key | events.Paste) -> None:
        """Hand *event* on now, or when those before it have done all that they do."""
        self._waiting.append(event)
        if not self._busy:
            self._busy = True
            stack = self._app.screen_stack
            if stack and stack[-1].is_mounted:
                await self._next()
            else:
                self._look()

    @property
    def is_idle(self) -> bool:
        """Whether all that was typed is done."""
        return not self._busy

    async def _next(self) -> None:
        if not self._waiting:
            self._busy = False
            return
        event = self._waiting.popleft()
        self.pressed_at = event.time
        stays = self._stays(event)
        await self._hand_on(event)
        if stays:
            await self._next()
        else:
            self._look()

    def _stays(self, event: events.Key | events.Paste) -> bool:
        """Tell whether what has the focus has it after *event*, too: no need to wait then.

        Who holds a key down, or types fast, would else wait for each picture in between.
        """
        focused = self._app.focused
        if isinstance(focused, Input):
            return isinstance(event, events.Paste) or event.is_printable
        return isinstance(event, events.Key) and event.key in self.moves

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

    # When all is done

    def _look(self, quiet: int = _QUIET, turns: int = 0) -> None:
        """Look whether all is done, once what the app has to do before that is done."""
        look = partial(self._looked, self._front(), quiet, turns + 1)
        if turns < _PATIENT:
            self._app.call_later(look)
        else:
            self._app.set_timer(_REST, look)

    async def _looked(self, before: tuple[object, ...], quiet: int, turns: int) -> None:
        await sleep(0)  # the app would do its own work for ever before others get their turn
        front = self._front()
        if front != before or not self._is_still():
            self._look(turns=turns)
        elif quiet > 1:
            self._look(quiet - 1, turns)
        else:
            await self._next()

    def _front(self) -> tuple[object, ...]:
        """Return what decides where a key goes."""
        stack = self._app.screen_stack
        return (*stack, stack[-1].focused) if stack else ()

    def _is_still(self) -> bool:
        """Tell whether nothing is on the way from what has the focus up to the app."""
        stack = self._app.screen_stack
        if not stack or not stack[-1].is_mounted:
            return False
        way = (stack[-1].focused or stack[-1]).ancestors_with_self
        return not any(one.message_queue_size for one in way if one is not self._app)

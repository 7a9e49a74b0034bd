"""What AsyncAPI's versions have in common: who sends which messages on which channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from relplan.contracts.references import Node
from relplan.contracts.schemas.change import Direction


class Action(StrEnum):
    """What the provider does."""

    SEND = "send"
    RECEIVE = "receive"

    @property
    def direction(self) -> Direction:
        """Who writes the messages: consumers do where the provider receives."""
        return Direction.REQUEST if self is Action.RECEIVE else Direction.RESPONSE

    @property
    def answer(self) -> "Action":
        """What the provider does with the answers."""
        return Action.SEND if self is Action.RECEIVE else Action.RECEIVE


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of message."""

    name: str
    """Nothing that is sent: it only tells messages of one operation apart."""
    node: Node
    payload: Node | None = None
    schema_format: str = ""
    """In which language the payload is described; empty: AsyncAPI's own, which is JSON Schema."""
    headers: Node | None = None
    content_type: Node | None = None
    correlation: Node | None = None
    bindings: Node | None = None
    unread: bool = False
    """Whether it could not be understood: then nothing can be said of it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What the provider does on one channel."""

    action: Action
    channel: str
    """Its address."""
    node: Node
    names: tuple[str, ...] = ()
    """How code may call it."""
    messages: tuple[Message, ...] = ()
    answers: tuple[Message, ...] = ()
    parameters: Mapping[str, Node] = field(default_factory=dict)
    """The schemas of the address's parameters."""
    bindings: tuple[Node, ...] = ()
    security: Node | None = None

    @property
    def part(self) -> str:
        """The name of the part of the contract."""
        return f"{self.action} {self.channel}"


@dataclass(frozen=True, slots=True)
class Api:
    """One file."""

    root: Node
    name: str
    operations: tuple[Operation, ...]
    servers: Mapping[str, Node]

"""Reads what both versions of AsyncAPI write alike."""

from collections.abc import Callable, Iterator

from relplan.contracts.asyncapi.model import Message
from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.references import Node, References

Fault = Callable[[UnreadableError], None]


class Reader:
    """Follows the references of one file, and takes note of those that lead nowhere."""

    def __init__(self, references: References, fault: Fault) -> None:
        """Say what cannot be understood to *fault*."""
        self._references = references
        self.fault = fault

    def resolved(self, node: Node | None) -> Node | None:
        """Return what *node* is or refers to; None, and a fault, where that is nothing."""
        if node is None:
            return None
        self._references.budget.spend(3)
        try:
            return self._references.follow(node)
        except BoundReachedError:
            raise
        except UnreadableError as error:
            self.fault(error)
            return None

    def child(self, node: Node | None, *steps: str) -> Node | None:
        """Return what stands below *node*, resolved."""
        return self.resolved(node.get(*steps)) if node is not None else None

    def below(self, node: Node | None) -> Iterator[tuple[str, Node]]:
        """Yield all values of an object, resolved."""
        if node is None or not isinstance(node.value, dict):
            return
        for name in node.value:
            found = self.child(node, name)
            if found is not None:
                yield name, found

    def items(self, node: Node | None) -> Iterator[Node]:
        """Yield all values of a list, not resolved."""
        listed = node.value if node is not None and isinstance(node.value, list) else []
        for index in range(len(listed)):
            self._references.budget.spend(2)
            item = node.get(str(index)) if node is not None else None
            if item is not None:
                yield item

    def message(self, node: Node, default_content_type: Node | None) -> Message:
        """Return one message, its traits included."""
        found = self.resolved(node)
        if found is None:
            return Message("", node, unread=True)
        if not isinstance(found.value, dict):
            self.fault(UnreadableError("a message is no object", found.path))
            return Message("", node, unread=True)
        payload, schema_format = self._payload(found)
        content_type = self._of_message(found, "contentType")
        return Message(
            _name_of(found) or _name_of(node) or _last_step(node, found),
            found,
            payload,
            schema_format,
            self._of_message(found, "headers"),
            content_type or default_content_type,
            self._of_message(found, "correlationId"),
            self._of_message(found, "bindings"),
        )

    def _payload(self, message: Node) -> tuple[Node | None, str]:
        """Return the schema of the payload, and in which language it is."""
        own = message.get("schemaFormat")
        payload = message.get("payload")
        if payload is not None and own is None:
            multi = payload if "schemaFormat" in _keys(payload) else None
            if multi is not None:
                own, payload = multi.get("schemaFormat"), multi.get("schema")
        return payload, own.value if own is not None and isinstance(own.value, str) else ""

    def _of_message(self, message: Node, key: str) -> Node | None:
        """Return what stands under *key*, in the message or else in its traits."""
        own = message.get(key)
        if own is not None:
            return own
        found = None
        for trait in self.items(message.get("traits")):
            resolved = self.resolved(trait)
            found = (resolved.get(key) if resolved is not None else None) or found
        return found


def _keys(node: Node) -> set[str]:
    return set(node.value) if isinstance(node.value, dict) else set()


def _name_of(node: Node) -> str:
    for key in ("messageId", "name", "title"):
        found = node.get(key)
        if found is not None and isinstance(found.value, str):
            return found.value
    return ""


def _last_step(node: Node, found: Node) -> str:
    """Return the key under which the message stands, where that is one."""
    step = found.pointer[-1] if found.pointer else ""
    place = found if found != node else node
    above = place.pointer[-2] if len(place.pointer) > 1 else ""
    return step if above == "messages" else ""


def text_of(node: Node | None) -> str:
    """Return a text, or none where there is no text."""
    return node.value if node is not None and isinstance(node.value, str) else ""

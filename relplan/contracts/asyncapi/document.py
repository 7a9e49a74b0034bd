"""Reads AsyncAPI 2.x and 3.x into one model."""

from collections.abc import Callable, Iterator, Mapping

from relplan.contracts.asyncapi.model import Action, Api, Message, Operation
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


_ACTIONS_2 = {"publish": Action.RECEIVE, "subscribe": Action.SEND}
"""Version 2 says what the application's clients do."""


def read_api(path: str, references: References, fault: Fault) -> Api:
    """Return what a file says. Raises UnreadableError where it is no AsyncAPI 2 or 3."""
    root = references.root(path)
    version = version_of(root.value)
    reader = Reader(references, fault)
    if version.startswith("2."):
        operations = _operations_2(root, reader)
    elif version.startswith("3."):
        operations = _operations_3(root, reader, references)
    else:
        raise UnreadableError(f"AsyncAPI '{version[:20]}' is neither 2.x nor 3.x", path)
    name = text_of(root.get("info", "title")).strip()
    servers = dict(reader.below(root.get("servers")))
    return Api(root, name, tuple(_merged(operations)), servers)


def version_of(data: object) -> str:
    """Return the version that a file says it has; empty: it is no AsyncAPI."""
    version = data.get("asyncapi") if isinstance(data, dict) else None
    if isinstance(version, int | float) and not isinstance(version, bool):
        return f"{float(version)}"
    return version if isinstance(version, str) else ""


def _operations_2(root: Node, reader: Reader) -> Iterator[Operation]:
    content_type = root.get("defaultContentType")
    for address, channel in reader.below(root.get("channels")):
        parameters = dict(_schemas_of_parameters(channel, reader))
        for key, action in _ACTIONS_2.items():
            node = reader.child(channel, key)
            if node is None:
                continue
            bindings = _present(channel.get("bindings"), node.get("bindings"))
            yield Operation(
                action,
                address,
                node,
                _present_text(node.get("operationId")),
                tuple(_messages_2(node, reader, content_type)),
                (),
                parameters,
                bindings,
                node.get("security"),
            )


def _messages_2(operation: Node, reader: Reader, content_type: Node | None) -> Iterator[Message]:
    node = operation.get("message")
    if node is None:
        return
    listed = node.get("oneOf")
    for item in reader.items(listed) if listed is not None else [node]:
        yield reader.message(item, content_type)


def _schemas_of_parameters(channel: Node, reader: Reader) -> Iterator[tuple[str, Node]]:
    """Yield the schema of each parameter; in version 3 it is one itself."""
    for name, parameter in reader.below(channel.get("parameters")):
        yield name, parameter.get("schema") or parameter


def _operations_3(root: Node, reader: Reader, references: References) -> Iterator[Operation]:
    used: set[tuple[str, tuple[str, ...]]] = set()
    for name, node in reader.below(root.get("operations")):
        channel = reader.child(node, "channel")
        action = text_of(node.get("action"))
        if channel is None or action not in ("send", "receive"):
            reader.fault(
                UnreadableError(
                    f"the operation '{name[:100]}' says no channel, or neither sends nor receives",
                    node.path,
                    references.line(node),
                )
            )
            continue
        used.add((channel.path, channel.pointer))
        yield _operation_3(root, name, Action(action), node, channel, reader)
    for _, channel in reader.below(root.get("channels")):
        if (channel.path, channel.pointer) not in used:
            yield from _operations_of_nobody(root, channel, reader)


def _operation_3(
    root: Node, name: str, action: Action, node: Node, channel: Node, reader: Reader
) -> Operation:
    content_type = root.get("defaultContentType")
    reply = reader.child(node, "reply")
    answers: tuple[Message, ...] = ()
    if reply is not None:
        answering = reader.child(reply, "channel")
        answers = tuple(_messages_3(reply, answering, reader, content_type))
    return Operation(
        action,
        _address(channel),
        node,
        (name,),
        tuple(_messages_3(node, channel, reader, content_type)),
        answers,
        dict(_schemas_of_parameters(channel, reader)),
        _present(channel.get("bindings"), node.get("bindings")),
        node.get("security"),
    )


def _operations_of_nobody(root: Node, channel: Node, reader: Reader) -> Iterator[Operation]:
    """Yield a channel that nobody is said to use both ways, for it may be either."""
    messages = tuple(_messages_3(channel, channel, reader, root.get("defaultContentType")))
    parameters = dict(_schemas_of_parameters(channel, reader))
    bindings = _present(channel.get("bindings"))
    if messages:
        for action in Action:
            yield Operation(
                action, _address(channel), channel, (), messages, (), parameters, bindings
            )


def _address(channel: Node) -> str:
    address = text_of(channel.get("address"))
    return address or (channel.pointer[-1] if channel.pointer else channel.path)


def _messages_3(
    node: Node, channel: Node | None, reader: Reader, content_type: Node | None
) -> Iterator[Message]:
    """Yield the messages that are listed, or else all of the channel's."""
    listed = node.get("messages")
    if listed is not None and isinstance(listed.value, list):
        nodes = list(reader.items(listed))
    else:
        all_of_them = channel.get("messages") if channel is not None else None
        names = all_of_them.value if all_of_them is not None else {}
        nodes = [
            item
            for name in (names if isinstance(names, dict) else {})
            if all_of_them is not None and (item := all_of_them.get(name)) is not None
        ]
    for item in nodes:
        yield reader.message(item, content_type)


def _merged(operations: Iterator[Operation]) -> Iterator[Operation]:
    """Yield the operations, those that do the same on the same channel as one."""
    found: dict[str, Operation] = {}
    for operation in operations:
        other = found.get(operation.part)
        found[operation.part] = operation if other is None else _both(other, operation)
    yield from found.values()


def _both(one: Operation, other: Operation) -> Operation:
    known = {(message.node.path, message.node.pointer) for message in one.messages}
    return Operation(
        one.action,
        one.channel,
        one.node,
        (*one.names, *other.names),
        (
            *one.messages,
            *(item for item in other.messages if (item.node.path, item.node.pointer) not in known),
        ),
        (*one.answers, *other.answers),
        _union(one.parameters, other.parameters),
        (*one.bindings, *other.bindings),
        one.security or other.security,
    )


def _union(one: Mapping[str, Node], other: Mapping[str, Node]) -> dict[str, Node]:
    return {**one, **other}


def _present(*nodes: Node | None) -> tuple[Node, ...]:
    return tuple(node for node in nodes if node is not None)


def _present_text(node: Node | None) -> tuple[str, ...]:
    text = text_of(node)
    return (text,) if text else ()

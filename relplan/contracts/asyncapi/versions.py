"""Makes one model of AsyncAPI 2.x and 3.x."""

from collections.abc import Iterator, Mapping

from relplan.contracts.asyncapi.model import Action, Api, Message, Operation
from relplan.contracts.asyncapi.reading import Fault, Reader, text_of
from relplan.contracts.bounds import UnreadableError
from relplan.contracts.references import Node, References

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

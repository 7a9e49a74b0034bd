"""Composes YAML's nodes from its events, without recursion.

The library's own composer calls itself for each level of nesting, in C: a megabyte of ``[`` ends
the process. Its parser does not, and leaves out YAML 1.1's idea of scalars, which is not ours.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from relplan.contracts.bounds import Budget, UnreadableError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STARTS = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


_STEPS = 2
"""Of reading an event, and of making data of it."""
_SIZE = 250
"""Bytes of a node, with where it stands and what is made of it."""


def compose_all(path: str, text: str, deepest: int, budget: Budget) -> Iterator[yaml.Node]:
    """Yield the node of each document in *text*, paid from *budget*.

    Raises UnreadableError below *deepest* levels of nesting, YAMLError where it is no YAML.
    """
    composer = _Composer(path, deepest)
    for event in yaml.parse(text, Loader=_LOADER):
        budget.spend(_STEPS)
        budget.keep(_SIZE)
        if isinstance(event, yaml.DocumentStartEvent):
            composer = _Composer(path, deepest)
        elif isinstance(event, yaml.DocumentEndEvent):
            if composer.root is not None:
                yield composer.root
        elif isinstance(event, _ENDS):
            composer.close()
        elif isinstance(event, yaml.NodeEvent):
            composer.add(event)


class _Composer:
    """Puts the nodes of one document together."""

    def __init__(self, path: str, deepest: int) -> None:
        self.root: yaml.Node | None = None
        self._path = path
        self._deepest = deepest
        self._anchors: dict[str, yaml.Node] = {}
        self._open: list[yaml.SequenceNode | yaml.MappingNode] = []
        self._keys: list[yaml.Node | None] = []
        """For each open mapping the key that waits for its value."""

    def add(self, event: Any) -> None:
        """Add the node that *event* stands for, or begins, to the one that is open."""
        node = self._node(event)
        if not self._open:
            self.root = node
        elif isinstance(self._open[-1], yaml.SequenceNode):
            self._open[-1].value.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node
        else:
            self._open[-1].value.append((self._keys[-1], node))
            self._keys[-1] = None
        if isinstance(event, _STARTS):
            self._open.append(node)
            self._keys.append(None)
            if len(self._open) > self._deepest:
                raise self._error("nested too deeply to be understood", event)

    def close(self) -> None:
        """End the node that is open."""
        self._open.pop()
        self._keys.pop()

    def _node(self, event: Any) -> Any:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise self._error("not valid YAML: an alias of nothing", event)
            return self._anchors[event.anchor]
        tag, mark = event.tag, event.start_mark
        node: yaml.Node
        if isinstance(event, yaml.ScalarEvent):
            node = yaml.ScalarNode(tag, event.value, mark, style=event.style)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = yaml.SequenceNode(tag, [], mark)
        else:
            node = yaml.MappingNode(tag, [], mark)
        if event.anchor is not None:  # before what is in it: that may be an alias of it
            self._anchors[event.anchor] = node
        return node

    def _error(self, what: str, event: Any) -> UnreadableError:
        return UnreadableError(what, self._path, event.start_mark.line + 1)

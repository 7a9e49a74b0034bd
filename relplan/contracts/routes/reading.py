"""Reads what the code of a service serves, by all frameworks that are known."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b

from relplan.contracts.routes.frameworks import FRAMEWORKS
from relplan.contracts.routes.paths import before_unknown, told_apart
from relplan.contracts.routes.route import Framework, Route, Served, Unclear

_KEPT = 8
"""Versions of a service's code that are remembered: each is held against its neighbours."""
_LARGEST = 1_000_000
"""Bytes of a file that people wrote."""
_known: OrderedDict[bytes, Served] = OrderedDict()


def may_serve(path: str, content: bytes) -> bool:
    """Tell whether any framework takes a file for one that may hold routes."""
    return len(content) <= _LARGEST and any(one.may_serve(path, content) for one in FRAMEWORKS)


def served_by(files: Mapping[str, bytes]) -> Served:
    """Return what *files*, the code of one service, serve; the same files are read once."""
    key = _name(files)
    if key not in _known:
        _known[key] = _read(files)
        if len(_known) > _KEPT:
            _known.popitem(last=False)
    _known.move_to_end(key)
    return _known[key]


def _name(files: Mapping[str, bytes]) -> bytes:
    known = blake2b(digest_size=16)
    for path, content in sorted(files.items()):
        known.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        known.update(content)
    return known.digest()


def _read(files: Mapping[str, bytes]) -> Served:
    found = [_read_by(framework, files) for framework in FRAMEWORKS]
    return Served(
        tuple(sorted({route for served in found for route in served.routes})),
        tuple(sorted({unclear for served in found for unclear in served.unclear})),
    )


def _read_by(framework: Framework, files: Mapping[str, bytes]) -> Served:
    own = {
        path: content
        for path, content in files.items()
        if len(content) <= _LARGEST and framework.may_serve(path, content)
    }
    return apart(framework.read(own)) if own else Served()


def apart(found: Served) -> Served:
    """Tell what is known of the paths that a framework *found* from what only others know."""
    return Served(tuple(map(_told, found.routes)), tuple(map(_known_of, found.unclear)))


def _told(route: Route) -> Route:
    below, path = told_apart(route.path)
    return replace(route, path=path, below=below) if below else route


def _known_of(unclear: Unclear) -> Unclear:
    return replace(unclear, prefix=before_unknown(unclear.prefix))

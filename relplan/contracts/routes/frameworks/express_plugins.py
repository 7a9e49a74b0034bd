"""The plug-ins of Fastify and Hapi: what is registered with a prefix, one by one or by folder."""

import posixpath
import re
from typing import Any

from relplan.contracts.reading.trees import text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import Foreign, Function, Thing
from relplan.contracts.routes.frameworks.javascript import Call, JavaScript
from relplan.contracts.routes.frameworks.paths import joined
from relplan.contracts.routes.frameworks.points import Point


class Plugins(JavaScript):
    """Follows plug-ins."""

    def plugin(self, point: Point, given: list[Any], call: Call) -> None:
        """Follow a plug-in of Fastify or Hapi: what it serves is below a prefix."""
        what, options = (*given, UNRESOLVED, UNRESOLVED)[:2]
        found: Any = ""
        if isinstance(what, Thing) and "plugin" in what.fields:
            options = what
        if isinstance(options, Thing):
            inner = options.fields.get("routes")
            found = options.fields.get("prefix", "")
            found = inner.fields.get("prefix", "") if isinstance(inner, Thing) else found
        if isinstance(what, Thing):
            what = self.offered(what, "default") if what.type == "module" else what
        prefix = found if isinstance(found, str) else None
        child = point.below(prefix)
        if isinstance(what, Foreign) and what.name.endswith("autoload") and isinstance(
            options, Thing
        ):  # fmt: skip
            if not self._autoload(point, options):
                self._plugged(child, prefix, call)
            return
        for one in what if isinstance(what, tuple) else (what,):
            plugin = _inner_plugin(one)
            if isinstance(plugin, Function):
                self.run(plugin, (child, options))
            elif isinstance(plugin, Point):
                child.mount(plugin, "")
            elif not point.may_be_none and call.nodes:
                self._plugged(child, prefix, call)

    def _autoload(self, point: Point, options: Thing) -> bool:
        """Follow the plug-ins of a folder, below their folders' names; tell whether it is known."""
        folder, inner = options.fields.get("dir"), options.fields.get("options")
        above = inner.fields.get("prefix", "") if isinstance(inner, Thing) else ""
        if not isinstance(folder, str) or not isinstance(above, str):
            return False
        for path in [one for one in self.files if one.startswith(f"{folder}/")]:
            module = self.module(path)
            own = [module.fields.get(name) for name in ("autoPrefix", "prefixOverride")]
            inside = posixpath.dirname(path)[len(folder) :]
            if "dirNameRoutePrefix" in options.fields:
                return False
            said = next((one for one in own if isinstance(one, str)), inside)
            steps = [f":{one[1:]}" if one.startswith("_") else one for one in said.split("/")]
            what = self.offered(module, "default")
            if isinstance(what, Function):
                self.run(what, (point.below(joined(above, *steps)), options))
        return True

    def _plugged(self, child: Point, prefix: str | None, call: Call) -> None:
        said = text_of(call.nodes[0])
        if prefix or re.search(r"route|autoload|controller", said, re.IGNORECASE):
            self.table.add(child, "", None, self.place(call.node))


def _inner_plugin(value: Any) -> Any:
    """Return the function that a plug-in of Hapi registers itself with."""
    for name in ("plugin", "register"):
        if isinstance(value, Thing):
            value = value.fields.get(name, value)
    return value

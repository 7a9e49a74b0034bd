"""What is run by name: the targets of a Makefile, the scripts of a package.json."""

import json
import re
from collections.abc import Iterator

_MOST = 60
"""Targets of one command."""


def script_of(text: str, name: str) -> tuple[str, int]:
    """Return a script of a package.json, and its line."""
    try:
        data = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return "", 0
    scripts = data.get("scripts") if isinstance(data, dict) else None
    script = scripts.get(name) if isinstance(scripts, dict) else None
    if not isinstance(script, str):
        return "", 0
    at = text.find(f'"{name}"')
    return script, text.count("\n", 0, max(at, 0)) + 1


def recipes(text: str, wanted: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the recipes of targets and of what they depend on, each with its first line."""
    rules = _rules(text)
    ahead = list(wanted[:20])
    seen: set[str] = set()
    while ahead and len(seen) < _MOST:
        name = ahead.pop(0)
        if name in rules and name not in seen:
            seen.add(name)
            line, needs, recipe = rules[name]
            ahead = [*needs, *ahead]
            yield line, _with_variables(text, "\n".join(recipe))


def _rules(text: str) -> dict[str, tuple[int, list[str], list[str]]]:
    """Return a Makefile's targets: where their recipes begin, what they need, what they run."""
    found: dict[str, tuple[int, list[str], list[str]]] = {}
    recipe: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("\t"):
            recipe.append(line.strip("\t ").lstrip("-@+"))
            continue
        head, colon, needs = line.partition(":")
        if colon and not needs.startswith(("=", ":")) and "=" not in head:
            recipe = []
            for name in head.split()[:20]:
                found.setdefault(name, (number + 1, needs.split()[:50], recipe))
    return found


def _with_variables(text: str, recipe: str) -> str:
    """Put the variables of a Makefile in; ``$$`` is the shell's own sign."""
    known = dict(re.findall(r"^(\w+)[ \t]*[:?]?=[ \t]*([^\n#]*)$", text, re.MULTILINE)[:200])
    filled = re.sub(
        r"\$[({](\w+)[)}]", lambda m: known.get(m[1], f"${{{m[1]}}}").strip()[:500], recipe
    )
    return filled.replace("$$", "$")

"""Puts names in the place of what templates of SQL fill in."""

import re

_TAG = re.compile(
    r"\{\{-?\s*(?:(?P<go>if|else|end|range|with|define|block|template)\b|/\*)[^{}]{0,300}\}\}"
    r"|\{%-?\s*(?P<jinja>\w+)[^{}]{0,300}%\}|\{#[^{}]{0,2000}#\}"
)
_HOLE = r"\{\{[^{}\n]{0,200}\}\}|\$\{[^{}\n]{0,120}\}|\$\(\w{1,60}\)"
_SCHEMA = re.compile(r"[\"`\[]?\{\{[^{}\n]{0,200}\}\}[\"`\]]?\.(?=[\w\"`\[])")
"""A schema that a template fills in, as in ``{{ .Namespace }}.users``: the table is what counts."""
_FILLED = re.compile(_HOLE)
_NAMED = re.compile(
    r"(?P<before>\b(?:TABLE|INTO|UPDATE|FROM|JOIN|ON|VIEW|INDEX|TO|EXISTS|COLUMN|ONLY|SCHEMA|ROLE"
    r"|USER)\s+)(?::(?:\"(?P<quoted>\w+)\"|(?P<psql>[A-Za-z_]\w*))"
    r"|(?:@(?P<maven>[A-Za-z_][\w.-]{0,60})@|\{(?P<python>[A-Za-z_]\w{0,60})?\}"
    r"|<%=(?P<erb>[^<>%\n]{0,200})%>|&&?(?P<oracle>[A-Za-z_]\w{0,60})\.?)(?=[\s.;]|$))",
    re.IGNORECASE,
)
"""A hole where only a name can stand, with nothing of the name beside it."""
_WORD = re.compile(r"[A-Za-z_]\w*")
_OPENS = frozenset({"if", "range", "with", "for", "define", "block", "macro"})
_CLOSES = frozenset({"end", "endif", "endfor", "endwith", "endmacro", "endblock"})


def filled(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return *text* with names for its holes, and the lines, first and last, under conditions.

    No line moves.
    """
    if "{" in text or "$(" in text:
        lines = _conditional(text) if "{{" in text or "{%" in text else []
        text = _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), text)
        text = _FILLED.sub(_name, _SCHEMA.sub("", text))
    else:
        lines = []
    has_named = any(sign in text for sign in ":@{<&")
    return (_NAMED.sub(_named, text) if has_named else text), lines


def _named(hole: re.Match[str]) -> str:
    _, *names = hole.groups("")
    words = _WORD.findall("".join(names))
    return f"{hole['before']}{words[-1].lower() if words else 'hole'}"


def _name(hole: re.Match[str]) -> str:
    """Return the last name in a hole, before what filters it."""
    words = _WORD.findall(hole[0].partition("|")[0])
    return words[-1].lower() if words else "hole"


def _conditional(text: str) -> list[tuple[int, int]]:
    """Return the lines of the outermost conditions, which do not meet, in their order."""
    found: list[tuple[int, int]] = []
    depth, first, line, counted = 0, 0, 1, 0
    for tag in _TAG.finditer(text):
        line += text.count("\n", counted, tag.start())
        counted = tag.start()
        word = tag["go"] or tag["jinja"] or ""
        if word in _OPENS:
            first = line if depth == 0 else first
            depth += 1
        elif word in _CLOSES and depth:
            depth -= 1
            if depth == 0:
                found.append((first, line + tag[0].count("\n")))
    return found

"""The rules of a Gradle build that change what its dependencies ask for.

``resolutionStrategy.eachDependency`` and ``dependencySubstitution`` hold code. Where it only
compares a group and a name with texts, and gives a version that stands there, it is known what the
rule chooses; else it is known, at most, for which packages it may choose another version.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from relplan.contracts.library.packages import Pin, Role

UNSURE = "what a rule of the build chooses"
"""In a range: no version is known, and no range admits or refuses such a one."""
_LITERAL = r"""(?:"[^"\n]*+"|'[^'\n]*+')"""
_TOKEN = re.compile(
    r'"""(?:[^"]|"(?!""))*+(?:""")?' + r"""|'''(?:[^']|'(?!''))*+(?:''')?"""
    r"""|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|[{}]"""
)
_HOLDS_RULES = re.compile(r"\b(eachDependency|dependencySubstitution)\b")
_UNREAD = re.compile(r"\beachDependency\b(?![^{\n]*+\{)")
_OF_ALL = re.compile(r"\bconfigurations\b[^\n]*\b(?:all|configureEach)\b")
_MAYBE = re.compile(r"\b(?:if|else|when|switch|for|while|matching)\b")
_LEAVES = re.compile(r"\b(?:return|throw|break|continue)\b")
_PARAMETER = re.compile(r"^\s*+(?:[\w.]+\s+)?\w+\s*+->")
_IF = re.compile(r"\bif\s*+\(")
_ELSE = re.compile(r"\s*+else\b\s*+")
_OPENS = re.compile(r"\s*+\{")
_STATEMENT = re.compile(r"\s*+[^\n;]*+")
_HARMLESS = re.compile(
    r"^[ \t]*+(?:(?:def|val|var|String)\s++\w++\s*+=|println\b|logger\.)[^\n;]*+", re.MULTILINE
)
_EQUAL = re.compile(rf"\s*+(?:\w++\.)?requested\.(group|name)\s*+==\s*+({_LITERAL})\s*+")
_USE = re.compile(
    rf"(?:\b\w{{1,80}}\.)?\buseVersion(?:\s*+\(\s*+|\s++)({_LITERAL}|[A-Za-z_][\w.]*+)\s*+\)?"
)
_BECAUSE = re.compile(rf"(?:\b\w{{1,80}}\.)?\bbecause\s*+\(?\s*+{_LITERAL}\s*+\)?")
_MODULE = rf"(module|project)\s*+\(\s*+({_LITERAL})\s*+\)"
_SUBSTITUTE = re.compile(
    rf"\bsubstitute\s*+\(?\s*+{_MODULE}\s*+\)?\s*+\.?\s*+(?:using|with)\s*+\(?\s*+{_MODULE}\s*+\)?"
)
_MOST_RULES = 200
"""Of one build; of one that has more it is not known what any of them does."""
_MOST_BLOCKS = 20
"""In each other, that are looked at; and as many characters times six of what is before each."""
_BRACKET = re.compile(rf"{_LITERAL}|[(){{}}]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule does with the packages that it is for; the last of several counts."""

    group: str = ""
    """Empty: any."""
    name: str = ""
    """Empty: any."""
    asked: str = ""
    """The version that the rule replaces; empty: any."""
    version: str = ""
    """As written, with holes; empty: none is known."""
    target: str = ""
    """The ``group:artifact`` that stands in for the package; empty: it stays."""
    is_project: bool = False
    """A project of the build stands in for it."""
    line: int = 0
    """Where its block begins; 0: in another file."""
    own: bool = True
    """It is for the build in whose file it stands."""
    below: bool = False
    """It is for the builds in the folders below, too."""

    def is_for(self, pin: Pin) -> bool:
        """Tell whether it changes what *pin* asks for."""
        group, _, name = pin.package.partition(":")
        return (
            self.group in ("", group)
            and self.name in ("", name)
            and self.asked in ("", pin.range)
            and pin.role is not Role.MANAGED  # what it publishes for others
        )


def split(text: str) -> tuple[str, list[Rule]]:
    """Return a build's text, of the same lines, without what is in its rules, and these."""
    kept: list[str] = []
    rules: list[Rule] = []
    headers: list[str] = []
    """What stands before the brace of each block around."""
    start = since = body = depth = 0
    for token in _TOKEN.finditer(text) if _HOLDS_RULES.search(text) else ():
        if token[0] == "{":
            headers.append(_last_line(text[since : token.start()]))
            if not depth and _HOLDS_RULES.search(headers[-1]):
                body, depth = token.end(), len(headers)
        elif token[0] == "}" and headers:
            if depth == len(headers):
                rules += islice(_of_block(text, body, token.start(), headers), _MOST_RULES + 1)
                kept += text[start:body], "\n" * text.count("\n", body, token.start())
                start, depth = token.start(), 0
            headers.pop()
        if token[0] in "{}":
            since = token.end()
        if len(rules) > _MOST_RULES:
            break
    rest = "".join((*kept, text[start:]))
    unread = "eachDependency" in rest and _UNREAD.search(_TOKEN.sub(_without_comment, rest))
    return rest, [Rule(below=True)] if depth or unread or len(rules) > _MOST_RULES else rules


def _last_line(text: str) -> str:
    return text.rstrip().rpartition("\n")[2][-6 * _MOST_BLOCKS :]


def _of_block(text: str, start: int, end: int, around: Sequence[str]) -> Iterator[Rule]:
    path = " ".join(around[-_MOST_BLOCKS:])
    if re.search(r"\bbuildscript\b", path):
        return  # of what runs the build
    own, below = "subprojects" not in path, "allprojects" in path or "subprojects" in path
    where = Rule(line=text.count("\n", 0, start) + 1, own=own, below=below)
    code = _TOKEN.sub(_without_comment, text[start:end])
    if "dependencySubstitution" in around[-1]:
        found = _substitutions(code, where)
    elif _LEAVES.search(code):
        found = iter([where])
    else:
        found = _statements(_PARAMETER.sub("", code, count=1), where)
    if _OF_ALL.search(path) and not _MAYBE.search(path):
        yield from found
    else:  # it is for some configurations, or not always
        yield from (_unsure(rule) for rule in found)


def _unsure(rule: Rule) -> Rule:
    return replace(rule, version="", is_project=False)


def _without_comment(token: re.Match[str]) -> str:
    return "\n" * token[0].count("\n") if token[0][0] == "/" else token[0]


def _statements(code: str, where: Rule, deep: int = 0) -> Iterator[Rule]:
    """Yield what the statements of a rule do with what *where* is for, in their order."""
    place = 0
    while match := _IF.search(code, place):
        yield from _plain(code[place : match.start()], where)
        if deep > _MOST_BLOCKS:
            yield where
            return
        found, place = _condition(code, match, where, deep)
        yield from found
    yield from _plain(code[place:], where)


def _plain(code: str, where: Rule) -> Iterator[Rule]:
    """Yield what statements without a condition do."""
    left = _HARMLESS.sub("", _BECAUSE.sub("", code))
    uses = [match[1] for match in _USE.finditer(left)]
    if re.search(r"\w", _USE.sub("", left)) or len(uses) > 1:
        yield where
    elif uses:
        yield replace(where, version=_written(uses[0]))


def _condition(code: str, match: re.Match[str], where: Rule, deep: int) -> tuple[list[Rule], int]:
    """Return what a statement ``if`` does, and where it ends."""
    closed = _closing(code, match.end() - 1)
    branch, end = _branch(code, closed)
    found: list[Rule] = []
    for bounds, sure in _bounds(code[match.end() : closed - 1], where):
        inner = _statements(branch, bounds, deep + 1)
        found += inner if sure else map(_unsure, inner)
    otherwise = _ELSE.match(code, end)
    if otherwise:
        chosen = len(list(_plain(branch, where))) == 1 and not _IF.search(branch)
        again = _IF.match(code, otherwise.end())
        if again and deep < _MOST_BLOCKS:
            others, end = _condition(code, again, where, deep + 1)
        else:
            branch, end = _branch(code, otherwise.end())
            others = list(_statements(branch, where, deep + 1))
        # The first branch counts where both are for a package: it comes last.
        found = [*(others if chosen else map(_unsure, others)), *found]
    return found, end


def _bounds(condition: str, where: Rule) -> Iterator[tuple[Rule, bool]]:
    """Yield what each alternative of a condition is for, and whether it says no more than that."""
    alternatives = condition.split("||")
    if len(alternatives) > 1 and not all(_EQUAL.fullmatch(one) for one in _terms(alternatives)):
        yield where, False
        return
    for alternative in alternatives:
        found, sure = where, True
        for term in _terms([alternative]):
            match = _EQUAL.fullmatch(term)
            value = match[2][1:-1] if match else ""
            if match and value and "$" not in value and not getattr(found, match[1]):
                group, name = found.group, found.name
                is_group = match[1] == "group"
                found = replace(
                    found, group=value if is_group else group, name=name if is_group else value
                )
            else:
                sure = False
        yield found, sure


def _terms(alternatives: Iterable[str]) -> list[str]:
    return [term for alternative in alternatives for term in alternative.split("&&")]


def _branch(code: str, place: int) -> tuple[str, int]:
    """Return the statement that begins at *place*, or those in its braces, and where it ends."""
    opened = _OPENS.match(code, place)
    if opened:
        end = _closing(code, opened.end() - 1)
        return code[opened.end() : end - 1], end
    one = _STATEMENT.match(code, place)
    end = one.end() if one else len(code)
    return code[place:end], end


def _closing(code: str, opening: int) -> int:
    """Return the place behind the bracket that closes the one at *opening*."""
    deep = 0
    for token in _BRACKET.finditer(code, opening):
        deep += (token[0] in "({") - (token[0] in ")}")
        if deep == 0:
            return token.end()
    return len(code) + 1


def _substitutions(code: str, where: Rule) -> Iterator[Rule]:
    """Yield what rules such as ``substitute module('a:b') using module('a:b:1.2')`` do."""
    code = _BECAUSE.sub("", code)
    if re.search(r"\w", _SUBSTITUTE.sub("", code)):
        yield where
        return
    for match in _SUBSTITUTE.finditer(code):
        if match[1] == "project":
            continue  # what it stands for was of no other repository
        group, name, asked = (*match[2][1:-1].split(":"), "", "")[:3]
        target, version = "", ""
        if match[3] == "module":
            new_group, new_name, version = (*match[4][1:-1].split(":"), "", "")[:3]
            target = f"{new_group}:{new_name}"
        rule = replace(where, group=group, name=name, asked=asked, version=version)
        yield replace(rule, target=target, is_project=match[3] == "project")


def _written(text: str) -> str:
    return text[1:-1] if text[0] in "\"'" else f"${{{text}}}"


def ruled(pins: Iterable[Pin], rules: Sequence[Rule], forced: Collection[str]) -> Iterator[Pin]:
    """Yield *pins* as *rules*, whose holes are filled, leave them.

    Of a package that is *forced*, too, it is not known which of the two counts.
    """
    for pin in pins:
        rule = next((rule for rule in reversed(rules) if rule.is_for(pin)), None)
        if rule is None:
            yield replace(pin, hidden="$" in pin.range)
        elif rule.is_project:
            yield replace(pin, inside=True)
        elif not rule.version or "$" in rule.version or pin.package in forced:
            known = f"{pin.range} or {UNSURE}" if pin.range else UNSURE
            yield replace(pin, range=known, hidden=True)
        else:
            yield replace(
                pin,
                package=rule.target or pin.package,
                range=rule.version,
                line=rule.line or pin.line,
            )

"""Jenkinsfiles: stages and the shell steps in them, by a scanner that passes over all else."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from relplan.sources.pipelines.cloud_tools import started
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Step, Target
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.shell import expanded

_LARGEST = 200_000
_MOST_FILES = 50
_DEEPEST = 60
_MOST_STEPS = 2_000
_TEXT = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"")
_WORD = re.compile(r"[A-Za-z_][\w.]*")
_SIGNS = frozenset("{}()[],:=>\n-")
_SHELLS = frozenset({"sh", "bat", "powershell", "pwsh"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    start: int
    end: int


@dataclass(slots=True)
class _Frame:
    """A block that is open."""

    kind: str
    name: str = ""
    folders: tuple[str, ...] = ()
    """Those that are entered one after the other; a loop's variable may stand in them."""
    guards: tuple[str, ...] = ()
    job: Job | None = None
    ends: set[str] = field(default_factory=set)
    """Stages that what comes next in it waits for."""
    beside: set[str] = field(default_factory=set)
    """Stages that run beside each other in it."""
    loop: tuple[str, tuple[str, ...]] = ("", ())
    first: int = 0


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of all Jenkinsfiles."""
    paths = sorted(path for path in files.paths if is_mine(path))
    for path in paths[:_MOST_FILES]:
        folder = posixpath.dirname(path)
        # Where each service has its own file, that is run with the service in mind.
        name = posixpath.basename(folder) if folder else ""
        yield Pipeline(name, path, _Scanner(path, files.text(path)[:_LARGEST]).jobs())


def is_mine(path: str) -> bool:
    """Tell whether a file is called as Jenkins' are: ``Jenkinsfile``, ``deploy.Jenkinsfile``."""
    name = posixpath.basename(path)
    return name.startswith("Jenkinsfile") or name.endswith((".jenkinsfile", ".Jenkinsfile"))


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the words, texts and signs; comments are passed over."""
    at, line, last = 0, 1, 0
    while at < len(text):
        kind, end = _token_at(text, at)
        line += text.count("\n", last, at)
        last = at
        if kind:
            yield _Token(kind, text[at:end], line, at, end)
        at = end


def _token_at(text: str, at: int) -> tuple[str, int]:
    """Return what begins at *at*, empty where that is nothing, and where it ends."""
    for begin, ending, kind in _LONG:
        if text.startswith(begin, at):
            end = text.find(ending, at + len(begin))
            return kind, len(text) if end < 0 else end + len(ending)
    if text.startswith("//", at):
        end = text.find("\n", at)
        return "", len(text) if end < 0 else end
    match = _TEXT.match(text, at) or _WORD.match(text, at)
    if match:
        return "text" if text[at] in "'\"" else "word", match.end()
    return "sign" if text[at] in _SIGNS else "", at + 1


_LONG = (("/*", "*/", ""), ("'''", "'''", "text"), ('"""', '"""', "text"))


def _lists(tokens: Sequence[_Token]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the lists of plain texts that variables are set to."""
    for at, token in enumerate(tokens):
        ahead = tokens[at + 1 : at + 3]
        if token.kind == "word" and [one.text for one in ahead] == ["=", "["]:
            inside = list(takewhile(lambda one: one.text != "]", tokens[at + 3 : at + 200]))
            rest = [one for one in inside if one.text not in (",", "\n")]
            if rest and all(one.kind == "text" for one in rest):
                yield token.text, tuple(_plain(one.text) for one in rest)


class _Scanner:
    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._tokens = list(_tokens(text))
        self._jobs: list[Job] = []
        self._variables: dict[str, str] = {}
        self._lists = dict(_lists(self._tokens))
        self._steps = 0

    def jobs(self) -> list[Job]:
        top = _Frame("top", job=Job("Jenkinsfile", self._path, 1))
        frames = [top]
        at = 0
        while at < len(self._tokens) and self._steps < _MOST_STEPS:
            token = self._tokens[at]
            frame = frames[-1]
            if token.text == "{" and token.kind == "sign":
                frames.append(self._opened(at, frame) if len(frames) < _DEEPEST else replace(frame))
            elif token.text == "}" and token.kind == "sign" and len(frames) > 1:
                self._closed(frames.pop(), frames[-1], token)
            elif token.kind == "word" and token.text in _SHELLS:
                self._shell(at, frame)
            elif token.kind == "word" and token.text == "input" and frame.job is not None:
                frame.job.is_button = True
            elif token.kind == "word" and token.text == "build" and frame.job is not None:
                self._started(at, frame, frame.job)
            elif frame.kind == "environment" and token.text == "=":
                self._assigned(at)
            at += 1
        return [job for job in (*self._jobs, top.job) if job is not None and job.steps]

    def _opened(self, at: int, above: _Frame) -> _Frame:
        """Return the block that opens: of a stage, a folder, a condition or a loop."""
        frame = replace(
            above, kind="block", ends=set(above.ends), beside=set(), first=at, loop=above.loop
        )
        head = self._head(at)
        words = [one.text for one in head if one.kind == "word"]
        texts = [_plain(one.text) for one in head if one.kind == "text"]
        source = self._text[head[0].start : head[-1].end] if head else ""
        first = words[0] if words else ""
        if first == "stage" and texts:
            frame.kind, frame.name = "stage", texts[0]
            frame.job = Job(texts[0], self._path, head[0].line)
            frame.job.needs = set(above.ends)
            frame.job.guards = above.guards
            self._jobs.append(frame.job)
        elif first in ("when", "environment", "parallel", "post", "failure", "always"):
            frame.kind = first
            if first in ("post", "failure"):
                frame.guards = (*above.guards, "it failed before")
        elif first == "dir" and head[1:]:
            entered = texts[0] if texts else f"${{{words[-1]}}}"
            frame.folders = (*above.folders, entered)
        elif first in ("if", "else") and source:
            frame.guards = (*above.guards, " ".join(source.split())[:500])
        elif first == "for" and "in" in words:
            place = words.index("in")
            frame.loop = (words[place - 1], tuple(texts) or self._listed(words[place + 1 :]))
        elif words and words[-1].endswith(("each", "forEach")):
            named = words[-1].rpartition(".")[0]
            frame.loop = (self._parameter(at), tuple(texts) or self._listed([named]))
        elif first == "sshagent":
            frame.kind = above.kind
        return frame

    def _listed(self, words: Sequence[str]) -> tuple[str, ...]:
        return self._lists.get(words[0], ()) if len(words) == 1 else ()

    def _parameter(self, at: int) -> str:
        """Return what a block that opens calls what it is handed: ``{ name -> …``."""
        ahead = [one.text for one in self._tokens[at + 1 : at + 4]]
        return ahead[0] if ahead[1:] == ["-", ">"] else "it"

    def _head(self, at: int) -> list[_Token]:
        """Return the tokens of the line, or the brackets, before a block opens."""
        head: list[_Token] = []
        depth = 0
        for token in reversed(self._tokens[max(0, at - 60) : at]):
            if token.kind == "sign":
                depth += {")": 1, "]": 1, "(": -1, "[": -1}.get(token.text, 0)
                if token.text in "{}" or (token.text == "\n" and depth <= 0 and head):
                    break
            if token.text != "\n":
                head.insert(0, token)
        return head

    def _closed(self, frame: _Frame, above: _Frame, token: _Token) -> None:
        if frame.kind == "when" and above.job is not None:
            condition = self._text[self._tokens[frame.first].end : token.start]
            above.job.guards = (*above.job.guards, " ".join(condition.split())[:500])
        if frame.kind == "stage" and frame.job is not None:
            # What runs beside it does not wait for it, but what comes after all of them does.
            ends = above.beside if above.kind == "parallel" else above.ends
            ends |= {frame.job.name} | frame.ends
        elif frame.kind == "parallel":
            above.ends |= frame.beside
        elif frame.kind != "when":
            above.ends |= frame.ends

    def _shell(self, at: int, frame: _Frame) -> None:
        """Add the text that a shell step runs, once for each value of a loop around it."""
        text = next(
            (
                one
                for one in self._tokens[at + 1 : at + 12]
                if one.kind == "text" or one.text in "{}"
            ),
            None,
        )
        if text is None or text.kind != "text" or frame.job is None:
            return
        self._steps += 1
        variable, values = frame.loop
        for value in values or ("",):
            known = dict(self._variables)
            script, folders = _plain(text.text), frame.folders
            if variable and value:
                known[variable] = value
                script = script.replace(f"${{{variable}}}", value)
                folders = tuple(expanded(one, known) for one in folders)
            folder = "."
            for one in folders:
                folder = joined(folder, one) if folder else ""
            step = Step(script, self._path, text.line, folder, frame.guards, tuple(known.items()))
            frame.job.steps.append(step)

    def _started(self, at: int, frame: _Frame, job: Job) -> None:
        """Add another job that is started: ``build job: 'deploy-web'``; that is not followed."""
        ahead = [one for one in self._tokens[at + 1 : at + 6] if one.text not in "(\n"]
        if len(ahead) > 2 and [ahead[0].text, ahead[1].text, ahead[2].kind] == ["job", ":", "text"]:
            named = started(posixpath.basename(_plain(ahead[2].text)))
            if named is not None:
                place = Place(self._path, ahead[2].line, f"build job: {_plain(ahead[2].text)}")
                target = Target(named.names, (), place)
                job.steps.append(Deploy(target, frame.guards, doubt=named.doubt))

    def _assigned(self, at: int) -> None:
        around = self._tokens[at - 1 : at + 2]
        if len(around) == 3 and around[0].kind == "word" and around[2].kind == "text":
            self._variables[around[0].text] = _plain(around[2].text)


def _plain(text: str) -> str:
    for quotes in ("'''", '"""'):
        if text.startswith(quotes) and len(text) >= 6:
            return text[3:-3]
    return re.sub(r"\\(.)", r"\1", text[1:-1])

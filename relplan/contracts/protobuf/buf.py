"""Runs ``buf`` on files that are not trusted: in a folder of our own, offline, bounded."""

import json
import os
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Any

from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.protobuf.rules import OF_BUF

_SECONDS = 15
_LARGEST_OUTPUT = 64_000_000
"""Bytes that one run may print, and of an image."""
_RULES = "rules.yaml"
"""Beside the modules, of which each is compiled under buf's own defaults."""
_FOUND = 100
"""Its exit code where it found something to say about the files."""
_MEMORY = {"GOGC": "off", "GOMEMLIMIT": "512MiB"}
"""A run is short: its memory is collected only where there is much of it."""
_NOWHERE = "http://127.0.0.1:9"
"""No proxy listens there, so that nothing can be asked of the network."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing that buf says of one place."""

    rule: str
    """A rule's id, or ``COMPILE``."""
    file: str
    """The name under which we wrote the file; empty where it is gone."""
    line: int
    message: str


def buf_binary() -> Path:
    """Return where buf is installed. Raises UnreadableError where it is not."""
    name = "buf.exe" if os.name == "nt" else "buf"
    beside = Path(sys.executable).parent / name
    if beside.is_file():
        return beside
    found = _from_wheel(name) or shutil.which("buf")
    if found is None or not Path(found).is_absolute():  # a relative PATH leads into repositories
        raise UnreadableError("buf is not installed: install the package buf-bin to compare .proto")
    return Path(found)


def _from_wheel(name: str) -> str | None:
    try:
        files = metadata.files("buf-bin") or []
    except metadata.PackageNotFoundError:
        return None
    found = (file.locate() for file in files if file.name == name)
    return next((str(path) for path in map(Path, map(str, found)) if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class Built:
    """What came of compiling a module."""

    image: bytes
    """Empty where there are errors."""
    errors: tuple[Annotation, ...]


class BuiltModules:
    """The modules that were compiled last, by their files.

    A scan holds one version after the other against production: that is compiled once.
    """

    def __init__(self, largest: int = 64_000_000) -> None:
        """Keep images of so many bytes together."""
        self._largest = largest
        self._built: OrderedDict[bytes, Built] = OrderedDict()

    def get(self, key: bytes) -> Built | None:
        """Return what was kept under *key*."""
        found = self._built.get(key)
        if found is not None:
            self._built.move_to_end(key)
        return found

    def keep(self, key: bytes, built: Built) -> Built:
        """Keep *built*, and forget what was asked for longest ago where that is too much."""
        self._built[key] = built
        while sum(len(one.image) for one in self._built.values()) > self._largest:
            self._built.popitem(last=False)
        return built


def _key(files: Mapping[str, str]) -> bytes:
    digest = blake2b(digest_size=20)
    for name, text in sorted(files.items()):
        for part in (name.encode(), text.encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


_BUILT = BuiltModules()


class Buf:
    """buf, working in one temporary folder."""

    def __init__(self, folder: Path) -> None:
        """Work in *folder*, which is empty. Raises UnreadableError where buf is not installed."""
        self._binary = buf_binary()
        self._folder = folder
        (folder / "home").mkdir()
        rules = ", ".join(OF_BUF)
        (folder / _RULES).write_text(f"version: v2\nbreaking:\n  use: [{rules}]\n")

    def build(self, name: str, files: Mapping[str, str]) -> Built:
        """Compile *files* under *name*.

        Raises UnreadableError, BoundReachedError where it takes too long or too much.
        """
        key = _key(files)
        return _BUILT.get(key) or _BUILT.keep(key, self._build(name, files))

    def _build(self, name: str, files: Mapping[str, str]) -> Built:
        module = self._folder / name
        shutil.rmtree(module, ignore_errors=True)
        module.mkdir()
        for file, text in files.items():
            (module / file).write_bytes(text.encode())
        image = self._image(name)
        image.unlink(missing_ok=True)
        errors = self._run("build", name, "-o", image.name, report="stderr")
        if errors:
            return Built(b"", tuple(errors))
        if not image.is_file():
            raise UnreadableError("buf failed: it wrote nothing")
        if image.stat().st_size > _LARGEST_OUTPUT:
            raise BoundReachedError("the contract's files are too large to be compared")
        return Built(image.read_bytes(), ())

    def breaking(self, base: bytes, revision: bytes) -> list[Annotation]:
        """Return what breaks from one image to another."""
        images = {name: self._image(name) for name in ("before", "after")}
        images["before"].write_bytes(base)
        images["after"].write_bytes(revision)
        before, after = (image.name for image in images.values())
        return self._run(
            "breaking", after, "--against", before, "--config", _RULES, report="stdout"
        )

    def _image(self, name: str) -> Path:
        return self._folder / f"{name}.binpb"

    def _run(self, *arguments: str, report: str) -> list[Annotation]:
        printed = {stream: self._folder / stream for stream in ("stdout", "stderr")}
        with printed["stdout"].open("wb") as stdout, printed["stderr"].open("wb") as stderr:
            try:
                done = subprocess.run(
                    [str(self._binary), *arguments, "--error-format=json"],
                    cwd=self._folder,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=stdout,
                    stderr=stderr,
                    timeout=_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise BoundReachedError(f"buf took longer than {_SECONDS} seconds") from None
            except OSError as error:
                raise UnreadableError(f"buf cannot be run: {error.strerror}") from None
        if any(path.stat().st_size > _LARGEST_OUTPUT for path in printed.values()):
            raise BoundReachedError("buf had too much to say")
        lines = printed[report].read_text("utf-8", "replace").splitlines()
        try:
            said = [_annotation(json.loads(line)) for line in lines if line.startswith("{")]
        except ValueError:
            raise UnreadableError("buf failed: it printed no JSON") from None
        if done.returncode not in (0, _FOUND) or (done.returncode and not said):
            why = _first_line(printed["stderr"]).replace(str(self._folder), "")
            raise UnreadableError(f"buf failed: {why}")
        return said

    def _environment(self) -> dict[str, str]:
        home = str(self._folder / "home")
        homes = ("HOME", "BUF_CACHE_DIR", "BUF_CONFIG_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
                 "TMPDIR", "TEMP", "TMP", "LOCALAPPDATA", "APPDATA", "USERPROFILE")  # fmt: skip
        proxies = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY")
        kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        return {
            **kept, **_MEMORY, **dict.fromkeys(homes, home), **dict.fromkeys(proxies, _NOWHERE),
        }  # fmt: skip


def _annotation(said: Mapping[str, Any]) -> Annotation:
    file = Path(said.get("path", "")).name
    message = str(said.get("message", "")).partition(" See https://")[0]
    return Annotation(said.get("type", ""), file, int(said.get("start_line", 0)), message)


def _first_line(path: Path) -> str:
    lines = path.read_text("utf-8", "replace").splitlines()
    return lines[0][:200] if lines else "it did not say why"

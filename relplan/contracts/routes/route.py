"""The routes that a service's own code serves, and one way of writing them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One route that code serves, from `line` of `file`, counted from 1.

    `method` is such as ``"GET"``, empty for any; `path` begins with a slash, and a parameter in it
    is written ``{name}``, such as ``"/orders/{id}"``. Where only others know how it begins, such as
    a setting of the environment, that is `below`, as the code calls it, ``"/{API_PREFIX}"``, and
    `path` what is known behind it, which may be empty.
    """

    method: str
    path: str
    file: str
    line: int
    below: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Unclear:
    """A registration that could not be read: which routes it serves is not known.

    `text` is the line of code, cut; `prefix` is what is known of the beginning of the paths that
    it may serve, ``"/"`` where nothing is.
    """

    file: str
    line: int
    text: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Served:
    """What the code of a service was seen to serve, and what of it was not understood."""

    routes: tuple[Route, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    @classmethod
    def of(cls, found: Sequence[Route | Unclear]) -> "Served":
        """Tell the routes of what was *found* from what was not understood."""
        return cls(
            tuple(one for one in found if isinstance(one, Route)),
            tuple(one for one in found if isinstance(one, Unclear)),
        )


class Framework(ABC):
    """One way, or a family of ways, of writing routes in code."""

    name: str

    @abstractmethod
    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell, cheaply, by its ending and a word in it, whether a file may hold routes."""

    def settings(self, path: str, content: bytes) -> Sequence[str]:
        """Return where the settings of the file at *path* may be that stand before its paths.

        A file of settings may name more of them.
        They are handed to `read`, too, where `may_serve` knows them.
        """
        return ()

    @abstractmethod
    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what the files of one service serve.

        These are all of its files of which `may_serve` said yes: prefixes and mounts that one
        file gives to the routes of another are resolved here.
        """

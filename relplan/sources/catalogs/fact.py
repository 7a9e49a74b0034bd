"""What a catalog says, in the words that all of them share."""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What a fact says of its subject and its object.

    Names are as the catalog has them, a Backstage reference without its kind and namespace:
    ``component:default/orders`` is ``orders``. Folders and files are relative to the repository's
    top, with ``/``; ``.`` is the top itself. Whether two catalogs mean one service by two names is
    left to whoever puts the facts together.
    """

    COMPONENT = "component"
    """There is a service *subject*; *object* is its folder, empty where the catalog names none."""
    OWNED_BY = "owned-by"
    """*subject* is owned by the team *object*, such as ``fulfilment`` or ``acme/fulfilment``.

    *subject* is a service's name, or, where `Fact.of_folder` says so, a folder; the facts of one
    file's folders stand in the file's order, and the last one that holds a folder wins.
    """
    PROVIDES = "provides"
    """The service *subject* provides the API *object*."""
    CONSUMES = "consumes"
    """The service *subject* consumes the API *object*; *parts*: those that it uses, if known.

    Of a Pact, *object* is the provider's name: a Pact knows services, not their APIs.
    """
    DEFINES = "defines"
    """The API *subject* is defined in the file *object*, and is of *kind* where that is known.

    Where a descriptor holds the definition itself, as text, *object* is the descriptor (= *path*),
    which no kind of contract reads as one of its own.
    """
    CALLS = "calls"
    """The service *subject* calls, or waits for, the service *object*."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One statement of a catalog, and where it stands."""

    relation: Relation
    subject: str
    object: str = ""
    kind: str = ""
    """Of PROVIDES, CONSUMES and DEFINES, where the catalog tells it."""
    parts: tuple[str, ...] = ()
    """Of CONSUMES: sorted; ``GET /orders/12``, or a message's name. Empty: not known, so all."""
    path: str = ""
    """The catalog's file."""
    line: int = 0
    """Counted from 1; 0 where no line applies."""
    text: str = ""
    """What stands there, in a few words: evidence for people."""
    of_folder: bool = False
    """Of OWNED_BY: *subject* is a pattern of folders as CODEOWNERS has it, not a service."""

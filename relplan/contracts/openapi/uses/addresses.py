"""Tells whom the address of a request names: ``SURVEY_URL``, ``config.ordersApi.host``, a host.

Of a path alone nobody knows who answers it: two services may serve the same one, and one of them
may not be among those that are known here.
"""

import re
from collections.abc import Iterable

from relplan.contracts.openapi.uses.operation_ids import words_of

_VALUE = (
    r"[A-Za-z_$@][\w$.>-]{0,80}(?:\[[^\[\]\n]{1,60}\]|\([^()\n]{0,60}\))?(?:[!?]?\.\w{1,60})?[!?]?"
)
_BEFORE = re.compile(
    rf"(?<![\w$@.>-])({_VALUE})\s{{0,4}}(?:\+|(?<=\s)\.(?=\s))\s{{0,80}}$"
    rf"|\b(?:url_?join|join|resolve)\s{{0,4}}\(\s{{0,20}}({_VALUE})\s{{0,4}},\s{{0,20}}$"
    rf"|\(\s{{0,20}}({_VALUE})\s{{0,20}}\)\s{{0,80}}\.\w{{0,20}}[pP]ath\w{{0,20}}\s{{0,4}}\(\s{{0,20}}$",
    re.IGNORECASE,
)
"""What a path is added to, joined with, or given to a builder of."""
_JOINED = ("+", ".", ",", "(")
_WINDOW = 150
_AFTER = re.compile(rf"\s{{0,4}},\s{{0,20}}({_VALUE})\s{{0,20}}\)")
"""What a path is resolved against, as in ``new URL(path, address)``."""
_URL = re.compile(r"\bnew\s+URL\s{0,4}\(\s{0,20}$")
FILLED_IN = re.compile(r"\$\{([^{}]*)\}|#\{([^{}]*)\}|\{([^{}]*)\}|%(?:\d\$)?[sdvq]|\$(\w+)")
"""What a template or a format puts a value in the place of."""
HOST = re.compile(r"(?:https?|lb|grpc)?:?//([^/]*)", re.IGNORECASE)
"""How a text begins that says where a path is."""
_FILLED = re.compile(
    r"\s{0,9}(?:,|\.format(?:ted)?\s{0,4}\(|%\s{0,4}\(?)\s{0,80}([^,;\n]{1,120}?)\s{0,9}(?:[,)\n;]|$)"
)
"""The first value that a format is filled with."""
_SAYS_ADDRESS = frozenset(
    "addr address api apis base domain endpoint endpoints gateway host hostname origin root server"
    " service services svc uri uris url urls".split()
)
"""Words by which a value is known to be an address."""
_SAYING_LITTLE = _SAYS_ADDRESS | frozenset(
    "absolute app application applications args axios backend based build by cfg client cloud"
    " cluster com conf config configs configuration const constants context core ctx current"
    " data default dev development docker env environ environment environments external fetch"
    " for format from frontend full func get getenv getter global http https import instance"
    " internal ip json kubernetes lb load local localhost location main meta microservice"
    " microservices my name namespace net next node nuxt of on option options opts org os our"
    " param params path platform port prefix private process prod production prop properties"
    " property props protocol proxy public react relative remote req request resource resources"
    " rest route router schema secrets self set setting settings site stage staging state static"
    " str string super system target template test that the their this to uat use value values"
    " var variables version vite web website window with".split()
)
"""Words of an address that name nobody."""
_VERSION = re.compile(r"v?\d+")
_SHORTEST = 3
"""Letters of a word that names somebody."""
_ROLES = frozenset("service services server backend frontend gateway client core main".split())


def address_of(before: str, written: str, text: str, end: int) -> str:
    """Return the host, as ``//users:80``, or the value of the code before the path *written*.

    *before* stands before it, and *text* goes on after it at *end*. Empty: nothing does.
    """
    host = HOST.match(written)
    if host is not None:
        return f"//{host[1]}"
    hole = FILLED_IN.match(written)
    if hole is not None:
        named = next(filter(None, hole.groups()), "").strip()
        given = None if named and not named.isdigit() else _FILLED.match(text, end)
        return given[1] if given else named
    if _URL.search(before):
        against = _AFTER.match(text, end)
        return against[1] if against else ""
    if not before.rstrip().endswith(_JOINED):
        return ""
    added = _BEFORE.search(before[-_WINDOW:])
    return next(filter(None, added.groups()), "") if added else ""


def names_in(address: str, telling: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the words, in small letters, by which *address* names who is called; none: nobody.

    An address is a host, or a value of the code whose name says that it is one. *telling* are the
    words that tell services apart, whatever else they are used for.
    """
    if not names_an_address(address):
        return frozenset()
    return frozenset(
        word
        for word in words_of(address)
        if (word in telling or word not in _SAYING_LITTLE) and not _is_dull(word)
    )


def names_an_address(address: str) -> bool:
    """Tell whether *address* is a host, or a value of the code whose name says that it is one."""
    return address.startswith("//") or not _SAYS_ADDRESS.isdisjoint(words_of(address))


def _is_dull(word: str) -> bool:
    return len(word) < _SHORTEST or _VERSION.fullmatch(word) is not None


class Called:
    """By which names the provider of a contract is called."""

    def __init__(self, provider: str, title: str, names: frozenset[str]) -> None:
        """Know the service's name, the contract's title, and the words that tell the service."""
        own = [word for word in words_of(provider) if not _is_dull(word)]
        self._names = names
        self._words = frozenset(own)
        self._telling = {*own, *words_of(title)} - _SAYING_LITTLE
        self._letters = "".join(words_of(f"{provider} {title}"))

    def is_meant_by(self, names: frozenset[str]) -> bool:
        """Tell whether an address that says *names* may be the provider's."""
        letters = "".join(names)
        return any(len(word) >= _SHORTEST and word in letters for word in self._telling) or any(
            word in self._letters for word in names
        )

    def is_name(self, segment: str) -> bool:
        """Tell whether a *segment* of a path is the provider's name, as ``party-api``."""
        words = {word for word in words_of(segment) if word not in _SAYING_LITTLE}
        return bool(words & self._names) and words <= self._words


def names_of(provider: str, services: Iterable[str]) -> frozenset[str]:
    """Return the words that tell *provider* from all other *services*, in small letters."""
    others = [set(words_of(name)) for name in services if name != provider]
    words = {word for word in words_of(provider) if len(word) > 3 and word not in _ROLES}
    return frozenset(word for word in words if not any(word in other for other in others))

"""Guesses from names: code that begins to speak of a field that a pending version brings.

Few consumers keep a copy of a contract or generate a client; most just read ``order.gift_wrap``.
So a name that a pending version has and production's has not, met for the first time in a file
that has to do with the contract, may be taking it up. It is a guess: a person is asked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.detection.code import is_source
from relplan.detection.expectations import Offers
from relplan.detection.versions import Read
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import ContractSource
from relplan.model.evidence import Confidence, Evidence
from relplan.sources.git.trees import Difference

_LARGEST = 400_000
"""Bytes of a file of code; larger ones were not written by hand."""
_MOST_CHANGES = 3
"""Changes of one service that may take up one name; what more do is a common word."""
_FIELD = re.compile(
    r"[\"']?(?<![/\w])([A-Za-z_]\w{2,60})\b[\"']?[ \t]{0,4}(?:\([^()\n]{0,200}\))?[ \t]{0,4}:(?!:)"
    r"|[\"']name[\"'][ \t]{0,4}:[ \t]{0,4}[\"'](\w{3,60})[\"']"
    r"|\b([A-Za-z_]\w{2,60})[ \t]{0,4}=[ \t]{0,4}\d{1,9}[ \t]{0,4}[;\[]"
)
"""What names a field: a key of YAML, JSON or GraphQL, the name in Avro, a field of protobuf."""
_WORD = re.compile(r"[A-Za-z_]\w{2,60}")
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LONG = 8
"""Letters from which a single word is taken to be a name of its own."""
_OF_FORMATS = frozenset(
    "additionalItems additionalProperties allOf anyOf application asyncapi callbacks components"
    " contentMediaType default definitions deprecated description discriminator enumeration example"
    " examples exclusiveMaximum exclusiveMinimum externalDocs form_data formData headers info"
    " maxItems maxLength maxProperties maximum minItems minLength minProperties minimum messages"
    " multipleOf namespace nullable oneOf openapi operationId operations parameters"
    " patternProperties payload produces consumes properties propertyName propertyNames readOnly"
    " requestBody required responses schemas security securitySchemes servers subscribe summary"
    " swagger termsOfService uniqueItems variables writeOnly xml".split()
)
"""Words that belong to the formats of contracts."""
_DULL = frozenset("api apis app client db event events feed rpc schema service svc".split())
"""Words of a contract's name that do not tell it from others."""


class Names:
    """The names of one contract that a pending version has and production's has not."""

    def __init__(self, source: ContractSource, offers: Offers) -> None:
        """Read all versions of *offers*, each file once."""
        self._contract = source.contract
        self._subject = _words_of(f"{source.contract} {source.provider}") - _DULL
        production, *pending = (frozenset(version.files) for version in offers.versions)
        fresh = frozenset().union(*pending) - production
        told = _fields(fresh, offers.read) if fresh else set()
        self._brought = {name for name in told if _tells(name)}
        if self._brought:
            self._brought -= _fields(production, offers.read)

    def guessed(
        self, change: Change, changed: Sequence[Difference], read: Read
    ) -> Iterator[Effect]:
        """Yield the guess that *change* adapts, if its code takes up what a pending one names."""
        for path, before, after in changed if self._brought else ():
            if not after or not is_source(path) or self._subject.isdisjoint(_words_of(path)):
                continue
            fresh = (_words(read, after) - _words(read, before)) & self._brought
            if fresh:
                name = min(fresh)
                text = f"it begins to speak of '{name}', which a pending version brings"
                place = (change.service, change.commit, path, _line(read, after, name))
                evidence = Evidence("contract-name", text, *place)
                yield Effect(EffectKind.ADAPTS, self._contract, evidence, Confidence.GUESSED)
                return

    @staticmethod
    def telling(guesses: Mapping[str, Sequence[Effect]]) -> Mapping[str, Sequence[Effect]]:
        """Return those of *guesses*, by change, that rest on no common word."""
        counted = Counter(effect.evidence.text for found in guesses.values() for effect in found)
        return {
            change: [effect for effect in found if counted[effect.evidence.text] <= _MOST_CHANGES]
            for change, found in guesses.items()
        }


def _fields(files: Iterable[tuple[str, str]], read: Read) -> set[str]:
    found: set[str] = set()
    for _, oid in files:
        for match in _FIELD.finditer(_text(read, oid)):
            found.update(filter(None, match.groups()))
    return found


def _tells(name: str) -> bool:
    """Tell whether a name is unlikely to be met by chance."""
    if name in _OF_FORMATS:
        return False
    return len(_PIECES.findall(name)) > 1 or len(name) >= _LONG


def _words_of(text: str) -> set[str]:
    """Return the words of a name or path, each in the singular."""
    return {piece.lower().removesuffix("s") for piece in _PIECES.findall(text)}


def _words(read: Read, oid: str) -> set[str]:
    return set(_WORD.findall(_text(read, oid)))


def _line(read: Read, oid: str, name: str) -> int:
    text = _text(read, oid)
    match = re.search(rf"\b{name}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _text(read: Read, oid: str) -> str:
    content = read(oid) if oid else None
    if content is None or len(content) > _LARGEST:
        return ""
    return content.decode("utf-8", "replace")

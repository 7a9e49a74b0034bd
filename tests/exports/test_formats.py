"""Formats make sense, or say why not."""

import pytest

from relplan.exports.formats import DOCUMENTS, OWN, Format, formats


def write(_: object) -> str:
    return "text"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"document": "plans"}, "document is 'plans', which is none of plan, backlog"),
        ({"name": "Our Wiki"}, "name is 'Our Wiki'"),
        ({"name": ""}, "name is ''"),
        ({"suffix": "xml"}, "suffix is 'xml'"),
        ({"suffix": ".a/../b"}, "suffix is '.a/../b'"),
        ({"describe": "two\nlines"}, "describe is"),
    ],
)
def test_a_format_that_makes_no_sense(given: dict[str, str], wrong: str) -> None:
    values = {"document": "plan", "name": "wiki", "suffix": ".txt", "describe": "for us"} | given
    with pytest.raises(ValueError, match=wrong):
        Format(**values, write=write)


def test_every_document_has_formats_of_our_own() -> None:
    assert sum(len(formats(document)) for document in DOCUMENTS) == len(OWN)
    assert list(formats("windows")) == ["ics"]
    assert formats("nothing") == {}

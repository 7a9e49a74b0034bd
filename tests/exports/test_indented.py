"""JSON with an indent is what the standard library makes of it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from relplan.exports.indented import indented
from relplan.model.plan import Status

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_it_is_what_the_standard_library_writes(document: dict[str, object]) -> None:
    assert indented(document) == json.dumps(document, indent=2) + "\n"


def test_a_word_of_a_list_of_words_and_a_tuple_are_written_as_what_they_are() -> None:
    document = {"status": Status.BLOCKED, "marks": ("a", ["b"])}
    assert indented(document) == json.dumps(document, indent=2) + "\n"

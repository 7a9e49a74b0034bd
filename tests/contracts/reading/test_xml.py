import gc
from contextlib import suppress

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.xml import Element, read_xml
from relplan.contracts.sql.readers.liquibase.trees import Tag
from relplan.contracts.sql.readers.liquibase.trees import read_xml as read_changelog


@pytest.mark.parametrize(("read", "kind"), [(read_xml, Element), (read_changelog, Tag)])
@pytest.mark.parametrize("content", [b"<a><b>x</b></a>", b"<a><b>", b"<a><b/>" * 90])
def test_nothing_of_a_file_is_kept_after_it_was_read(read, kind, content):
    """A command never looks for garbage: what holds itself would stay to its end."""
    gc.collect()
    gc.disable()
    try:
        with suppress(UnreadableError):
            read("pom.xml", content)
        left = [each for each in gc.get_objects() if isinstance(each, kind)]
    finally:
        gc.enable()

    assert left == []


def test_text_is_whole_whatever_stands_within_it():
    top = read_xml("pom.xml", b"<a>one &amp; <!-- no -->\ntwo<b> x </b></a>")

    assert (top.text, top.value("b"), top.first("b").line) == ("one & \ntwo", "x", 2)

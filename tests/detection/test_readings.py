"""What is kept of a reading, and for how long it counts."""

import pytest

from relplan.app.scanning import ReadingMemory
from relplan.detection import readings
from relplan.detection.readings import Readings


def test_nothing_is_read_twice() -> None:
    memory = ReadingMemory({})
    assert Readings(memory).texts("blob", lambda: ["a"]) == ("a",)
    assert Readings(memory).texts("blob", lambda: ["b"]) == ("a",)


def test_what_an_older_relplan_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = ReadingMemory({})
    Readings(memory).texts("blob", lambda: ["a"])
    monkeypatch.setattr(readings, "GENERATION", readings.GENERATION + 1)
    later = ReadingMemory(dict(memory.made))
    assert Readings(later).texts("blob", lambda: ["b"]) == ("b",)

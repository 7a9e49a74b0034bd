"""Every test compiles for itself: some put another program in the place of buf."""

import pytest

from relplan.contracts.protobuf import buf


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch) -> buf.BuiltModules:
    """Return what this test has compiled so far."""
    fresh = buf.BuiltModules()
    monkeypatch.setattr(buf, "_BUILT", fresh)
    return fresh

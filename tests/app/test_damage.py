"""A store that is damaged in a way that only planning stumbles over."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from relplan.app import open_workbench
from relplan.model.errors import StoreError


def test_damage_is_named_before_relplan_itself_is_blamed(tmp_path: Path) -> None:
    settings = '[workspace]\nname = "x"\n[services.web]\nrepo = "web"\n'
    (tmp_path / "relplan.toml").write_text(settings, "utf-8")
    with pytest.raises(ZeroDivisionError), open_workbench(tmp_path):
        raise ZeroDivisionError
    with closing(sqlite3.connect(tmp_path / ".relplan" / "relplan.db")) as connection:
        connection.execute("INSERT INTO notice VALUES (1, 'nobody', '', 'lost')")
        connection.commit()
    with pytest.raises(StoreError, match="is damaged"), open_workbench(tmp_path):
        raise ZeroDivisionError

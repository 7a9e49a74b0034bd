"""What holds for all tests."""

import gc
from collections.abc import Iterator
from sqlite3 import Connection

import pytest
from hypothesis import HealthCheck, settings

# Other work on the same machine may make each example slow, and that is no fault of what is tested.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while tests are looked for, nor later in what was loaded for them.

    All of it stays, and Python would look through it again and again.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _tables_are_made_by_alembic_once() -> Iterator[None]:
    """Make the tables of the next new store of a schema as Alembic left those of the first.

    Fifteen migrations take longer than most tests. A store that has tables is always upgraded.
    """
    from alembic import command  # noqa: PLC0415 - not while tests are looked for
    from alembic.config import Config  # noqa: PLC0415

    upgrade = command.upgrade
    left: dict[str, list[str]] = {}

    def upgrade_or_repeat(config: Config, revision: str) -> None:
        store: Connection = config.attributes["connection"].connection.driver_connection
        if store.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            upgrade(config, revision)
        elif revision not in left:
            upgrade(config, revision)
            own = ("BEGIN TRANSACTION;", "COMMIT;")
            left[revision] = [line for line in store.iterdump() if line not in own]
        else:
            for statement in left[revision]:
                store.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade_or_repeat)
        yield

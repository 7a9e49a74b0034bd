"""Where a store is: what a path or a URL means, and that no password is ever shown."""

from pathlib import Path

import pytest

from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl, place_of

HERE = Path("/work/shop")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("plans.db", "/work/shop/plans.db"),
        ("/var/plans.db", "/var/plans.db"),
        ("sqlite:///plans.db", "/work/shop/plans.db"),
        ("sqlite:////var/my%20plans.db", "/var/my plans.db"),
        ("sqlite+pysqlite:////var/plans.db", "/var/plans.db"),
    ],
)
def test_a_file(text: str, place: str) -> None:
    assert place_of(text, HERE) == Path(place)


def test_a_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert place_of("~/plans.db", HERE) == Path("/home/ada/plans.db")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server(scheme: str) -> None:
    found = place_of(f"{scheme}://ada@db:5433/plans?sslmode=require", HERE)
    assert isinstance(found, StoreUrl)
    assert found.whole == str(found) == "postgresql://ada@db:5433/plans?sslmode=require"
    assert found.secrets == ()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ada:s3cret@db/plans", "postgresql://ada@db/plans"),
        ("postgresql://ada:s3cret@/plans?host=/run/pg", "postgresql://ada@/plans?host=/run/pg"),
        ("postgresql://db/plans?password=s3cret&user=ada", "postgresql://db/plans?user=ada"),
        ("postgresql://db/plans?sslpassword=s3cret", "postgresql://db/plans"),
        ("postgresql://ada:s3cret?x=1@db/plans", "postgresql://ada@db/plans"),
        ("postgresql://:s3cret@db", "postgresql://db"),
        ("postgresql://db/plans?new_secret=s3cret", "postgresql://db/plans"),
    ],
)
def test_a_password_is_handed_on_and_never_shown(url: str, shown: str) -> None:
    found = place_of(url, HERE)
    assert isinstance(found, StoreUrl)
    assert (found.whole, str(found)) == (url, shown)
    assert "s3cret" not in f"{found} {found!r}"


def test_what_a_server_says_of_a_password_is_left_out() -> None:
    found = place_of("postgresql://ada:s%33cret@db/plans", HERE)
    assert isinstance(found, StoreUrl)
    said = 'invalid token: "s%33cret"; no s3cret'
    assert found.without_secrets(said) == 'invalid token: "***"; no ***'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "mysql://ada:s3cret@db/plans",
            (
                "a store is kept in SQLite or in PostgreSQL;"
                " write postgresql://HOST/DATABASE, sqlite:///PATH or the path of a file"
            ),
        ),
        (
            "postgresql+asyncpg://ada:s3cret@db/plans",
            "relplan talks to PostgreSQL by psycopg alone; write postgresql://…",
        ),
        ("sqlite://", "the store's URL names no file; write sqlite:///PATH"),
        ("sqlite:///", "the store's URL names no file; write sqlite:///PATH"),
        ("sqlite:///a.db?mode=ro", "the store's URL names no file; write sqlite:///PATH"),
        (
            "postgresql://ada:s3/cret@db/plans",
            "the store's URL has an @ too many; write @ as %40 and / as %2F in a password",
        ),
        (
            "postgresql://ada:s3@cret@db/plans",
            "the store's URL has an @ too many; write @ as %40 and / as %2F in a password",
        ),
    ],
)
def test_what_is_no_place(text: str, line: str) -> None:
    with pytest.raises(StoreError) as error:
        place_of(text, HERE)
    assert str(error.value) == line

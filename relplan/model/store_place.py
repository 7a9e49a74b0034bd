"""Where a store is: in a file, or in a database of a PostgreSQL server."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from relplan.model.errors import StoreError

_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_SQLITE = ("sqlite", "sqlite+pysqlite")
_SHOWN = frozenset(
    ("dbname", "host", "hostaddr", "options", "port", "service", "sslmode", "user")
)  # fmt: skip
"""The parameters of a URL that are shown: none of them is a secret."""
_SECRET = re.compile("pass|secret", re.IGNORECASE)
_FORMS = "write postgresql://HOST/DATABASE, sqlite:///PATH or the path of a file"


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """A database of a PostgreSQL server. As text it is without its password."""

    shown: str
    """The URL, as anybody may see it."""
    whole: str = field(repr=False)
    """The URL, as libpq takes it."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What of it nobody may see, as it is written and as it is meant."""

    def __str__(self) -> str:
        return self.shown

    def without_secrets(self, text: str) -> str:
        """Return *text*, which a server or a driver said, without the URL's secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


StorePlace = Path | StoreUrl


def place_of(text: str, folder: Path) -> StorePlace:
    """Return the place that *text* names: a path, from *folder*, or a URL as SQLAlchemy writes it.

    Raises StoreError for the URL of another database, and one that cannot be understood.
    """
    scheme, is_url, rest = text.partition("://")
    if not is_url:
        return folder.absolute() / expanded(text)
    if scheme in _SQLITE:
        if not rest.removeprefix("/") or not rest.startswith("/") or "?" in rest:
            raise StoreError("the store's URL names no file", "write sqlite:///PATH")
        return folder.absolute() / expanded(unquote(rest.removeprefix("/")))
    if scheme in _POSTGRESQL:
        return _url_of(rest)
    if scheme.startswith("postgresql+"):
        raise StoreError("relplan talks to PostgreSQL by psycopg alone", "write postgresql://…")
    raise StoreError("a store is kept in SQLite or in PostgreSQL", _FORMS)


def _url_of(rest: str) -> StoreUrl:
    """Return what stands behind ``postgresql://``, taken apart as libpq does it."""
    signed = re.match(r"([^@/]*)@", rest)
    user, _, password = (signed[1] if signed else "").partition(":")
    place, _, query = rest[signed.end() if signed else 0 :].partition("?")
    if "@" in place:
        raise StoreError(
            "the store's URL has an @ too many", "write @ as %40 and / as %2F in a password"
        )
    parameters = [one for one in query.split("&") if one]
    hidden = [one for one in parameters if one.partition("=")[0].lower() not in _SHOWN]
    secret = [one.partition("=")[2] for one in hidden if _SECRET.search(one)]
    written = [one for one in (password, *secret) if one]
    named = f"{user}@" if user else ""
    public = "&".join(one for one in parameters if one not in hidden)
    return StoreUrl(
        f"postgresql://{named}{place}{'?' if public else ''}{public}",
        f"postgresql://{rest}",
        tuple(dict.fromkeys([*written, *map(unquote, written)])),
    )


def expanded(path: str) -> Path:
    """Return *path* with ``~`` replaced by the home folder, where there is one."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)

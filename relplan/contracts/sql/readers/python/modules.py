"""Which modules a migration may use without touching a schema, and where others stand."""

import ast
import sys

from relplan.contracts.sql.readers.python.things import Module

_PLAIN = sys.stdlib_module_names | {
    "sqlalchemy", "alembic", "django", "sqlmodel", "sqlalchemy_utils", "geoalchemy2", "pgvector",
    "citext",
    "pytz", "dateutil", "packaging", "six", "click", "advanced_alchemy", "flask", "tqdm",
    "flask_appbuilder", "loguru", "structlog", "yaml", "ulid", "slugify", "cryptography", "bcrypt",
    "passlib", "orjson", "oslo_log", "oslo_serialization", "oslo_utils", "babel", "nanoid",
    "sqlalchemy_jsonfield", "faker", "pendulum", "simplejson", "msgpack", "psycopg",
    "requests", "numpy", "pandas", "typing_extensions", "pydantic", "werkzeug", "psycopg2",
    "pymysql", "sqlalchemy_i18n", "uuid6", "uuid_utils", "markdown", "bleach", "rich", "funcy",
    "redis", "phonenumbers", "graphene", "dj_email_url", "django_countries", "mptt", "urllib3",
}  # fmt: skip
_RUNS = frozenset({"subprocess", "runpy", "importlib", "ctypes", "multiprocessing"})
_RUNS_BY = (
    "os.system", "os.popen", "os.exec", "os.spawn", "alembic.command", "django.core.management",
)  # fmt: skip
_QUIET = ("django.core.management.color",)
_NO_TABLES = frozenset({"redis", "requests", "urllib3", "phonenumbers", "yaml", "re", "json"})
"""Libraries of which even what they make knows no table."""


def is_plain(name: str) -> bool:
    """Tell whether what a dotted name stands for touches no schema when it is called."""
    root = name.partition(".")[0]
    runs = name.startswith(_RUNS_BY) and not name.startswith(_QUIET)
    return root in _PLAIN and root not in _RUNS and not runs


def knows_no_table(name: str) -> bool:
    """Tell whether even what a library's function returns can do nothing to a table."""
    return name.partition(".")[0] in _NO_TABLES


def places_of(path: str, module: Module) -> list[tuple[str, str]]:
    """Return where a thing may be defined that the file at *path* imports.

    Each is the end of a path, and the name in that file; a file by itself has no name.
    """
    name = module.name
    dots = len(name) - len(name.lstrip("."))
    steps = name.lstrip(".").split(".")
    folders = path.split("/")[:-dots] if dots else []
    prefix = "/".join(folders) + "/" if folders else ""
    found = []
    for place in range(len(steps) - 1, 0, -1):
        file = prefix + "/".join(steps[:place])
        rest = ".".join(steps[place:])
        found += [(f"{file}.py", rest), (f"{file}/__init__.py", rest)]
    return found


def imported(path: str, tree: ast.Module) -> list[str]:
    """Return the ends of the paths of the modules that a file imports things from."""
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        prefix = "." * node.level + (node.module or "")
        if prefix.strip(".") and not is_plain(prefix):
            places = places_of(path, Module(f"{prefix}.x"))
            found.update((ending, None) for ending, rest in places if rest == "x")
    return list(found)

"""Python as people write it in Alembic's migrations: all of it counts, none of it is run."""

import textwrap

import pytest

from tests.contracts.sql.cases import apart, compared, told

HEAD = """\
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {after}

"""
FIRST = HEAD.format(revision="a1", after="None") + """
def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("legacy", sa.Integer()),
        sa.Column("age", sa.Integer()),
        sa.Column("name", sa.String(20)),
    )
"""  # fmt: skip
BASE = {"app/alembic/versions/a1_first.py": FIRST}
LEGACY = [("ban-drop-column", "breaking", "users.legacy")]
BOTH = [("ban-drop-column", "breaking", "users.age"), *LEGACY]
CODE = [("running-code", "unknown", "")]
UNKNOWN = [("unknown-operation", "unknown", "")]
ROWS = [("changing-data", "risky", "")]


def _module(body: str, **others: str) -> list[tuple[str, str, str]]:
    text = HEAD.format(revision="b2", after='"a1"') + body
    helpers = {f"app/{name}.py": other for name, other in others.items()}
    return told(compared(BASE, {**BASE, **helpers, "app/alembic/versions/b2_second.py": text}))


def _upgrade(body: str, **others: str) -> list[tuple[str, str, str]]:
    return _module(f"def upgrade():\n{textwrap.indent(body, '    ')}\n", **others)


DEFINED = """
from alembic.op import drop_column
def upgrade():
    drop_column("users", "legacy")
---
from alembic.op import drop_column as gone
def upgrade():
    gone("users", "legacy")
---
import alembic
def upgrade():
    alembic.op.drop_column("users", "legacy")
---
import alembic.op as o
def upgrade():
    o.drop_column("users", "legacy")
---
def old(table, name="legacy", *, ops=op):
    ops.drop_column(table, name)
def upgrade():
    old("users")
---
def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()
def upgrade_one():
    op.drop_column("users", "legacy")
---
def upgrade(engine_name):
    eval(f"upgrade_{engine_name}")()
def upgrade_one():
    op.drop_column("users", "legacy")
---
def upgrade():
    if_there("users", lambda: op.drop_column("users", "legacy"))
def if_there(table, then):
    if table in sa.inspect(op.get_bind()).get_table_names():
        then()
---
from app.settings import NEW
TABLE = "users"
class Names:
    OLD = "legacy"
def upgrade():
    op.drop_column(TABLE, Names().OLD) if NEW else op.drop_column(TABLE, "legacy")
---
def upgrade():
    batch = op.batch_alter_table("users")
    with batch as b:
        b.drop_column("legacy")
---
from app.shared import drop_old
def upgrade():
    drop_old(op)
---
from ...shared import drop_old
def upgrade():
    drop_old(op)
"""


@pytest.mark.parametrize("body", apart(DEFINED))
def test_names_functions_and_modules(body: str) -> None:
    shared = "OLD = 'legacy'\ndef drop_old(op):\n    op.drop_column('users', OLD)\n"
    expected = [*UNKNOWN, *LEGACY] if "Names().OLD" in body else LEGACY
    assert sorted(_module(body, shared=shared)) == sorted(expected)


def test_an_imported_helper_that_is_not_seen_is_unknown() -> None:
    body = "from app.tools import drop_old\ndef upgrade():\n    drop_old(op)\n"
    assert _module(body) == CODE
    assert _module("from app.tools import Old\ndef upgrade():\n    Old(op)\n") == CODE
    assert _module("from app.tools import Old\ndef upgrade():\n    Old().go()\n") == CODE
    assert _module("from app.tools import upgrade\n") == UNKNOWN


LOOPS = """
for name in ("legacy", "age"):
    op.drop_column("users", name)
---
for table, names in {"users": ["legacy", "age"]}.items():
    for name in names:
        op.drop_column(table, name)
---
[op.drop_column("users", name) for name in ["legacy", "age"]]
---
with op.batch_alter_table("users") as b:
    for place, name in enumerate(["legacy", "age"]):
        b.drop_column(name)
---
list(map(lambda name: op.drop_column("users", name), ["legacy", "age"]))
---
for name in "legacy age".split():
    op.execute("ALTER TABLE {} DROP COLUMN {name}".format("users", name=name))
---
for name in ["LEGACY", "AGE"]:
    op.execute(f"ALTER TABLE users DROP COLUMN {name.lower()}")
---
op.execute("ALTER TABLE %s DROP COLUMN legacy; " % "users" + "ALTER TABLE users DROP age")
---
conn = op.get_bind()
conn.execute(sa.text("ALTER TABLE users DROP COLUMN legacy").bindparams())
op.get_bind().exec_driver_sql("ALTER TABLE users DROP COLUMN age")
"""


@pytest.mark.parametrize("body", apart(LOOPS))
def test_loops_over_literals_and_known_texts(body: str) -> None:
    assert sorted(_upgrade(body)) == BOTH


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("users = sa.table('users', sa.column('age'))\nop.execute(users.update().values(age=1))",
         [("changing-rows", "risky", "users")]),
        ("op.execute(sa.delete(sa.table('users')).where(True))",
         [("changing-rows", "risky", "users")]),
        ("op.bulk_insert(sa.table('users'), [])", [("inserting-rows", "none", "users")]),
        ("s = sa.orm.Session(bind=op.get_bind())\ns.add(1)\ns.commit()", ROWS),
        ("kind = sa.Enum('a', name='kind')\nkind.create(op.get_bind())",
         [("adding-type", "additive", "kind")]),
        ("sa.Enum(name='kind').drop(op.get_bind())", [("drop-type", "breaking", "kind")]),
        ("c = sa.Column('b', sa.Integer())\nop.add_column('users', c)",
         [("adding-column", "additive", "users.b")]),
        ("for c in [sa.Column('b', sa.Integer(), nullable=False)]:\n    op.add_column('users', c)",
         [("adding-required-field", "breaking", "users.b")]),
        ("wide = sa.String(length=5)\nop.alter_column('users', 'name', type_=wide)",
         [("changing-column-type", "breaking", "users.name")]),
        ("op.alter_column('users', 'name', type_=wide_of())", UNKNOWN),
        ("op.alter_column('users', 'name', nullable=is_new)", UNKNOWN),
        ("op.add_column('users', sa.Column('b', sa.Integer(), nullable=is_new))", UNKNOWN),
        ("op.drop_column(op.get_context().name, 'legacy')", UNKNOWN),
        ("op.execute(f'ALTER TABLE {op.get_context().name} DROP COLUMN legacy')", UNKNOWN),
        ("op.execute(f'UPDATE users SET age = {len(x)}')", [("changing-rows", "risky", "users")]),
        ("op.execute(sql_of())", CODE),
        ("exec('x')", CODE),
        ("sa.MetaData().create_all(op.get_bind())", CODE),
        ("x = 1\ncallback(x)", CODE),
    ],
)  # fmt: skip
def test_sqlalchemy_and_what_is_not_known(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert _upgrade(body) == expected


HARMLESS = """
pass
---
print(len(op.get_bind().execute(sa.text("SELECT count(*) FROM users")).fetchall()))
---
conn = op.get_bind()
if conn.dialect.name == "sqlite":
    return
---
import json, uuid
x = {"a": json.dumps({"id": str(uuid.uuid4())})}
x.update(b=1)
---
session = sa.orm.sessionmaker(bind=op.get_bind())()
rows = session.query(sa.column("id")).filter(sa.column("id") == 1).all()
"""


@pytest.mark.parametrize("body", apart(HARMLESS))
def test_what_is_known_to_be_harmless_is_not_told(body: str) -> None:
    assert _upgrade(body) == []


HOSTILE = {
    "loops": (
        "x = list('abcdefghij')\nx = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']\n"
        + "".join(f"{' ' * n}for a{n} in x:\n" for n in range(8)) + " " * 8 + "op.go()",
        "bound-reached"),
    "lists": ("x = ['a']\n" + "x = x + x\n" * 60 + "[op.drop_table(a) for a in x]",
              "unknown-operation"),
    "nested lists": (
        "if y:\n" + "else:\n".join(["    x = [1]\n" + "    x = [x, x]\n" * 60] * 2)
        + "op.drop_table(x)", "unknown-operation"),
    "texts": ("x = 'a'\n" + "x = x.replace('a', 'aaaaaaaaaa')\n" * 60 + "op.execute(x)",
              "running-code"),
    "recursion": ("def again(x):\n    op.drop_table(x)\n    again(x + x)\nagain(f())",
                  "unknown-operation"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_python_ends_and_is_unknown(name: str) -> None:
    body, rule = HOSTILE[name]
    found = _upgrade(body)
    assert (rule, "unknown", "") in found
    assert {severity for _, severity, _ in found} == {"unknown"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def again(x):\n    return [again(y) for y in x]\nagain(op.get_bind())", []),
        ("def again(x):\n    op.drop_column('users', x)\n    again(x[1:])\nagain('legacy')",
         [*LEGACY, *UNKNOWN]),
        ("op.execute(sa.text('UPDATE users SET age = :a').params({'a': f()}))",
         [("changing-rows", "risky", "users"), *CODE]),
        ("op.get_bind().exec_driver_sql('SELECT 1').scalar()", []),
        (("def fill(conn, clean):\n    for row in conn.execute(users.select()):\n"
         "        clean(row.name)\nusers = sa.table('users')\nfill(op.get_bind(), clean=str)"), []),
        ("def fill(run):\n    run('1')\nfill(exec)", CODE),
        ("from app.tools import slug\nslug('a')", []),
        (("from app.tools import Text\n"
          "op.add_column('users', sa.Column('b', Text.as_mutable(sa.Text)))"),
         [("adding-column", "additive", "users.b")]),
        ("from app.tools import Text\nText.fill()", LEGACY),
        ("from app.tools import Text\nText.other.create_all()", CODE),
        ("from app.tools import cache\ncache.delete(*cache.keys('x'))", []),
        ("from app.tools import engine\nengine.begin(1)", CODE),
        ("from sqlalchemy_searchable import sql_expressions\nop.execute(sql_expressions)",
         [("replacing-routine", "risky", "parse_websearch")]),
    ],
)  # fmt: skip
def test_what_other_modules_hold_is_followed(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    tools = """\
import redis
from alembic import op
from slugify import slugify as slug
from sqlalchemy.ext.mutable import Mutable
from unseen import engine
cache = redis.from_url("redis://")
class Text(Mutable):
    @staticmethod
    def fill():
        op.drop_column("users", "legacy")
"""
    assert sorted(_upgrade(body, tools=tools)) == sorted(expected)


WRAPPED = """\
def around(function):
    def wrapper(*args):
        op.drop_column("users", "legacy")
        return function(*args)
    return wrapper

{decorator}
def helper():
    {body}

def upgrade():
    helper()
"""


def test_a_trigger_of_sqlalchemy_searchable() -> None:
    body = "import sqlalchemy_searchable as ss\nconn = op.get_bind()\n"
    found = _upgrade(f"{body}ss.vectorizer.clear()\nss.sync_trigger(conn, 'users', 'v', ['name'])")
    assert found == [("adding-trigger", "risky", "users"), ("changing-rows", "risky", "users")]
    assert _upgrade(f"{body}ss.sync_trigger(conn, TABLE, 'v', ['name'])") == CODE
    assert _upgrade(f"{body}ss.search_manager.go()") == CODE


@pytest.mark.parametrize(
    ("decorator", "body", "expected"),
    [
        ("@around", "pass", LEGACY),
        ("@around", 'op.drop_column("users", "age")', [*LEGACY, BOTH[0]]),
        ("@functools.cache", 'op.drop_column("users", "legacy")', LEGACY),
        ("@functools.lru_cache(maxsize=1)", "pass", []),
        ("@elsewhere.retried", 'op.drop_column("users", "legacy")', [*UNKNOWN, *LEGACY]),
        ("@elsewhere.retried(3)", "pass", UNKNOWN),
        ("@registry['first']", "pass", UNKNOWN),
    ],
)
def test_what_decorates_a_function_may_do_more(
    decorator: str, body: str, expected: list[tuple[str, str, str]]
) -> None:
    text = WRAPPED.format(decorator=decorator, body=body)
    assert _module(f"import functools\nimport elsewhere\n{text}") == expected


FILLED = """
old = []
for name in sa.inspect(op.get_bind()).get_columns("users"):
    old.append(name)
for name in old:
    op.drop_column("users", name)
---
old = {}
old["a"] = sa.NAME
for name in old.values():
    op.drop_column("users", name)
---
old = set()
old.update(sa.NAMES)
for name in old:
    op.drop_column("users", name)
---
old = ["age"]
old.remove("age")
for name in old:
    op.drop_column("users", name)
"""


@pytest.mark.parametrize("body", apart(FILLED))
def test_a_list_that_is_filled_as_it_runs_is_unknown(body: str) -> None:
    assert _upgrade(body) == UNKNOWN


@pytest.mark.parametrize("grow", ["old.append('legacy')", "old.extend(['legacy'])"])
def test_a_list_that_grows_by_what_is_known_is_known(grow: str) -> None:
    body = f"old = []\n{grow}\nfor name in old:\n    op.drop_column('users', name)"
    assert _upgrade(body) == LEGACY

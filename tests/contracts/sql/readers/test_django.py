"""Python as people write it in Django's migrations: all that is listed counts."""

import pytest

from tests.contracts.sql.cases import apart, compared, told

HEAD = "from django.db import migrations, models\n\n\n"
FIRST = HEAD + """\
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Person", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=20)),
            ("nick", models.CharField(max_length=20, null=True)),
        ]),
        migrations.CreateModel("Vip", [], options={"proxy": True}, bases=("shop.person",)),
        migrations.CreateModel("Old", [("n", models.IntegerField())], options={"managed": False}),
    ]
"""  # fmt: skip
BASE = {"shop/migrations/0001_initial.py": FIRST}
NICK = [("ban-drop-column", "breaking", "shop_person.nick")]
BOTH = [("ban-drop-column", "breaking", "shop_person.name"), *NICK]
CODE = [("running-code", "unknown", "")]
DATA = [("changing-data", "risky", "")]
UNKNOWN = [("unknown-operation", "unknown", "")]


def _module(text: str, **others: str) -> list[tuple[str, str, str]]:
    helpers = {f"shop/{name}.py": other for name, other in others.items()}
    second = {"shop/migrations/0002_next.py": HEAD + text}
    return told(compared(BASE, {**BASE, **helpers, **second}))


def _listed(operations: str) -> list[tuple[str, str, str]]:
    return _module(f"class Migration(migrations.Migration):\n    operations = [{operations}]\n")


LISTS = """
class Migration(migrations.Migration):
    operations = []
    operations += [migrations.RemoveField("person", "name")]
    operations.append(migrations.RemoveField("person", "nick"))
---
class Migration(migrations.Migration):
    operations = [migrations.RemoveField("person", "name")]
    operations.extend([migrations.RemoveField("person", "nick")])
---
class Migration(migrations.Migration):
    operations = [migrations.RemoveField("person", name) for name in ("name", "nick")]
---
class Migration(migrations.Migration):
    operations = []
    for name in ["name", "nick"]:
        operations.append(migrations.RemoveField("person", name))
---
def removing(model, *names):
    return [migrations.RemoveField(model, name) for name in names]
class Migration(migrations.Migration):
    operations = removing("person", "name", "nick")
---
NAMES = ["name", "nick"]
class Migration(migrations.Migration):
    operations = [*(migrations.RemoveField("person", name) for name in NAMES)]
---
from django.conf import settings
class Migration(migrations.Migration):
    operations = [migrations.RemoveField("person", "name")]
    if settings.DEBUG:
        operations += [migrations.RemoveField("person", "nick")]
---
from django.conf import settings
class Migration(migrations.Migration):
    operations = [
        migrations.RemoveField("person", "name"),
        *([migrations.RemoveField("person", "nick")] if settings.DEBUG else []),
    ]
---
SQL = ["ALTER TABLE shop_person DROP COLUMN name", ("ALTER TABLE shop_person DROP nick", [])]
class Migration(migrations.Migration):
    operations = [migrations.RunSQL(SQL)]
---
def forwards(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name in ("name", "nick"):
            cursor.execute(f"ALTER TABLE shop_person DROP COLUMN {name}")
class Migration(migrations.Migration):
    operations = [migrations.RunPython(forwards)]
---
from shop.tools import forwards
class Migration(migrations.Migration):
    operations = [migrations.RunPython(forwards)]
"""


@pytest.mark.parametrize("text", apart(LISTS))
def test_lists_that_are_put_together(text: str) -> None:
    tools = """\
def forwards(apps, schema_editor):
    schema_editor.execute("ALTER TABLE shop_person DROP COLUMN name, DROP COLUMN nick")
"""
    assert sorted(_module(text, tools=tools)) == BOTH


@pytest.mark.parametrize(
    "operations",
    [
        'migrations.DeleteModel("Vip")',
        'migrations.DeleteModel(name="Old")',
        'migrations.RenameModel("Vip", "Star"), migrations.DeleteModel("Star")',
        'migrations.AddField("old", "m", models.IntegerField())',
        'migrations.RemoveField(model_name="old", name="n")',
        'AlterModelOptions("Person", {"managed": False}), DeleteModel("Person")',
        'AlterConstraint("person", "c", UniqueConstraint(fields=["id"], name="c"))',
        'migrations.RunSQL("", migrations.RunSQL.noop)',
        "migrations.RunSQL(migrations.RunSQL.noop)",
        'migrations.AddField("person", "o", fields.GenericForeignKey("a", "b"))',
    ],
)
def test_what_touches_no_table(operations: str) -> None:
    assert _listed(operations) == []


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ('migrations.AlterModelOptions("Old", {"managed": True}), migrations.DeleteModel("Old")',
         [("ban-drop-table", "breaking", "shop_old")]),
        ('migrations.AddField("person", "f", models.IntegerField(db_default=None))',
         [("adding-required-field", "breaking", "shop_person.f")]),
        ('migrations.AddField("person", "f", models.IntegerField(db_default=0))',
         [("adding-column", "additive", "shop_person.f")]),
        ('migrations.AddField("person", "f", models.IntegerField(db_default=models.Value(None)))',
         [("adding-required-field", "breaking", "shop_person.f")]),
        ('migrations.AddField("person", "f", models.IntegerField(db_default=Value(0)))',
         [("adding-column", "additive", "shop_person.f")]),
        ('migrations.AlterOrderWithRespectTo("person", "shop")',
         [("adding-required-field", "breaking", "shop_person._order")]),
        ('migrations.AlterOrderWithRespectTo("person", order_with_respect_to=None)',
         [("ban-drop-column", "breaking", "shop_person._order")]),
        ('CreateModel("P", [], {"order_with_respect_to": "a"}), AlterOrderWithRespectTo("P", "b")',
         [("adding-table", "additive", "shop_p")]),
        ('migrations.AddField("person", "f", models.IntegerField(null=is_null))', UNKNOWN),
        ('migrations.AddField("person", "f", models.IntegerField(**options))', UNKNOWN),
        ('migrations.RemoveField("person", name_of())', UNKNOWN),
        ("migrations.DeleteModel(name_of())", UNKNOWN),
        ('migrations.RunSQL(f"ALTER TABLE {table} DROP COLUMN nick")', UNKNOWN),
        ("migrations.RunSQL(open('x.sql').read())", UNKNOWN),
        ('migrations.RunSQL("SELECT 1", state_operations=[migrations.DeleteModel("Person")])', []),
        ("*more", UNKNOWN),
        ('AddField("person", "f", models.IntegerField()), AddDefaultValue("person", "f", 3)',
         [("adding-required-field", "additive", "shop_person.f"),
          ("setting-default", "additive", "shop_person.f")]),
    ],
)  # fmt: skip
def test_what_is_known_of_an_operation(
    operations: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _listed(operations) == expected


EMPTY = "class Migration(migrations.Migration):\n    operations = []\n"


@pytest.mark.parametrize(
    "text",
    [
        "from shop.shared import Migration as Other\nclass Migration(Other):\n    atomic = False\n",
        "class Migration(migrations.Migration):\n    def apply(self, *given):\n        go()\n",
        f"{EMPTY}Migration.operations += more()\n",
        f"{EMPTY}for one in ():\n    Migration.operations.append(one)\n",
    ],
)
def test_a_migration_that_does_more_than_it_lists_is_unknown(text: str) -> None:
    assert _module(text) == UNKNOWN


def test_a_statement_about_something_else_of_a_migration_adds_nothing() -> None:
    assert _module(f"{EMPTY}Migration.atomic = False\n") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Person = apps.get_model('shop', 'Person')\n    Person(name='a').save()", DATA),
        (
            "Person = apps.get_model('shop', 'Person')\n    Person.objects.bulk_create([Person()])",
            DATA,
        ),
        (
            "schema_editor.alter_db_table(None, 'shop_person', 'people')",
            [("renaming-table", "breaking", "shop_person")],
        ),
        ("schema_editor.alter_db_table(None, old, 'people')", CODE),
        ("fill.delay()", DATA),
        ("fill.apply_async(countdown=3)", DATA),
        ("change.delay()", NICK),
        ("fill()", CODE),
        ("unseen.delay()", CODE),
    ],
)
def test_what_code_does_to_rows_and_tables(body: str, expected: list[tuple[str, str, str]]) -> None:
    tasks = """\
from shop.celery import app
from django.db import connection
@app.task
def fill():
    other_code()
@app.task
def change():
    connection.cursor().execute("ALTER TABLE shop_person DROP COLUMN nick")
"""
    text = f"""\
from shop.elsewhere import unseen
from shop.tasks import change, fill
def forwards(apps, schema_editor):
    {body}
class Migration(migrations.Migration):
    operations = [migrations.RunPython(forwards)]
"""
    assert sorted(_module(text, tasks=tasks)) == sorted(expected)


def test_a_decorated_function_is_followed_only_if_its_decorator_is_known() -> None:
    text = """\
{decorator}
def forwards(apps, schema_editor):
    pass
class Migration(migrations.Migration):
    operations = [migrations.RunPython(forwards)]
"""
    assert (
        _module(text.format(decorator="from django.db.transaction import atomic\n@atomic")) == DATA
    )
    assert _module(text.format(decorator="from shop.tools import twice\n@twice")) == CODE

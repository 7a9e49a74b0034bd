"""Each framework's migrations, told by what they do to the tables of an earlier one."""

import pytest

from relplan.contracts.sql.contract import ANALYZER
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.ordering import in_order
from tests.contracts.sql.cases import compared, told, version

ALEMBIC = """\
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {after}


def upgrade():
{up}


def downgrade():
{down}
"""
DJANGO = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
{operations}
    ]
"""
RAILS = """\
class {name} < ActiveRecord::Migration[7.1]
{body}
end
"""
XML = """\
<?xml version="1.0"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
  <changeSet id="1" author="a">
{changes}
  </changeSet>
</databaseChangeLog>
"""


def _alembic(revision: str, after: str, up: str, down: str = "    op.drop_table('x')") -> str:
    lines = "\n".join(f"    {line}" for line in up.splitlines())
    return ALEMBIC.format(revision=revision, after=after, up=lines, down=down)


ALEMBIC_FIRST = _alembic(
    "b1", "None",
    'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True),\n'
    '    sa.Column("note", sa.String(10)), sa.Column("tax", sa.Integer(), nullable=True))',
)  # fmt: skip


@pytest.mark.parametrize(
    ("up", "expected"),
    [
        ('op.drop_table("orders")', ("ban-drop-table", "breaking", "orders")),
        ('op.rename_table("orders", "sales")', ("renaming-table", "breaking", "orders")),
        ('op.drop_column("orders", "tax")', ("ban-drop-column", "breaking", "orders.tax")),
        ('with op.batch_alter_table("orders") as batch:\n    batch.drop_column("tax")',
         ("ban-drop-column", "breaking", "orders.tax")),
        ('for name in ("tax",):\n    op.drop_column("orders", name)',
         ("ban-drop-column", "breaking", "orders.tax")),
        ('op.add_column("orders", sa.Column("paid", sa.Integer(), nullable=False))',
         ("adding-required-field", "breaking", "orders.paid")),
        (('op.add_column("orders", sa.Column("paid", sa.Integer(), nullable=False,'
         ' server_default="0"))'), ("adding-column", "additive", "orders.paid")),
        ('op.add_column("orders", sa.Column("paid", sa.Integer()))',
         ("adding-column", "additive", "orders.paid")),
        ('op.alter_column("orders", "tax", nullable=False)',
         ("adding-not-nullable-field", "breaking", "orders.tax")),
        ('op.alter_column("orders", "tax", new_column_name="vat")',
         ("renaming-column", "breaking", "orders.tax")),
        ('op.alter_column("orders", "note", type_=sa.String(length=20))',
         ("widening-column-type", "additive", "orders.note")),
        ('op.alter_column("orders", "note", type_=sa.Integer())',
         ("changing-column-type", "breaking", "orders.note")),
        ('op.alter_column("other", "n", existing_type=sa.String(10), type_=sa.String(20))',
         ("widening-column-type", "additive", "other.n")),
        ('op.create_unique_constraint("u", "orders", ["tax"])',
         ("adding-unique-constraint", "breaking", "orders.tax")),
        ('op.create_foreign_key("f", "orders", "taxes", ["tax"], ["id"])',
         ("adding-foreign-key-constraint", "breaking", "orders.tax")),
        ('op.create_index(op.f("i"), "orders", ["tax"])', ("adding-index", "additive", "orders")),
        ('op.drop_index("i", table_name="orders")', ("drop-index", "none", "orders")),
        ('op.drop_constraint("u", "orders", type_="unique")',
         ("drop-constraint", "risky", "orders")),
        ('op.create_table("refunds", sa.Column("id", sa.Integer()))',
         ("adding-table", "additive", "refunds")),
        ('op.execute("ALTER TABLE orders DROP COLUMN tax")',
         ("ban-drop-column", "breaking", "orders.tax")),
        ('op.execute(sa.text("UPDATE orders SET tax = 0"))',
         ("changing-rows", "risky", "orders")),
        ('op.execute(build())', ("running-code", "unknown", "")),
        ('op.drop_column(table_of(), "tax")', ("unknown-operation", "unknown", "")),
        ('op.invented("orders")', ("unknown-operation", "unknown", "")),
    ],
)  # fmt: skip
def test_alembic(up: str, expected: tuple[str, str, str]) -> None:
    base = {"db/versions/aa_first.py": ALEMBIC_FIRST}
    # a hash sorts anywhere: what comes after what is told by down_revision
    revision = {**base, "db/versions/00_second.py": _alembic("a2", '"b1"', up)}
    (found,) = compared(base, revision)
    assert (found.rule, str(found.severity), found.part) == expected
    assert found.line > 7


@pytest.mark.parametrize(
    "down",
    [
        "    pass",
        '    """No way back."""',
        "    raise Exception()",
        "    return",
        "    raise Exception()\n    op.create_table('t')",
    ],
)
def test_alembic_without_a_downgrade_is_not_reversible(down: str) -> None:
    up = 'op.add_column("orders", sa.Column("paid", sa.Integer()))'
    one_way = compared({}, {"db/versions/a_1.py": _alembic("a", "None", up, down)})
    both_ways = compared({}, {"db/versions/a_1.py": _alembic("a", "None", up)})
    assert [found.reversible for found in (*one_way, *both_ways)] == [False, True]


DJANGO_FIRST = DJANGO.replace('("shop", "0001_initial")', "").format(
    operations="""\
        migrations.CreateModel(name="Order", fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("note", models.CharField(max_length=10)),
            ("tax", models.IntegerField(null=True)),
            ("customer", models.ForeignKey(to="shop.customer", on_delete=models.CASCADE)),
            ("tags", models.ManyToManyField(to="shop.tag")),
        ]),
        migrations.CreateModel(name="Old", fields=[("n", models.IntegerField())],
                               options={"db_table": "legacy"}),
"""
)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ('migrations.DeleteModel(name="Order")', ("ban-drop-table", "breaking", "shop_order")),
        ('migrations.DeleteModel("Old")', ("ban-drop-table", "breaking", "legacy")),
        ('migrations.RenameModel("Order", "Sale")', ("renaming-table", "breaking", "shop_order")),
        ('migrations.AlterModelTable(name="order", table="sales")',
         ("renaming-table", "breaking", "shop_order")),
        ('migrations.RemoveField(model_name="order", name="tax")',
         ("ban-drop-column", "breaking", "shop_order.tax")),
        ('migrations.RemoveField("order", "customer")',
         ("ban-drop-column", "breaking", "shop_order.customer_id")),
        ('migrations.RemoveField("order", "tags")',
         ("ban-drop-table", "breaking", "shop_order_tags")),
        ('migrations.RenameField("order", "tax", "vat")',
         ("renaming-column", "breaking", "shop_order.tax")),
        ('migrations.RenameField("order", "customer", "buyer")',
         ("renaming-column", "breaking", "shop_order.customer_id")),
        ('migrations.AddField("order", "paid", models.IntegerField())',
         ("adding-required-field", "breaking", "shop_order.paid")),
        ('migrations.AddField("order", "paid", models.IntegerField(default=0))',
         ("adding-required-field", "breaking", "shop_order.paid")),
        ('migrations.AddField("order", "paid", models.IntegerField(db_default=0))',
         ("adding-column", "additive", "shop_order.paid")),
        ('migrations.AddField("order", "paid", models.IntegerField(null=True))',
         ("adding-column", "additive", "shop_order.paid")),
        ('migrations.AddField("order", "likes", models.ManyToManyField(to="a.b"))',
         ("adding-table", "additive", "shop_order_likes")),
        ('migrations.AlterField("order", "tax", models.IntegerField())',
         ("adding-not-nullable-field", "breaking", "shop_order.tax")),
        ('migrations.AlterField("order", "note", models.CharField(max_length=20))',
         ("widening-column-type", "additive", "shop_order.note")),
        ('migrations.AlterField("order", "note", models.CharField(max_length=5))',
         ("changing-column-type", "breaking", "shop_order.note")),
        ('migrations.AlterField("order", "note", models.CharField(max_length=10, unique=True))',
         ("adding-unique-constraint", "breaking", "shop_order.note")),
        (('migrations.AddConstraint("order",'
         ' models.UniqueConstraint(fields=["customer"], name="u"))'),
         ("adding-unique-constraint", "breaking", "shop_order.customer_id")),
        ('migrations.RemoveConstraint("order", "u")', ("drop-constraint", "risky", "shop_order")),
        ('migrations.AddIndex("order", models.Index(fields=["-tax"], name="i"))',
         ("adding-index", "additive", "shop_order")),
        ('migrations.AlterUniqueTogether("order", {("note", "tax")})',
         ("adding-unique-constraint", "breaking", "shop_order.note")),
        ('migrations.RunSQL("DROP TABLE legacy", migrations.RunSQL.noop)',
         ("ban-drop-table", "breaking", "legacy")),
        ('migrations.RunPython(fill, migrations.RunPython.noop)', ("running-code", "unknown", "")),
        (('migrations.SeparateDatabaseAndState(database_operations=['
         'migrations.DeleteModel("Order")], state_operations=[])'),
         ("ban-drop-table", "breaking", "shop_order")),
        ('Invented("order")', ("unknown-operation", "unknown", "")),
        ('*computed()', ("unknown-operation", "unknown", "")),
    ],
)  # fmt: skip
def test_django(operation: str, expected: tuple[str, str, str]) -> None:
    base = {"app/shop/migrations/0001_initial.py": DJANGO_FIRST}
    second = DJANGO.format(operations=f"        {operation},")
    revision = {**base, "app/shop/migrations/0002_next.py": second}
    (found,) = compared(base, revision)
    assert (found.rule, str(found.severity), found.part) == expected
    assert found.line == 7


@pytest.mark.parametrize(
    "operation",
    [
        'migrations.AlterField("order", "tax", models.IntegerField(null=True, help_text="x"))',
        'migrations.AlterModelOptions("order", options={"ordering": ["id"]})',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Order")])',
    ],
)
def test_django_that_leaves_the_database_as_it_is(operation: str) -> None:
    base = {"shop/migrations/0001_initial.py": DJANGO_FIRST}
    second = DJANGO.format(operations=f"        {operation},")
    assert compared(base, {**base, "shop/migrations/0002_next.py": second}) == []


def test_django_code_without_a_way_back_is_not_reversible() -> None:
    text = DJANGO.format(operations='migrations.RunSQL("CREATE TABLE t (a int)"),')
    (found,) = compared({}, {"shop/migrations/0001_a.py": text})
    assert found.reversible is False


def test_a_squashed_migration_does_nothing_where_those_it_replaces_are_there() -> None:
    base = {"shop/migrations/0001_initial.py": DJANGO_FIRST}
    squashed = DJANGO_FIRST.replace(
        "    operations", '    replaces = [("shop", "0001_initial")]\n    operations'
    )
    assert compared(base, {**base, "shop/migrations/0001_squashed.py": squashed}) == []


RAILS_FIRST = RAILS.format(
    name="First",
    body="""\
  def change
    create_table :orders do |t| # the first
      t.string :note, limit: 10
      t.integer :tax
      t.references :customer, null: false
      t.timestamps
    end
  end
""",
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("drop_table :orders", [("ban-drop-table", "breaking", "orders")]),
        ("rename_table :orders, :sales", [("renaming-table", "breaking", "orders")]),
        ("remove_column :orders, :tax, :integer",
         [("ban-drop-column", "breaking", "orders.tax")]),
        ("remove_columns :orders, :tax, :note",
         [("ban-drop-column", "breaking", "orders.note"),
          ("ban-drop-column", "breaking", "orders.tax")]),
        ("remove_reference :orders, :customer",
         [("ban-drop-column", "breaking", "orders.customer_id")]),
        ("rename_column :orders, :tax, :vat", [("renaming-column", "breaking", "orders.tax")]),
        ("add_column :orders, :paid, :integer, null: false",
         [("adding-required-field", "breaking", "orders.paid")]),
        ("add_column :orders, :paid, :integer,\n      null: false, default: 0",
         [("adding-column", "additive", "orders.paid")]),
        ('add_column("orders", "paid", :integer)', [("adding-column", "additive", "orders.paid")]),
        ("change_column :orders, :note, :string, limit: 20",
         [("widening-column-type", "additive", "orders.note")]),
        ("change_column :orders, :note, :integer",
         [("changing-column-type", "breaking", "orders.note")]),
        ("change_column_null :orders, :tax, false",
         [("adding-not-nullable-field", "breaking", "orders.tax")]),
        ("change_column_default :orders, :tax, from: nil, to: 0",
         [("setting-default", "additive", "orders.tax")]),
        ("add_index :orders, [:tax, :note], unique: true, algorithm: :concurrently",
         [("adding-unique-constraint", "breaking", "orders.note")]),
        ("add_index :orders, :tax", [("adding-index", "additive", "orders")]),
        ("remove_index :orders, :tax", [("drop-index", "none", "orders")]),
        ("add_foreign_key :orders, :customers",
         [("adding-foreign-key-constraint", "breaking", "orders.customer_id")]),
        ("add_check_constraint :orders, 'tax > 0', name: 'c'",
         [("adding-check-constraint", "breaking", "orders.tax")]),
        ("add_reference :orders, :shop, foreign_key: true",
         [("adding-column", "additive", "orders.shop_id")]),
        ("create_table :refunds do |t|\n      t.integer :n\n    end",
         [("adding-table", "additive", "refunds")]),
        ("change_table :orders do |t|\n      t.remove :tax\n      t.string :b\n    end",
         [("ban-drop-column", "breaking", "orders.tax"),
          ("adding-column", "additive", "orders.b")]),
        ("execute <<~SQL\n      DROP TABLE orders\n    SQL",
         [("ban-drop-table", "breaking", "orders")]),
        ('execute "UPDATE orders SET tax = 0"', [("changing-rows", "risky", "orders")]),
        ("Order.update_all(tax: 0)", [("changing-data", "risky", "")]),
        ("safety_assured { remove_column :orders, :tax }",
         [("ban-drop-column", "breaking", "orders.tax")]),
        (("reversible do |dir|\n      dir.up do\n        drop_table :orders\n      end\n"
         "      dir.down do\n        drop_table :customers\n      end\n    end"),
         [("ban-drop-table", "breaking", "orders")]),
        ("remove_column table_name, :tax", [("unknown-operation", "unknown", "")]),
        ("invented :orders", [("unknown-operation", "unknown", "")]),
    ],
)  # fmt: skip
def test_rails(body: str, expected: list[tuple[str, str, str]]) -> None:
    base = {"db/migrate/20200101000000_first.rb": RAILS_FIRST}
    second = RAILS.format(name="Second", body=f"  def change\n    {body}\n  end")
    revision = {**base, "db/migrate/20200102000000_second.rb": second}
    assert told(compared(base, revision)) == expected


def test_rails_reads_up_but_not_down() -> None:
    up = "  def up\n    add_column :a, :b, :integer\n  end\n"
    down = "  def down\n    remove_column :a, :b\n  end\n"
    both = compared({}, {"db/migrate/1_a.rb": RAILS.format(name="A", body=up + down)})
    alone = compared({}, {"db/migrate/1_a.rb": RAILS.format(name="A", body=up)})
    assert told(both) == told(alone) == [("adding-column", "additive", "a.b")]
    assert [found.reversible for found in (*both, *alone)] == [True, False]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ('<dropTable tableName="orders"/>', ("ban-drop-table", "breaking", "orders")),
        ('<renameTable oldTableName="orders" newTableName="b"/>',
         ("renaming-table", "breaking", "orders")),
        ('<dropColumn tableName="orders" columnName="tax"/>',
         ("ban-drop-column", "breaking", "orders.tax")),
        ('<renameColumn tableName="orders" oldColumnName="tax" newColumnName="vat"/>',
         ("renaming-column", "breaking", "orders.tax")),
        (('<addColumn tableName="orders"><column name="p" type="int">'
         '<constraints nullable="false"/></column></addColumn>'),
         ("adding-required-field", "breaking", "orders.p")),
        (('<addColumn tableName="orders"><column name="p" type="int" defaultValueNumeric="0">'
         '<constraints nullable="false"/></column></addColumn>'),
         ("adding-column", "additive", "orders.p")),
        ('<modifyDataType tableName="orders" columnName="note" newDataType="VARCHAR(20)"/>',
         ("widening-column-type", "additive", "orders.note")),
        ('<addNotNullConstraint tableName="orders" columnName="tax"/>',
         ("adding-not-nullable-field", "breaking", "orders.tax")),
        ('<dropNotNullConstraint tableName="orders" columnName="id"/>',
         ("ban-drop-not-null", "breaking", "orders.id")),
        ('<addUniqueConstraint tableName="orders" columnNames="tax"/>',
         ("adding-unique-constraint", "breaking", "orders.tax")),
        (('<addForeignKeyConstraint baseTableName="orders" baseColumnNames="tax"'
         ' referencedTableName="t" referencedColumnNames="id" constraintName="f"/>'),
         ("adding-foreign-key-constraint", "breaking", "orders.tax")),
        ('<createIndex tableName="orders" indexName="i"><column name="tax"/></createIndex>',
         ("adding-index", "additive", "orders")),
        ('<sql>DROP TABLE orders</sql>', ("ban-drop-table", "breaking", "orders")),
        ('<update tableName="orders"/>', ("changing-rows", "risky", "orders")),
        ('<customChange class="a.B"/>', ("unknown-operation", "unknown", "")),
        ('<invented/>', ("unknown-operation", "unknown", "")),
    ],
)  # fmt: skip
def test_liquibase_xml(change: str, expected: tuple[str, str, str]) -> None:
    first = XML.format(
        changes='<createTable tableName="orders"><column name="id" type="int">'
        '<constraints primaryKey="true"/></column><column name="note" type="varchar(10)"/>'
        '<column name="tax" type="int"/></createTable>'
    )
    base = {"db/changelog/1.xml": first}
    (found,) = compared(base, {**base, "db/changelog/2.xml": XML.format(changes=change)})
    assert (found.rule, str(found.severity), found.part) == expected
    assert found.line == 4


@pytest.mark.parametrize("declared", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>'])
def test_liquibase_xml_with_a_dtd_is_not_read(declared: str) -> None:
    text = XML.replace("?>\n", f"?>\n{declared}\n").format(changes="")
    (found,) = compared({}, {"db/changelog/1.xml": text})
    assert (found.rule, found.severity) == ("unreadable", "unknown")


YAML = """\
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - dropColumn:
            tableName: orders
            columnName: tax
        - addColumn:
            tableName: orders
            columns:
              - column: {name: paid, type: int, constraints: {nullable: false}}
"""
JSON = """{"databaseChangeLog": [{"changeSet": {"id": "1", "author": "a", "changes": [
{"dropColumn": {"tableName": "orders", "columnName": "tax"}},
{"addColumn": {"tableName": "orders", "columns": [
  {"column": {"name": "paid", "type": "int", "constraints": {"nullable": false}}}]}}]}}]}"""


@pytest.mark.parametrize(("path", "text"), [("changelog/1.yaml", YAML), ("changelog/1.json", JSON)])
def test_liquibase_yaml_and_json(path: str, text: str) -> None:
    assert sorted(told(compared({}, {path: text}))) == [
        ("adding-required-field", "breaking", "orders.paid"),
        ("ban-drop-column", "breaking", "orders.tax"),
    ]


UP, DOWN = "ALTER TABLE orders DROP COLUMN tax;", "ALTER TABLE orders ADD COLUMN tax int;"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("db/migration/V2__x.sql", UP),
        ("db/migration/V2.1__x.sql", UP),
        ("db/migrations/0002_x.up.sql", UP),
        ("migrations/2.sql", UP),
        ("migrations/00002_x.sql", f"-- +goose Up\n{UP}\n-- +goose Down\n{DOWN}"),
        ("migrations/00002_y.sql", f"-- +goose Down\n{DOWN}\n-- +goose Up\n{UP}"),
        ("migrations/002.sql", f"-- +migrate Up\n{UP}\n-- +migrate Down\n{DOWN}"),
        ("db/migrations/20200101_x.sql", f"-- migrate:up\n{UP}\n-- migrate:down\n{DOWN}"),
        ("changelog/2.sql", f"--liquibase formatted sql\n--changeset a:1\n{UP}\n--rollback {DOWN}"),
        ("prisma/migrations/20200101000000_x/migration.sql", UP),
    ],
)
def test_plain_sql(path: str, text: str) -> None:
    assert ANALYZER.is_file(path)
    found = compared({}, {path: text})
    assert told(found) == [("ban-drop-column", "breaking", "orders.tax")]


@pytest.mark.parametrize(
    "path",
    [
        "m/migrations/0002_x.down.sql", "db/migration/U2__x.sql", "migrations/rollback/2_x.sql",
        "db/migrations/down/2_x.sql", "migrations/2_x/undo/step.sql",
    ],
)  # fmt: skip
def test_files_that_undo_are_not_judged(path: str) -> None:
    assert compared({}, {path: UP}) == []


@pytest.mark.parametrize("path", ["migrations/undo_billing/2_x.sql", "rollback/migrations/2_x.sql"])
def test_a_folder_called_after_what_its_migrations_do_is_judged(path: str) -> None:
    assert told(compared({}, {path: UP})) == [("ban-drop-column", "breaking", "orders.tax")]


@pytest.mark.parametrize(
    ("path", "head", "mark"),
    [
        (
            "db/changelog/log.sql",
            "--liquibase formatted sql\n--changeset a:1\n",
            "--changeset a:2\n",
        ),
        ("db/migrations/orders.sql", "", ""),
        ("db/schema.sql", "", ""),
    ],
)
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("ALTER TABLE o DROP COLUMN tax;", [("ban-drop-column", "breaking", "o.tax")]),
        ("ALTER TABLE o ADD COLUMN z int;", [("adding-column", "additive", "o.z")]),
    ],
)
def test_what_is_appended_to_the_file_that_makes_a_table_is_judged_against_it(
    path: str, head: str, mark: str, more: str, expected: list[tuple[str, str, str]]
) -> None:
    old = f"{head}CREATE TABLE o (id int, tax int);\n"
    assert told(compared({path: old}, {path: f"{old}{mark}{more}\n"})) == expected


def test_a_schema_that_a_template_fills_in_counts_for_nothing() -> None:
    text = 'ALTER TABLE {{ index .Options "Namespace" }}.users DROP COLUMN name;'
    (found,) = compared({}, {"migrations/1_x.up.sql": text})
    assert (found.rule, found.part) == ("ban-drop-column", "users.name")


def test_placeholders_of_flyway_stand_for_names() -> None:
    found = compared({}, {"db/migration/V1__x.sql": "CREATE TABLE ${schema}.orders (id int);"})
    assert told(found) == [("adding-table", "additive", "schema.orders")]


@pytest.mark.parametrize(
    "path",
    [
        "README.md", "src/app.py", "queries/report.sql", "docs/versions/notes.txt",
        "openapi.yaml", "shop/models.py", "app/models/order.rb",
    ],
)  # fmt: skip
def test_other_files_are_none_of_ours(path: str) -> None:
    assert not ANALYZER.is_file(path)


def test_versions_are_ordered_by_number_not_by_letter() -> None:
    files = {
        "db/migration/V10__x.sql": "ALTER TABLE t DROP COLUMN b;",
        "db/migration/V9__x.sql": "ALTER TABLE t ADD COLUMN b int;",
        "db/migration/V1__x.sql": "CREATE TABLE t (a int);",
    }
    assert {found.severity for found in compared({}, files)} == {"additive", "none"}
    assert version(files).roots[0] == "db/migration/V10__x.sql"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("db/migration/V1.9__x.sql", "db/migration/V1.10__a.sql"),
        ("db/migration/b/V2__x.sql", "db/migration/a/V3__x.sql"),
        ("db/migration/2/V2__x.sql", "db/migration/1/V3__x.sql"),
        ("db/migrations/0/22_x.sql", "db/migrations/1/01_x.sql"),
        ("db/migrations/4.2.2/schema.sql", "db/migrations/4.10.0/schema.sql"),
        ("db/migrations/v1.2/x.sql", "db/migrations/v1.10/a.sql"),
        ("b/migrations/20230101120000_x.sql", "a/migrations/20230202120000_x.sql"),
        ("b/2/20230101120000_x/migration.sql", "b/1/20230202120000_x/migration.sql"),
    ],
)  # fmt: skip
def test_migrations_are_in_the_order_in_which_their_tool_applies_them(
    first: str, last: str
) -> None:
    assert [found.path for found in in_order([Migration(last, ()), Migration(first, ())])] == [
        first, last,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("Order = apps.get_model('shop', 'Order')\n    Order.objects.update(tax=0)", "risky"),
        ("schema_editor.execute('drop table orders')", "breaking"),
        ("schema_editor.remove_field(Order, field)", "unknown"),
        ("connection.cursor().execute(sql)", "unknown"),
        ("deeper(apps, schema_editor)", "unknown"),
        ("helper(apps)", "unknown"),
    ],
)
def test_django_code_that_only_changes_rows_is_known_to(code: str, severity: str) -> None:
    given = DJANGO.format(operations="        migrations.RunPython(fill),\n")
    text = f"from shop.tools import helper\n{given}\ndef fill(apps, editor):\n    {code}\n"
    base = {"shop/migrations/0001_initial.py": DJANGO_FIRST}
    (found,) = compared(base, {**base, "shop/migrations/0002_fill.py": text})
    assert str(found.severity) == severity

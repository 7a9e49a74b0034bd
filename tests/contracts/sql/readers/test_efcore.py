"""Entity Framework Core's migrations: what is called on the builder counts, whoever calls it."""

import pytest

from relplan.contracts.sql.contract import ANALYZER
from tests.contracts.sql.cases import apart, compared, told

FIRST = """\
using Microsoft.EntityFrameworkCore.Migrations;

public partial class Init : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Users",
            columns: table => new
            {
                Id = table.Column<int>(nullable: false).Annotation("Sqlite:Autoincrement", true),
                Name = table.Column<string>(maxLength: 20, nullable: true),
                Legacy = table.Column<int>(name: "legacy_id", type: "int", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Users", x => x.Id);
                table.ForeignKey(name: "FK", column: x => x.Legacy, principalTable: "Old",
                    principalColumn: "Id", onDelete: ReferentialAction.Cascade);
                table.UniqueConstraint("AK", x => new { x.Id, x.Legacy });
            });
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "Users");
    }
}
"""
BASE = {"src/Migrations/20240101000000_Init.cs": FIRST}
SECOND = "src/Migrations/20240202000000_Next.cs"
NAME = [("ban-drop-column", "breaking", "users.name")]
UNKNOWN = [("unknown-operation", "unknown", "")]
CODE = [("running-code", "unknown", "")]


def _class(body: str) -> list[tuple[str, str, str]]:
    text = f"public partial class Next : Migration\n{{\n{body}\n}}\n"
    return told(compared(BASE, {**BASE, SECOND: text}))


def _up(body: str) -> list[tuple[str, str, str]]:
    return _class(f"protected override void Up(MigrationBuilder builder) {{ {body} }}")


def test_a_new_table_has_the_columns_of_its_lambda() -> None:
    found = compared({}, BASE)
    assert told(found) == [
        ("adding-foreign-key-constraint", "additive", "users.legacy_id"),
        ("adding-table", "additive", "users"),
        ("adding-unique-constraint", "additive", "users.id"),
    ]
    surface = ANALYZER.surface(SECOND, FIRST.encode())
    assert surface is not None
    assert set(surface.parts) == {"users", "users.id", "users.name", "users.legacy_id"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('builder.DropTable(name: "Users", schema: "dbo");',
         [("ban-drop-table", "breaking", "users")]),
        ('builder.DropColumn(name: "Name", table: "Users");', NAME),
        ('builder.DropColumn("Name", "Users");', NAME),
        ('builder.RenameColumn(name: "Name", table: "Users", newName: "FullName");',
         [("renaming-column", "breaking", "users.name")]),
        ('builder.RenameTable(name: "Users", newName: "People");',
         [("renaming-table", "breaking", "users")]),
        ('builder.AddColumn<int>(name: "Age", table: "Users", nullable: false);',
         [("adding-required-field", "breaking", "users.age")]),
        ('builder.AddColumn<int>(name: "Age", table: "Users", nullable: false, defaultValue: 0);',
         [("adding-column", "additive", "users.age")]),
        ('builder.AlterColumn<string>(name: "Name", table: "Users", maxLength: 50);',
         [("adding-not-nullable-field", "breaking", "users.name"),
          ("widening-column-type", "additive", "users.name")]),
        ('builder.CreateIndex("IX", "Users", new[] { "Name" }, unique: true);',
         [("adding-unique-constraint", "breaking", "users.name")]),
        ('builder.InsertData(table: "Users", column: "Name", value: "a");',
         [("inserting-rows", "none", "users")]),
        ('builder.Sql(@"ALTER TABLE ""Users"" DROP COLUMN ""Name""");', NAME),
        ('const string t = "Users"; builder.Sql($"ALTER TABLE {t} DROP COLUMN Name");', NAME),
        ('builder.Sql("ALTER TABLE Users " + "DROP COLUMN Name");', NAME),
        ('foreach (var c in new[] { "Name" }) { builder.DropColumn(c, "Users"); }', NAME),
        ('if (ActiveProvider == "x") { builder.DropColumn("Name", "Users"); }', NAME),
        ("builder.EnsureSchema(name: \"app\");", []),
        ("builder.Sql(Scripts.Read(\"a.sql\"));", CODE),
        ("builder.CreateView(\"v\");", UNKNOWN),
        ("builder.DropColumn(Names.Old, \"Users\");", UNKNOWN),
        ("builder.AddColumn<int>(name: \"Age\", table: \"Users\", nullable: IsNew);", UNKNOWN),
        ("Helpers.Migrate(builder);", CODE),
        ("new Seeder(builder);", CODE),
    ],
)  # fmt: skip
def test_operations(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert _up(body) == expected


METHODS = """
protected override void Up(MigrationBuilder b) { Gone(b, "Name"); }
private void Gone(MigrationBuilder b, string name) => b.DropColumn(name, "Users");
---
private const string Column = "Name";
protected override void Up(MigrationBuilder b)
{
    void Gone(string name) { b.DropColumn(name, nameof(Users)); }
    Gone(Column);
}
---
protected override void Up(MigrationBuilder b)
{
    try { b.DropColumn(name: "Name", table: "Users"); } catch { throw; }
}
"""


@pytest.mark.parametrize("body", apart(METHODS))
def test_methods_of_the_class_are_followed(body: str) -> None:
    assert _class(body) == NAME


def test_a_migration_without_a_way_back_is_not_reversible() -> None:
    up = 'protected override void Up(MigrationBuilder b) { b.DropColumn("Name", "Users"); }'
    down = "protected override void Down(MigrationBuilder b) { throw new Exception(); }"
    text = f"public class Next : Migration {{ {up} {down} }}"
    (found,) = compared(BASE, {**BASE, SECOND: text})
    assert found.reversible is False


@pytest.mark.parametrize(
    ("path", "is_one"),
    [(SECOND, True), ("src/Migrations/AppModelSnapshot.cs", False), ("src/2024_Users.cs", False)],
)
def test_which_files_are_migrations(path: str, is_one: bool) -> None:
    assert ANALYZER.is_file(path) is is_one

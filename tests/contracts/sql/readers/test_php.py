"""Laravel's migrations, as far as they can be read without running."""

import pytest

from relplan.contracts.sql.contract import ANALYZER
from relplan.model.finding import Finding
from tests.contracts.sql.cases import apart, compared, told

FIRST = """\
<?php
return new class extends Migration {
    public function up(): void
    {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
            $table->string('name', 20);
            $table->string('email')->unique();
            $table->integer('legacy')->nullable();
            $table->enum('state', ['new', 'old'])->default('new');
            $table->foreignId('team_id')->constrained();
            $table->timestamps();
        });
        Schema::create('teams', function (Blueprint $table) { $table->id(); });
    }
    public function down(): void { Schema::dropIfExists('users'); }
};
"""
FOLDER = "database/migrations"
BASE = {f"{FOLDER}/2024_01_01_000000_first.php": FIRST}
LEGACY = [("ban-drop-column", "breaking", "users.legacy")]
DROPPED = [("ban-drop-table", "breaking", "users")]
UNKNOWN = [("unknown-operation", "unknown", "")]
CODE = [("running-code", "unknown", "")]
Told = list[tuple[str, str, str]]


def _found(text: str, name: str = "2024_02_02_000000_second", dialect: str = "") -> list[Finding]:
    return compared(BASE, {**BASE, f"{FOLDER}/{name}.php": text}, dialect)


def _migration(body: str) -> str:
    """Return a migration that does something to the users."""
    return _doing(f"Schema::table('users', function ($t) {{ {body} }});")


def _doing(body: str) -> str:
    return f"<?php\nreturn new class extends Migration {{\nfunction up() {{\n{body}\n}}\n}};\n"


def _up(body: str, name: str = "2024_02_02_000000_second", dialect: str = "") -> Told:
    return told(_found(_doing(body), name, dialect))


def _table(body: str, name: str = "2024_02_02_000000_second", dialect: str = "") -> Told:
    return told(_found(_migration(body), name, dialect))


FORMS = """
<?php
class DropUsers extends Migration { public function up() { Schema::drop('users'); } }
---
<?php
return new class extends Migration {
    public function up(): void { Schema::dropIfExists('users'); }
};
---
<?php
return new class extends Migration {
    private const TABLE = 'users';
    public function up(): void { Schema::drop(self::TABLE); }
};
---
<?php
return new class extends Migration {
    protected $table = 'users';
    public function up(): void { $this->gone($this->table); }
    private function gone(string $table): void { \\Schema::drop($table); }
};
---
<?php
return new class extends Migration {
    public function up(): void { foreach (['users'] as $table) { Schema::drop($table); } }
};
---
<?php
return new class extends Migration {
    public function up(): void { collect(['users'])->each(fn ($table) => Schema::drop($table)); }
};
---
<?php
return new class extends Migration {
    public function up(): void { DB::statement("DROP TABLE users"); }
};
---
<?php
return new class extends Migration {
    public function up(): void {
        DB::transaction(function () { DB::unprepared(<<<SQL
            DROP TABLE users;
        SQL); });
    }
};
---
<?php
return new class extends Migration {
    public function up(): void { Schema::table('users', fn (Blueprint $table) => $table->drop()); }
};
---
<?php
return new class extends Migration {
    public function up(): void { if (Schema::hasTable('users')) { Schema::drop('users'); } }
};
---
<?php
return new class extends Migration {
    public function up(): void {
        if (! Schema::hasTable('users')) { return; }
        Schema::connection('mysql')->drop('users');
    }
};
"""


@pytest.mark.parametrize("text", apart(FORMS))
def test_forms_in_which_a_table_is_dropped(text: str) -> None:
    assert told(_found(text)) == DROPPED


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("$t->dropColumn('legacy');", LEGACY),
        ("$t->dropColumn(['legacy', 'name']);",
         [*LEGACY, ("ban-drop-column", "breaking", "users.name")]),
        ("foreach (['legacy'] as $c) { $t->dropColumn($c); }", LEGACY),
        ("$t->dropConstrainedForeignId('team_id');",
         [("ban-drop-column", "breaking", "users.team_id"), ("drop-constraint", "risky", "users")]),
        ("$t->dropTimestamps();", [("ban-drop-column", "breaking", "users.created_at"),
                                   ("ban-drop-column", "breaking", "users.updated_at")]),
        ("$t->renameColumn('legacy', 'old');", [("renaming-column", "breaking", "users.legacy")]),
        ("$t->rename('people');", [("renaming-table", "breaking", "users")]),
        ("$t->integer('age');", [("adding-required-field", "breaking", "users.age")]),
        ("$t->integer('age')->nullable();", [("adding-column", "additive", "users.age")]),
        ("$t->integer('age')->nullable(false);",
         [("adding-required-field", "breaking", "users.age")]),
        ("$t->integer('age')->default(0);", [("adding-column", "additive", "users.age")]),
        ("$t->dateTime('at')->useCurrent();", [("adding-column", "additive", "users.at")]),
        ("$t->datetime('at')->default(DB::raw('now()'));",
         [("adding-column", "additive", "users.at")]),
        ("$t->softDeletes();", [("adding-column", "additive", "users.deleted_at")]),
        ("$t->rememberToken();", [("adding-column", "additive", "users.remember_token")]),
        ("$t->nullableMorphs('owner');", [("adding-column", "additive", "users.owner_id"),
                                          ("adding-column", "additive", "users.owner_type")]),
        ("$t->foreignIdFor(OrderLine::class)->nullable();",
         [("adding-column", "additive", "users.order_line_id")]),
        ("$t->string('name', 5)->change();", [("changing-column-type", "breaking", "users.name")]),
        ("$t->string('name', 50)->change();", [("widening-column-type", "additive", "users.name")]),
        ("$t->integer('legacy')->nullable(false)->change();",
         [("adding-not-nullable-field", "breaking", "users.legacy")]),
        ("$t->enum('state', ['new'])->default('new')->change();",
         [("drop-enum-value", "breaking", "users.state")]),
        ("$t->unique('name');", [("adding-unique-constraint", "breaking", "users.name")]),
        ("$t->dropUnique(['email']);", [("drop-constraint", "risky", "users")]),
        ("$t->foreign('legacy')->references('id')->on('teams')->cascadeOnDelete();",
         [("adding-foreign-key-constraint", "breaking", "users.legacy")]),
        ("$t->index(['name', 'email'])->algorithm('hash');",
         [("adding-index", "additive", "users")]),
        ("$t->integer('age')->nullable($is);", [("unknown-operation", "unknown", "users")]),
        ("$t->userstamps();", UNKNOWN),
        ("$t->dropColumn($name);", UNKNOWN),
        ("$t->{$type}('age');", UNKNOWN),
        ("Columns::addTo($t);", CODE),
    ],
)  # fmt: skip
def test_what_is_done_to_a_table(body: str, expected: Told) -> None:
    assert _table(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Schema::rename('users', 'people');", [("renaming-table", "breaking", "users")]),
        ("Schema::dropColumns('users', ['legacy']);", LEGACY),
        ("Schema::whenTableHasColumn('users', 'legacy', fn ($t) => $t->dropColumn('legacy'));",
         LEGACY),
        ("Schema::connection('reports')->drop('users');",
         [("ban-drop-table", "breaking", "reports.users")]),
        ("DB::table('users')->where('id', 1)->update(['legacy' => 2]);",
         [("changing-rows", "risky", "users")]),
        ("DB::table('users')->insert(['id' => 2]);", [("inserting-rows", "none", "users")]),
        ("User::query()->whereNull('legacy')->each(fn ($u) => $u->update(['legacy' => 1]));",
         [("changing-data", "risky", "")]),
        ("$names = User::all()->pluck('name'); Log::info($names->count());", []),
        ("Artisan::call('users:mend');", CODE),
        ("(new MendUsers)->handle();", CODE),
        ("DB::statement($sql);", CODE),
        ("DB::statement(\"ALTER TABLE {$table} DROP COLUMN legacy\");", UNKNOWN),
        ("DB::statement('CREATE INDEX '.$name.' ON users (name)');",
         [("adding-index", "additive", "users")]),
        ("Schema::drop(config('auth.table'));", UNKNOWN),
        (("if (Schema::hasColumn('users', 'gone')) {\n"
         "Schema::table('users', fn ($t) => $t->renameColumn('gone', 'b')); }"),
         [("renaming-column", "none", "users.gone")]),
        ("Schema::dropAllTables();", UNKNOWN),
        ("foreach ($names as $name) { Schema::drop($name); }", UNKNOWN),
        (("$gone = []; each(function () use (&$gone) { $gone[] = 'a'; });\n"
         "foreach ($gone as $name) { Schema::drop($name); }"), UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_done_otherwise(body: str, expected: Told) -> None:
    assert _up(body) == expected


PERHAPS = [("ban-drop-table", "unknown", "users")]


@pytest.mark.parametrize(
    ("body", "dialect", "expected"),
    [
        ("if (config('app.old')) { Schema::drop('users'); }", "", PERHAPS),
        ("if (! config('app.old')) { return; } Schema::drop('users');", "", PERHAPS),
        ("config('app.old') && Schema::drop('users');", "", PERHAPS),
        ("if (app()->runningUnitTests()) { Schema::drop('users'); }", "", []),
        ("if (DB::getDriverName() === 'sqlite') { Schema::drop('users'); }", "", PERHAPS),
        ("if (DB::getDriverName() === 'sqlite') { Schema::drop('users'); }", "mysql", []),
        ("if (DB::getDriverName() !== 'mysql') { return; } Schema::drop('users');", "mysql",
         DROPPED),
        ("if (in_array(DB::getDriverName(), ['pgsql'])) { Schema::drop('users'); }", "mysql", []),
        (("match (DB::connection()->getDriverName()) {\n"
         "'pgsql' => Schema::drop('users'), default => null };"), "postgres", DROPPED),
        (("if ($this->isOld()) { Schema::drop('users'); } }\n"
         "function isOld() { return Schema::hasColumn('users', 'legacy');"), "", DROPPED),
        ("return; Schema::drop('users');", "", []),
        ("try { Schema::drop('users'); } catch (\\Throwable $e) { Log::error($e); }", "", DROPPED),
    ],
)  # fmt: skip
def test_conditions(body: str, dialect: str, expected: Told) -> None:
    assert _up(body, dialect=dialect) == expected


def test_what_a_changed_column_loses_is_a_question_from_laravel_11_on() -> None:
    change = "$t->bigInteger('legacy')->change();"
    wider = ("widening-column-type", "risky", "users.legacy")
    assert _table(change) == [wider]
    assert _table(change, "2025_02_02_000000_second") == [
        ("adding-not-nullable-field", "unknown", "users.legacy"), wider,
    ]  # fmt: skip


def test_what_perhaps_was_lost_is_not_given_back_for_sure() -> None:
    lost, again = (_migration(f"$t->bigInteger('legacy'){said}->change();") for said in
                   ("", "->nullable()"))  # fmt: skip
    base = {**BASE, f"{FOLDER}/2025_02_02_000000_second.php": lost}
    assert told(compared(base, {**base, f"{FOLDER}/2025_03_03_000000_third.php": again})) == []


def test_types_are_those_of_the_database() -> None:
    change = "$t->unsignedBigInteger('legacy')->nullable()->change();"
    assert _table(change, dialect="mysql") == [("changing-column-type", "breaking", "users.legacy")]
    assert _table(change, dialect="postgres") == [("widening-column-type", "risky", "users.legacy")]


def test_what_is_not_undone_is_not_reversible() -> None:
    text = "<?php\nclass A extends Migration {{ function up() {{ Schema::drop('users'); }} {} }}"
    for down in ("", "function down() {}", "function down() { throw new Exception('no'); }"):
        (found,) = _found(text.format(down))
        assert found.reversible is False


def test_other_words_for_the_same_are_no_edit() -> None:
    path = f"{FOLDER}/2024_01_01_000000_first.php"
    named = FIRST.replace("return new class", "class First").replace("};", "}")
    assert told(compared(BASE, {path: named})) == []
    assert told(compared(BASE, {path: FIRST.replace("20", "30")})) == [
        ("migration-edited", "risky", ""), ("adding-table", "risky", "users"),
    ]  # fmt: skip


def test_code_that_cannot_be_read_is_unknown() -> None:
    assert UNKNOWN[0] in _up("Schema::table('users', function ($t) { $t->dropColumn( }); ->")
    assert told(_found("<?php\nclass A extends OtherMigration {}")) == UNKNOWN


def test_a_dump_is_there_before_all_migrations() -> None:
    dump = {"database/schema/mysql-schema.sql": "CREATE TABLE `users` (`id` bigint, `old` int);"}
    drop = "<?php\nclass A extends Migration { function up() { Schema::dropIfExists('users'); } }"
    second = {f"{FOLDER}/2024_02_02_000000_second.php": drop}
    of_tests = {"database/schema/testing-schema.sql": "CREATE TABLE others (a int);"}
    assert told(compared(dump, {**dump, **second, **of_tests})) == DROPPED
    assert told(compared({**BASE, **second}, dump)) == []  # they are squashed into it


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("database/migrations/2024_01_01_000000_a.php", True),
        ("Modules/Shop/Database/Migrations/2024_01_01_000000_a.php", True),
        ("database/schema/pgsql-schema.sql", True),
        ("database/migrations/2024_01_01_000000_add-a.php", True),
        ("database/migrations/helpers.php", False),
        ("app/Models/2024_01_01_000000_a.php", False),
    ],
)
def test_which_files_may_be_migrations(path: str, is_one: bool) -> None:
    assert ANALYZER.is_file(path) is is_one


def test_a_migration_is_of_one_database_whatever_it_is_called() -> None:
    drop = "<?php\nclass A extends Migration { function up() { Schema::dropIfExists('users'); } }"
    assert told(_found(drop, "2024_02_02_000000_drop_mysql_users")) == DROPPED

"""Databases: whose the migrations are, and who else touches the tables."""

from pathlib import Path

import pytest

from tests.discovery.finding import contract, found_in, guesses, rules, ties

ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, total bigint NOT NULL);\n"
QUERY = "def find(db):\n    return db.run('SELECT id, total FROM orders WHERE id = 1')\n"


def test_sql_in_code_shares_the_database(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {"db/migrations/0001_orders.sql": ORDERS, "find.py": QUERY},
            "mail": {"src/find.py": QUERY},
            "web": {"src/cart.py": "orders = []  # select and update orders\n"},
        },
    )
    assert ties(found) == {"orders-db": ("orders", ["mail"])}
    assert contract(found, "orders-db").files == ("db/migrations/*.sql",)
    assert set(rules(found, "orders-db", "mail")) == {"uses"}
    assert contract(found, "orders-db").uses == {}


def test_a_database_that_nobody_else_touches_is_left_out(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {"orders": {"db/migrations/0001_orders.sql": ORDERS, "find.py": QUERY}, "web": {}},
    )
    assert ties(found) == {}


def test_who_only_alters_a_table_uses_it(tmp_path: Path) -> None:
    more = "ALTER TABLE orders ADD COLUMN mailed boolean;\nCREATE TABLE mails (id bigint);\n"
    found = found_in(
        tmp_path,
        {
            "orders": {"migrations/0001_orders.sql": ORDERS},
            "mail": {"migrations/0001_mails.sql": more},
        },
    )
    assert ties(found) == {"orders-db": ("orders", ["mail"])}
    assert rules(found, "orders-db", "mail") == ["uses"]


def test_a_table_that_each_has_for_itself_is_not_shared(tmp_path: Path) -> None:
    files = {"migrations/0001_orders.sql": ORDERS, "find.py": QUERY}
    assert ties(found_in(tmp_path, {"orders": files, "till": files})) == {}


def test_mappings_of_objects_touch_tables(tmp_path: Path) -> None:
    mapping = 'class Order(Base):\n    __tablename__ = "orders"\n'
    found = found_in(
        tmp_path,
        {"orders": {"migrations/0001_orders.sql": ORDERS}, "stats": {"models.py": mapping}},
    )
    assert ties(found) == {"orders-db": ("orders", ["stats"])}


def test_mappings_by_convention_touch_tables(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {"migrations/0001_orders.sql": ORDERS},
            "stats": {"app/order.rb": "class Order < ApplicationRecord\nend\n"},
        },
    )
    assert ties(found) == {"orders-db": ("orders", ["stats"])}


def test_a_table_with_a_schema_that_each_creates_is_each_ones_own(tmp_path: Path) -> None:
    item = "CREATE TABLE schema_name.item (id text PRIMARY KEY);\n"
    found = found_in(
        tmp_path,
        {"stock": {"migrations/0001_item.sql": item}, "loans": {"setup/create.sql": item}},
    )
    assert ties(found) == {}


def test_a_table_with_a_schema_that_one_creates_is_shared(tmp_path: Path) -> None:
    buckets = "CREATE TABLE storage.buckets (id text PRIMARY KEY);\n"
    query = "db.run('SELECT id FROM storage.buckets')\n"
    found = found_in(
        tmp_path, {"storage": {"migrations/0001_it.sql": buckets}, "base": {"a.py": query}}
    )
    assert ties(found) == {"storage-db": ("storage", ["base"])}


def test_a_table_that_another_tool_creates_is_not_shared(tmp_path: Path) -> None:
    own = (
        'defmodule M do\n  create table(:orders) do\n  end\n  execute("select * from orders")\nend'
    )
    found = found_in(
        tmp_path,
        {"orders": {"migrations/0001_orders.sql": ORDERS}, "till": {"priv/orders.exs": own}},
    )
    assert ties(found) == {}


def test_a_table_that_a_service_gave_its_name_is_its_own(tmp_path: Path) -> None:
    renamed = "CREATE TABLE baskets (id bigint);\nALTER TABLE baskets RENAME TO orders;\n"
    mapping = '@Entity\n@Table(name = "ORDERS")\nclass Order\n'
    found = found_in(
        tmp_path,
        {
            "orders": {"migrations/0001_orders.sql": ORDERS},
            "till": {"migrations/V1__till.sql": renamed, "src/Order.kt": mapping},
        },
    )
    assert ties(found) == {}


@pytest.mark.parametrize(("own", "users"), [("course", []), ("lessons", ["find"])])
def test_a_model_whose_table_is_in_the_singular_is_its_services_own(
    tmp_path: Path, own: str, users: list[str]
) -> None:
    schema = f'ActiveRecord::Schema[8.0].define do\n  create_table "{own}" do |t|\n  end\nend\n'
    found = found_in(
        tmp_path,
        {
            "courses": {"migrations/0001_it.sql": "CREATE TABLE courses (id bigint);\n"},
            "find": {
                "db/schema.rb": schema,
                "app/models/course.rb": "class Course < ApplicationRecord\nend\n",
            },
        },
    )
    assert ties(found).get("courses-db", ("courses", [])) == ("courses", users)


def test_what_a_repository_migrates_for_all_its_services_is_their_own(tmp_path: Path) -> None:
    query = "def find(db):\n    return db.run('SELECT id FROM orders')\n"
    docker = "FROM scratch\nCOPY . .\n"
    found = found_in(
        tmp_path,
        {
            "orders": {"migrations/0001_orders.sql": ORDERS},
            "school": {
                "core/migrations/0001_it.sql": ORDERS,
                "api/Dockerfile": docker, "api/find.py": query,
                "worker/Dockerfile": docker, "worker/find.py": query,
            },
        },
    )  # fmt: skip
    assert {"api", "worker"} <= {service.name for service in found.services}
    assert ties(found) == {}


BUSINESS = "CREATE TABLE partysvc.business (id bigint PRIMARY KEY);\n"
MODEL = 'class Business(Base):\n    __tablename__ = "business"\n'


def test_a_table_of_anothers_schema_is_named_with_it(tmp_path: Path) -> None:
    # Without the schema's name it is the table of that name in the reader's own schema.
    named = MODEL + '    __table_args__ = {"schema": "partysvc"}\n'
    own = {"migrations/0001_it.sql": "CREATE TABLE ci.instrument (id bigint);\n"}
    found = found_in(
        tmp_path,
        {
            "party": {"migrations/0001_it.sql": BUSINESS},
            "stats": {"models.py": named},
            "instruments": {"models.py": MODEL, **own},
            "mail": {"models.py": MODEL},
        },
    )
    assert ties(found)["party-db"] == ("party", ["stats"])
    assert guesses(found, "party-db") == ["mail"]


LARAVEL = """\
<?php
return new class extends Migration {
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) { $table->id(); });
        Schema::create('jobs', function (Blueprint $table) { $table->id(); });
    }
};
"""
MIGRATED = {"database/migrations/2024_01_01_000000_create_orders.php": LARAVEL}


@pytest.mark.parametrize(
    "code",
    [
        "DB::table('orders')->get();",
        "DB::table('orders as o')->get();",
        "DB::connection('shop')->table('orders')->get();",
        "DB::table('mails')->leftJoin('orders', 'a', '=', 'b')->get();",
        "class Order extends Model { protected $table = 'orders'; }",
        "DB::select('SELECT id FROM orders');",
    ],
)
def test_laravel_names_tables(tmp_path: Path, code: str) -> None:
    found = found_in(tmp_path, {"shop": MIGRATED, "stats": {"app/Stats.php": f"<?php\n{code}\n"}})
    assert ties(found) == {"shop-db": ("shop", ["stats"])}
    assert guesses(found, "shop-db") == []


@pytest.mark.parametrize(
    "code",
    [
        "class Order extends Model {}",
        "final class Order extends \\App\\BaseModel {}",
        "DB::table('jobs')->count();",
    ],
)
def test_a_table_that_laravel_may_mean_otherwise_is_a_guess(tmp_path: Path, code: str) -> None:
    found = found_in(tmp_path, {"shop": MIGRATED, "stats": {"app/Stats.php": f"<?php\n{code}\n"}})
    assert guesses(found, "shop-db") == ["stats"]


@pytest.mark.parametrize(
    "code",
    [
        "class Order extends Model { protected $table = 'sales'; }",
        "DB::table('migrations')->count();",
        "$names->join('orders');",
    ],
)
def test_other_tables_of_laravel_are_not_touched(tmp_path: Path, code: str) -> None:
    found = found_in(tmp_path, {"shop": MIGRATED, "stats": {"app/Stats.php": f"<?php\n{code}\n"}})
    assert ties(found) == {}


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        ({"config/database.php": "<?php return ['default' => env('DB_CONNECTION', 'pgsql')];"},
         "postgres"),
        ({"app/Config/database.php": "<?php return ['default' => 'mysql'];"}, "mysql"),
        ({".env.example": "DB_HOST=db\nDB_CONNECTION=mariadb\n"}, "mysql"),
        ({"config/database.php": "<?php return ['default' => env('DB_CONNECTION', 'mysql')];",
          ".env.example": "DB_CONNECTION=sqlite\n"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_settings_of_laravel_say_the_dialect(
    tmp_path: Path, settings: dict[str, str], dialect: str
) -> None:
    stats = {"app/Stats.php": "<?php\nDB::table('orders')->get();\n"}
    found = found_in(tmp_path, {"shop": {**MIGRATED, **settings}, "stats": stats})
    assert contract(found, "shop-db").dialect == dialect
    assert contract(found, "shop-db").files == ("database/migrations/*.php",)

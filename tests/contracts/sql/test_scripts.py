"""Blocks, batches, conditions and transactions: the statements within them are found."""

import pytest

from tests.contracts.sql.cases import added, told

Told = list[tuple[str, str, str]]

SCRIPTS: list[tuple[str, str, Told]] = [
    ("postgres", "DO $$ BEGIN ALTER TABLE orders DROP COLUMN tax; END $$",
     [("ban-drop-column", "breaking", "orders.tax")]),
    ("postgres", ("DO $do$ DECLARE n int := 0; BEGIN\n"
     "  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'a') THEN\n"
     "    ALTER TABLE orders ADD COLUMN a int;\n  ELSE RAISE NOTICE 'it is; there';\n  END IF;\n"
     "END $do$ LANGUAGE plpgsql"),
     [("adding-column", "additive", "orders.a")]),
    ("postgres", ("DO $$ BEGIN\n  ALTER TABLE orders RENAME tax TO vat;\n"
     "EXCEPTION WHEN undefined_column THEN\n  DROP TABLE orders;\nEND $$"),
     [("ban-drop-table", "unknown", "orders"), ("renaming-column", "breaking", "orders.tax")]),
    ("postgres", "DO $$ BEGIN IF now() > '2030-01-01' THEN DROP TABLE orders; END IF; END $$",
     [("ban-drop-table", "unknown", "orders")]),
    ("postgres", ("DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM orders LOOP\n"
     "  INSERT INTO customers (id) VALUES (r.id);\nEND LOOP; END $$"),
     [("inserting-rows", "none", "customers")]),
    ("postgres", "DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM orders; n := 1; END $$",
     []),
    ("postgres", "DO $$ BEGIN PERFORM repair(); END $$", [("running-code", "unknown", "")]),
    ("postgres", "DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$",
     [("ban-drop-table", "breaking", "orders")]),
    ("postgres", "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'orders'); END $$",
     [("ban-drop-table", "breaking", "orders")]),
    ("postgres", "DO $$ BEGIN EXECUTE format('DROP TABLE %I', r.name); END $$",
     [("unknown-operation", "unknown", "")]),
    ("postgres", ("DO $$ BEGIN EXECUTE 'ALTER TABLE orders DROP CONSTRAINT ' || quote_ident(c);"
     " END $$"),
     [("drop-constraint", "risky", "orders")]),
    ("postgres", "DO 'BEGIN DROP TABLE orders; END'", [("ban-drop-table", "breaking", "orders")]),
    ("postgres", "DO LANGUAGE plv8 $$ drop() $$", [("unknown-operation", "unknown", "")]),
    ("tsql", ("IF NOT EXISTS (SELECT * FROM sys.columns WHERE name = N'x')\nBEGIN\n"
     "  ALTER TABLE [orders] ADD [x] int NULL;\nEND;\nGO\n"),
     [("adding-column", "additive", "orders.x")]),
    ("tsql", ("IF COL_LENGTH('orders', 'x') IS NULL\nBEGIN\n  ALTER TABLE orders ADD x int NULL\n"
     "  UPDATE orders SET x = 1\nEND\nELSE\n  PRINT 'there'\nDROP TABLE customers\nGO"),
     [("adding-column", "additive", "orders.x"), ("ban-drop-table", "breaking", "customers"),
      ("changing-rows", "risky", "orders")]),
    ("tsql", "IF @@VERSION LIKE '%2008%' DROP TABLE orders",
     [("ban-drop-table", "unknown", "orders")]),
    ("tsql", ("BEGIN TRY\n  DROP TABLE orders\nEND TRY\nBEGIN CATCH\n  DROP TABLE customers\n"
     "  THROW\nEND CATCH"),
     [("ban-drop-table", "breaking", "orders"), ("ban-drop-table", "unknown", "customers")]),
    ("tsql", ("CREATE PROCEDURE p AS\n  DELETE FROM orders;\n  DROP TABLE orders;\nGO\n"
     "ALTER TABLE orders DROP COLUMN tax"),
     [("adding-routine", "additive", "p"), ("ban-drop-column", "breaking", "orders.tax")]),
    ("tsql", ("ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id)\n"
     "  REFERENCES customers (id)\n  ON DELETE SET NULL\nALTER TABLE orders\n"
     "  ALTER COLUMN note varchar(99) NULL\nINSERT INTO customers (id)\n  SELECT id FROM orders\n"
     "  UNION SELECT 1\nEXEC('DROP TABLE orders')"),
     [("adding-foreign-key-constraint", "breaking", "orders.customer_id"),
      ("ban-drop-table", "breaking", "orders"), ("inserting-rows", "none", "customers"),
      ("widening-column-type", "additive", "orders.note")]),
    ("tsql", "EXEC sp_executesql N'DROP TABLE orders'", [("ban-drop-table", "breaking", "orders")]),
    ("tsql", "EXEC(N'DROP TABLE ' + @name)", [("unknown-operation", "unknown", "")]),
    ("tsql", ("DECLARE @v sysname;\nSELECT @v = [d].[name] FROM [sys].[default_constraints] [d]\n"
     "WHERE [d].[parent_object_id] = OBJECT_ID(N'[orders]') AND [c].[name] = N'code';\n"
     "IF @v IS NOT NULL EXEC(N'ALTER TABLE [orders] DROP CONSTRAINT [' + @v + '];');"),
     [("drop-default", "breaking", "orders.code")]),
    ("tsql", "GRANT SELECT, INSERT ON orders TO web\nDROP TABLE customers",
     [("ban-drop-table", "breaking", "customers"), ("grant", "additive", "orders")]),
    ("oracle", ("DECLARE\n  n NUMBER;\nBEGIN\n  EXECUTE IMMEDIATE 'DROP TABLE orders';\n"
     "EXCEPTION WHEN OTHERS THEN\n  NULL;\nEND;\n/\nDROP TABLE customers;\n"),
     [("ban-drop-table", "breaking", "customers"), ("ban-drop-table", "breaking", "orders")]),
    ("oracle", "CREATE PROCEDURE p IS\n  n NUMBER;\nBEGIN\n  DELETE FROM orders;\nEND;\n/\n",
     [("adding-routine", "additive", "p")]),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "sql", "expected"), SCRIPTS)
def test_the_statements_of_a_script_are_found(dialect: str, sql: str, expected: Told) -> None:
    assert sorted(told(added(sql, dialect))) == sorted(expected)


def test_a_statement_in_a_block_stands_in_its_own_line() -> None:
    (found,) = added("-- x\nDO $$\nBEGIN\n  NULL;\n  DROP TABLE orders;\nEND $$;", "postgres")
    assert found.line == 5
    (found,) = added("/* x\n*/\nIF 1 = 1\nBEGIN\n  DROP TABLE orders\nEND", "tsql")
    assert found.line == 5


@pytest.mark.parametrize(
    ("dialect", "sql", "expected"),
    [
        ("", "BEGIN; DROP TABLE orders; ROLLBACK", []),
        ("tsql", "BEGIN TRANSACTION\nDROP TABLE orders\nROLLBACK TRANSACTION", []),
        ("", "START TRANSACTION; DROP TABLE orders; ROLLBACK; DROP TABLE customers",
         [("ban-drop-table", "breaking", "customers")]),
        ("", "BEGIN; SAVEPOINT s; DROP TABLE orders; ROLLBACK TO s; DROP TABLE customers; COMMIT",
         [("ban-drop-table", "breaking", "customers")]),
        ("", "BEGIN; DROP TABLE orders; COMMIT; ROLLBACK",
         [("ban-drop-table", "breaking", "orders")]),
        ("", "BEGIN; DROP TABLE orders", [("ban-drop-table", "breaking", "orders")]),
        ("tsql", "BEGIN TRAN\nDROP TABLE orders\nIF @@ERROR <> 0 ROLLBACK TRAN\nCOMMIT TRAN",
         [("ban-drop-table", "breaking", "orders")]),
        ("mysql", "START TRANSACTION; DROP TABLE orders; ROLLBACK",
         [("ban-drop-table", "breaking", "orders")]),
    ],
)  # fmt: skip
def test_what_is_rolled_back_does_nothing(dialect: str, sql: str, expected: Told) -> None:
    assert told(added(sql, dialect)) == expected

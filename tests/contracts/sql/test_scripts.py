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
    ("postgres", ("DO $$ DECLARE r record; BEGIN\n"
     "FOR r IN WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x LOOP\n"
     "  RAISE NOTICE '%', r; END LOOP; END $$"),
     [("changing-rows", "risky", "orders")]),
    ("postgres", ("CREATE FUNCTION f() RETURNS void AS $f$ BEGIN\n"
     "  IF EXISTS (SELECT FROM pg_class) THEN DROP TABLE orders; END IF;\nEND $f$ LANGUAGE plpgsql;"
     "SELECT f(); DROP FUNCTION f();"),
     [("adding-routine", "additive", "f"), ("ban-drop-table", "breaking", "orders"),
      ("drop-routine", "none", "f")]),
    ("mysql", ("DELIMITER //\nCREATE PROCEDURE p() BEGIN\n  DECLARE n INT DEFAULT 0;\n"
     "  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;\n"
     "  IF NOT EXISTS (SELECT * FROM information_schema.columns) THEN\n"
     "    ALTER TABLE orders ADD COLUMN a int;\n  END IF;\n"
     "  WHILE n < 3 DO\n    UPDATE orders SET tax = n;\n    SET n = n + 1;\n  END WHILE;\n"
     "END//\nDELIMITER ;\nCALL p();\nDROP PROCEDURE p;"),
     [("adding-column", "additive", "orders.a"), ("adding-routine", "additive", "p"),
      ("changing-rows", "risky", "orders"), ("drop-routine", "none", "p")]),
    ("mysql", ("SET @s = IF((SELECT COUNT(*) FROM information_schema.tables) = 0,\n"
     "  'DROP TABLE orders', 'SELECT 1');\nPREPARE s FROM @s; EXECUTE s; DEALLOCATE PREPARE s;"),
     [("ban-drop-table", "breaking", "orders")]),
    ("mysql", "SET @s = IF(@x = 1, 'DROP TABLE orders', 'DO 0'); PREPARE s FROM @s; EXECUTE s;",
     [("ban-drop-table", "unknown", "orders")]),
    ("mysql", "PREPARE s FROM 'DROP TABLE orders'; EXECUTE s",
     [("ban-drop-table", "breaking", "orders")]),
    ("mysql", "SET @s = CONCAT('DROP TABLE ', @t); PREPARE s FROM @s; EXECUTE s",
     [("unknown-operation", "unknown", "")]),
    ("tsql", "DECLARE @s nvarchar(max) = N'DROP TABLE orders'\nEXEC sp_executesql @s",
     [("ban-drop-table", "breaking", "orders")]),
    ("tsql", "DECLARE @s nvarchar(max) = N'DROP TABLE '\nSET @s += N'orders'\nEXEC (@s)",
     [("unknown-operation", "unknown", "")]),
    ("oracle", ("DECLARE\n  n NUMBER;\nBEGIN\n  EXECUTE IMMEDIATE 'DROP TABLE orders';\n"
     "EXCEPTION WHEN OTHERS THEN\n  NULL;\nEND;\n/\nDROP TABLE customers;\n"),
     [("ban-drop-table", "breaking", "customers"), ("ban-drop-table", "breaking", "orders")]),
    ("oracle", ("DECLARE n NUMBER;\nBEGIN\n  SELECT COUNT(*) INTO n FROM user_settings;\n"
     "  IF n > 0 THEN EXECUTE IMMEDIATE 'DROP TABLE orders'; END IF;\nEND;\n/\n"),
     [("ban-drop-table", "unknown", "orders")]),
    ("oracle", ("DECLARE n NUMBER;\nBEGIN\n  SELECT COUNT(*) INTO n FROM user_tables;\n"
     "  IF n > 0 THEN EXECUTE IMMEDIATE 'DROP TABLE orders'; END IF;\nEND;\n/\n"),
     [("ban-drop-table", "breaking", "orders")]),
    ("tsql", ("DECLARE @s nvarchar(max) = N'DROP TABLE orders'\n"
     "IF @x = 1 SET @s = N'DROP TABLE customers'\nEXEC (@s)"),
     [("ban-drop-table", "unknown", "customers"), ("ban-drop-table", "unknown", "orders")]),
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


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "CREATE TEMP TABLE copies AS SELECT * FROM orders; DROP TABLE copies"),
        ("mysql", "CREATE TEMPORARY TABLE copies (id int); ALTER TABLE copies DROP COLUMN id"),
        ("sqlite", "CREATE TEMP TABLE orders (id int); INSERT INTO orders VALUES (1)"),
    ],
)
def test_what_is_done_to_a_temporary_table_is_nothing_to_others(dialect: str, sql: str) -> None:
    assert added(sql, dialect) == []


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("postgres", "DO $$ BEGIN IF x; DROP TABLE orders; END $$"),
        ("postgres", "DO $$ BEGIN " + "IF x THEN " * 5_000 + "DROP orders; END $$"),
        ("postgres", "DO $$ BEGIN EXECUTE 'a' " + "|| 'b' " * 20_000 + "; END $$"),
        ("postgres", "DO " + "$a$ " * 20_000),
        ("tsql", "SELECT ALTER DROP " * 20_000),
        ("tsql", "EXEC('" * 20_000),
        ("tsql", "[" * 200_000),
        ("mysql", "SET @a = " + "IF(" * 20_000 + "; PREPARE s FROM @a"),
        ("", "{{ a }}." * 2_000),
        ("", "BEGIN; " + "ROLLBACK TO nowhere; " * 20_000 + "FROBNICATE"),
        ("", "".join(f"DROP TABLE t{n}; CREATE TABLE t{n} (a int); " for n in range(5_000))),
    ],
    ids=range(11),
)
def test_hostile_scripts_are_unknown_at_once(dialect: str, text: str) -> None:
    assert "unknown" in {found.severity for found in added(text, dialect)}

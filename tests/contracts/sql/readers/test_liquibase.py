"""Liquibase's change logs: what they hold, include and fill in, and what counts as an edit."""

import pytest

from tests.contracts.sql.cases import compared, told

PATH = "db/changelog/log.xml"
USERS = """<changeSet id="1" author="a"><createTable tableName="users">
  <column name="id" type="int"><constraints primaryKey="true"/></column>
  <column name="name" type="varchar(20)"/><column name="email" type="varchar(50)"/>
</createTable></changeSet>"""
ADD = '<addColumn tableName="users"><column name="b" type="int"/></addColumn>'
ADDED = [("adding-column", "additive", "users.b")]
UNKNOWN = [("unknown-operation", "unknown", "")]
EDITED = ("migration-edited", "risky", "")


def _log(*parts: str) -> str:
    return f"<databaseChangeLog>\n{''.join(parts)}\n</databaseChangeLog>"


def _set(change: str, options: str = 'id="2"') -> str:
    return f'<changeSet author="a" {options}>{change}</changeSet>'


def _added(change: str) -> list[tuple[str, str, str]]:
    return told(compared({PATH: _log(USERS)}, {PATH: _log(USERS, _set(change))}))


def test_a_change_set_that_is_appended_is_no_edit() -> None:
    assert _added(ADD) == ADDED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_log(USERS, _set(ADD)), _log(USERS)),
        (_log(USERS), _log(USERS.replace("varchar(20)", "varchar(30)"))),
        (_log(USERS), _log(USERS.replace('id="1"', 'id="9"'))),
    ],
)
def test_one_that_is_removed_or_changed_is(before: str, after: str) -> None:
    assert EDITED in told(compared({PATH: before}, {PATH: after}))


@pytest.mark.parametrize(
    "after",
    [
        _log(USERS.replace("\n  ", " ")),
        _log("<!-- first -->", USERS.replace("<createTable", "<comment>x</comment><createTable")),
    ],
)
def test_one_that_is_laid_out_anew_is_not(after: str) -> None:
    assert told(compared({PATH: _log(USERS)}, {PATH: after})) == []


def test_one_that_runs_on_each_change_is_meant_to_be_edited() -> None:
    often = 'id="2" runOnChange="true"'
    before = _log(USERS, _set("<sql>CREATE OR REPLACE VIEW v AS SELECT id FROM users</sql>", often))
    after = before.replace("SELECT id", "SELECT id, name")
    assert EDITED not in told(compared({PATH: before}, {PATH: after}))


FORMATTED = """\
--liquibase formatted sql
--changeset a:1
CREATE TABLE users (id int);
"""


@pytest.mark.parametrize(
    ("more", "edited"),
    [
        (
            "\n--changeset a:2\nALTER TABLE users ADD COLUMN b int;\n--rollback DROP TABLE x;\n",
            False,
        ),
        ("-- only a remark\n", False),
        ("ALTER TABLE users ADD COLUMN b int;\n", True),
    ],
)
def test_formatted_sql_is_told_by_its_change_sets(more: str, edited: bool) -> None:
    path = "db/changelog/1.sql"
    found = told(compared({path: FORMATTED}, {path: FORMATTED + more}))
    assert (EDITED in found) is edited
    assert [one for one in found if one != EDITED] == ([] if "remark" in more else ADDED)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ('<modifyColumn tableName="users"><column name="name" type="varchar(255)"/></modifyColumn>',
         [("widening-column-type", "additive", "users.name")]),
        (('<mergeColumns tableName="users" column1Name="name" column2Name="email"'
          ' finalColumnName="name" finalColumnType="varchar(80)"/>'),
         [("ban-drop-column", "breaking", "users.email")]),
        (('<addLookupTable existingTableName="users" existingColumnName="name"'
          ' newTableName="names" newColumnName="name" newColumnDataType="varchar(20)"/>'),
         [("adding-foreign-key-constraint", "breaking", "users.name"),
          ("adding-table", "additive", "names")]),
        ('<dropAllForeignKeyConstraints baseTableName="users"/>',
         [("drop-constraint", "risky", "users")]),
        ('<customChange class="a.B"/>', UNKNOWN),
        ('<sqlFile path="elsewhere.sql"/>', UNKNOWN),
        ('<executeCommand executable="x"/>', UNKNOWN),
        ("<reorganise>users</reorganise>", UNKNOWN),
        ('<createSequence sequenceName="s"/><dropSequence sequenceName="s"/>',
         [("adding-sequence", "additive", "s"), ("drop-sequence", "none", "s")]),
        ('<dropSequence sequenceName="s"/>', [("drop-sequence", "breaking", "s")]),
        ('<dropSynonym synonymName="u"/>', [("drop-view", "breaking", "u")]),
        ('<disableTrigger tableName="users" triggerName="t"/>',
         [("adding-trigger", "risky", "users")]),
        ('<modifySql><append value=" ENGINE=InnoDB"/></modifySql>', []),
        ('<modifySql><append value="; DROP TABLE users;"/></modifySql>',
         [("ban-drop-table", "breaking", "users")]),
        ('<modifySql><prepend value="DROP TABLE users; "/></modifySql>',
         [("ban-drop-table", "breaking", "users")]),
        ('<modifySql><replace replace="char(36)" with="uuid NOT NULL"/></modifySql>', UNKNOWN),
        ('<modifySql><append value=" DEFAULT 1"/></modifySql>', UNKNOWN),
        ('<modifySql><append value=" INTEGER"/></modifySql>', UNKNOWN),
        ('<tagDatabase tag="1"/><rollback><dropTable tableName="users"/></rollback>', []),
    ],
)  # fmt: skip
def test_changes(change: str, expected: list[tuple[str, str, str]]) -> None:
    assert _added(change) == expected


def test_what_is_no_change_set_of_a_log_is_unknown() -> None:
    assert told(compared({}, {PATH: _log("<invented/>")})) == UNKNOWN


def test_a_file_of_sql_that_stands_in_the_version_is_read_once() -> None:
    sql = {"db/changelog/sql/2.sql": "ALTER TABLE users ADD COLUMN b int;"}
    change = '<sqlFile path="sql/2.sql" relativeToChangelogFile="true"/>'
    revision = {PATH: _log(USERS, _set(change)), **sql}
    assert told(compared({PATH: _log(USERS)}, revision)) == ADDED


@pytest.mark.parametrize(
    "properties",
    [
        '<property name="t" value="users"/>',
        '<property name="p" value="us"/><property name="t" value="${p}ers"/>',
        '<property name="t" dbms="oracle" value="u"/><property name="t" dbms="pg" value="users"/>',
    ],
)
def test_properties_are_filled_in_wherever_they_stand(properties: str) -> None:
    master = {"db/changelog/master.xml": _log(properties, '<include file="db/changelog/log.xml"/>')}
    change = _set(ADD.replace('"users"', '"${t}"'))
    base, revision = {**master, PATH: _log(USERS)}, {**master, PATH: _log(USERS, change)}
    assert told(compared(base, revision, "postgres")) == ADDED


def test_properties_that_grow_and_grow_keep_their_names() -> None:
    grown = "".join(
        f'<property name="p{n}" value="${{p{n - 1}}}${{p{n - 1}}}"/>' for n in range(1, 60)
    )
    text = _log(
        '<property name="p0" value="users"/>', grown, _set('<dropTable tableName="${p59}"/>')
    )
    (found,) = compared({}, {PATH: text})
    assert len(found.part) < 1_000


@pytest.mark.parametrize(
    "include",
    [
        '<include file="{}.xml" relativeToChangelogFile="true"/>',
        '<include file="classpath:db/changelog/{}.xml"/>',
        '<include file="/changelog/{}.xml"/>',
    ],
)
def test_logs_are_applied_in_the_order_of_their_master(include: str) -> None:
    files = {
        "db/changelog/master.xml": _log(include.format("b"), include.format("a")),
        "db/changelog/b.xml": _log(USERS, _set(ADD)),
        "db/changelog/a.xml": _log(_set('<dropColumn tableName="users" columnName="b"/>')),
    }
    assert not {str(found.severity) for found in compared({}, files)} & {"breaking", "unknown"}


def test_all_of_a_folder_is_included_by_name() -> None:
    files = {
        "db/changelog/master.xml": _log(
            '<includeAll path="parts" relativeToChangelogFile="true"/>'
        ),
        "db/changelog/parts/1.yaml": """\
databaseChangeLog:
  - property: {name: t, value: users}
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable:
            tableName: ${t}
            columns:
              - column: {name: id, type: int}
""",
        "db/changelog/parts/2.json": '{"databaseChangeLog": [{"changeSet": {"id": 2, "author": "a",'
        ' "changes": [{"dropTable": {"tableName": "users"}}]}}]}',
    }
    assert not {str(found.severity) for found in compared({}, files)} & {"breaking", "unknown"}

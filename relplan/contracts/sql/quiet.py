"""The statements that change nothing that a consumer can tell."""

_FUNCTIONS = (
    r"abs|array|array_agg|avg|cast|char_length|coalesce|concat|count|current_setting|date_trunc"
    r"|exists|extract|format|gen_random_uuid|generate_series|get_lock|greatest|if|ifnull|jsonb?_\w+"
    r"|last_insert_id|least|length|lower|max|md5|min|nextval|now|nullif|overlay|pg_advisory\w*"
    r"|pg_notify|pg_relation\w*|pg_sleep|pg_try_advisory\w*|position|random|regexp_\w+"
    r"|release_lock|replace|round|row|set_config|setval|split_part|string_agg|substring|sum"
    r"|to_char|to_regclass|trim|upper|version"
)
_PROCEDURES = (
    r"sp_(?:add|update|drop)extendedproperty|sp_refresh(?:view|sqlmodule)|sp_recompile"
    r"|sp_updatestats|sp_(?:get|release)applock|sp_settriggerorder|sp_tableoption"
    r"|admin_revalidate_db_objects|admin_cmd\s*\(\s*'\s*(?:reorg|runstats)\b[^']*'"
    r"|dbms_(?:output|stats|lock|session)\.\w+"
)
_OBJECTS = (
    "EXTENSION|ROLE|USER|GROUP|LOGIN|STATISTICS|COLLATION|TEXT SEARCH|TABLESPACE|SUBSCRIPTION"
    "|FULLTEXT CATALOG|SERVER|LANGUAGE|TRUSTED LANGUAGE|FOREIGN DATA|ACCESS METHOD|CERTIFICATE"
    "|PARTITION (?:FUNCTION|SCHEME)"
)
QUIET = (
    r"(?:(?:BEGIN|END)(?:$| (?:TRAN(?:SACTION)?|WORK|TRY|CATCH|DEFERRED|IMMEDIATE|EXCLUSIVE"
    r"|ISOLATION|READ)\b)"
    r"|(?:SET|COMMIT|ROLLBACK|START TRANSACTION|SAVEPOINT|SAVE TRAN\w*|RELEASE|USE"
    r"|COMMENT ON|PRAGMA|ANALYZE|VACUUM|REINDEX|SHOW|PRINT|LOCK|UNLOCK|CLUSTER|REFRESH|RESET"
    r"|CHECKPOINT|DEALLOCATE|DECLARE|EXPLAIN|OPTIMIZE|ABORT|DISCARD|NOTIFY|LISTEN|UNLISTEN|FLUSH"
    r"|RAISERROR|THROW|RETURN|WAITFOR|DBCC|FETCH|OPEN|CLOSE|BREAK|CONTINUE|SECURITY LABEL"
    r"|PROMPT|WHENEVER|ATTACH DATABASE|DETACH DATABASE"
    rf"|CREATE (?:OR REPLACE )?(?:{_OBJECTS}|PUBLICATION)"
    rf"|ALTER (?:{_OBJECTS})(?![^;']{{0,300}}\b(?:RENAME|SET SCHEMA|NOLOGIN|PASSWORD|DISABLE)\b)"
    r"|ALTER STATISTICS|ALTER PUBLICATION \S+ (?:ADD|OWNER)"
    r"|DROP (?:STATISTICS|TABLESPACE|SUBSCRIPTION|FULLTEXT CATALOG|USER MAPPING|TEMPORARY)"
    r"|CREATE (?:OPERATOR|CAST|TEMP|TEMPORARY|GLOBAL TEMPORARY|CONVERSION)"
    r"|ALTER (?:INDEX|LARGE OBJECT|SYSTEM|SESSION|OPERATOR)"
    r"|ALTER DATABASE \S+ (?:SET|CHARACTER|COLLATE|DEFAULT|OWNER|ADD|REFRESH)"
    r"|ALTER (?:TYPE|(?:MATERIALIZED )?VIEW|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|SCHEMA|DOMAIN"
    r"|SEQUENCE|EVENT TRIGGER) [^;']{0,300}?\bOWNER TO)\b"
    rf"|SELECT (?:\w+\.)?(?:{_FUNCTIONS})\s*\("
    r"|SELECT [^;]{0,40}?\b(?:setval|set_config|nextval|version)\s*\("
    rf"|(?:CALL|EXEC|EXECUTE) (?:\[?\w+\]?\.){{0,2}}(?:{_PROCEDURES})"
    r"|(?:INSERT(?: INTO)?|UPDATE|DELETE(?: FROM)?|MERGE(?: INTO)?"
    r"|(?:CREATE|ALTER|DROP|TRUNCATE) TABLE(?: IF EXISTS)?"
    r"|CREATE (?:\w+ )*INDEX [^;()]{0,200}? ON)\s++(?:##?|@)\w++(?![.@#$])"
    r"|UPDATE STATISTICS\b|DO (?:\d+\s*$|SLEEP\b))"
)
"""A pattern, of which a blank stands for any number of them."""

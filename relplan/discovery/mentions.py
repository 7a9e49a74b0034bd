"""Looks once through the code of a service for what it mentions of other services."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.manifests import is_manifest, pins
from relplan.contracts.openapi.uses.files import helpers_of, requests_of
from relplan.contracts.openapi.uses.helpers import Helper
from relplan.contracts.openapi.uses.requests import Request
from relplan.contracts.protobuf.roles import called_services, served_services
from relplan.contracts.settings import is_settings
from relplan.contracts.sql.builders import built_tables
from relplan.discovery.found import FoundService
from relplan.discovery.hosts import Hosts, Named
from relplan.sources.catalogs import is_catalog
from relplan.sources.configuring import Owner, speaks_of_others
from relplan.sources.git.main_tree import Tree, line_of
from relplan.sources.provenance import Provenance, is_code, provenance_of

_LARGEST = 1_000_000
"""Bytes of a file that people wrote."""
_MOST_BYTES = 100_000_000
_MOST_CANDIDATES = 500
"""Files of one service that are looked into for one contract."""
_QUERIES = (".sql", ".graphql", ".gql", ".graphqls")
_DATA = (".json", ".tf")
"""Files that may hold addresses, beside those that are known as settings by their names."""
_WORD = re.compile(rb"[A-Za-z_]\w{2,}")
WORKLOAD = re.compile(
    rb"^kind:[ \t]*[\"']?(?:CronJob|DaemonSet|Deployment|Job|Pod|StatefulSet)\b", re.MULTILINE
)
"""What Kubernetes runs."""
_TABLE = re.compile(
    rb"\b(?:from|join|into|update(?=\s+\S+\s+set\b)|(?:create|alter|drop|truncate|lock)\s+table)\s+"
    rb"(?:if\s+(?:not\s+)?exists\s+|only\s+)?(?:[`\"\[]?\w+[`\"\]]?\.)?[`\"\[]?(\w+)(?!\w|\s+import\b)"
    rb"|(?:table_?name\w*|db_table|\btable|entity|join)\b[^'\"`\n]{0,60}['\"`](?:\w+\.)?(\w+)"
    rb"(?: as \w{1,60})?['\"`]",
    re.IGNORECASE,
)
"""How SQL, and mappings of tables to objects, name a table."""
_SQL_WORDS = frozenset(
    b"SELECT INSERT UPDATE DELETE JOIN ALTER CREATE select insert update delete join alter create"
    b" __tablename__ db_table Table table table_name tableName TableName ToTable Entity entity"
    b" createTable create_table ApplicationRecord ActiveRecord models knex Knex getKnex".split()
)
"""Of which at least one is in every file that SQL or a mapping is in."""
_BY_CONVENTION = (b"ApplicationRecord", b"ActiveRecord::Base", b"models.Model", b"@Entity")
"""Mappings that need not name the table."""
_ELOQUENT = re.compile(
    rb"\bclass\s{1,20}\w{1,80}\s{1,20}extends\s{1,20}[\\\w]{0,80}(?:Model|Eloquent|Authenticatable)\b"
)
"""A class of Laravel's, which need not either."""
_CREATED = re.compile(
    rb"\bcreate[ _]?table\s*(?:if\s+not\s+exists\s+)?\W{0,3}(?:\w+[`\"\]]?\.[`\"\[]?)?(\w+)",
    re.IGNORECASE,
)
_WRITTEN_OUT = re.compile(
    rb"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) /[\w{}/.:-]{1,200}(?<![.:])"
)
_LONGEST_LINE = 200
_INSIDE = re.compile(rb"\w\w")


class Spot(NamedTuple):
    """Where something is mentioned."""

    path: str
    line: int
    text: str


@dataclass(slots=True)
class Watch:
    """What to look for: needles in the haystack, each with a word that stands in it."""

    needles: dict[bytes, list[tuple[bytes, str]]] = field(default_factory=dict)
    """By word: (needle, key under which it is reported)."""
    tables: dict[bytes, list[str]] = field(default_factory=dict)
    """By a table's name in small letters: the keys under which to report files that touch it."""
    parts: Mapping[bytes, str] = field(default_factory=dict)
    """By operations, written out as ``GET /orders/{id}``: the key under which to report it."""
    rpcs: Collection[bytes] = ()
    """gRPC services, by their name without package."""
    hosts: Hosts = field(default_factory=lambda: Hosts({}))

    def add(self, needle: str, key: str) -> None:
        """Look for *needle*, and report it as *key*."""
        words = _WORD.findall(needle.encode())
        if words:
            entry = (needle.encode(), key)
            known = self.needles.setdefault(max(words, key=len), [])
            if entry not in known:
                known.append(entry)

    def add_table(self, name: str, key: str) -> None:
        """Look for the table *name* where SQL or a mapping names it, and report it as *key*."""
        keys = self.tables.setdefault(name.rpartition(".")[2].lower().encode(), [])
        if key not in keys:
            keys.append(key)

    def without(self, keys: Collection[str]) -> "Watch":
        """Return this without what is reported under *keys*."""
        needles = {
            word: [entry for entry in entries if entry[1] not in keys]
            for word, entries in self.needles.items()
        }
        tables = {
            table: [key for key in known if key not in keys] for table, known in self.tables.items()
        }
        return Watch(
            {word: entries for word, entries in needles.items() if entries},
            {table: known for table, known in tables.items() if known},
            self.parts,
            self.rpcs,
            self.hosts,
        )


@dataclass(slots=True)
class Mentions:
    """What one service mentions, each with the first place; *candidates* with all files."""

    spots: dict[str, Spot] = field(default_factory=dict)
    candidates: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By key: the files in which a needle of it is."""
    hosts: dict[str, Spot] = field(default_factory=dict)
    """By service: where its address is."""
    spoken_of: dict[str, Spot] = field(default_factory=dict)
    """By service: where something is called as if it were a client of it."""
    serves: dict[str, Spot] = field(default_factory=dict)
    """gRPC services, by their name without package."""
    calls: dict[str, Spot] = field(default_factory=dict)
    creates: set[str] = field(default_factory=set)
    """Tables, in small letters, without a schema's name."""
    requests: dict[str, tuple[Request, ...]] = field(default_factory=dict)
    """By file: the paths that it requests, serves or just names."""
    helpers: list[Helper] = field(default_factory=list)
    """The functions that request what they are given."""
    pins: dict[tuple[str, str], Spot] = field(default_factory=dict)
    """Libraries that it asks for, by (ecosystem, package)."""


def mentions_of(
    tree: Tree, service: FoundService, others: Collection[str], watch: Watch
) -> Mentions:
    """Look through the service's files; *others*: folders of other services within its own."""
    found = Mentions()
    left = _MOST_BYTES
    is_of_others = speaks_of_others(
        tree.files.keys(),
        Owner(service.name, service.path, service.repository.name),
        lambda name: watch.hosts.called(name) not in ("", service.name),
    )
    for path in _worth_reading(tree.files, service, others):
        content = tree.read(path)
        left -= len(content)
        if left < 0:
            break
        if not content or len(content) > _LARGEST:
            continue
        if is_manifest(path):
            _note_pins(path, content, found)
        if _holds_data(path):
            if is_catalog(path) or WORKLOAD.search(content) or is_of_others(path):
                continue  # they speak of others, and are read as what they are
            _note_hosts(path, content, watch.hosts.in_settings(content), found.hosts)
            _note_hosts(path, content, watch.hosts.spoken_of(content), found.spoken_of)
            _note_requests(path, content, watch, found)
            continue
        _note_needles(path, content, watch, found)
        _note_hosts(path, content, watch.hosts.in_code(content), found.hosts)
        _note_hosts(path, content, watch.hosts.spoken_of(content), found.spoken_of)
        _note_parts(path, content, watch, found)
        _note_roles(path, content, watch, found)
        _note_requests(path, content, watch, found)
        if watch.parts:
            found.helpers += helpers_of(path, content)
    return found


def _worth_reading(
    files: Iterable[str], service: FoundService, others: Collection[str]
) -> Iterator[str]:
    inner = tuple(f"{folder}/" for folder in others if folder != ".")
    for path in sorted(files, key=lambda path: (path.count("/"), path)):
        if not service.holds(path) or (inner and path.startswith(inner)):
            continue
        if (path.startswith(".") or "/." in path) and not basename(path).startswith(".env"):
            continue  # what tools are set up with
        plain = path.endswith(_QUERIES) or _holds_data(path) or is_manifest(path)
        if is_code(path) or (plain and provenance_of(path) <= Provenance.COPY):
            yield path


def _holds_data(path: str) -> bool:
    return path.endswith(_DATA) or is_settings(path)


def _note_requests(path: str, content: bytes, watch: Watch, found: Mentions) -> None:
    requests = tuple(requests_of(path, content)) if watch.parts else ()
    if requests:
        found.requests[path] = requests


def _note_pins(path: str, content: bytes, found: Mentions) -> None:
    try:
        known = pins(path, content)
    except (UnreadableError, RecursionError, MemoryError):
        return
    for pin in known:
        spot = Spot(path, pin.line, f"{pin.package} {pin.range}".rstrip())
        found.pins.setdefault((pin.ecosystem, pin.package), spot)


def _note_needles(path: str, content: bytes, watch: Watch, found: Mentions) -> None:
    words = set(_WORD.findall(content))
    for word in watch.needles.keys() & words:
        for needle, key in watch.needles[word]:
            at = _whole(needle, content)
            if at >= 0:
                found.spots.setdefault(key, spot(path, content, at))
                _note_candidate(path, key, found)
    is_model = path.endswith(".php") and _ELOQUENT.search(content) is not None
    names_some = not words.isdisjoint(_SQL_WORDS) or b".from(" in content
    if watch.tables and (is_model or names_some):
        _note_tables(path, content, watch, found, is_model)


def _whole(needle: bytes, content: bytes) -> int:
    """Return where *needle* is no piece of longer words, ``shop.v1`` of ``shop.v1Ready``; or -1."""
    at = content.find(needle)
    while at >= 0:
        end = at + len(needle)
        edges = content[max(at - 1, 0) : at + 1], content[end - 1 : end + 1]
        if not any(_INSIDE.fullmatch(edge) for edge in edges):
            return at
        at = content.find(needle, at + 1)
    return at


def _note_tables(path: str, content: bytes, watch: Watch, found: Mentions, is_model: bool) -> None:
    named = {match[match.lastindex or 0].lower() for match in _TABLE.finditer(content)}
    built = {one.table.rpartition(".")[2].encode() for one in built_tables(path, content)}
    keys = [key for table in sorted(named | built) for key in watch.tables.get(table, ())]
    if is_model or any(mapping in content for mapping in _BY_CONVENTION):
        keys = [key for known in watch.tables.values() for key in known]
    for key in dict.fromkeys(keys):
        _note_candidate(path, key, found)
    for match in _CREATED.finditer(content):
        found.creates.add(match[1].decode("utf-8", "replace").lower())


def _note_candidate(path: str, key: str, found: Mentions) -> None:
    paths = found.candidates[key]
    if len(paths) < _MOST_CANDIDATES and path not in paths[-1:]:
        paths.append(path)


def _note_hosts(path: str, content: bytes, named: Iterable[Named], found: dict[str, Spot]) -> None:
    for service, at in named:
        if service not in found:
            found[service] = spot(path, content, at)


def _note_parts(path: str, content: bytes, watch: Watch, found: Mentions) -> None:
    for match in _WRITTEN_OUT.finditer(content) if watch.parts else ():
        key = watch.parts.get(match[0])
        if key is not None:
            found.spots.setdefault(key, spot(path, content, match.start()))


def _note_roles(path: str, content: bytes, watch: Watch, found: Mentions) -> None:
    if not any(rpc in content for rpc in watch.rpcs):
        return  # much quicker than to look for all that may be a stub
    for roles, known in ((served_services, found.serves), (called_services, found.calls)):
        for role in roles(path, content):
            if role.name.encode() in watch.rpcs:
                known.setdefault(role.name, Spot(path, role.line, role.text))


def spot(path: str, content: bytes, at: int) -> Spot:
    """Return the place of the byte at *at*, with its line."""
    start = content.rfind(b"\n", 0, at) + 1
    end = content.find(b"\n", at)
    line = content[max(start, at - _LONGEST_LINE) : len(content) if end < 0 else end]
    text = line[:_LONGEST_LINE].decode("utf-8", "replace").strip()
    return Spot(path, line_of(content, at), text)

"""What may stand in relplan.toml. Unknown keys are errors: a typo must not pass for a default."""

import re
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)
from pydantic_core import PydanticCustomError

from relplan.contracts.registry import kind_of, kinds
from relplan.model.calendar import Counted
from relplan.model.contract_source import Compatibility, Dialect
from relplan.model.descriptor import Ranges
from relplan.model.drift_settings import MOST_WINDOW_HOURS, DriftSettings, PeriodKind
from relplan.model.finding import Severity
from relplan.model.issue_key import DEFAULT_ISSUE_KEY, own_pattern
from relplan.model.link import KEY_OF_ISSUE, is_link
from relplan.model.production import PRODUCTION
from relplan.model.scan import DEFAULT_RELEASE_TAG
from relplan.model.workspace import CUSTOM, DEFAULT_HOTFIX, FeatureMode, GateKind

Effort = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]


def _on_one_line(text: str) -> str:
    """Refuse what no path, branch or tag has, and no other program could be handed."""
    if any(sign < " " or sign == "\x7f" for sign in text):
        raise ValueError("holds a control character")
    return text


def _in_the_repository(path: str) -> str:
    if path.startswith(("/", "~")) or ".." in path.split("/"):
        raise ValueError("must be a folder inside the repository, such as 'services/orders'")
    return path


def _without_climbing(glob: str) -> str:
    if glob.startswith("~") or ".." in glob.split("/"):
        raise ValueError("must stay inside the repository, such as 'api/**/*.proto'")
    return glob


def _a_branch_glob(glob: str) -> str:
    if not glob.removeprefix("!").strip():
        raise ValueError("names no branch; write one as 'release/*', or '!wip/*' to leave it out")
    return glob


def _an_input(path: str) -> str:
    """A folder, a file or a glob from the repository's top; ``!`` takes a detected one back."""
    plain = path.removeprefix("!").removeprefix("/")
    if plain.startswith("~") or ".." in plain.split("/") or not plain.strip("./*"):
        raise ValueError("must be a folder of the repository, such as 'libs/money'")
    return path


def _without_offset(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("must be a local time without an offset; `timezone` says where")
    return moment


def _a_zone(name: str) -> str:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no time zone is called so; write one as 'Europe/Berlin'") from None
    return name


def _without_look_around(pattern: str) -> None:
    try:
        own_pattern(pattern)
    except ValueError as error:
        what = "uses what relplan does not take, so that no pattern can hang a scan"
        raise ValueError(f"{what}: {error}") from None


def _can_be_said(severity: Severity) -> Severity:
    if severity is Severity.UNKNOWN:
        raise ValueError("must be 'breaking', 'risky', 'additive' or 'none'")
    return severity


MOST_MINUTES = 31 * 24 * 60
MOST_DRIFT_DAYS = 20 * 366
MOST_DRIFT_RELEASES = 2_000
_DRIFT = DriftSettings()


def _a_kind(name: str) -> str:
    if name != CUSTOM and kind_of(name) is None:
        *known, last = sorted((CUSTOM, *(kind.name for kind in kinds())))
        expected = ", ".join(f"'{one}'" for one in known) + f" or '{last}'"
        raise PydanticCustomError("enum", "not a kind of contract", {"expected": expected})
    return name


def _a_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _below_a_service(glob: str) -> str:
    if glob.startswith("/"):
        raise ValueError("is looked for in each service's folder, so it begins with no '/'")
    return glob


def _an_expression(expression: str, keys: tuple[str, ...]) -> str:
    # Only who has such a table pays for loading what reads expressions.
    from relplan.contracts.descriptors.expressions import (  # noqa: PLC0415
        ExpressionError,
        check_expression,
    )

    try:
        check_expression(expression, keys)
    except ExpressionError as error:
        raise ValueError(str(error)) from None
    return expression


def _what_is_provided(expression: str) -> str:
    return _an_expression(expression, ("name", "version"))


def _what_is_required(expression: str) -> str:
    return _an_expression(expression, ("name", "versions"))


Local = Annotated[datetime, AfterValidator(_without_offset)]
Zone = Annotated[str, AfterValidator(_a_zone)]
Line = Annotated[str, AfterValidator(_on_one_line)]
Name = Annotated[Text, AfterValidator(_on_one_line)]
Glob = Annotated[Name, AfterValidator(_without_climbing)]
BranchGlob = Annotated[Name, AfterValidator(_a_branch_glob)]
Input = Annotated[Name, AfterValidator(_an_input)]
Folder = Annotated[Name, AfterValidator(_in_the_repository)]


class Table(BaseModel):
    """A table of relplan.toml."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WorkspaceTable(Table):
    """``[workspace]``: what holds for all services."""

    name: Name
    main: Line = ""
    release_tag: Name = DEFAULT_RELEASE_TAG
    hotfix: Line = DEFAULT_HOTFIX
    issue_key: Text = DEFAULT_ISSUE_KEY
    issue_projects: list[Name] = []
    issue_url: Line = ""
    stale_after_days: Annotated[int, Field(ge=0)] = 90
    branches: list[BranchGlob] = []
    features: Annotated[FeatureMode, Field(strict=False)] = FeatureMode.SUGGESTED
    deploy_failure_rate: Rate = 0.05
    timezone: Zone = "UTC"
    protect_main: bool = False
    store: str = ""
    """Checked elsewhere: a fault shows the value, and this one may hold a password."""

    @field_validator("issue_url")
    @classmethod
    def _is_a_page(cls, address: str) -> str:
        if address and not (KEY_OF_ISSUE in address and is_link(address)):
            raise ValueError(f"not the address of a page with {KEY_OF_ISSUE} in it")
        return address

    @field_validator("issue_key")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            matches_nothing = re.compile(pattern).fullmatch("")
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"not a regular expression: {error}") from None
        if matches_nothing:
            raise ValueError("matches the empty text")
        if pattern != DEFAULT_ISSUE_KEY:
            _without_look_around(pattern)
        return pattern


class ServiceTable(Table):
    """``[services.NAME]``."""

    repo: Name
    path: Folder = "."
    team: str = ""
    deployed: Line = ""
    calls: list[str] = []
    inputs: list[Input] = []
    main: Line = ""
    release_tag: Line = ""
    lines: list[Name] = []
    deploy_failure_rate: Rate | None = None


class ContractTable(Table):
    """``[contracts.NAME]``."""

    kind: Annotated[str, AfterValidator(_a_kind)] = CUSTOM
    provider: Text
    files: list[Glob] = []
    consumers: list[str] = []
    detected_consumers: list[str] = []
    uses: dict[str, list[str]] = {}
    schema_: Annotated[str, Field(alias="schema")] = ""
    dialect: Annotated[Dialect | None, Field(strict=False)] = None
    compatibility: Annotated[Compatibility | None, Field(strict=False)] = None
    versioned_effort_days: Effort | None = None
    flagged_effort_days: Effort | None = None


class DescriptorsTable(Table):
    """``[descriptors.NAME]``: where an organisation's own files say who requires what of whom."""

    files: Annotated[
        list[Annotated[Glob, AfterValidator(_below_a_service)]],
        BeforeValidator(_a_list),
        Field(min_length=1),
    ]
    provides: Annotated[Name, AfterValidator(_what_is_provided)] | None = None
    requires: Annotated[Name, AfterValidator(_what_is_required)] | None = None
    ranges: Annotated[Ranges, Field(strict=False)]


class FeatureTable(Table):
    """``[features.KEY]``."""

    flagged_effort_days: Effort | None = None


class GateTable(Table):
    """``[gates.NAME]``."""

    kind: Annotated[GateKind, Field(strict=False)]
    services: list[str] = []
    team: str = ""
    passed: bool = False
    waived_effort_days: Effort | None = None
    environments: list[Name] = []


class SeenTable(Table):
    """A line of a file that shows a unit."""

    repo: Name
    path: Name
    line: Annotated[int, Field(ge=0)] = 0
    text: Line


class UnitTable(Table):
    """``[units.NAME]``: services that one pipeline, chart or stack deploys together."""

    services: list[str] = []
    detected_services: list[str] = []
    suspected_services: list[str] = []
    seen: list[SeenTable] = []
    environments: list[Name] = []
    split_effort_days: Effort | None = None


class EnvironmentTable(Table):
    """``[environments.NAME]``: what is known of an environment beside what files say."""

    deployed: dict[str, Name] = {}


class DeploymentsTable(Table):
    """``[[deployments]]``: files that say what runs in an environment."""

    repo: Name
    files: Annotated[list[Glob], Field(min_length=1)]
    environment: Name = PRODUCTION


class WindowTable(Table):
    """``[windows.NAME]``; with `cron` the start says from when on, and may be left out."""

    start: Local | None = None
    duration_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    timezone: Zone = ""
    rrule: Line = ""
    cron: Line = ""
    exdate: list[Local | date] = []
    rdate: list[Local] = []
    services: list[str] = []
    teams: list[str] = []
    capacity: Annotated[int, Field(ge=1)] | None = None
    capacity_counts: Annotated[Counted, Field(strict=False)] = Counted.CHANGES


class FreezeTable(Table):
    """``[freezes.NAME]``; an end that is a date is all of that day."""

    start: Local | date
    end: Local | date
    timezone: Zone = ""
    reason: str = ""
    rrule: Line = ""
    exdate: list[Local | date] = []
    rdate: list[Local | date] = []
    services: list[str] = []
    teams: list[str] = []


class DriftTable(Table):
    """``[drift]``: how past releases are looked at."""

    window_hours: Annotated[int, Field(ge=1, le=MOST_WINDOW_HOURS)] = _DRIFT.window_hours
    days: Annotated[int, Field(ge=1, le=MOST_DRIFT_DAYS)] = _DRIFT.days
    releases: Annotated[int, Field(ge=1, le=MOST_DRIFT_RELEASES)] = _DRIFT.releases
    period: Annotated[PeriodKind, Field(strict=False)] = _DRIFT.period


class AnswerTable(Table):
    """A line of ``[answers]``, by the question's id."""

    answer: Name
    reason: str = ""
    by: str = ""


class Document(Table):
    """The whole file."""

    workspace: WorkspaceTable
    services: dict[str, ServiceTable] = {}
    contracts: dict[str, ContractTable] = {}
    descriptors: dict[str, DescriptorsTable] = {}
    features: dict[str, FeatureTable] = {}
    gates: dict[str, GateTable] = {}
    units: dict[str, UnitTable] = {}
    environments: dict[str, EnvironmentTable] = {}
    deployments: list[DeploymentsTable] = []
    windows: dict[str, WindowTable] = {}
    freezes: dict[str, FreezeTable] = {}
    expected: dict[str, Local | date] = {}
    answers: dict[str, AnswerTable] = {}
    drift: DriftTable = DriftTable()
    severity: dict[str, Annotated[Severity, Field(strict=False), AfterValidator(_can_be_said)]] = {}

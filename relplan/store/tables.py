"""The tables. Rows never leave the store; the model's dataclasses do.

Scanned rows hang on their repository: deleting a repository, a service or a change deletes all that
was read of it. Decisions name their subjects by text and hang on nothing that is scanned.
"""

from sqlalchemy import ForeignKeyConstraint, Table, false, text
from sqlmodel import Field, SQLModel

METADATA = SQLModel.metadata

CLUSTERED = {"sqlite_with_rowid": False}
LATER = {"server_default": text("''")}
"""Of a column that an older store gets; the next scan fills it."""


def core(model: type[SQLModel]) -> Table:
    """Return *model*'s Core table: scanned rows are many, and objects cost ten times as much."""
    return METADATA.tables[str(model.__tablename__)]


class Stated(SQLModel):
    """The columns of a piece of evidence.

    The key of a table stands in a class of its own, behind this one among the bases: columns come
    in the order of the bases, the last one first, and SQLite 3.40 checks a table without rowids
    only where its key columns are the first.
    """

    rule: str
    text: str
    repository: str
    commit: str
    path: str
    line: int


class Numbered(SQLModel):
    """A key: the order in which rows were found."""

    number: int = Field(primary_key=True)


class Repository(SQLModel, table=True):
    """A repository that was read at least once."""

    __tablename__ = "repository"
    path: str = Field(primary_key=True)
    signature: str
    scanned_at: int


class Failure(SQLModel, table=True):
    """A repository whose last scan failed."""

    __tablename__ = "failure"
    repository: str = Field(primary_key=True)
    message: str
    at: int


class FailedService(SQLModel, table=True):
    """A service whose rows are stale, because its repository could not be read."""

    __tablename__ = "failed_service"
    __table_args__ = CLUSTERED
    repository: str = Field(primary_key=True, foreign_key="failure.repository", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    service: str


class Service(SQLModel, table=True):
    """Where the last scan of a service ended."""

    __tablename__ = "service"
    name: str = Field(primary_key=True)
    repository: str = Field(foreign_key="repository.path", ondelete="CASCADE", index=True)
    settings: str
    main: str
    main_commit: str
    baseline: str
    baseline_commit: str
    newest_merged: str
    known_by: str = Field(sa_column_kwargs=LATER)
    since: str = Field(sa_column_kwargs=LATER)


class PlaceOfService(SQLModel):
    """A key: one of the rows of a service."""

    service: str = Field(primary_key=True, foreign_key="service.name", ondelete="CASCADE")
    position: int = Field(primary_key=True)


class ProductionEvidence(Stated, PlaceOfService, table=True):
    """What shows that a service's baseline is in production."""

    __tablename__ = "production_evidence"
    __table_args__ = CLUSTERED


class Change(SQLModel, table=True):
    """A pending change. Of one service, merged ones are numbered in trunk order."""

    __tablename__ = "change"
    number: int = Field(primary_key=True)
    id: str
    service: str = Field(foreign_key="service.name", ondelete="CASCADE", index=True)
    title: str
    state: str
    commit: str
    date: int
    author: str
    branch: str
    after: str
    line: str = Field(sa_column_kwargs=LATER)
    off: str = Field(sa_column_kwargs=LATER)
    cancelled: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    adds_to: str = Field(sa_column_kwargs=LATER)


class StackedOn(SQLModel, table=True):
    """An open change that a change's history contains."""

    __tablename__ = "stacked_on"
    __table_args__ = CLUSTERED
    change: int = Field(primary_key=True, foreign_key="change.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    below: str


class Alias(SQLModel, table=True):
    """Another name of a change."""

    __tablename__ = "alias"
    __table_args__ = CLUSTERED
    change: int = Field(primary_key=True, foreign_key="change.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    name: str


class StatementOfChange(SQLModel):
    """A key: one of the statements about a change."""

    change: int = Field(primary_key=True, foreign_key="change.number", ondelete="CASCADE")
    number: int = Field(primary_key=True)


class Evidence(Stated, StatementOfChange, table=True):
    """What shows a statement about a change: an effect, a slice, a dependency or a flag."""

    __tablename__ = "evidence"
    __table_args__ = CLUSTERED


def _on_evidence() -> tuple[ForeignKeyConstraint, dict[str, bool]]:
    """Each statement stands on the evidence of the same change and number."""
    key = ForeignKeyConstraint(
        ["change", "number"], ["evidence.change", "evidence.number"], ondelete="CASCADE"
    )
    return key, CLUSTERED


class Effect(SQLModel, table=True):
    """What a change does to a contract."""

    __tablename__ = "effect"
    __table_args__ = _on_evidence()
    change: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    kind: str
    contract: str
    confidence: str


class EffectPart(SQLModel, table=True):
    """A part of the contract that an effect touches."""

    __tablename__ = "effect_part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["change", "number"], ["effect.change", "effect.number"], ondelete="CASCADE"
        ),
        CLUSTERED,
    )
    change: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    part: str


class FeatureSlice(SQLModel, table=True):
    """That a change is a slice of a feature."""

    __tablename__ = "feature_slice"
    __table_args__ = _on_evidence()
    change: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    key: str
    confidence: str


class Dependency(SQLModel, table=True):
    """A ``Depends-On:`` trailer of a change."""

    __tablename__ = "dependency"
    __table_args__ = _on_evidence()
    change: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    ref: str


class Flag(SQLModel, table=True):
    """That a change ships dark."""

    __tablename__ = "flag"
    __table_args__ = _on_evidence()
    change: int = Field(primary_key=True)
    number: int = Field(primary_key=True)


class Reversal(SQLModel, table=True):
    """That a merged change says that it takes back what another one did."""

    __tablename__ = "reversal"
    __table_args__ = _on_evidence()
    change: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    reverted: str
    commit: str
    agrees: bool


class LeftOut(SQLModel, table=True):
    """A branch that is no open change of a service."""

    __tablename__ = "left_out"
    __table_args__ = CLUSTERED
    service: str = Field(primary_key=True, foreign_key="service.name", ondelete="CASCADE")
    branch: str = Field(primary_key=True)
    why: str
    detail: str


class Notice(SQLModel, table=True):
    """Something a person should know about a service or one of its changes."""

    __tablename__ = "notice"
    number: int = Field(primary_key=True)
    service: str = Field(foreign_key="service.name", ondelete="CASCADE", index=True)
    change: str
    text: str


class OfNotice(SQLModel):
    """A key: a notice."""

    notice: int = Field(primary_key=True, foreign_key="notice.number", ondelete="CASCADE")


class NoticeEvidence(Stated, OfNotice, table=True):
    """Where a notice stands, if that is known."""

    __tablename__ = "notice_evidence"


class Shipped(SQLModel, table=True):
    """What a ``Depends-On:`` asks for and production already has."""

    __tablename__ = "shipped"
    __table_args__ = CLUSTERED
    ref: str = Field(primary_key=True)


class Scenario(SQLModel, table=True):
    """A named set of marks."""

    __tablename__ = "scenario"
    number: int = Field(primary_key=True)
    name: str = Field(unique=True)


class Decision(SQLModel, table=True):
    """What somebody decided once. Never changed and never deleted."""

    __tablename__ = "decision"
    number: int = Field(primary_key=True)
    kind: str
    subject: str
    value: str
    detail: str
    reason: str
    who: str
    at: int
    host: str = Field(default="", sa_column_kwargs=LATER)
    via: str = Field(default="", sa_column_kwargs=LATER)


class Mark(SQLModel, table=True):
    """A mark in force."""

    __tablename__ = "mark"
    __table_args__ = CLUSTERED
    scenario: int = Field(primary_key=True, foreign_key="scenario.number", ondelete="CASCADE")
    coupling: str = Field(primary_key=True)
    decision: int = Field(foreign_key="decision.number")


class Move(SQLModel, table=True):
    """A move in force: a change whose batch does not ship before a moment."""

    __tablename__ = "move"
    __table_args__ = CLUSTERED
    scenario: int = Field(primary_key=True, foreign_key="scenario.number", ondelete="CASCADE")
    change: str = Field(primary_key=True)
    decision: int = Field(foreign_key="decision.number")


class Dismissal(SQLModel, table=True):
    """A dismissal in force. It holds in every scenario."""

    __tablename__ = "dismissal"
    __table_args__ = CLUSTERED
    fingerprint: str = Field(primary_key=True)
    decision: int = Field(foreign_key="decision.number")


class ReviewState(SQLModel, table=True):
    """A state that somebody gave an open change. It holds in every scenario."""

    __tablename__ = "review_state"
    __table_args__ = CLUSTERED
    change: str = Field(primary_key=True)
    decision: int = Field(foreign_key="decision.number")


class Answer(SQLModel, table=True):
    """An answer in force to a question. It holds in every scenario."""

    __tablename__ = "answer"
    __table_args__ = CLUSTERED
    question: str = Field(primary_key=True)
    decision: int = Field(foreign_key="decision.number")


class LogStep(SQLModel, table=True):
    """A step of the log: what was decided, and what was in force before."""

    __tablename__ = "log_step"
    number: int = Field(primary_key=True)
    scenario: int = Field(foreign_key="scenario.number")
    decision: int = Field(foreign_key="decision.number")
    before: int | None = Field(default=None, foreign_key="decision.number")
    standing: str
    """``applied``; ``undone``, and so to be redone; or ``dropped``: undone for good."""
    turn: int = Field(index=True)
    """Grows with each decision, undo and redo: the order in which steps took their standing."""
    together: int | None = None
    """The first of the steps that were taken at once, and are undone at once; None: this one."""


class LogTurn(SQLModel, table=True):
    """Who undid or redid a step, and when."""

    __tablename__ = "log_turn"
    __table_args__ = CLUSTERED
    step: int = Field(primary_key=True, foreign_key="log_step.number")
    turn: int = Field(primary_key=True)
    undone: bool
    who: str
    at: int
    host: str = Field(default="", sa_column_kwargs=LATER)
    via: str = Field(default="", sa_column_kwargs=LATER)


class Review(SQLModel, table=True):
    """A review on a forge, by its page. Like decisions, it hangs on nothing that is scanned."""

    __tablename__ = "review"
    __table_args__ = CLUSTERED
    url: str = Field(primary_key=True)
    merged: bool
    commit: str
    merge_commit: str
    change_id: str
    closed: bool = Field(sa_column_kwargs={"server_default": false()})
    landed: bool = Field(sa_column_kwargs={"server_default": false()})
    target: str = Field(sa_column_kwargs={"server_default": text("''")})
    topic: str = Field(sa_column_kwargs={"server_default": text("''")})


class ReviewSubject(SQLModel, table=True):
    """A service, and the open change of it or none, that a review is about."""

    __tablename__ = "review_subject"
    __table_args__ = CLUSTERED
    review: str = Field(primary_key=True, foreign_key="review.url", ondelete="CASCADE")
    service: str = Field(primary_key=True)
    change: str = Field(primary_key=True)


class ReviewDependency(SQLModel, table=True):
    """What a review's description asks for, or what the forge says it waits for."""

    __tablename__ = "review_dependency"
    __table_args__ = CLUSTERED
    review: str = Field(primary_key=True, foreign_key="review.url", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    ref: str
    rule: str
    text: str
    line: int


class ReviewNote(SQLModel, table=True):
    """What a person should know of a review."""

    __tablename__ = "review_note"
    __table_args__ = CLUSTERED
    review: str = Field(primary_key=True, foreign_key="review.url", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    text: str


class RunbookTick(SQLModel, table=True):
    """What somebody said of a step of a runbook. None is ever changed: together they are a record.

    Like decisions, it hangs on nothing that is scanned.
    """

    __tablename__ = "runbook_tick"
    number: int = Field(primary_key=True)
    runbook: str = Field(index=True)
    step: str
    outcome: str
    who: str
    at: int
    service: str = Field(default="", sa_column_kwargs=LATER)
    """What the step deployed; empty where an earlier relplan did not write it down."""
    changes: str = Field(default="", sa_column_kwargs=LATER)
    """The ids of its changes, a line each."""
    back_to: str = Field(default="", sa_column_kwargs=LATER)
    """What the service goes back to; empty: not known."""
    back_with: str = Field(default="", sa_column_kwargs=LATER)
    """The keys of the steps that take it back when they fail, a line each."""
    host: str = Field(default="", sa_column_kwargs=LATER)
    """The machine that it was said on; empty: an earlier relplan did not write it down."""

"""The tables of what past releases needed of each other. Loaded when the past is read."""

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from relplan.store.tables import CLUSTERED, Numbered, Stated


class PastMark(SQLModel, table=True):
    """What the past was read with: one row."""

    __tablename__ = "past_mark"
    how: str = Field(primary_key=True)
    state: str


class PastNote(Numbered, table=True):
    """What of the past is not known."""

    __tablename__ = "past_note"
    text: str


class PastHeld(SQLModel, table=True):
    """A release that was looked at."""

    __tablename__ = "past_held"
    __table_args__ = CLUSTERED
    service: str = Field(primary_key=True)
    tag: str = Field(primary_key=True)
    commit: str
    date: int
    changes: int
    unread: str


class PastNeed(SQLModel, table=True):
    """A need that was found while a release was looked at: it is one of the two ends."""

    __tablename__ = "past_need"
    __table_args__ = (
        ForeignKeyConstraint(
            ["service", "tag"], ["past_held.service", "past_held.tag"], ondelete="CASCADE"
        ),
        CLUSTERED,
    )
    service: str = Field(primary_key=True)
    tag: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    source_service: str
    source_tag: str
    source_place: int
    source: str
    target_service: str
    target_tag: str
    target_place: int
    target: str
    kind: str
    coupling: str
    confidence: str
    given: str
    """The answers that it rests on, as JSON."""


class PlaceOfPastNeed(SQLModel):
    """A key: one of the rows of a need."""

    service: str = Field(primary_key=True)
    tag: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    position: int = Field(primary_key=True)


class PastNeedEvidence(Stated, PlaceOfPastNeed, table=True):
    """What shows a need."""

    __tablename__ = "past_need_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["service", "tag", "number"],
            ["past_need.service", "past_need.tag", "past_need.number"],
            ondelete="CASCADE",
        ),
        CLUSTERED,
    )

"""The tables of what past releases held.

Loaded when the past is asked for: to make a table takes longer than to read most of them.
"""

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from relplan.store.tables import CLUSTERED


class PastRelease(SQLModel, table=True):
    """A release that was made."""

    __tablename__ = "past_release"
    __table_args__ = CLUSTERED
    service: str = Field(primary_key=True, foreign_key="service.name", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    tag: str
    commit: str
    date: int
    known: bool


class PastSlice(SQLModel, table=True):
    """An issue key that a release was the first to hold."""

    __tablename__ = "past_slice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["service", "release"],
            ["past_release.service", "past_release.position"],
            ondelete="CASCADE",
        ),
        CLUSTERED,
    )
    service: str = Field(primary_key=True)
    release: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    key: str
    commit: str
    text: str
    line: int

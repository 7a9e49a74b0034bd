"""The tables of what was read from contracts' own files.

They hang on nothing: a change that is read again keeps what was detected of it until the contracts
are looked at again.
"""

from sqlalchemy import text
from sqlmodel import Field, SQLModel

from relplan.store.tables import CLUSTERED, Numbered, Stated


class DetectionMark(SQLModel, table=True):
    """What the contracts were looked at with: one row."""

    __tablename__ = "detection"
    fingerprint: str = Field(primary_key=True)


class PlaceOfChange(SQLModel):
    """A key: one of the findings about a change."""

    change: str = Field(primary_key=True)
    position: int = Field(primary_key=True)


class DetectedEffect(Stated, PlaceOfChange, table=True):
    """What a change does to a contract, as its files say."""

    __tablename__ = "detected_effect"
    __table_args__ = CLUSTERED
    kind: str
    contract: str
    confidence: str
    parts: str
    """A list, as JSON."""
    brings: str = Field(sa_column_kwargs={"server_default": text("'[]'")})
    """A list, as JSON."""


class Use(SQLModel):
    """A key: what a consumer uses."""

    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)
    part: str = Field(primary_key=True)


class DetectedUse(Stated, Use, table=True):
    """That a consumer uses a part of a contract."""

    __tablename__ = "detected_use"
    __table_args__ = CLUSTERED
    confidence: str


class WayOfTaking(SQLModel):
    """A key: how a consumer takes a contract."""

    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)
    takes: str = Field(primary_key=True)


class Taking(Stated, WayOfTaking, table=True):
    """That a service takes a contract."""

    __tablename__ = "taking"
    __table_args__ = CLUSTERED
    confidence: str


class CompleteUse(SQLModel, table=True):
    """That all is known of what a consumer uses of a contract."""

    __tablename__ = "complete_use"
    __table_args__ = CLUSTERED
    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)


class Caution(Stated, PlaceOfChange, table=True):
    """What of a change may surprise those who rely on a contract."""

    __tablename__ = "caution"
    __table_args__ = CLUSTERED
    contract: str
    parts: str
    """A list, as JSON."""


class FlagEvidence(Stated, PlaceOfChange, table=True):
    """What speaks for, or against, that a change is dark behind a flag."""

    __tablename__ = "flag_evidence"
    __table_args__ = CLUSTERED
    flag: str
    speaks_for: int
    """1: for it; 0: against it."""


class PairOfFlags(SQLModel):
    """A key: a flag, and one that it needs."""

    flag: str = Field(primary_key=True)
    needs: str = Field(primary_key=True)


class FlagPrerequisite(Stated, PairOfFlags, table=True):
    """That a flag is on only while another is, as its tool's file says."""

    __tablename__ = "flag_prerequisite"
    __table_args__ = CLUSTERED


class Unread(Stated, Numbered, table=True):
    """What could not be read the last time."""

    __tablename__ = "unread"
    subject: str
    reason: str
    service: str
    changes: str
    """A list, as JSON."""
    contract: str


class DetectionNotice(Stated, Numbered, table=True):
    """Something a person should know about a contract's files."""

    __tablename__ = "detection_notice"
    about: str
    notice: str


class Reading(SQLModel, table=True):
    """What was read from blobs, under a name that stands for all of them."""

    __tablename__ = "reading"
    __table_args__ = CLUSTERED
    key: str = Field(primary_key=True)
    value: str
    scan: int
    """When it was last of use, in seconds since 1970."""

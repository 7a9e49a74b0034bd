"""The tables of what was read from contracts' own files.

They hang on nothing: a change that is read again keeps what was detected of it until the contracts
are looked at again.
"""

from sqlalchemy import text
from sqlmodel import Field, SQLModel

from relplan.store.tables import CLUSTERED, Stated


class DetectionMark(SQLModel, table=True):
    """What the contracts were looked at with: one row."""

    __tablename__ = "detection"
    fingerprint: str = Field(primary_key=True)


class DetectedEffect(Stated, table=True):
    """What a change does to a contract, as its files say."""

    __tablename__ = "detected_effect"
    __table_args__ = CLUSTERED
    change: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    kind: str
    contract: str
    confidence: str
    parts: str
    """A list, as JSON."""
    brings: str = Field(sa_column_kwargs={"server_default": text("'[]'")})
    """A list, as JSON."""


class DetectedUse(Stated, table=True):
    """That a consumer uses a part of a contract."""

    __tablename__ = "detected_use"
    __table_args__ = CLUSTERED
    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    confidence: str


class Taking(Stated, table=True):
    """That a service takes a contract."""

    __tablename__ = "taking"
    __table_args__ = CLUSTERED
    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)
    takes: str = Field(primary_key=True)
    confidence: str


class CompleteUse(SQLModel, table=True):
    """That all is known of what a consumer uses of a contract."""

    __tablename__ = "complete_use"
    __table_args__ = CLUSTERED
    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)


class Caution(Stated, table=True):
    """What of a change may surprise those who rely on a contract."""

    __tablename__ = "caution"
    __table_args__ = CLUSTERED
    change: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    contract: str
    parts: str
    """A list, as JSON."""


class Unread(Stated, table=True):
    """What could not be read the last time."""

    __tablename__ = "unread"
    number: int = Field(primary_key=True)
    subject: str
    reason: str
    service: str
    changes: str
    """A list, as JSON."""
    contract: str


class DetectionNotice(Stated, table=True):
    """Something a person should know about a contract's files."""

    __tablename__ = "detection_notice"
    number: int = Field(primary_key=True)
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

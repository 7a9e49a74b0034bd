"""The tables of what was read from contracts' own files.

They hang on nothing: a change that is read again keeps what was detected of it until the contracts
are looked at again.
"""

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


class DetectedUse(Stated, table=True):
    """That a consumer uses a part of a contract."""

    __tablename__ = "detected_use"
    __table_args__ = CLUSTERED
    contract: str = Field(primary_key=True)
    consumer: str = Field(primary_key=True)
    part: str = Field(primary_key=True)


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

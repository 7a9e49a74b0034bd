"""The tables of what runs where. They hang on nothing: each scan writes all of them anew."""

from sqlmodel import Field, SQLModel

from relplan.store.tables import CLUSTERED, Numbered, Stated


class RunningMark(SQLModel, table=True):
    """What the deployment files were read with: one row."""

    __tablename__ = "running_mark"
    fingerprint: str = Field(primary_key=True)


class Running(SQLModel, table=True):
    """The revision of a service that runs in an environment."""

    __tablename__ = "running"
    __table_args__ = CLUSTERED
    environment: str = Field(primary_key=True)
    service: str = Field(primary_key=True)
    revision: str
    commit: str
    known_by: str


class PlaceOfRunning(SQLModel):
    """A key: one of the rows of what runs as a service in an environment."""

    environment: str = Field(primary_key=True)
    service: str = Field(primary_key=True)
    position: int = Field(primary_key=True)


class RunningEvidence(Stated, PlaceOfRunning, table=True):
    """How it is known what runs."""

    __tablename__ = "running_evidence"
    __table_args__ = CLUSTERED


class Contained(SQLModel, table=True):
    """A change that is read for another environment, and that this one has."""

    __tablename__ = "contained"
    __table_args__ = CLUSTERED
    environment: str = Field(primary_key=True)
    change: str = Field(primary_key=True)


class RunningNotice(Stated, Numbered, table=True):
    """What deployment files leave open."""

    __tablename__ = "running_notice"
    environment: str
    notice: str

"""The table of what was told of branches. Nothing but a scan that finds something new needs it."""

from sqlmodel import Field, SQLModel

from relplan.store.tables import CLUSTERED


class Landed(SQLModel, table=True):
    """What of a branch is on main under other ids, under a name for all that it follows from."""

    __tablename__ = "landed"
    __table_args__ = CLUSTERED
    repository: str = Field(primary_key=True, foreign_key="repository.path", ondelete="CASCADE")
    key: str = Field(primary_key=True)
    value: str

"""Hears from the server what others do: who changed the store, and how far a scan is."""

from psycopg import Connection, Notify, OperationalError

from relplan.store.scan_note import ScanNote, note_of

CHANGED, SCANNING = "relplan_changed", "relplan_scanning"
"""The channels. What is said begins with the schema of the store, for there may be several."""


class Watch:
    """Listens on a connection; nothing is asked of the server."""

    def __init__(self, connection: Connection, own: str, process: str) -> None:
        """Hear on *connection* what is not said by the store *own* or, of a scan, by *process*."""
        self.connection = connection
        self._own, self._process = own, process
        self.changes = 0
        """How often others changed the store."""
        self.note: ScanNote | None = None
        """How far another process's scan is, as it said last."""
        connection.add_notify_handler(self._hear)
        connection.execute(f"LISTEN {CHANGED}; LISTEN {SCANNING}")
        row = connection.execute("SELECT coalesce(current_schema(), '')").fetchone()
        self._schema = row[0] if row else ""

    def look(self) -> None:
        """Take what came in since. Raises OperationalError where the connection is gone."""
        if self.connection.closed:
            raise OperationalError("the connection is closed")
        server = self.connection.pgconn
        server.consume_input()
        while heard := server.notifies():
            self._take(heard.relname.decode(), heard.extra.decode())

    def _hear(self, heard: Notify) -> None:
        self._take(heard.channel, heard.payload)

    def _take(self, channel: str, said: str) -> None:
        schema, _, rest = said.partition(" ")
        whose, _, text = rest.partition(" ")
        if schema != self._schema:
            return
        if channel == CHANGED:
            self.changes += whose != self._own
        elif whose != self._process:
            self.note = note_of(text) if text else None

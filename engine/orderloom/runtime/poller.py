"""Asking connections for what is ready and accepting it before it is let go at the source."""

from collections.abc import Callable, Iterable

from orderloom.definition.connection import Connection, Stream
from orderloom.flow.command import Announce, Origin
from orderloom.flow.message import Message, message_id
from orderloom.ports import Clock, Connector, ReceivedFile, Session
from orderloom.runtime.drift import compare, place_of, read_shape, write_shape
from orderloom.runtime.due_streams import note_polled
from orderloom.runtime.worker import Worker

Acknowledge = Callable[[Connector, Session, str, ReceivedFile], None]


class Poller:
    """Polls the streams of connections.

    ``taken`` is said only after the message was durable, so a crash in between offers the
    file again, and its id makes it the same message. A dry run acknowledges nothing.
    """

    def __init__(self, worker: Worker, clock: Clock, acknowledge: Acknowledge) -> None:
        self._worker = worker
        self._clock = clock
        self._acknowledge = acknowledge

    def poll(
        self,
        connection: Connection,
        connector: Connector,
        session: Session,
        streams: Iterable[Stream] | None = None,
    ) -> int:
        """Take everything that is ready; give the number of files.

        Args:
            connection: The connection.
            connector: What speaks for it.
            session: What that is given.
            streams: Which to poll; None: all that are polled at all.
        """
        number = 0
        polled = (each for each in connection.streams.values() if each.is_polled)
        for stream in polled if streams is None else streams:
            for file in connector.poll(session, stream.name):
                self._worker.take(
                    Message(
                        message_id(stream.mapping, connection.id, file.name, file.body),
                        stream.mapping,
                        file.name,
                        file.body,
                        self._clock.now(),
                        connection.id,
                        connection.zone,
                    )
                )
                if connection.alarm.drift:
                    self._compare(connection, session, stream, file)
                self._acknowledge(connector, session, stream.name, file)
                number += 1
            note_polled(stream, session.notes, self._clock.now())
        return number

    def _compare(
        self, connection: Connection, session: Session, stream: Stream, file: ReceivedFile
    ) -> None:
        """Tell what is other in a document than in those before.

        The note follows the events: a process that is killed in between tells them again.
        """
        note, now = f"shape/{stream.name}", self._clock.now()
        known = read_shape(session.notes.get(note))
        shape, changes = compare(known, file.body)
        event = f"connection.{connection.id}.drifted"
        for each in changes:
            where = f"{event}:{stream.name}:{each.change}:{each.path}:{now.isoformat()}"
            facts = {"change": each.change, "path": place_of(each.path), "sample": each.sample}
            payload = {"stream": stream.name, **facts}
            self._worker.announce(Announce(Origin(where), now, event, payload))
        if shape != known:
            session.notes.put(note, write_shape(shape))

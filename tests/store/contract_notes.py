"""What every store must do with what connections remember (see contract.py)."""

import sqlalchemy as sa
from tests.store.flows import flow

from orderloom.store import tables


class NotesContract:
    def test_what_a_connection_notes_is_there_for_the_next_process(self, store, reopen):
        store.notes("jd").put("token", "first")
        store.notes("jd").put("token", "秘 second")
        store.notes("pdd").put("token", "another")
        again = reopen(flow())
        assert again.notes("jd").get("token") == "秘 second"
        assert again.notes("pdd").get("token") == "another"
        assert again.notes("jd").get("cursor") is None

    def test_notes_are_sealed_and_keep_their_key(self, store):
        for value in ("t0ken-one", "t0ken-two"):
            store.notes("jd").put("token", value)
        with store.database.reading.begin() as connection:
            [row] = connection.execute(sa.select(tables.connection_notes)).all()
            keys = connection.scalars(sa.select(tables.keys.c.id)).all()
        assert "t0ken" not in row.value
        assert sorted(keys) == sorted(("lookup", row.value_key_id))

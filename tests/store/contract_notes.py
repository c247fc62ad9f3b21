"""What every store must do with what connections remember (see contract.py)."""

from tests.store.flows import flow


class NotesContract:
    def test_what_a_connection_notes_is_there_for_the_next_process(self, store, reopen):
        store.notes("jd").put("token", "first")
        store.notes("jd").put("token", "秘 second")
        store.notes("pdd").put("token", "another")
        again = reopen(flow())
        assert again.notes("jd").get("token") == "秘 second"
        assert again.notes("pdd").get("token") == "another"
        assert again.notes("jd").get("cursor") is None

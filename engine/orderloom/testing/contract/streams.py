"""Reading: nothing lost, nothing doubled, whatever happens in between."""

from collections import Counter
from datetime import timedelta

from orderloom.plugins.shapes import wrong_part
from orderloom.ports import ReceivedFile
from orderloom.testing.contract.rig import Rig, demand, refusal, skip
from orderloom.testing.contract.session import falling_silent

BIG = 300


class StreamContract:
    """Checks of a stream; see ``ConnectorContract``."""

    def rig(self) -> Rig:
        """Give a connector with an empty peer; called once for each check.

        Raises:
            NotImplementedError: The author has not said.
        """
        raise NotImplementedError

    def test_it_is_what_it_says_it_is(self) -> None:
        """Its names, schemas, classes and limits are possible ones."""
        rig = self.rig()
        wrong = wrong_part(rig.connector)
        demand(wrong is None, f"declares something impossible: {wrong}")
        streams = rig.connector.streams
        demand(rig.stream is None or not streams or rig.stream in streams, "stream is not declared")

    def test_an_empty_source_gives_no_item(self) -> None:
        """Nothing there is nothing, not an error."""
        rig = self.rig()
        demand(not rig.take(), "items out of nothing")

    def test_every_item_is_given_once(self) -> None:
        """No page is lost, none doubled."""
        self._given_once(self.rig(), lambda page: 2 * page + 1)

    def test_a_last_page_that_is_full_ends_it(self) -> None:
        """When the last page is full, the next is empty, and no item is made up."""
        rig = self.rig()
        if not rig.page:
            skip("it knows no pages")
        self._given_once(rig, lambda page: 2 * page)

    def _given_once(self, rig: Rig, number: object) -> None:
        put = Counter(rig.put(number(rig.page or 2)))  # type: ignore[operator]
        found = rig.take()
        demand(not put - found, f"lost: {sorted(put - found)}")
        demand(not found - put, f"doubled or made up: {sorted(found - put)}")

    def test_what_comes_under_way_is_not_lost(self) -> None:
        """A page that changes while it is read loses nothing for the next poll."""
        rig = self.rig()
        rig.reading()
        put = set(rig.put(2 * (rig.page or 1) + 1))
        found: set[str] = set()
        for number, file in enumerate(rig.poll()):
            found.update(rig.ids(file.body))
            rig.connector.taken(rig.session, rig.reading(), file)
            if number == 0:
                rig.later()
                put |= set(rig.put(2))
        rig.later()
        found |= set(rig.take())
        demand(found >= put, f"lost: {sorted(put - found)}")

    def test_a_later_poll_gives_what_is_new(self) -> None:
        """The cursor goes on, also in a new process."""
        rig = self.rig()
        rig.put(2)
        rig.take()
        rig.restart()
        rig.later()
        new = set(rig.put(2))
        rig.later()
        demand(set(rig.take()) >= new, "what is new was not given")

    def test_a_later_poll_does_not_read_everything_again(self) -> None:
        """What was taken stays taken, but for the overlap."""
        rig = self.rig()
        rig.session.back = timedelta(days=2)
        old = set(rig.put(2))
        rig.take()
        rig.session.clock.advance(timedelta(hours=3))
        rig.restart()
        found = set(rig.take())
        demand(not old & found, f"given again: {sorted(old & found)}")

    def test_what_was_not_taken_is_given_again(self) -> None:
        """A file counts only when it is durable: a process that dies before loses nothing."""
        rig = self.rig()
        put = set(rig.put(2 * (rig.page or 1) + 1))
        for _ in rig.poll():
            pass
        rig.restart()
        demand(set(rig.take()) >= put, "lost, although nobody had taken it")

    def test_a_poll_that_is_left_loses_nothing(self) -> None:
        """Stopping after the first file leaves the others for the next poll."""
        rig = self.rig()
        put = set(rig.put(2 * (rig.page or 1) + 1))
        files = iter(rig.poll())
        first = next(files)
        found = set(rig.ids(first.body))
        rig.connector.taken(rig.session, rig.reading(), first)
        close = getattr(files, "close", None)
        if close is not None:
            close()
        rig.restart()
        found |= set(rig.take())
        demand(found >= put, f"lost: {sorted(put - found)}")

    def test_a_line_that_breaks_in_the_middle_loses_nothing(self) -> None:
        """After a failure the next poll gives the rest."""
        rig = self.rig()
        rig.speaking()
        rig.reading()
        put = set(rig.put(3 * (rig.page or 1)))
        rig.session.http.fail(falling_silent, after=2)
        found: set[str] = set()
        refusal(lambda: found.update(rig.take()))
        rig.session.http.mend()
        rig.restart()
        taken = set(rig.take()) | found
        demand(taken >= put, f"lost: {sorted(put - taken)}")

    def test_cancelling_ends_a_poll(self) -> None:
        """When it is to come to an end, it begins no further request."""
        rig = self.rig()
        rig.speaking()
        put = set(rig.put(4 * (rig.page or 1)))
        found: set[str] = set()
        after = 0
        for file in rig.poll():
            found.update(rig.ids(file.body))
            rig.connector.taken(rig.session, rig.reading(), file)
            if not rig.session.cancelled:
                rig.session.cancelled = True
                after = len(rig.session.http.sent)
        demand(len(rig.session.http.sent) <= after + 1, "it went on asking")
        rig.session.cancelled = False
        found |= set(rig.take())
        demand(found >= put, f"lost: {sorted(put - found)}")

    def test_hearing_twice_that_a_file_is_taken_changes_nothing(self) -> None:
        """A process may die between hearing it and noting that it heard."""
        rig = self.rig()
        put = set(rig.put(1))
        files: list[ReceivedFile] = []
        for file in rig.poll():
            files.append(file)
            rig.connector.taken(rig.session, rig.reading(), file)
        for file in files:
            rig.connector.taken(rig.session, rig.reading(), file)
        demand({name for file in files for name in rig.ids(file.body)} == put, "not as it was put")

    def test_the_same_answer_has_the_same_name(self) -> None:
        """Duplicates are known by name and bytes, so what is the same must be called the same."""
        rig = self.rig()
        rig.put(2)
        one = [(file.name, file.body) for file in rig.poll()]
        two = [(file.name, file.body) for file in rig.poll()]
        rig.restart()
        three = [(file.name, file.body) for file in rig.poll()]
        demand(one == two == three, "another name or other bytes for the same")

    def test_the_overlap_is_read_again(self) -> None:
        """What changed late is caught by reading a part again."""
        rig = self.rig()
        if not any(name.startswith("cursor") for name in _notes_after(rig)):
            skip("it has no cursor")
        rig.session.again = timedelta(hours=2)
        old = set(rig.put(1)) if not rig.page else set()
        rig.later()
        demand(set(rig.take()) >= old, "what was put was not read")
        rig.later()
        demand(rig.take(), "the overlap was not read again")

    def test_a_big_answer_passes(self) -> None:
        """Many items at once are only more of the same."""
        rig = self.rig()
        put = set(rig.put(BIG))
        demand(set(rig.take()) == put, "not all of them")

    def test_an_unknown_stream_is_refused(self) -> None:
        """A name that means nothing is nobody's fault but the definition's."""
        rig = self.rig()
        rig.reading()
        error = refusal(lambda: list(rig.connector.poll(rig.session, "No such")))
        demand(error.error_class == "bug", f"class {error.error_class}")


def _notes_after(rig: Rig) -> list[str]:
    rig.put(1)
    rig.later()
    rig.take()
    notes = rig.session.notes
    return list(notes) if isinstance(notes, dict) else []

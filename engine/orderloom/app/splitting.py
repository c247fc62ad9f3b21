"""The flow's mappings, generated once per zone."""

from collections.abc import Iterator

from orderloom.definition.flow import Flow
from orderloom.errors import MessageRejected
from orderloom.flow.message import Message, SplitItem
from orderloom.mapping.program import MappingProgram, build_mapping


class MappingPrograms:
    """Takes messages apart through the mapping that each names."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._programs: dict[tuple[str, str], MappingProgram] = {}
        self.ranks = frozenset(each.id for each in flow.mappings.values() if each.rank is not None)
        self.parks = any(mapping.when_absent == "park" for mapping in flow.mappings.values())

    def split(self, message: Message, start: int) -> Iterator[SplitItem]:
        """Give the items from position ``start`` on.

        Raises:
            MessageRejected: The bytes make no sense, or the mapping is gone from the flow.
        """
        mapping = self._flow.mappings.get(message.mapping)
        if mapping is None:
            raise MessageRejected("OL642", mapping=message.mapping)
        zone = mapping.zone or message.zone or self._flow.zone
        if (mapping.id, zone) not in self._programs:
            record = self._flow.records[mapping.record]
            self._programs[mapping.id, zone] = build_mapping(mapping, record, zone)
        yield from self._programs[mapping.id, zone].split(message.readable(), start)

"""Shops whose pages are named by the header Link."""

from abc import ABC
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from orderloom_connectors.sandbox.platform import Document
from orderloom_connectors.sandbox.shop import Shop


class Linked(Shop, ABC):
    """A shop that asks for ISO times and links its pages."""

    language = "en"

    def rows(self, begin: str, end: str) -> list[Document]:
        """Give the orders that changed in a span of ISO times.

        Raises:
            ValueError: A time has no offset, or is none.
        """
        span = (datetime.fromisoformat(begin), datetime.fromisoformat(end))
        if any(each.tzinfo is None for each in span):
            raise ValueError("a time needs an offset")
        return list(self.between(*span).values())

    def next_link(self, path: str, query: Mapping[str, object]) -> dict[str, str]:
        """Give the header that names the next page."""
        return {"Link": f'<{self.base}{path}?{urlencode(query)}>; rel="next"'}

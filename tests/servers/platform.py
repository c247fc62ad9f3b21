"""What all strict servers of platforms share: they answer JSON and note what they refused."""

import json
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.servers.http import answer


class Platform:
    """A platform; ``reply`` of a subclass gives status, document and headers.

    Args:
        clock: Its time of day; a test moves it.
    """

    def __init__(self, clock):
        self.clock = clock
        self.refused = []
        self.base = ""

    def __call__(self, seen, wire):
        self.base = f"http://{seen.headers['host']}"
        status, document, headers = self.reply(seen)
        answer(status, json.dumps(document).encode(), headers)(seen, wire)

    def refuse(self, why, document, status=200):
        self.refused.append(why)
        return status, document, {}


def path_of(seen):
    return unquote(urlsplit(seen.target).path)


def query_of(seen):
    """Give the query; a name that comes twice, or has no ``=``, is a fault of the caller's."""
    query = urlsplit(seen.target).query
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def form_of(seen):
    assert seen.headers["content-type"].startswith("application/x-www-form-urlencoded")
    pairs = parse_qsl(seen.body.decode(), keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def json_of(seen):
    assert seen.headers["content-type"].startswith("application/json")
    return json.loads(seen.body)

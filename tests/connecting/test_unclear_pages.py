"""A platform that does not say whether there is more is asked for more, or it is told."""

import json

import pytest
from tests.connecting.test_broken_answers import MALL
from tests.declarative.talking import declared, taken, talking

from orderloom.codes.catalogue import lookup
from orderloom.declarative import pages
from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.http import answer, serving

ROWS = [{"no": str(each)} for each in range(5)]
NUMBER = "page: {kind: number, size: 2, size_param: size, param: page, more: data.more}"
_TURNED = "size: 2, size_param: size, param: page"
WAYS = {
    "number": NUMBER,
    "offset": f"page: {{kind: offset, from: 0, {_TURNED}, more: data.more}}",
    "cursor": f"page: {{kind: cursor, {_TURNED}, next: next, more: data.more}}",
    "backwards": f"page: {{kind: backwards, {_TURNED}, total: total}}",
}


def connector_of(folder, way):
    return declared(folder, MALL.replace("RECORDS", "rows[*]").replace(NUMBER, WAYS[way]))


def shop(way, rows=ROWS, *, total=None):
    """Serve pages of two, and never say whether there are more."""

    def reply(seen, wire):
        at = json.loads(seen.body).get("page")
        start = {"number": 2 * ((at or 1) - 1), "backwards": 2 * ((at or 1) - 1)}.get(way, at or 0)
        document = {"rows": rows[start : start + 2], "data": {}}
        document |= {} if total is None else {"total": total}
        document |= {"next": start + 2} if way == "cursor" and start + 2 < len(rows) else {}
        answer(200, json.dumps(document).encode())(seen, wire)

    return reply


def read(connector, session):
    found = [
        row["no"]
        for body in taken(connector, session, "orders")
        for row in json.loads(body)["rows"]
    ]
    return sorted(set(found))


@pytest.mark.parametrize("way", ["number", "offset", "cursor"])
def test_what_is_left_out_does_not_say_that_there_is_no_more(tmp_path, way):
    connector = connector_of(tmp_path, way)
    with serving(shop(way)) as server, talking(server, "s3cret") as session:
        assert read(connector, session) == [row["no"] for row in ROWS]


def test_a_page_that_is_not_full_is_the_last_whatever_is_left_out(tmp_path):
    connector = connector_of(tmp_path, "backwards")
    with serving(shop("backwards", ROWS[:1])) as server, talking(server, "s3cret") as session:
        assert read(connector, session) == ["0"]


def test_a_total_that_is_left_out_of_a_full_page_is_told(tmp_path):
    refuses(connector_of(tmp_path, "backwards"), shop("backwards"), path="total")


def test_pages_without_an_end_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "MOST_PAGES", 4)
    refuses(connector_of(tmp_path, "number"), shop("number", ROWS * 4), path="data.more")


def refuses(connector, peer, path):
    with serving(peer) as server, talking(server, "s3cret") as session:
        with pytest.raises(DeliveryFailed) as found:
            taken(connector, session, "orders")
        assert session.notes == {}
    assert (found.value.code, found.value.error_class) == ("OL891", "bug")
    assert found.value.facts["path"] == path
    for language in ("en", "zh"):
        assert lookup("OL891").message.fill(dict(found.value.facts), language)

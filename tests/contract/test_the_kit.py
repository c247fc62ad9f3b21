"""Every check of the contract can fail: a connector that is broken in one way fails there."""

# ruff: noqa: E501, ISC004, Q000 - texts are cut out of a module and put in as they stand

import json
import sys
import unittest
from types import ModuleType

import pytest

from orderloom.app.scaffolding import scaffold
from orderloom.testing.contract import ConnectorContract, ContractSession, FaultyHttp, Rig

SECRET = "s3cret of nobody"
CHECKS = sorted(name for name in dir(ConnectorContract) if name.startswith("test_"))

TOKEN_ONCE = "test_a_token_is_fetched_once_however_many_ask"
ONCE = "test_every_item_is_given_once"
FULL = "test_a_last_page_that_is_full_ends_it"
NAMED = "test_the_same_answer_has_the_same_name"
LATER = "test_a_later_poll_does_not_read_everything_again"

MUTANTS = {
    "an impossible need": ('("url", "secret")', '("host",)', {"test_it_is_what_it_says_it_is"}),
    "a cursor that stays": (
        'session.notes.put(f"cursor/{stream}", file.mark)',
        "pass",
        {LATER},
    ),
    "names that count": (
        'name = f"{stream} {span[\'from\']}',
        "self.count = getattr(self, 'count', 0) + 1\n            name = f\"{self.count} {stream} ",
        {NAMED},
    ),
    "an overlap that is forgotten": (
        " - session.overlap(stream)",
        "",
        {"test_the_overlap_is_read_again"},
    ),
    "going on when cancelled": (
        "while goes_on and not session.is_cancelled()",
        "while goes_on",
        {"test_cancelling_ends_a_poll"},
    ),
    "any stream": ("if stream != STREAM:", "if False:", {"test_an_unknown_stream_is_refused"}),
    "any operation": (
        "if call.operation != CONFIRM.name:",
        "if False:",
        {"test_an_unknown_operation_is_refused"},
    ),
    "a fixed key": (
        'body, call.key)',
        'body, "fixed")',
        {"test_another_key_is_another_time"},
    ),
    "a new key each time": (
        'body, call.key)',
        "body, str(id(call)) + str(len(session.http.sent)))",
        {"test_the_same_key_twice_is_done_once"},
    ),
    "an answer of another shape": (
        'return {"receipt": str(answer.get("receipt", ""))}',
        'return {"number": "1"}',
        {"test_an_operation_is_done_and_answered"},
    ),
    "another input than declared": (
        '"required": ["number"],\n        "additional',
        '"required": ["other"],\n        "additional',
        {"test_the_input_that_is_tested_is_as_declared"},
    ),
    "a lost Retry-After": (
        'response.headers.get("retry-after", "")',
        '""',
        {"test_the_wait_that_the_peer_asks_for_is_told"},
    ),
    "throttling taken for a bug": (
        'errors={"409"',
        'errors={"429": "bug", "409"',
        {"test_too_many_requests_are_throttled"},
    ),
    "a broken server taken for a bug": (
        'errors={"409"',
        'errors={"5xx": "bug", "409"',
        {"test_a_server_in_trouble_is_transient"},
    ),
    "no access taken for trouble": (
        'errors={"409"',
        'errors={"401": "transient", "409"',
        {"test_a_refused_proof_is_about_access"},
    ),
    "a refusal tried for ever": (
        'errors={"409"',
        'errors={"422": "transient", "409"',
        {"test_a_refused_request_is_not_tried_again", "test_a_refused_call_is_no_success"},
    ),
    "a redirect tried for ever": (
        'errors={"409"',
        'errors={"302": "transient", "409"',
        {"test_a_redirect_is_not_followed"},
    ),
    "another host": (
        "        return session.http.send(",
        '        session.http.sent.append(HttpRequest(method="GET", url="https://b.example"))\n'
        "        return session.http.send(",
        {"test_only_its_own_address_is_called"},
    ),
    "no time limit": ("SECONDS = 30.0", "SECONDS = 0.0", {"test_every_request_has_its_time"}),
    "the platform's words told": (
        'f"status {response.status}"',
        'f"status {response.status} {response.body.decode()}"',
        {"test_secrets_are_in_no_error_and_no_log"},
    ),
    "a secret in a name": (
        'name = f"{stream} ',
        'name = f"{session.secret} ',
        {"test_secrets_are_in_no_file"},
    ),
    "a token for every request": (
        "if known and known != refused:",
        "if False:",
        {TOKEN_ONCE},
    ),
    "the computer's zone": (
        "now = session.clock.now()",
        "now = session.clock.now().astimezone()",
        {"test_the_computer_s_zone_means_nothing"},
    ),
    "silence taken for a fault of its own": (
        "        response = self._send(session, method, path, body, "
        '{"Authorization": token, "Key": key})\n        if response',
        "        try:\n            response = self._send(session, method, path, body, "
        '{"Authorization": token, "Key": key})\n'
        "        except DeliveryFailed:\n            raise self._failed('transient', 'late') from None\n"
        "        if response",
        {"test_a_call_without_answer_stays_unknown"},
    ),
    "silence called a bug": (
        "        return session.http.send(",
        "        try:\n            return self._really(session, method, path, body, headers)\n"
        "        except DeliveryFailed as e:\n            e.error_class = 'bug'\n            raise\n\n"
        "    def _really(self, session, method, path, body, headers):\n"
        "        return session.http.send(",
        {"test_silence_is_no_answer"},
    ),
    "a broken body taken for an empty one": (
        "            answer = None\n",
        "            answer = {}\n",
        {"test_a_broken_body_is_no_answer", "test_secrets_are_in_no_error_and_no_log"},
    ),
    "an order made up": (
        "            goes_on = page",
        "            body = body if page['orders'] else b'{\"orders\": [{\"id\": \"X\"}]}'\n"
        "            goes_on = page",
        {"test_an_empty_source_gives_no_item"},
    ),
    "a span that ends when it was read": (
        'mark = "" if goes_on else now.isoformat()',
        'mark = "" if goes_on else session.clock.now().isoformat()',
        {"test_what_comes_under_way_is_not_lost"},
    ),
    "reading only once": (
        "        if noted is not None:\n",
        "        if noted is not None:\n            return\n",
        {
            "test_a_later_poll_gives_what_is_new",
            "test_what_comes_under_way_is_not_lost",
            "test_the_overlap_is_read_again",
        },
    ),
    "deaf to a repetition": (
        "        if file.mark:\n",
        "        if file.mark and session.notes.get(f'cursor/{stream}') == file.mark:\n"
        "            raise ValueError\n        if file.mark:\n",
        {"test_hearing_twice_that_a_file_is_taken_changes_nothing"},
    ),
    "fifty pages and no more": (
        "while goes_on and not",
        "while goes_on and number < 50 and not",
        {"test_a_big_answer_passes"},
    ),
    "marks on every page": (
        'mark = "" if goes_on else now.isoformat()',
        "mark = now.isoformat()",
        {
            "test_a_poll_that_is_left_loses_nothing",
            "test_cancelling_ends_a_poll",
            "test_a_line_that_breaks_in_the_middle_loses_nothing",
        },
    ),
    "a note before it is durable": (
        "            yield ReceivedFile",
        '            session.notes.put(f"cursor/{stream}", now.isoformat())\n'
        "            yield ReceivedFile",
        {
            "test_what_was_not_taken_is_given_again",
            "test_a_poll_that_is_left_loses_nothing",
            "test_cancelling_ends_a_poll",
            "test_a_line_that_breaks_in_the_middle_loses_nothing",
            NAMED,
        },
    ),
    "every page twice": (
        "            number += 1",
        "            yield ReceivedFile(name=name + ' again', body=body, mark=mark)\n"
        "            number += 1",
        {ONCE, FULL},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scaffold")
    scaffold("some_shop", folder)
    return folder


def module(text, name):
    made = ModuleType(name)
    exec(compile(text, name, "exec"), made.__dict__)  # noqa: S102 - our own scaffold
    return made


def contract(package, connector_text):
    connector = module(connector_text, "mutant_connector")
    sys.modules["mutant_peer"] = ModuleType("mutant_peer")  # dataclasses look their module up
    peers = sys.modules["mutant_peer"]
    exec((package / "tests" / "peer.py").read_text(), peers.__dict__)  # noqa: S102

    class Contract(ConnectorContract):
        def rig(self):
            session = ContractSession(url="https://api.example", secret=SECRET)
            peer = peers.Peer(session.clock, SECRET)
            session.http = FaultyHttp(peer)
            return Rig(
                connector=connector.Platform(),
                session=session,
                stream="orders",
                put=peer.put,
                ids=lambda body: [row["id"] for row in json.loads(body)["orders"]],
                page=connector.SIZE,
                operation="confirm",
                payload={"number": "T1"},
                done=lambda: list(peer.confirmed),
                token_requests=lambda: peer.tokens,
                expire=peer.expire,
                remake=connector.Platform,
            )

    return Contract()


def failing(checks):
    failed = set()
    for name in CHECKS:
        try:
            getattr(checks, name)()
        except unittest.SkipTest:
            continue
        except Exception:  # noqa: BLE001 - a mutant may break in any way
            failed.add(name)
    return failed


def original(package):
    return (package / "orderloom_some_shop" / "connector.py").read_text()


def test_the_scaffolded_connector_keeps_the_contract(package):
    assert len(CHECKS) >= 30
    assert failing(contract(package, original(package))) == set()


@pytest.mark.parametrize("fault", MUTANTS)
def test_a_broken_connector_fails_its_checks_and_no_other(package, fault):
    old, new, expected = MUTANTS[fault]
    text = original(package)
    assert old in text
    found = failing(contract(package, text.replace(old, new, 1)))
    assert found == expected


def test_every_check_is_shown_to_fail():
    assert set().union(*(expected for _, _, expected in MUTANTS.values())) == set(CHECKS)

"""A6: shipped means label printed and parcel scanned, in either order, once."""

import shutil

import pytest


@pytest.fixture
def terminal(terminal_at):
    return terminal_at("scenarios/a6_two_signals")


def test_neither_signal_alone_ships_and_the_second_one_does(terminal, counts):
    steps = [
        ("1_orders.json", "shop", counts(applied=4), {"paid": 4}),
        ("2_labels.csv", "labels", counts(applied=2), {"paid": 4}),
        ("3_scans.csv", "scans", counts(applied=3), {"paid": 3, "shipped": 1}),
        ("4_labels.csv", "labels", counts(applied=1), {"paid": 2, "shipped": 2}),
    ]
    for file, mapping, outcomes, states in steps:
        summary = terminal.run(file, mapping)
        assert (summary["messages"], summary["states"]["order.status"]) == (outcomes, states)
    assert terminal.sent() == ["printed-first 已发货", "scanned-first 已发货"]


def test_a_signal_told_again_ships_nothing_again(terminal, counts):
    terminal.run("1_orders.json", "shop")
    terminal.run("2_labels.csv", "labels")
    terminal.run("3_scans.csv", "scans")
    shutil.copy(terminal.folder / "3_scans.csv", terminal.folder / "scans_again.csv")
    summary = terminal.run("scans_again.csv", "scans")
    assert summary["messages"] == counts(duplicate=3)
    assert summary["states"]["order.status"] == {"paid": 3, "shipped": 1}
    assert terminal.sent() == ["printed-first 已发货"]


def test_a_signal_for_an_order_that_nobody_knows_is_quarantined(terminal, counts):
    assert terminal.outcomes("2_labels.csv", "labels") == counts(quarantined=2)

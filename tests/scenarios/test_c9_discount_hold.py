"""C9: a discount above 80 % waits for a human; 80.00 % passes, 80.01 % does not."""

import pytest

HELD = {"paid": 1, "shipped": 4}


@pytest.fixture
def terminal(terminal_at):
    terminal = terminal_at("scenarios/c9_discount_hold")
    assert terminal.run("1_orders.json", "shop")["alerts"] == 1
    assert terminal.run("2_packing.csv", "packing")["states"]["order.status"] == HELD
    return terminal


def states_now(terminal):
    """Ask for the states by working a file that is known already."""
    return terminal.run("2_packing.csv", "packing")["states"]["order.status"]


def test_the_hold_is_lifted_by_the_role_with_a_reason_and_the_order_ships(terminal):
    done = terminal.unhold("order/off-80.01", "too_cheap", by="risk/li", why="clearance sale")
    assert done.returncode == 0, done.stderr
    assert states_now(terminal) == {"shipped": 5}


@pytest.mark.parametrize(
    ("record", "by", "why"),
    [
        ("order/off-80.01", "service/wang", "the customer asked"),
        ("order/off-80.01", "risk/li", " "),
        ("order/off-80.00", "risk/li", "was never held"),
    ],
    ids=["another role", "no reason", "no such hold"],
)
def test_anything_else_leaves_the_hold(terminal, record, by, why):
    assert terminal.unhold(record, "too_cheap", by=by, why=why).returncode != 0
    assert states_now(terminal) == HELD

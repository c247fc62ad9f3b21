"""A10: one record, whatever is told twice or late; the newest word stands."""

BOTH_UNPAID = {"unpaid": 2}
ONE_PAID = {"paid": 1, "unpaid": 1}


def test_an_older_version_changes_nothing_and_an_equal_one_is_taken_if_different(
    terminal_at, counts
):
    terminal = terminal_at("scenarios/a10_duplicates_and_stale")
    steps = [
        ("1_first.json", counts(applied=2), BOTH_UNPAID),
        ("2_same_again.json", counts(duplicate=1), BOTH_UNPAID),
        ("3_newer.json", counts(applied=1), ONE_PAID),
        ("4_older.json", counts(stale=1), ONE_PAID),
        ("5_equal_but_different.json", counts(applied=1), ONE_PAID),
    ]
    for file, outcomes, states in steps:
        summary = terminal.run(file, "channel")
        assert summary["messages"] == outcomes, file
        assert summary["states"]["order.status"] == states, file
        assert summary["records"]["order"] == 2, file
        assert summary["cases"] == 0, file

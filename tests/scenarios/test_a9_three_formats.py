"""A9: the same order from JSON and from CSV in three encodings is the same record."""

FORMATS = [
    ("order.json", "order_json"),
    ("order_utf8.csv", "order_csv"),
    ("order_bom.csv", "order_csv"),
    ("order_gbk.csv", "order_gbk"),
]


def test_every_further_format_changes_not_one_byte_of_the_record(terminal_at, counts):
    terminal = terminal_at("scenarios/a9_three_formats")
    first = counts(applied=1)
    again = counts(duplicate=1)
    told = [terminal.outcomes(file, mapping) for file, mapping in FORMATS]
    assert told == [first, again, again, again]


def test_every_format_may_come_first(terminal_at, counts):
    terminal = terminal_at("scenarios/a9_three_formats")
    told = [terminal.outcomes(file, mapping) for file, mapping in reversed(FORMATS)]
    assert told == [counts(applied=1), *[counts(duplicate=1)] * 3]

import pytest
from tests.mapping.building import PLACE, column, field, program, said, split, told

from orderloom.definition.mapping import Item, Source
from orderloom.errors import MessageRejected


def named(name, kind="text", **more):
    return Item(target=field("value", kind), kind=kind, place=PLACE, path=column(name), **more)


def form(encoding="auto"):
    items = {"no": named("no"), "who": named("buyer[name]"), "count": named("count", "integer")}
    return program(items, Source(format="form", place=PLACE, encoding=encoding))


def test_a_form_is_one_item():
    [found] = split(form(), "no=A1&buyer%5Bname%5D=%E5%BC%A0+%E4%B8%89&count=2&extra=")
    assert (found.where, found.values) == ("form", {"no": "A1", "who": "张 三", "count": 2})


def test_a_blank_field_clears_and_an_absent_one_stays():
    [found] = split(form(), "no=A1&count=\r\n")
    assert found.values == {"no": "A1", "count": None}


@pytest.mark.parametrize("encoding", ["auto", "gbk"])
def test_a_form_may_be_in_gbk(encoding):
    [found] = split(form(encoding), b"no=A1&buyer%5Bname%5D=%D5%C5%C8%FD")
    assert found.values["who"] == "张三"


def test_a_field_that_stands_twice_is_no_single_value():
    assert told(split(form(), "no=A1&count=1&count=2")) == [
        "form: 'list' is not a whole number, as 'count' wants"
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("no=A1&count=%zz", "byte 12: '%zz' does not stand in an encoded form"),
        ("no=A1&count=%4", "byte 12: '%4' does not stand in an encoded form"),
        ('{"no": "A1"}', "byte 6: ' \"A' does not stand in an encoded form"),
        ("", "the message is empty"),
        ("&".join(f"a{n}=1" for n in range(1001)), "the form has 1001 fields, more than 1000"),
        ("no=" + "a" * 1024 * 1024, "the message has 1048579 bytes, more than 1048576"),
        ("no=%FF%FE%FF", "the text is not GB18030: byte 3 (line 2) cannot be read"),
        ("no=A%001", "line 2, column 2 holds a NUL character"),
    ],
)
def test_what_is_no_form_is_refused(body, expected):
    with pytest.raises(MessageRejected) as caught:
        split(form(), body)
    assert said(caught.value) == expected

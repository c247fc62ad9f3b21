"""OL25x and OL26x: fields that tie records together, types that extend others, selections."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

LINK_CODES = (
    code(
        "OL250",
        "'{name}' cannot be {what}: only a field of a record can",
        "“{name}”不能是 {what}：只有记录的字段可以",
        ("make it a field of the record itself", "请把它做成记录本身的字段"),
    ),
    code(
        "OL251",
        "record types extend each other: {cycle}",
        "记录类型互相扩展：{cycle}",
        ("take 'extends' off one of them", "请取消其中一个的 extends"),
    ),
    code(
        "OL252",
        "'{name}' is taken over from '{base}' already",
        "“{name}”已从“{base}”沿用",
        ("leave it out, or give the field another name", "请去掉它，或换一个字段名"),
    ),
    code(
        "OL253",
        "'{record}' extends 'case', whose identity is the engine's to fill in",
        "“{record}”扩展自 case，其身份由引擎填写",
        ("leave out 'identity'", "请去掉 identity"),
    ),
    unknown(
        "OL254",
        "'{name}' is no part of the identity of '{record}'",
        "“{name}”不属于“{record}”的身份",
    ),
    code(
        "OL255",
        "'{name}' lists '{child}' records through '{through}', which does not point at '{record}'",
        "“{name}”经由“{through}”列出“{child}”，但它并不指向“{record}”",
        (
            "name a field of '{child}' of type 'reference' with 'to: {record}'",
            "请写“{child}”中类型为 reference 且 to: {record} 的字段",
        ),
    ),
    code(
        "OL256",
        "'{found}' is not how a serial number is written",
        "“{found}”不是编号的写法",
        (
            "write one {{n:6}} (the number, 6 digits), and {{yyyy}} {{MM}} {{dd}} as wished",
            "请写带一个 {{n:6}}（序号位数）的文本，可加 {{yyyy}} {{MM}} {{dd}}",
        ),
    ),
    code(
        "OL257",
        "'{name}' of type {type} cannot be unique",
        "{type} 类型的“{name}”不能设为唯一",
        (
            "take off 'unique', or use a text, phone, email, choice, integer or reference",
            "请取消 unique，或改用 text、phone、email、choice、integer 或 reference",
        ),
    ),
    code(
        "OL258",
        "'match' does not tell which '{record}': it lacks {lacking}",
        "match 无法确定是哪个“{record}”：缺少 {lacking}",
        ("give every field of its identity: {lacking}", "请给出其身份的每个字段：{lacking}"),
    ),
    code(
        "OL259",
        "'{name}' is a reference, which no channel can send",
        "“{name}”是引用，渠道无法直接传来",
        (
            "map the fields that its 'match' reads; it is filled in by them",
            "请映射其 match 所读的字段，引用会据此补上",
        ),
    ),
    code(
        "OL260",
        "'{name}' of type {type} lacks '{lacking}'",
        "{type} 类型的“{name}”缺少“{lacking}”",
        (
            "write {{type: {type}, {lacking}: …}}",
            "请写 {{type: {type}, {lacking}: …}}",
        ),
    ),
    code(
        "OL261",
        "'{name}' of type {type} has no order",
        "{type} 类型的“{name}”没有先后顺序",
        (
            "order by a text, number, money, time, date, duration, choice or boolean",
            "请按文本、数字、金额、时间、日期、时长、选项或布尔值排序",
        ),
    ),
    code(
        "OL262",
        "'for_each' over a list lacks 'as': what its part is called",
        "对列表使用 for_each 时缺少 as，即每一项的名称",
        ("add 'as', for instance 'as: line'", "请加上 as，例如 as: line"),
    ),
    code(
        "OL263",
        "'for_each' takes a list, this is '{found}'",
        "for_each 需要列表，这里是“{found}”",
        (
            "write a list after '=', or a selection: {{record: …, where: …}}",
            "请写以“=”开头的列表，或选取：{{record: …, where: …}}",
        ),
    ),
    code(
        "OL264",
        "'of' takes a value that gives a record, this is the text '{found}'",
        "of 需要给出记录的值，这里是文本“{found}”",
        ("write it after '='", "请以“=”开头"),
    ),
    code(
        "OL265",
        "'of' takes a record, this is {found}",
        "of 需要一条记录，这里是 {found}",
        (
            "name a reference, a part of a list of records, or what 'as' names",
            "请写引用、记录列表中的一项，或 as 命名的记录",
        ),
    ),
)

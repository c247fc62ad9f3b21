"""OL832 to OL844: cassettes that cannot be read, recorded, or replayed as they were."""

from orderloom.codes.model import code

REPLAYED = (
    code(
        "OL832",
        "'{file}', line {line}, is no cassette: {what}",
        "“{file}”第 {line} 行不是录制内容：{what}",
        (
            "record it again with 'orderloom connector record'",
            "请用 'orderloom connector record' 重新录制",
        ),
    ),
    code(
        "OL834",
        "request {exchange} is not as recorded, {part}: expected '{expected}', found '{found}'",
        "第 {exchange} 个请求与录制不同，{part}：应为“{expected}”，实为“{found}”",
        (
            "if that is meant, record it again; requests after it were not compared",
            "若确有改动，请重新录制；其后的请求未作比较",
        ),
    ),
    code(
        "OL835",
        "more is asked than was recorded ({recorded} requests): {method} {path}",
        "请求多于录制的 {recorded} 个：{method} {path}",
    ),
    code(
        "OL836",
        "request {exchange} was recorded and is not asked for any more: {method} {path}",
        "录制的第 {exchange} 个请求不再发出：{method} {path}",
    ),
    code(
        "OL837",
        "'{step}' comes to something else than recorded: expected {expected}, found {found} "
        "(answers/items, faults, error)",
        "“{step}”的结果与录制不同：应为 {expected}，实为 {found}（应答数/条目数、错误）",
        (
            "the requests are the same: a mapping or the reading of answers has changed",
            "请求并无不同：映射或应答的读取方式已改变",
        ),
    ),
)

RECORDED = (
    code(
        "OL839",
        "nothing went over the connection '{connection}': there is nothing to record",
        "连接“{connection}”上没有任何往来，无可录制",
    ),
    code(
        "OL840",
        "the connection '{connection}' does not speak HTTP; only that can be recorded",
        "连接“{connection}”不使用 HTTP，只能录制 HTTP",
    ),
    code(
        "OL841",
        "the connection '{connection}' has no stream or operation '{name}'",
        "连接“{connection}”没有数据流或操作“{name}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("it has: {known}", "可用：{known}"),
    ),
    code(
        "OL842",
        "nothing was written: line {line}, {part}, would hold a secret or tell of somebody",
        "未写入任何内容：第 {line} 行的 {part} 会含有密钥或个人信息",
        (
            "it stands in a form that cannot be replaced; take it out at the source",
            "它以无法替换的形式存在，请在来源处去除",
        ),
    ),
    code(
        "OL843",
        "nothing was written: with fakes for secrets and people, '{connection}' does not come to "
        "the same ({part})",
        "未写入任何内容：以替身代替密钥与个人信息后，“{connection}”的结果不同（{part}）",
        (
            "a secret or a name is spelt like a word that means something here; use another",
            "某个密钥或姓名与有含义的词相同，请改用其他值",
        ),
    ),
    code(
        "OL844",
        "'{file}' is there already; nothing was recorded",
        "“{file}”已存在，未录制任何内容",
        ("choose another name, or remove it first", "请换个名称，或先删除它"),
    ),
    code(
        "OL845",
        "what is given to '{call}' is no JSON object",
        "交给“{call}”的不是 JSON 对象",
        ('such as --call ship \'{{"order_no": "1"}}\'', '例如 --call ship \'{{"order_no": "1"}}\''),
    ),
    code(
        "OL846",
        "'{file}' cannot be written: {reason}",
        "无法写入“{file}”：{reason}",
    ),
)

CODES = (*REPLAYED, *RECORDED)

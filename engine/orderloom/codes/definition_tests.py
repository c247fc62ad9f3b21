"""OL48x, OL475: tests that cannot mean anything."""

from orderloom.codes.model import code

_NEAREST = ("did you mean '{nearest}'?", "是否想写“{nearest}”？")
_KNOWN = ("known: {known}", "可用：{known}")

TEST_CODES = (
    code(
        "OL480",
        "no record is given under the label '{name}'",
        "given 中没有标签“{name}”",
        _NEAREST,
        _KNOWN,
        (
            "give it under 'given', or write {{record: …, where: …}}",
            "请在 given 中给出，或写成 {{record: …, where: …}}",
        ),
    ),
    code(
        "OL481",
        "this example has no '{name}'",
        "此示例没有“{name}”",
        _NEAREST,
        _KNOWN,
    ),
    code(
        "OL482",
        "'{found}' is no instant with offset or zone",
        "“{found}”不是带偏移或时区的时刻",
        (
            "write it as 2026-01-05T20:00+08:00 or 2026-01-05T20:00 Asia/Shanghai",
            "请写成 2026-01-05T20:00+08:00 或 2026-01-05T20:00 Asia/Shanghai",
        ),
    ),
    code(
        "OL475",
        "clocks in {zone} skip '{found}' or show it twice",
        "{zone} 的钟表会跳过“{found}”，或两次显示它",
        (
            "say which instant is meant by its offset, as 2026-01-05T20:00+08:00",
            "请用偏移写明是哪个时刻，如 2026-01-05T20:00+08:00",
        ),
    ),
    code(
        "OL483",
        "'{found}' is no duration",
        "“{found}”不是时长",
        ("write it as 30s, 15m, 48h, 7d or 47h59m59s", "请写成 30s、15m、48h、7d 或 47h59m59s"),
    ),
    code(
        "OL484",
        "it is open which mapping reads this; streams: {streams}",
        "无法确定用哪个映射读取；数据流：{streams}",
        (
            "write 'mapping', or 'connection' and 'stream'",
            "请写出 mapping，或 connection 和 stream",
        ),
    ),
    code(
        "OL485",
        "there is no file '{file}' beside this one",
        "与本文件同处没有文件“{file}”",
    ),
    code(
        "OL486",
        "nothing that is called '{name}' can be refused",
        "没有名为“{name}”、可被拒绝的事",
        _NEAREST,
        (
            "write a transition, a playbook, a hold, a mapping, 'change' or 'decide'",
            "请写流转、预案、冻结或映射的名称，或 change、decide",
        ),
    ),
    code(
        "OL487",
        "'{step}' cannot happen at once with other steps",
        "“{step}”不能与其他步骤同时发生",
        ("put it before or after 'together'", "请放在 together 之前或之后"),
    ),
    code(
        "OL488",
        "the connection '{connection}' has no stream '{name}'",
        "连接“{connection}”没有数据流“{name}”",
        _NEAREST,
        _KNOWN,
    ),
    code(
        "OL489",
        "the mapping '{owner}' writes no '{name}'",
        "映射“{owner}”不写“{name}”",
        _NEAREST,
        _KNOWN,
    ),
)

"""OL078 to OL099: asking why something did not happen, and keeping an installation going."""

from orderloom.codes.model import code

_NEAREST = ("did you mean '{nearest}'?", "是否想写“{nearest}”？")

CODES = (
    code(
        "OL078",
        "there is no record type '{record}'; the flow has: {known}",
        "没有记录类型“{record}”；流程中有：{known}",
        _NEAREST,
    ),
    code(
        "OL079",
        "nothing about a {record} is called '{what}'; there are: {known}",
        "{record} 没有名为“{what}”的内容；现有：{known}",
        _NEAREST,
    ),
    code(
        "OL080",
        "the brake of '{definition}' holds since {since}",
        "“{definition}”自 {since} 起被制动",
        (
            "look at it with 'orderloom brake list' and resume or discard it",
            "请用 orderloom brake list 查看后恢复或放弃",
        ),
    ),
)

"""What the pages say, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "zh")

_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "taken_in": ("Taken in", "已读入"),
        "unit": ("items", "条"),
        "applied": ("applied", "已采纳"),
        "duplicate": ("duplicate", "重复"),
        "stale": ("stale", "过期"),
        "quarantined": ("quarantined", "已隔离"),
        "parked": ("parked", "等待中"),
        "refused": ("refused", "被拒绝"),
        "records": ("Records", "记录"),
        "outbox": ("Outbox", "发件箱"),
        "waiting": ("waiting", "待发送"),
        "sent": ("sent", "已发送"),
        "failed": ("failed", "失败"),
        "unroutable": ("without a carrier", "无可用通道"),
        "states": ("Where they stand", "当前状态"),
        "quarantine": ("Newest in quarantine", "最近隔离的条目"),
        "no_quarantine": ("Nothing is in quarantine.", "没有被隔离的条目。"),
        "alerts": ("Newest alerts", "最近的告警"),
        "no_alerts": ("No alerts.", "没有告警。"),
        "place": ("Place", "位置"),
        "field": ("Field", "字段"),
        "value": ("Value", "值"),
        "reason": ("Reason", "原因"),
        "when": ("When", "时间"),
        "what": ("What", "内容"),
        "record": ("Record", "记录"),
        "to": ("To", "收件人"),
        "severity": ("Severity", "严重程度"),
        "as_of": ("as of", "截至"),
        "environment": ("environment", "环境"),
        "trouble": ("Something needs attention", "有问题需要处理"),
        "other_language": ("中文", "English"),
        "not_found": ("There is no such page.", "没有这个页面。"),
        "not_allowed": ("This page can only be read.", "此页面只能查看。"),
        "wrong_host": (
            "This page is for this computer only; open it as 127.0.0.1.",
            "此页面仅供本机使用；请用 127.0.0.1 打开。",
        ),
        "broken": (
            "Something went wrong here; the log has the details.",
            "页面出错；详情见日志。",
        ),
        "back": ("to the status page", "返回状态页"),
    }
)


def texts(language: str) -> dict[str, str]:
    """Give everything that the pages say, by name."""
    return {name: both[language == "zh"] for name, both in _TEXTS.items()}

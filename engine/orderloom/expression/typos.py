"""What people type instead of the signs and words of this language.

Each row says the code that explains it, what to write instead, and as which token it is read on,
so that one pass finds the remaining faults too (None: nothing sensible can follow).
"""

from typing import NamedTuple


class Typo(NamedTuple):
    """One wrong spelling."""

    code: str
    mend: str = ""
    token: str | None = None


SIGNS = {
    "=>": Typo("OL311", ">=", "GE"),
    "=<": Typo("OL311", "<=", "LE"),
    "≥": Typo("OL312", ">=", "GE"),
    "≧": Typo("OL312", ">=", "GE"),
    "≤": Typo("OL312", "<=", "LE"),
    "≦": Typo("OL312", "<=", "LE"),
    "≠": Typo("OL312", "!=", "NE"),
    "×": Typo("OL312", "*", "STAR"),
    "÷": Typo("OL312", "/", "SLASH"),
    "−": Typo("OL312", "-", "MINUS"),
    "&&": Typo("OL313", "and", "AND"),
    "&": Typo("OL313", "and", "AND"),
    "||": Typo("OL313", "or", "OR"),
    "|": Typo("OL313", "or", "OR"),
    "!": Typo("OL313", "not", "NOT"),
    "<>": Typo("OL315", "!=", "NE"),
    "===": Typo("OL315", "==", "EQ"),
    "!==": Typo("OL315", "!=", "NE"),
    "->": Typo("OL315", ".", "DOT"),
    "**": Typo("OL319", "x * x", "STAR"),
    "//": Typo("OL315", "floor(a / b)", "SLASH"),
    "%": Typo("OL320"),
    ";": Typo("OL321"),
    ":": Typo("OL322"),
    ":=": Typo("OL322"),
    "`": Typo("OL323"),
    "#": Typo("OL324"),
    "{": Typo("OL340", "["),
    "}": Typo("OL340", "]"),
    "¥": Typo("OL332", "CNY 50"),
    "$": Typo("OL332", "USD 50"),
    "€": Typo("OL332", "EUR 50"),
    "£": Typo("OL332", "GBP 50"),
}

WIDE_SIGNS = {
    "（": ("(", "LPAR"),
    "）": (")", "RPAR"),
    "［": ("[", "LSQB"),
    "］": ("]", "RSQB"),
    "【": ("[", "LSQB"),
    "】": ("]", "RSQB"),
    "，": (",", "COMMA"),
    "、": (",", "COMMA"),
    "．": (".", "DOT"),
    "＋": ("+", "PLUS"),
    "－": ("-", "MINUS"),
    "＊": ("*", "STAR"),
    "／": ("/", "SLASH"),
    "。": ("", None),
    "；": ("", None),
    "：": ("", None),
    "％": ("%", None),
    "？": ("", None),
}

WORDS = {
    "AND": Typo("OL314", "and", "AND"),
    "And": Typo("OL314", "and", "AND"),
    "OR": Typo("OL314", "or", "OR"),
    "Or": Typo("OL314", "or", "OR"),
    "NOT": Typo("OL314", "not", "NOT"),
    "Not": Typo("OL314", "not", "NOT"),
    "IN": Typo("OL314", "in", "IN"),
    "IF": Typo("OL314", "if", "IF"),
    "ELSE": Typo("OL314", "else", "ELSE"),
    "FOR": Typo("OL314", "for", "FOR"),
    "True": Typo("OL314", "true", "TRUE"),
    "TRUE": Typo("OL314", "true", "TRUE"),
    "False": Typo("OL314", "false", "FALSE"),
    "FALSE": Typo("OL314", "false", "FALSE"),
}

NOTHING = frozenset({"None", "null", "NULL", "Null", "nil", "undefined", "NaN", "nan"})

FOREIGN = frozenset(
    {
        "lambda", "def", "class", "import", "from", "yield", "await", "async", "del", "return",
        "while", "with", "try", "raise", "global", "nonlocal", "assert", "pass", "is", "like",
        "between", "then", "elif", "elseif", "match", "switch", "var", "let", "function", "new",
        "typeof", "mod", "div", "xor", "LIKE", "BETWEEN", "IS", "SELECT", "WHERE", "THEN", "CASE",
    }
)  # fmt: skip

UNITS = {
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "秒": "s", "S": "s",
    "min": "m", "mins": "m", "minute": "m", "minutes": "m", "分": "m", "分钟": "m", "M": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "小时": "h", "时": "h", "H": "h",
    "day": "d", "days": "d", "天": "d", "日": "d", "D": "d",
    "s": "s", "m": "m", "d": "d",
}  # fmt: skip
WEEKS = frozenset({"w", "W", "week", "weeks", "周", "星期"})
CURRENCY_UNITS = {
    "元": "CNY", "块": "CNY", "圆": "CNY", "人民币": "CNY", "yuan": "CNY", "RMB": "CNY",
    "rmb": "CNY", "美元": "USD", "usd": "USD", "欧元": "EUR", "cny": "CNY",
}  # fmt: skip

# Functions of other languages, and which of ours is meant.
FUNCTIONS = {
    "len": "length", "strlen": "length", "lower": "normal", "upper": "normal", "trim": "normal",
    "strip": "normal", "coalesce": "default", "ifnull": "default", "nvl": "default",
    "isnull": "missing", "is_null": "missing", "isempty": "missing", "exists": "has",
    "startswith": "starts_with", "includes": "contains", "regex": "matches", "like": "contains",
    "concat": "join", "split_text": "parts", "str": "text", "format": "text", "int": "number",
    "float": "number", "decimal": "number", "average": "avg", "mean": "avg", "size": "count",
    "unique": "distinct", "sort": "sorted", "datediff": "days_between", "today": "date",
    "dateadd": "shift", "date_add": "shift", "ceiling": "ceil", "truncate": "floor",
}  # fmt: skip

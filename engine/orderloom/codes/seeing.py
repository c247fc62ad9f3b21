"""OL99x: what people may see."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL990",
        "you see no '{record}', so that you cannot choose among them",
        "您看不到任何“{record}”，因此无法从中选取",
        (
            "name '{record}' under 'see' of one of your roles",
            "请在您的某个角色的 see 下写明“{record}”",
        ),
    ),
    code(
        "OL991",
        "'{names}' is not seen by you in the clear, and counts as missing in what you ask for",
        "您不能明文看到“{names}”，在您的条件中它视为缺失",
        (
            "a role with 'sensitive: clear', and these fields among its 'fields', sees it so",
            "sensitive 为 clear 且 fields 含此字段的角色才能明文看到",
        ),
    ),
    code(
        "OL992",
        "'{field}' is sensitive too, since it is made of '{source}'",
        "“{field}”由“{source}”得出，因此同为敏感字段",
        (
            "write 'sensitive: true' at it, or take no more than mask({source})",
            "请为它写上 sensitive: true，或只取 mask({source})",
        ),
    ),
    code(
        "OL993",
        "'{field}' of '{record}' is sensitive, and sensitive fields are hidden here",
        "“{record}”的“{field}”是敏感字段，而此处敏感字段不可见",
        (
            "take it out of 'fields', or write 'sensitive: mask'",
            "请从 fields 中去掉它，或写 sensitive: mask",
        ),
    ),
)

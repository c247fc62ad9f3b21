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
)

"""OL572 to OL574: states inside states that cannot mean anything."""

from orderloom.codes.model import code

NESTING_CODES = (
    code(
        "OL572",
        "'{name}' has inner states and is 'final'",
        "“{name}”有内层状态，却标为 final",
        ("say 'final' of the inner states that are an end", "请在作为终点的内层状态上写 final"),
    ),
    code(
        "OL573",
        "'initial' and 'states' belong together, and '{name}' has only one of them",
        "initial 与 states 应成对出现，而“{name}”只有其一",
        ("write 'initial: {first}'", "请写 initial: {first}"),
        (
            "leave 'initial: {idle}' out, or give the state 'states'",
            "请去掉 initial: {idle}，或加上 states",
        ),
    ),
    code(
        "OL574",
        "a state '{name}' is declared twice in this machine",
        "此状态机中“{name}”状态声明了两次",
        (
            "choose another name: the field's value says which it is",
            "请换一个名称：字段的值须能区分",
        ),
    ),
)

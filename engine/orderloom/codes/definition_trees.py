"""OL49x: trees: branches that cannot be told apart, and those that can never hold."""

from orderloom.codes.model import code

TREE_CODES = (
    code(
        "OL490",
        "two branches beside each other are called '{name}'",
        "同级的两个分支都叫“{name}”",
        ("give one of them another id", "请为其中一个换一个 id"),
    ),
    code(
        "OL491",
        "no branch may be called 'else': that is what holds when none does",
        "分支不能叫“else”：没有分支成立时即为 else",
        ("choose another name", "请换一个名称"),
    ),
    code(
        "OL492",
        "the tree '{tree}' remembers its branches per record, and '{name}' happens to none",
        "决策树“{tree}”按记录记住分支，而“{name}”不属于任何记录",
        ("listen to it with a rule", "请改用规则监听它"),
    ),
    code(
        "OL493",
        "the branch '{branch}' loses all it could hold for to '{other}' above it",
        "分支“{branch}”能成立的情形全部被上面的“{other}”占去",
        (
            "put '{branch}' before '{other}', or write 'hit: all'",
            "请把“{branch}”移到“{other}”之前，或写 hit: all",
        ),
    ),
    code(
        "OL494",
        "the branches '{branch}' and '{other}' can both be true, yet only one may hold",
        "分支“{branch}”与“{other}”可能同时成立，而只允许一个成立",
        ("for example {example}", "例如 {example}"),
        (
            "narrow one of the conditions, or write 'hit: first' or 'hit: all'",
            "请收窄其中一个条件，或写 hit: first 或 hit: all",
        ),
    ),
    code(
        "OL495",
        "the tree is about '{record}', but '{name}' happens to '{other}'",
        "决策树针对“{record}”，而“{name}”发生在“{other}”上",
        ("make a tree of its own for '{other}'", "请为“{other}”另写一棵决策树"),
    ),
)

"""The grammar, and the one parser of a process."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from lark import Lark, Token
from lark.lexer import Lexer

from orderloom.expression.building import Builder
from orderloom.expression.syntax import Node

GRAMMAR = r"""
start: choice

?choice: disjunction
       | disjunction IF disjunction ELSE choice                -> conditional
?disjunction: conjunction (OR conjunction)*
?conjunction: negation (AND negation)*
?negation: comparison
         | NOT negation                                        -> negation
?comparison: sum (_compare sum)*
_compare: EQ | NE | LT | LE | GT | GE | IN | NOT_IN
?sum: product ((PLUS | MINUS) product)*
?product: signed ((STAR | SLASH) signed)*
?signed: path
       | MINUS signed                                          -> negative
?path: atom trailer*
trailer: DOT NAME                                              -> part
       | LSQB choice RSQB                                      -> item
       | LPAR [argument (COMMA argument)* [COMMA]] RPAR        -> call

argument: choice
        | NAME ASSIGN choice                                   -> keyword
        | loop
?atom: NUMBER                                                  -> number
     | PERCENT                                                 -> percent
     | DURATION                                                -> duration
     | MONEY                                                   -> money
     | TEXT                                                    -> text
     | TRUE                                                    -> boolean
     | FALSE                                                   -> boolean
     | NAME                                                    -> name
     | LPAR choice RPAR                                        -> group
     | LPAR [choice COMMA [choice (COMMA choice)* [COMMA]]] RPAR -> tuple
     | LSQB [choice (COMMA choice)* [COMMA]] RSQB              -> list
     | LSQB loop RSQB                                          -> looped_list
loop: choice FOR NAME IN disjunction [IF disjunction]

%declare NUMBER PERCENT DURATION MONEY TEXT TRUE FALSE NAME IF ELSE OR AND NOT EQ NE LT LE GT GE
%declare IN NOT_IN PLUS MINUS STAR SLASH DOT LSQB RSQB LPAR RPAR COMMA ASSIGN FOR
"""


class _Tokens(Lexer):
    """Hands tokens that are already cut to the parser."""

    def __init__(self, lexer_conf: Any) -> None:  # noqa: ANN401 - lark's own interface
        """Take nothing from the grammar."""

    def lex(self, data: Sequence[Token]) -> Iterator[Token]:  # type: ignore[override]
        """Give the tokens."""
        return iter(data)


@cache
def _parser() -> Lark:
    return Lark(
        GRAMMAR, parser="lalr", lexer=_Tokens, transformer=Builder(), maybe_placeholders=False
    )


def build(tokens: Sequence[Token]) -> Node:
    """Give the syntax tree of ``tokens``.

    Raises:
        lark.UnexpectedToken: They do not follow the grammar.
    """
    tree: Any = _parser().parse(tokens)
    node: Node = tree
    return node

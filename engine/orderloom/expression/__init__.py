"""The expression language: grammar, types, functions, generated code.

From text to code, one module a step: ``tokens`` (with ``typos``) → ``parsing`` (``grammar``,
``building``, ``syntax``) → ``checker`` (``naming``, ``checks``, ``calls``; ``typed``) → ``emitter``
(``writing``, ``emit_calls``; ``runtime``, ``functions``) → ``compile``. Beside it: ``template`` for
messages, ``data`` for JSON, ``literals`` for plain values.
"""

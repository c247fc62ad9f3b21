"""Message texts: cut into pieces, put in order by Jinja's parser, filled with our expressions.

One module a step: ``cutting`` (text → pieces with offsets) → ``nesting`` (pieces → Jinja's tree, of
which an allow-list is taken) → ``filling`` (what the tree does with values); ``slots`` compiles the
expressions, ``media`` cleans what values bring.
"""

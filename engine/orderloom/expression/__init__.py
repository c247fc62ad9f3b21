"""The expression language: grammar, types, functions, generated code."""

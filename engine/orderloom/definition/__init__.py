"""What the compiler makes and the interpreter reads: frozen values, one file per kind."""

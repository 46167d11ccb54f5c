"""The rules of the house that neither the compiler nor clang-tidy can see. Python's standard library only."""

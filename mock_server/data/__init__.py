"""Plausible values for any JSON Schema: compiled once, then drawn in microseconds.

`generator.compile_generator` turns a schema into a `Generator`; all else here serves it.
"""

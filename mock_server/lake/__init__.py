"""Exports: a ledger's records as files, in parts that any number of machines can make.

A part is a function of the export and its number, so that nobody has to coordinate anything; a
part that is there already is found and left alone.
"""

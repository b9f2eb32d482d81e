"""Judging servers that were written elsewhere, on our documents."""

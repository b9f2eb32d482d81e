"""The rules, for people to read in a terminal."""

from __future__ import annotations

from contracts.drift.rules import ROWS


def rules_told() -> str:
    """Every kind of difference, and its severity where a client sends and where it receives."""
    width = max(len(row.kind) for row in ROWS)
    lines = [f"{'kind':{width}}  {'request':8}  {'response':8}  means"]
    for row in ROWS:
        sentence = row.sentence.format(subject="...", before="...", after="...")
        lines.append(f"{row.kind:{width}}  {row.request.word:8}  {row.response.word:8}  {sentence}")
    return "\n".join(lines)

"""What is wrong, said so that people, CI and the next run can recognise it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Severity = Literal["error", "warning"]
Verdict = Literal["conformant", "violation", "inconclusive"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an API does other than its contract says.

    Args:
        check: the check or law that found it, by its name in `CHECKS` or `LAWS`.
        operation: method and path as the document has them, such as "GET /v2/reports".
        status: of the answer; 0 where it is about several answers or about none.
        pointer: where in the answer, as a JSON pointer in which `*` stands for any element of a
            list; a header as "header:Name"; "" for the answer as a whole.
        keyword: what of the contract is broken: a keyword of its schema, else the check's own word.
        expected, actual: for people; nothing secret and nobody's data (`contracts.evidence`).
        place: where the contract says so, "file#/json/pointer"; "" where it does not.
        answer: what came, by its shape: pseudonyms, lengths, magnitudes; "" for several answers.
        curl: the smallest request known to show it; credentials are variables of the shell.
    """

    check: str
    operation: str
    status: int
    pointer: str
    keyword: str
    expected: str
    actual: str
    severity: Severity = "error"
    place: str = ""
    curl: str = ""
    answer: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same disagreement in every run, whoever found it."""
        said = "\n".join((self.operation, str(self.status), self.pointer, self.keyword))
        return sha256(said.encode()).hexdigest()[:16]

"""python -m reconciliation FIRST_DAY LAST_DAY NOTES.csv

Prints where Telnyx's usage report and records, and Vonage's report and our notes, do not agree.
Exit codes: 0 they agree, 1 they do not, 2 a vendor did not answer.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import httpx

from reconciliation import telnyx, vonage
from reconciliation.books import Difference, differences
from reconciliation.patience import GaveUpError, Patient


def found(first: date, last: date, notes: str) -> list[Difference]:
    """All differences, asking the vendors that the environment names."""
    bearer = {"Authorization": f"Bearer {os.environ['TELNYX_API_KEY']}"}
    owner = os.environ["VONAGE_API_KEY"], os.environ["VONAGE_API_SECRET"]
    telnyx_url = os.environ.get("TELNYX_BASE_URL", "https://api.telnyx.com/v2")
    vonage_url = os.environ.get("VONAGE_BASE_URL", "https://api.nexmo.com")
    with (
        httpx.Client(base_url=telnyx_url, headers=bearer, timeout=30) as one,
        httpx.Client(base_url=vonage_url, auth=owner, timeout=30) as other,
    ):
        used, records = (side(Patient(one), first, last) for side in (telnyx.usage, telnyx.details))
        reported = vonage.report(Patient(other), owner[0], first, last)
    return [
        *differences("Telnyx: usage report or records", used, records),
        *differences("Vonage: report or our notes", reported, vonage.noted(notes)),
    ]


def main(first: str, last: str, notes: str) -> int:
    try:
        all_of_them = found(
            date.fromisoformat(first), date.fromisoformat(last), Path(notes).read_text("utf-8")
        )
    except GaveUpError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for one in all_of_them:
        sys.stdout.write(f"{one}\n")
    return 1 if all_of_them else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))

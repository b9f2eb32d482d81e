"""What was spent today, kept in a file between runs and shared between processes.

What a request can cost at most is counted before it is sent, so a process that dies in between has
counted too much, never too little. Days are UTC; a clock that goes back does not begin a new one.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import orjson

from contracts.errors import BudgetSpent, CheckError
from contracts.live.live import Amounts


@dataclass(frozen=True, slots=True)
class Day:
    """What one day cost so far."""

    day: str
    spent: Amounts


class Budget:
    """The day's allowance of one vendor.

    Args:
        most: of one day.
        currency: of the money.
    """

    def __init__(
        self, file: Path, most: Amounts, currency: str, now: Callable[[], datetime]
    ) -> None:
        self.file, self.most, self.currency = file, most, currency
        self._now = now

    def spent(self) -> Amounts:
        """Today, by all runs."""
        return self._read().spent

    def reserve(self, worst: Amounts) -> Day:
        """Count what a request can cost at most, before it is sent.

        Returns:
            the day it was counted on, with what was spent on it.

        Raises:
            BudgetSpent: it might cost more than is left; nothing was counted.
            CheckError: what was spent cannot be known or written.
        """
        with self._locked():
            before = self._read()
            after = before.spent + worst
            if not after.within(self.most):
                raise self._spent(before.spent, worst)
            return self._write(Day(before.day, after))

    def settle(self, reserved: Day, worst: Amounts, true: Amounts) -> None:
        """Put what a request really cost in place of what it might have.

        Nothing is given back once the day is over; what was too little is added to the new one.
        """
        with self._locked():
            now = self._read()
            change = true - worst
            if now.day == reserved.day or not change.within(Amounts()):
                self._write(Day(now.day, _not_below_zero(now.spent + change)))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        _private(self.file.parent)
        lock = os.open(
            self.file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> Day:
        today = f"{self._now():%Y-%m-%d}"
        try:
            kept = self._day(orjson.loads(self.file.read_bytes()))
        except FileNotFoundError:
            return Day(today, Amounts())
        except (OSError, ValueError, KeyError, TypeError, InvalidOperation) as error:
            raise self._unreadable(error) from None
        return kept if kept.day >= today else Day(today, Amounts())

    def _day(self, kept: Mapping[str, str]) -> Day:
        if kept["currency"] != self.currency:
            raise ValueError(f"its currency is not {self.currency}")
        spent = Amounts(int(kept["requests"]), int(kept["records"]), Decimal(kept["money"]))
        return Day(str(kept["day"]), spent)

    def _write(self, day: Day) -> Day:
        kept = {
            "day": day.day,
            "requests": day.spent.requests,
            "records": day.spent.records,
            "money": str(day.spent.money),
            "currency": self.currency,
        }
        try:
            _replace(self.file, orjson.dumps(kept, option=orjson.OPT_INDENT_2) + b"\n")
        except OSError as error:
            raise self._unreadable(error) from None
        return day

    def _unreadable(self, error: Exception) -> CheckError:
        return CheckError(
            "What was spent today cannot be read or written, so nothing is sent",
            where=str(self.file),
            why=f"{type(error).__name__}: {error}",
            fix="make the file writable, or remove it if you know what was spent today",
        )

    def _spent(self, spent: Amounts, worst: Amounts) -> BudgetSpent:
        return BudgetSpent(
            "The day's budget does not suffice for one more request",
            where=str(self.file),
            why=f"spent are {self.told(spent)}; it may cost {self.told(worst)}; "
            f"allowed are {self.told(self.most)} a day",
            fix="wait for the next day (UTC), or allow more with --daily",
        )

    def told(self, amounts: Amounts) -> str:
        """Amounts in words."""
        return (
            f"{amounts.requests} requests, {amounts.records} records, "
            f"{amounts.money.normalize():f} {self.currency}"
        )


def budget_file(name: str, environment: Mapping[str, str]) -> Path:
    """Where a vendor's budget is kept: below XDG_STATE_HOME, else ~/.local/state."""
    state = Path(environment.get("XDG_STATE_HOME", ""))
    if not state.is_absolute():
        state = Path.home() / ".local" / "state"
    return state / "understudy" / "budget" / f"{name}.json"


def _not_below_zero(amounts: Amounts) -> Amounts:
    return Amounts(
        max(amounts.requests, 0), max(amounts.records, 0), max(amounts.money, Decimal(0))
    )


def _private(folder: Path) -> None:
    """Make the folder, for this user alone.

    Raises:
        CheckError: it cannot be made, or is somebody else's.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if status.st_uid != os.getuid():
            raise PermissionError("it belongs to another user")
        if stat.S_IMODE(status.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        raise CheckError(
            "There is no private folder for what was spent, so nothing is sent",
            where=str(folder),
            why=f"{type(error).__name__}: {error}",
            fix="set XDG_STATE_HOME to a folder of yours",
        ) from None


def _replace(file: Path, data: bytes) -> None:
    """Readers and a machine that falls over see the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(handle, "wb") as temporary:
        temporary.write(data)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(name).replace(file)

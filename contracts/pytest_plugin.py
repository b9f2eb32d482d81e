"""`pytest --understudy-target=...`: the judge's operations and laws as tests. See docs/pytest.md.

pytest loads this module in every run, so without that option it imports and does nothing.
"""

from __future__ import annotations

import pytest

BUDGET = 2000
"""Requests in all: as many as a test run can take without being noticed much."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("understudy", "judging an API by its contract")
    group.addoption(
        "--understudy-target",
        metavar="TARGET",
        help='what is judged: "mock:telnyx", the address of an API, or "live:telnyx"',
    )
    group.addoption(
        "--understudy-spec",
        action="append",
        default=[],
        metavar="FILE",
        help="the OpenAPI document to judge an address by; may be given several times",
    )
    group.addoption(
        "--understudy-header",
        action="append",
        default=[],
        metavar='"NAME: VALUE"',
        help="sent with every request; $NAME is a variable of the environment",
    )
    group.addoption(
        "--understudy-budget",
        type=int,
        default=BUDGET,
        metavar="N",
        help="requests in all, shared by the operations; not those of laws (default: %(default)s)",
    )
    group.addoption(
        "--understudy-seed", type=int, default=0, metavar="N", help="equal seeds, equal requests"
    )
    live_options(group)


def live_options(group: pytest.OptionGroup) -> None:
    """What has to be said before a vendor's own API is asked."""
    group.addoption(
        "--understudy-live",
        action="store_true",
        help="yes, ask the vendor's own API; for live:NAME",
    )
    group.addoption(
        "--understudy-account", default="", metavar="ID", help="whose data is asked for, there"
    )
    group.addoption(
        "--understudy-daily",
        default="",
        metavar="AMOUNTS",
        help="what may be spent there on one day: requests=200,records=100,money=0.05EUR",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """First of all, so that what selects tests by name or order sees these too."""
    target = config.getoption("--understudy-target")
    if target:
        from contracts.suite import judging  # noqa: PLC0415 - only where it is asked for

        items.extend(judging(session, target))

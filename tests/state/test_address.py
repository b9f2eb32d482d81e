from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.state.address import shown

SECRET = "SECRET"
around = st.text("@:/?#%[]&=a1. \n", max_size=6)
hosts = st.sampled_from(["host", "host:5432", "[::1]:5432", "", "127.0.0.1"])


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("memory:", "memory:"),
        ("sqlite:////var/lib/a@b?.db", "sqlite:////var/lib/a@b?.db"),
        ("postgresql://host/name", "postgresql://host/name"),
        ("postgresql://user@host/name", "postgresql://user@host/name"),
        ("postgresql://user:word@[::1]:5432/name", "postgresql://user:***@[::1]:5432/name"),
        ("postgresql:///name?host=/run&password=word", "postgresql:///name?***"),
        ("postgresql://user:word@host@host/name", "postgresql:***"),
        ("mysql://user:word@host/name", "mysql://user:***@host/name"),
        ("user:word@host/name", "user:***"),
        ("word@host", "***"),
        ("", ""),
    ],
)
def test_a_url_is_shown_without_what_is_secret(url: str, told: str) -> None:
    assert shown(url) == told


@given(around, around, hosts)
@settings(deadline=None)
def test_a_password_is_never_shown_whether_it_was_escaped_or_not(
    before: str, after: str, host: str
) -> None:
    password = f"{before}{SECRET}{after}"

    for written in (password, quote(password, safe="")):
        assert SECRET not in shown(f"postgresql://user:{written}@{host}/name")
        assert SECRET not in shown(f"postgresql://{host}/name?user=a&password={written}")

from __future__ import annotations

import pytest

from mock_server.state.memory import Memory
from mock_server.state.store import Store
from tests.state.records import NOTE, Note, keep


def test_a_space_in_which_nothing_is_kept_takes_no_memory() -> None:
    backend = Memory()
    store = Store(backend)

    with store.transaction("read") as state:
        state.get(NOTE, "a")
    keep(store, Note("a"), space="emptied")
    with store.transaction("emptied") as state:
        state.delete(NOTE, "a")
    keep(store, Note("a"), space="reset")
    store.reset("reset")
    with pytest.raises(ZeroDivisionError), store.transaction("rejected") as state:  # noqa: PT012
        state.put(NOTE, Note("a"))
        _ = 1 / 0

    assert backend._spaces == {}

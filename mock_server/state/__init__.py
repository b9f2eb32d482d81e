"""What is remembered between requests: typed records, in one of several backends.

    store = open_store("sqlite:///mock.db")
    with store.transaction(session) as state:
        state.put(REPORT, report)

A backend is a module that `store.SCHEMES` names.
"""

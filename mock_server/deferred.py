"""What Connexion, uvicorn and Faker import and this server never calls: loaded when somebody does.

Imports are most of the time to the first answer, and a third of that is what Connexion brings for
its test client, its Swagger UI, its own reading of documents and Flask. A module named here is
found but not executed; asking it for anything does that. What is taken from it by `from ... import`
would count as asking, so these names are stand-ins that pass a call or a question on.

The command does this for as long as it runs, because its process is its own. In a process that is
somebody else's `deferring` does it for some imports of ours, and leaves no trace in other packages.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import MappingProxyType, ModuleType
from typing import Any

STAND_INS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "connexion.json_schema": (
            *("Draft4RequestValidator", "Draft4ResponseValidator", "NullableTypeValidator"),
            *("URLHandler", "format_error_with_path", "resolve_refs"),
        ),
        "connexion.context": (
            *("context", "operation", "receive", "request", "scope"),
            *("_context", "_operation", "_receive", "_scope"),
        ),
        "faker.config": ("AVAILABLE_LOCALES", "DEFAULT_LOCALE", "PROVIDERS"),
        "httpx": (),
        "jinja2": (),
        # Ours, for the sake of NumPy: most starts are not for records.
        "mock_server.vendors.telnyx.batches.cdr_batch_handler": (
            *("delete_cdr_request", "get_cdr_fields", "get_cdr_request", "list_cdr_requests"),
            "submit_cdr_request",
        ),
        "mock_server.vendors.telnyx.batches.mdr_batch_handler": (
            *("delete_mdr_request", "get_mdr_request", "list_mdr_requests", "submit_mdr_request"),
        ),
        "mock_server.vendors.telnyx.batches.stt_batch_handler": (
            *("delete_stt_request", "get_stt_request", "list_stt_requests", "submit_stt_request"),
        ),
        "mock_server.vendors.telnyx.usage.usage_handler": (
            "get_usage_reports",
            "list_usage_options",
        ),
        "mock_server.vendors.telnyx.batches.wireless_handler": (
            *("create_wdr_report", "delete_wdr_report", "get_wdr_report", "list_wdr_reports"),
        ),
        "mock_server.vendors.telnyx.billing.balance_handler": ("get_balance",),
        "mock_server.vendors.telnyx.billing.billing_groups_handler": (
            *("create_group", "delete_group", "get_group", "list_groups", "rename_group"),
        ),
        "mock_server.vendors.telnyx.billing.charges_handler": (
            *("get_charges_breakdown", "get_charges_summary"),
        ),
        "mock_server.vendors.telnyx.details.detail_records_handler": ("search_records",),
        "mock_server.vendors.telnyx.downloads_handler": ("download",),
        "mock_server.vendors.telnyx.details.mdrs_handler": ("list_mdrs",),
        "mock_server.vendors.telnyx.details.wdrs_handler": ("list_wdrs",),
        "mock_server.vendors.telnyx.billing.invoices_handler": ("get_invoice", "list_invoices"),
        "mock_server.vendors.telnyx.billing.ledger_reports_handler": (
            *("create_ledger_report", "get_ledger_report"),
        ),
        "mock_server.vendors.telnyx.billing.sub_number_orders_handler": (
            *("create_orders_report", "download_orders_report", "get_orders_report"),
        ),
        "mock_server.vendors.telnyx.totals.cdr_usage_handler": ("sync_cdr_usage_report",),
        "mock_server.vendors.telnyx.totals.legacy_usage_handler": (
            "create_messaging_usage_report",
            "create_voice_usage_report",
            "delete_messaging_usage_report",
            "delete_voice_usage_report",
            "get_messaging_usage_report",
            "get_voice_usage_report",
            "list_messaging_usage_reports",
            "list_voice_usage_reports",
        ),
        "mock_server.vendors.telnyx.totals.mdr_usage_handler": (
            "create_mdr_usage_report",
            "delete_mdr_usage_report",
            "get_mdr_usage_report",
            "list_mdr_usage_reports",
            "sync_mdr_usage_report",
        ),
        "mock_server.vendors.telnyx.totals.number_lookup_handler": (
            "create_lookup_usage_report",
            "delete_lookup_usage_report",
            "get_lookup_usage_report",
            "list_lookup_usage_reports",
        ),
        "mock_server.vendors.telnyx.totals.stt_usage_handler": ("get_stt_usage",),
        "mock_server.vendors.vonage.media_handler": ("download_report",),
        "mock_server.vendors.vonage.records_handler": ("get_records",),
        "mock_server.vendors.vonage.reports_handler": (
            *("cancel_report", "create_report", "get_report", "list_reports"),
        ),
        "starlette.templating": ("Jinja2Templates",),
        "starlette.testclient": ("TestClient",),
        "uvicorn.main": ("Server", "main", "run"),
        "werkzeug": ("Request",),
        "yaml": (),
    }
)
"""The deferred modules, each with the names that are imported from it while nobody calls them."""


UNSEEN = frozenset(
    {
        *("connexion.json_schema", "jinja2", "starlette.templating", "starlette.testclient"),
        *("werkzeug", "yaml"),
    }
)
"""Deferred modules of other packages that nobody can come upon through those that took them."""

OURS = frozenset(name for name in STAND_INS if name.startswith("mock_server."))


class Deferred(ModuleType):
    """A module that executes itself when it is asked for what is neither here nor a part of it."""

    def __getattr__(self, name: str) -> Any:
        path = vars(self).get("__path__")
        if path is not None and PathFinder.find_spec(f"{self.__name__}.{name}", path):
            return import_module(f"{self.__name__}.{name}")
        # An import statement asks every module for `__path__`, to see whether it is a package.
        if name != "__path__":
            execute(self)
        return object.__getattribute__(self, name)


class StandIn:
    """A function or class of a deferred module, for whoever calls it after all."""

    def __init__(self, module: Deferred, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def _real(self) -> Any:
        execute(self._module)
        return vars(self._module)[self._name]


class DeferringLoader:
    """Leaves a module unexecuted, with stand-ins for the names that are imported from it."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader
        self.lock = RLock()
        self.has_begun = False

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self.loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = Deferred
        for name in STAND_INS[module.__name__]:
            setattr(module, name, StandIn(module, name))  # type: ignore[arg-type] # it is one now


class Deferring:
    """Finds the deferred modules before Python's own finders do."""

    def __init__(self, names: Container[str] = STAND_INS) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = DeferringLoader(spec.loader)  # type: ignore[assignment] # duck-typed
        return spec


class Plainly:
    """Finds our modules before pytest does, which would compile those of any plugin anew.

    It does so to explain failed assertions, and takes ten times as long.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _: ModuleType | None = None
    ) -> ModuleSpec | None:
        is_ours = fullname.partition(".")[0] == __package__
        return PathFinder.find_spec(fullname, path) if is_ours else None


def execute(module: ModuleType) -> None:
    """Load a deferred module for real, once; its own names take the place of the stand-ins."""
    deferring = vars(module)["__loader__"]
    if not isinstance(deferring, DeferringLoader):
        return
    with deferring.lock:
        if deferring.has_begun:  # in this thread, by a circle of imports, or in one that has ended
            return
        deferring.has_begun = True
        vars(module)["__spec__"].loader = deferring.loader
        deferring.loader.exec_module(module)
        module.__loader__ = deferring.loader
        module.__class__ = ModuleType  # Python is quick at the attributes of this type alone


def defer_imports() -> None:
    """Let this process import Connexion and uvicorn without the modules named above."""
    sys.meta_path.insert(0, Deferring())


@contextmanager
def deferring() -> Iterator[None]:
    """Import the server so into a process that is not ours, in silence.

    What was not executed by the end is forgotten, unless it is ours: who imports it later gets the
    module itself. Who took it meanwhile keeps it, and has it executed when it is needed. Of
    Connexion's imports some warn, whatever they are for.
    """
    is_collecting = gc.isenabled()
    gc.disable()  # nothing of this is garbage, and a test run has much to look through
    finder = Deferring(UNSEEN | OURS)
    if not any(isinstance(one, Plainly) for one in sys.meta_path):
        sys.meta_path.insert(0, Plainly())  # it stays: more is imported when it is needed
    sys.meta_path.insert(0, finder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.meta_path.remove(finder)
        if is_collecting:
            gc.enable()
        for name in UNSEEN:
            if isinstance(sys.modules.get(name), Deferred):
                del sys.modules[name]

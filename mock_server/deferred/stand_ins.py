"""What is deferred, and what stands in for it meanwhile: data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STAND_INS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "attr.validators": (),
        "attrs.validators": (),
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
        "httpx._main": ("main",),
        "jinja2": (),
        # Ours: most starts are not for what is generated, nor for records, which take NumPy.
        "mock_server.decode.xml": ("XmlReader", "render_xml"),
        "mock_server.web.sharing": ("SharedWitness",),
        "mock_server.web.stock": ("build_stock_app",),
        "mock_server.data.choice": ("compile_answers",),
        "mock_server.data.generator": ("compile_generator",),
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
        "jsonschema": (
            *("Draft4Validator", "Draft4Validator.FORMAT_CHECKER", "Draft4Validator.VALIDATORS"),
        ),
        "jsonschema.validators": ("extend",),
        "referencing": (),
        "starlette.templating": ("Jinja2Templates",),
        "starlette.testclient": ("TestClient",),
        "uvicorn.main": ("Server", "main", "run"),
        "werkzeug": ("Request",),
        "werkzeug.wsgi": ("ClosingIterator",),
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

KEPT = frozenset(
    {
        *("attr.validators", "attrs.validators", "httpx._main"),
        *("jsonschema", "jsonschema.validators", "referencing", "werkzeug.wsgi"),
    }
)
"""Those that others may come upon: they stay, and whoever takes from them gets the real thing."""

OURS = frozenset(name for name in STAND_INS if name.startswith("mock_server."))

PARTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {("jsonschema", "ValidationError"): "jsonschema.exceptions"}
)
"""What a deferred package takes from a part of its own, and others need as it is: to catch it."""

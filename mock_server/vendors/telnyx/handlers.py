"""What answers each of Telnyx's operations."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.vendor import Handler
from mock_server.vendors.telnyx.answering import answered
from mock_server.vendors.telnyx.batches.cdr_batch_handler import (
    delete_cdr_request,
    get_cdr_fields,
    get_cdr_request,
    list_cdr_requests,
    submit_cdr_request,
)
from mock_server.vendors.telnyx.batches.mdr_batch_handler import (
    delete_mdr_request,
    get_mdr_request,
    list_mdr_requests,
    submit_mdr_request,
)
from mock_server.vendors.telnyx.batches.stt_batch_handler import (
    delete_stt_request,
    get_stt_request,
    list_stt_requests,
    submit_stt_request,
)
from mock_server.vendors.telnyx.batches.wireless_handler import (
    create_wdr_report,
    delete_wdr_report,
    get_wdr_report,
    list_wdr_reports,
)
from mock_server.vendors.telnyx.billing.balance_handler import get_balance
from mock_server.vendors.telnyx.billing.billing_groups_handler import (
    create_group,
    delete_group,
    get_group,
    list_groups,
    rename_group,
)
from mock_server.vendors.telnyx.billing.charges_handler import (
    get_charges_breakdown,
    get_charges_summary,
)
from mock_server.vendors.telnyx.billing.invoices_handler import get_invoice, list_invoices
from mock_server.vendors.telnyx.billing.ledger_reports_handler import (
    create_ledger_report,
    get_ledger_report,
)
from mock_server.vendors.telnyx.billing.sub_number_orders_handler import (
    create_orders_report,
    download_orders_report,
    get_orders_report,
)
from mock_server.vendors.telnyx.details.detail_records_handler import search_records
from mock_server.vendors.telnyx.details.mdrs_handler import list_mdrs
from mock_server.vendors.telnyx.details.wdrs_handler import list_wdrs
from mock_server.vendors.telnyx.downloads_handler import download
from mock_server.vendors.telnyx.totals.cdr_usage_handler import sync_cdr_usage_report
from mock_server.vendors.telnyx.totals.legacy_usage_handler import (
    create_messaging_usage_report,
    create_voice_usage_report,
    delete_messaging_usage_report,
    delete_voice_usage_report,
    get_messaging_usage_report,
    get_voice_usage_report,
    list_messaging_usage_reports,
    list_voice_usage_reports,
)
from mock_server.vendors.telnyx.totals.mdr_usage_handler import (
    create_mdr_usage_report,
    delete_mdr_usage_report,
    get_mdr_usage_report,
    list_mdr_usage_reports,
    sync_mdr_usage_report,
)
from mock_server.vendors.telnyx.totals.number_lookup_handler import (
    create_lookup_usage_report,
    delete_lookup_usage_report,
    get_lookup_usage_report,
    list_lookup_usage_reports,
)
from mock_server.vendors.telnyx.totals.stt_usage_handler import get_stt_usage
from mock_server.vendors.telnyx.usage.usage_handler import get_usage_reports, list_usage_options

HANDLERS: Mapping[str, Handler] = {
    operation_id: answered(handler)
    for operation_id, handler in {
        "GetMonthlyChargesSummary": get_charges_summary,
        "GetMonthlyChargesBreakdown": get_charges_breakdown,
        "ListInvoices": list_invoices,
        "GetInvoiceById": get_invoice,
        "GetUserBalance": get_balance,
        "ListBillingGroups": list_groups,
        "CreateBillingGroup": create_group,
        "GetBillingGroup": get_group,
        "UpdateBillingGroup": rename_group,
        "DeleteBillingGroup": delete_group,
        "CreateBillingGroupReport": create_ledger_report,
        "GetBillingGroupReport": get_ledger_report,
        "CreateSubNumberOrdersReport": create_orders_report,
        "GetSubNumberOrdersReport": get_orders_report,
        "DownloadSubNumberOrdersReport": download_orders_report,
        "getMdrRequests": list_mdr_requests,
        "submitMdrRequest": submit_mdr_request,
        "getMdrRequest": get_mdr_request,
        "deleteMdrRequest": delete_mdr_request,
        "getCdrRequests": list_cdr_requests,
        "submitCdrRequest": submit_cdr_request,
        "getCdrRequest": get_cdr_request,
        "deleteCdrRequest": delete_cdr_request,
        "getCdrsAvailableFields": get_cdr_fields,
        "getSttRequests": list_stt_requests,
        "submitSttRequest": submit_stt_request,
        "getSttRequest": get_stt_request,
        "deleteSttRequest": delete_stt_request,
        "GetWdrReports": list_wdr_reports,
        "CreateWdrReport": create_wdr_report,
        "GetWdrReport": get_wdr_report,
        "DeleteWdrReport": delete_wdr_report,
        "GetMdrUsageReports": list_mdr_usage_reports,
        "SubmitUsageReport": create_mdr_usage_report,
        "GetUsageReport": get_mdr_usage_report,
        "DeleteUsageReport": delete_mdr_usage_report,
        "GetMDRUsageReportSync": sync_mdr_usage_report,
        "GetCDRUsageReportSync": sync_cdr_usage_report,
        "getMdrUsageReports": list_messaging_usage_reports,
        "submitMdrUsageReport": create_messaging_usage_report,
        "getMdrUsageReport": get_messaging_usage_report,
        "deleteMdrUsageReport": delete_messaging_usage_report,
        "getCdrUsageReports": list_voice_usage_reports,
        "submitCdrUsageReport": create_voice_usage_report,
        "getCdrUsageReport": get_voice_usage_report,
        "deleteCdrUsageReport": delete_voice_usage_report,
        "getTelcoDataUsageReports": list_lookup_usage_reports,
        "submitTelcoDataUsageReport": create_lookup_usage_report,
        "getTelcoDataUsageReport": get_lookup_usage_report,
        "deleteTelcoDataUsageReport": delete_lookup_usage_report,
        "getSttUsageReportSync": get_stt_usage,
        "SearchDetailRecords": search_records,
        "GetPaginatedMdrs": list_mdrs,
        "GetPaginatedWdrs": list_wdrs,
        "GetUsageReports": get_usage_reports,
        "ListUsageReportsOptions": list_usage_options,
        "DownloadReportFile": download,
    }.items()
}

LONG = frozenset(
    {
        "GetMonthlyChargesSummary",
        "GetMonthlyChargesBreakdown",
        "GetUserBalance",
        "DownloadSubNumberOrdersReport",
        "submitMdrRequest",
        "submitCdrRequest",
        "submitSttRequest",
        "CreateWdrReport",
        "GetMdrUsageReports",
        "SubmitUsageReport",
        "GetUsageReport",
        "DeleteUsageReport",
        "GetMDRUsageReportSync",
        "GetCDRUsageReportSync",
        "getMdrUsageReports",
        "submitMdrUsageReport",
        "getMdrUsageReport",
        "deleteMdrUsageReport",
        "getCdrUsageReports",
        "submitCdrUsageReport",
        "getCdrUsageReport",
        "deleteCdrUsageReport",
        "getTelcoDataUsageReports",
        "submitTelcoDataUsageReport",
        "getTelcoDataUsageReport",
        "getSttUsageReportSync",
        "SearchDetailRecords",
        "GetPaginatedMdrs",
        "GetPaginatedWdrs",
        "GetUsageReports",
        "DownloadReportFile",
    }
)
"""Those that look at many records, or send them one after the other."""

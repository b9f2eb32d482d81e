"""What usage can be asked for: `GET /usage_reports/options`, and that it is true."""

from __future__ import annotations

import pytest

from tests.vendors.telnyx.asking import Telnyx
from tests.vendors.telnyx.usage_asking import DOCUMENTED, PATH, rows


def test_options_name_what_each_product_can_be_asked_for(telnyx: Telnyx) -> None:
    told = telnyx.data(f"{PATH}/options")

    assert tuple(one["product"] for one in told) == DOCUMENTED
    assert all({"date", "date_time", "currency"} <= set(one["product_dimensions"]) for one in told)
    known = {one["product"]: one for one in told}
    assert known["sip-trunking"]["product_metrics"] == [
        "connected", "cost", "completed", "call_sec", "attempted", "billed_sec",
    ]  # fmt: skip
    assert known["messaging"]["product_metrics"] == [
        "cost", "parts", "count", "customer_carrier_fee",
    ]  # fmt: skip
    assert known["sip-trunking"]["record_types"] is None
    assert [one["record_type"] for one in known["inference"]["record_types"]] == [
        "inference", "embedding",
    ]  # fmt: skip
    assert telnyx.data(f"{PATH}/options", product="wireless") == [known["wireless"]]


@pytest.mark.parametrize("product", DOCUMENTED)
def test_everything_that_options_name_can_be_asked_for(telnyx: Telnyx, product: str) -> None:
    (told,) = telnyx.data(f"{PATH}/options", product=product)
    dimensions, metrics = told["product_dimensions"], told["product_metrics"]

    found = rows(
        telnyx,
        f"product={product}&dimensions={','.join(dimensions)}&metrics={','.join(metrics)}"
        "&date_range=yesterday",
    )

    assert all(list(row) == [*dimensions, "product", *metrics] for row in found)
    assert all(type(row[name]) in {int, float} for row in found for name in metrics)
    assert all(isinstance(row[name], str) for row in found for name in dimensions)
    nobody_uses = {"cloud-storage", "cps", "call-control-features", "customer-service-record"}
    assert bool(found) == (product not in nobody_uses)

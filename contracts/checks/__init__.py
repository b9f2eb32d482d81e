"""What is asked of every exchange. A check is a function named in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contracts.checks.errors import error_shape
from contracts.checks.formats import formats_held
from contracts.checks.headers import documented_headers, length_agrees, rate_limits
from contracts.checks.media import body_is_of_its_type, documented_media_type, undocumented_body
from contracts.checks.schema import body_schema
from contracts.checks.secrets import credentials_kept, no_secrets
from contracts.checks.server_error import no_server_error
from contracts.checks.status import documented_status
from contracts.checks.undocumented import undocumented_fields, undocumented_values
from contracts.checks.verdict import right_is_taken, wrong_is_refused
from contracts.finding import Finding
from contracts.observed import Observed

Check = Callable[[Observed], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    no_server_error,
    documented_status,
    documented_media_type,
    body_is_of_its_type,
    undocumented_body,
    body_schema,
    undocumented_fields,
    undocumented_values,
    formats_held,
    error_shape,
    documented_headers,
    rate_limits,
    length_agrees,
    credentials_kept,
    no_secrets,
    wrong_is_refused,
    right_is_taken,
)

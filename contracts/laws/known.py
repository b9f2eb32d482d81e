"""What is known of vendors' records and lists; each is tried wherever an API has its operation."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.laws.creations import Body
from contracts.laws.questions import Question
from contracts.laws.series import Series
from contracts.laws.telnyx.bodies import TELNYX_BODIES
from contracts.laws.telnyx.questions import TELNYX_LISTS, TELNYX_QUESTIONS, TELNYX_SORTED
from contracts.laws.telnyx.series import TELNYX_SERIES
from contracts.laws.vonage.bodies import VONAGE_BODIES
from contracts.laws.vonage.questions import VONAGE_QUESTIONS
from contracts.laws.vonage.series import VONAGE_SERIES

SERIES: tuple[Series, ...] = (*TELNYX_SERIES, *VONAGE_SERIES)

QUESTIONS: tuple[Question, ...] = (*TELNYX_QUESTIONS, *VONAGE_QUESTIONS)

LISTS: tuple[Question, ...] = (*TELNYX_LISTS, *VONAGE_QUESTIONS)
"""The same for lists in pages, with enough in them for some."""

SORTED: tuple[tuple[Question, str], ...] = TELNYX_SORTED
"""Lists, and a field that they can be sorted by."""

BODIES: Mapping[str, Body] = {**TELNYX_BODIES, **VONAGE_BODIES}
"""For POSTs that make something."""

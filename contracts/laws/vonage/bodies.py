"""Right orders of reports at Vonage."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from contracts.api import Api
from contracts.laws.creations import Body
from contracts.laws.series import Window
from contracts.laws.vonage.series import asked
from contracts.observed import Json

ORDER = "POST /v2/reports"


def _calls(api: Api, window: Window, chance: Random) -> Json:
    return asked(api, window, {"product": "VOICE-CALL"})


VONAGE_BODIES: Mapping[str, Body] = {ORDER: _calls}

"""The control API: our own document, served by the same engine as any vendor's.

An operation of it is a function from a `Visit` to a `Response`, named in `ACTS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.catalogue import Served
from mock_server.spec.folder import published
from mock_server.spec.load import load_document
from mock_server.vendor import Vendor
from mock_server.web.control import asked, befalling, calling, server, timing
from mock_server.web.control.room import Act, Room, acting

CONTROL = "_mock"
PREFIX = f"/{CONTROL}/"

ACTS: Mapping[str, Act] = {
    "getHealth": server.health,
    "getReady": server.ready,
    "listVendors": server.vendors,
    "getSession": server.session,
    "listSessions": server.sessions,
    "forgetSession": server.forget,
    "getSeed": server.seed,
    "setSeed": server.set_seed,
    "reset": server.reset,
    "getClock": timing.tell,
    "freezeClock": timing.freeze,
    "setClock": timing.turn,
    "advanceClock": timing.advance,
    "setClockSpeed": timing.run,
    "releaseClock": timing.release,
    "listFaults": befalling.rules,
    "addFault": befalling.add,
    "replaceFaults": befalling.replace_all,
    "deleteFaults": befalling.delete_all,
    "deleteFault": befalling.delete,
    "listFaultKinds": befalling.kinds,
    "listFaultProfiles": befalling.profiles,
    "useFaultProfile": befalling.use_profile,
    "listScenarios": befalling.scenarios,
    "startScenario": befalling.start,
    "deleteScenarios": befalling.stop_all,
    "deleteScenario": befalling.stop,
    "listJournal": asked.exchanges,
    "clearJournal": asked.clear,
    "exportJournal": asked.archived,
    "verify": asked.verify,
    "listCallbacks": calling.callbacks,
    "resendCallback": calling.resend,
}

LONG = frozenset({"getSession", "listJournal", "exportJournal", "verify"})
"""They show whole journals, or wait for those of other processes."""


def control(room: Room) -> Served:
    """The control API of a server, as a vendor that is served."""
    vendor = Vendor(
        name=CONTROL,
        title="Understudy control",
        documents=published("control"),
        handlers={name: acting(room, act) for name, act in ACTS.items()},
        long=LONG,
        strict_query=True,
    )
    return Served(vendor, tuple(load_document(path) for path in vendor.documents))

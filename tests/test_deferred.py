"""The imports that the command defers: none is needed to start, and each works when it is asked."""

from __future__ import annotations

import json
import subprocess
import sys

from mock_server.deferred.stand_ins import STAND_INS

BEGINNING = "from mock_server.deferred import *; defer_imports(); import sys; "


def output(program: str) -> str:
    """What a new interpreter prints; imports cannot be undone in this one."""
    done = subprocess.run(
        (sys.executable, "-W", "ignore", "-c", BEGINNING + program),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_serving_executes_none_of_them() -> None:
    waiting = output(
        "import faker, httpx._main, werkzeug.local, mock_server.commands.serve; "
        "loaders = {name: vars(sys.modules[name]).get('__loader__') for name in sys.modules}; "
        "print(*(name for name in loaders if isinstance(loaders[name], DeferringLoader)))"
    )

    assert set(waiting.split()) == set(STAND_INS)


def test_each_of_them_has_the_names_that_stand_in_for_its_own() -> None:
    found = output(
        "modules = {name: import_module(name) for name in STAND_INS}; "
        "[execute(module) for module in modules.values()]; "
        "own = lambda module, name: not isinstance(attrgetter(name)(module), StandIn); "
        "names = {m: [n for n in STAND_INS[m] if own(modules[m], n)] for m in modules}; "
        "import json; print(json.dumps(names))"
    )

    assert json.loads(found) == {name: list(stand_ins) for name, stand_ins in STAND_INS.items()}


def test_a_stand_in_passes_a_call_on() -> None:
    url = output("from werkzeug import Request; print(Request({'PATH_INFO': '/told'}).path)")

    assert url == "/told"


def test_a_stand_in_passes_a_question_on() -> None:
    kept = output("from connexion.context import _scope; _scope.set(7); print(_scope.get())")

    assert kept == "7"


def test_a_module_without_stand_ins_is_executed_by_its_first_use() -> None:
    read = output("import yaml; print(yaml.safe_load('[1, 2]'))")

    assert read == "[1, 2]"


def test_a_part_of_a_deferred_package_is_imported_as_ever() -> None:
    name = output("from werkzeug import datastructures; print(datastructures.__name__)")

    assert name == "werkzeug.datastructures"


FAILING_ONCE = """
from types import SimpleNamespace

tries = []
def fails_once(module):
    tries.append(module)
    if len(tries) == 1:
        raise ImportError("out of memory")
    module.answer = 42

module = Deferred("late")
module.__spec__ = ModuleSpec("late", None)
module.__loader__ = DeferringLoader(SimpleNamespace(exec_module=fails_once))
try:
    execute(module)
except ImportError as error:
    print(error)
execute(module)
print(module.answer)
"""


def test_a_module_that_could_not_be_executed_is_tried_again() -> None:
    told = output(f"\n{FAILING_ONCE}")

    assert told == "out of memory\n42"


IN_A_STRANGERS_PROCESS = """
import mock_server.testing

import connexion
def ask(size, context_): return {"size": size + len(context_)}
of_size = {"name": "size", "in": "query", "required": True, "schema": {"type": "integer"}}
asked = {"operationId": "__main__.ask", "parameters": [of_size], "responses": {"200": {}}}
asked["responses"]["200"]["description"] = "fine"
info = {"title": "Theirs", "version": "1"}
document = {"openapi": "3.0.3", "info": info, "paths": {"/ask": {"get": asked}}}
app = connexion.AsyncApp("theirs")
app.add_api(document)
client = app.test_client()
print(client.get("/ask?size=7").json(), client.get("/ask?size=long").status_code)

import jsonschema
try:
    connexion.AsyncApp("broken").add_api({**document, "paths": 7})
except jsonschema.ValidationError as error:
    print(type(error).__name__)
"""


def test_a_strangers_process_has_connexion_and_jsonschema_as_they_are() -> None:
    told = subprocess.run(
        (sys.executable, "-c", IN_A_STRANGERS_PROCESS), capture_output=True, text=True, check=False
    )

    assert told.stdout.splitlines() == ["{'size': 7} 400", "InvalidSpecification"], told.stderr

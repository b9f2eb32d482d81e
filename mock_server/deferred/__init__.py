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
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from operator import attrgetter, itemgetter
from threading import RLock
from types import ModuleType
from typing import Any

from mock_server.deferred.stand_ins import KEPT, OURS, PARTS, STAND_INS, UNSEEN

ASKED_OF_ALL = frozenset({"__path__", "__warningregistry__"})
"""What is asked of every module: by an import statement, to see whether it is a package, and by
those who look at all modules that there are."""


class Deferred(ModuleType):
    """A module that executes itself when it is asked for what is neither here nor a part of it."""

    def __getattr__(self, name: str) -> Any:
        if part := PARTS.get((self.__name__, name)):
            return getattr(import_module(part), name)
        path = vars(self).get("__path__")
        if path is not None and PathFinder.find_spec(f"{self.__name__}.{name}", path):
            return import_module(f"{self.__name__}.{name}")
        if name not in ASKED_OF_ALL:
            execute(self)
        if type(self) is ModuleType:  # it may have a `__getattr__` of its own
            return getattr(self, name)
        return object.__getattribute__(self, name)


class StandIn:
    """A function or class of a deferred module, for whoever calls it after all.

    Args:
        path: its name there; of what is had from a class, both names with a dot between.
        steps: how to find it in the module.
    """

    def __init__(self, module: Deferred, path: str, *steps: Callable[[Any], Any]) -> None:
        self._module, self._path = module, path
        self._steps = steps or (attrgetter(path),)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}"
        if path in STAND_INS[self._module.__name__] and is_waiting(self._module):
            return StandIn(self._module, path)
        return getattr(self._real(), name)

    def __getitem__(self, key: Any) -> Any:
        if is_waiting(self._module):
            return StandIn(self._module, self._path, *self._steps, itemgetter(key))
        return self._real()[key]

    def _real(self) -> Any:
        execute(self._module)
        found: Any = self._module
        for step in self._steps:
            found = step(found)
        return found


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
            if "." not in name:
                stand_in = StandIn(module, name)  # type: ignore[arg-type] # it is one now
                setattr(module, name, stand_in)


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
        is_ours = fullname.partition(".")[0] == __name__.partition(".")[0]
        return PathFinder.find_spec(fullname, path) if is_ours else None


def is_waiting(module: ModuleType) -> bool:
    """Whether it was deferred, and nobody has asked for it yet."""
    loader = vars(module)["__loader__"]
    return isinstance(loader, DeferringLoader) and not loader.has_begun


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
        try:
            deferring.loader.exec_module(module)
        except BaseException:
            deferring.has_begun = False  # whoever asks next meets the reason, too
            raise
        module.__loader__ = deferring.loader
        module.__class__ = ModuleType  # Python is quick at the attributes of this type alone


def defer_imports() -> None:
    """Let this process import Connexion and uvicorn without the modules named above."""
    sys.meta_path.insert(0, Deferring())


@contextmanager
def deferring() -> Iterator[None]:
    """Import the server so into a process that is not ours, in silence.

    What was not executed by the end is forgotten, or stays without its stand-ins, unless it is
    ours: who imports it later gets the module itself. Who took it meanwhile keeps it, and has it
    executed when it is needed. Of Connexion's imports some warn, whatever they are for.
    """
    finder = Deferring(UNSEEN | KEPT | OURS)
    if not any(isinstance(one, Plainly) for one in sys.meta_path):
        sys.meta_path.insert(0, Plainly())  # it stays: more is imported when it is needed
    sys.meta_path.insert(0, finder)
    try:
        with warnings.catch_warnings(), nothing_collected():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.meta_path.remove(finder)
        for name in UNSEEN | KEPT:
            leave(name)


def leave(name: str) -> None:
    """Let nobody come upon the stand-ins of a deferred module."""
    module = sys.modules.get(name)
    if not isinstance(module, Deferred):
        return
    if name in UNSEEN:
        del sys.modules[name]
        return
    for known, value in list(vars(module).items()):
        if isinstance(value, StandIn):
            delattr(module, known)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Nothing that is made meanwhile is garbage, and a look through all of it would take long."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()  # makes all of it old, unlooked
            gc.unfreeze()
        gc.enable()

"""Where findings stand in the files of the two sides, for those who show lines."""

from __future__ import annotations

from pathlib import Path

from contracts.drift.finding import Finding
from contracts.drift.reading.text import WEB, without_secrets


def shown_side(word: str) -> str:
    """A side as it may be told and kept: of an address neither who asks nor with which key."""
    kind = "api:" if word.startswith("api:") else ""
    return kind + without_secrets(word.removeprefix(kind))


def places(finding: Finding, old: str, new: str) -> tuple[str, ...]:
    """Where both documents speak of it, as "file#/json/pointer"; files of this machine first.

    Args:
        old, new: what was compared, as it was named.
    """
    if finding.place:
        return (finding.place,)
    sides = ((new, finding.new_pointer), (old, finding.old_pointer))
    found = [_place(side, pointer) for side, pointer in sides if pointer]
    return tuple(sorted(found, key=lambda one: not Path(one.partition("#")[0]).exists()))


def _place(side: str, pointer: str) -> str:
    """Pointers have the file's name before them where a side has several."""
    label, _, inner = pointer.partition("#") if not pointer.startswith("/") else ("", "", pointer)
    path = Path(side)
    if not path.exists():
        beside = f"{label}#" if label else ""
        return f"{shown_side(side)}#{beside}{inner}" if side.startswith(WEB) else pointer
    return f"{_file(path, label)}#{inner}"


def _file(path: Path, label: str) -> Path:
    """The file that a label means: below the folder, or beside the file that refers to it."""
    if not label:
        return path if path.is_file() else _only(path)
    folder = path if path.is_dir() else path.parent
    beside = (one for one in sorted(folder.rglob(Path(label).name)) if one.match(label))
    return folder / label if (folder / label).is_file() else next(beside, path)


def _only(folder: Path) -> Path:
    """Of a folder with one document no file is named."""
    files = [one for one in sorted(folder.rglob("*")) if one.suffix in (".json", ".yaml", ".yml")]
    return files[0] if files else folder

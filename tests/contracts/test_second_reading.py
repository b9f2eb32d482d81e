from __future__ import annotations

from pathlib import Path

import httpx
import orjson

from contracts.cases.generation import Generation
from contracts.cases.second import second_reading
from tests.contracts.checks.library import BOOK, DOCUMENT, TOKEN, answer, observed, page


def told(folder: Path, response: httpx.Response) -> set[tuple[str, str]]:
    file = folder / "library.json"
    file.write_bytes(orjson.dumps(DOCUMENT))
    maker = Generation(file, 0).makers["GET /books"]
    found = second_reading(maker, observed(response))
    return {(one.pointer, one.keyword) for one in found}


def test_an_answer_that_keeps_to_the_document_is_fine_to_schemathesis_too(tmp_path: Path) -> None:
    assert told(tmp_path, page()) == set()


def test_a_breach_of_the_schema_has_the_fingerprint_that_our_own_reading_gives(
    tmp_path: Path,
) -> None:
    assert told(tmp_path, page(title=7)) == {("/books/*/title", "type")}


def test_a_media_type_that_is_not_documented_has_schemathesis_own_code(tmp_path: Path) -> None:
    html = answer(content=b"<html></html>", Content_Type="text/html")

    assert {keyword for _, keyword in told(tmp_path, html)} == {"ST105"}


def test_what_schemathesis_says_repeats_nothing_of_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "library.json"
    file.write_bytes(orjson.dumps(DOCUMENT))
    maker = Generation(file, 0).makers["GET /books"]
    wrong = answer({"books": [BOOK | {"title": [TOKEN]}]})

    [found] = second_reading(maker, observed(wrong))

    assert TOKEN not in repr(found)


def test_headers_that_are_no_ascii_are_read_like_any_others(tmp_path: Path) -> None:
    said = page()
    odd = httpx.Response(
        200, headers=[*said.headers.raw, (b"X-Odd", b"\xc3\x83 \xff")], content=said.content
    )

    assert told(tmp_path, odd) == set()

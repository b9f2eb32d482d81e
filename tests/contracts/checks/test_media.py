from __future__ import annotations

import io
import zipfile

import pytest

from tests.contracts.checks.library import answer, brief, found

MISSING = ("documented_media_type", "", "body-missing")


def archive(*, damaged: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("books.csv", "id,title\n" + "1,Emma\n" * 200)
    content = bytearray(made.getvalue())
    if damaged:
        content[60] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        pytest.param("text/csv; charset=utf-8", b'id,title\n1,"Emma, or so"\n', id="CSV"),
        pytest.param("application/xml", b"<books><book/></books>", id="XML"),
        pytest.param("application/zip", archive(), id="zip"),
        pytest.param("text/csv", b"", id="an empty file"),
    ],
)
def test_a_body_that_is_what_it_is_called_is_not_found(media_type: str, content: bytes) -> None:
    wrong = found(answer(content=content, Content_Type=media_type))

    assert brief(wrong) - {MISSING} == set()


@pytest.mark.parametrize(
    ("media_type", "content", "keyword"),
    [
        pytest.param("application/json", b'{"books": [}', "not-json", id="JSON"),
        pytest.param("text/csv", b"id,title\n1,Emma,7\n", "not-csv", id="a row too long"),
        pytest.param("text/csv", b"id,id\n1,2\n", "not-csv", id="a column twice"),
        pytest.param("text/csv", b"id,\xff\n", "not-csv", id="no UTF-8"),
        pytest.param("application/xml", b"<books><book></books>", "not-xml", id="XML"),
        pytest.param(
            "application/xml",
            b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "not-xml",
            id="XML with entities of its own",
        ),
        pytest.param("application/zip", b"PK nothing", "not-zip", id="no archive"),
        pytest.param("application/zip", archive(damaged=True), "not-zip", id="a damaged archive"),
    ],
)
def test_a_body_that_is_not_what_it_is_called_is_found(
    media_type: str, content: bytes, keyword: str
) -> None:
    wrong = found(answer(content=content, Content_Type=media_type))

    assert ("body_is_of_its_type", "", keyword) in brief(wrong)


def test_a_media_type_that_is_not_documented_is_found() -> None:
    wrong = found(answer(content=b"<html></html>", Content_Type="text/html"))

    assert brief(wrong) == {("documented_media_type", "header:Content-Type", "media-type")}


def test_a_refusal_of_another_media_type_than_its_own_is_found_once() -> None:
    wrong = found(answer(content=b"<html></html>", status=400, Content_Type="text/html"))

    assert brief(wrong) == {("documented_media_type", "header:Content-Type", "media-type")}


def test_an_answer_that_has_no_body_where_one_is_documented_is_found() -> None:
    assert brief(found(answer(status=400))) == {MISSING}


def test_a_body_where_none_is_documented_is_a_warning() -> None:
    wrong = found(answer({"gone": 1}, status=204), "DELETE /books")

    assert ("length_agrees", "", "body-not-allowed") in brief(wrong)
    assert ("undocumented_body", "", "undocumented-body") in brief(wrong)

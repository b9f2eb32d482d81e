"""What the control API makes of a parameter that it does not know."""

from __future__ import annotations

from tests.web.control.asking import Mock


def test_a_filter_that_is_unknown_is_refused_instead_of_finding_everything(mock: Mock) -> None:
    answer = mock.control("listJournal", query="?metod=GET")

    assert answer.status_code == 400
    assert "metod is no parameter here; there is limit, method, operation" in answer.text


def test_what_is_cleared_is_not_cleared_for_a_parameter_that_is_unknown(mock: Mock) -> None:
    mock.ask("GET", "/telnyx/v2/balance", None, Authorization="Bearer KEY")

    assert mock.control("clearJournal", query="?session=other").status_code == 400
    assert len(mock.told("listJournal")["exchanges"]) == 1

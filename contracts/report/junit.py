"""JUnit's XML, which every CI reads: a suite for each operation, a test for each check.

The structure is the one that Jenkins and GitLab document ("testsuites", "testsuite", "testcase",
"failure", "skipped").
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contracts.report.sheet import Case, Row, Sheet

_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-�\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def junit(sheet: Sheet) -> str:
    """The cases of a sheet; of one without cases, its rows, each a test that failed."""
    root = Element("testsuites", name=_clean(f"{sheet.command} {sheet.title}"))
    suites: dict[str, list[Case]] = {}
    for case in sheet.cases or [_case(row) for row in sheet.counted]:
        suites.setdefault(case.suite, []).append(case)
    for name, cases in suites.items():
        _suite(root, name, cases)
    _count(root, [case for cases in suites.values() for case in cases])
    indent(root)
    return tostring(root, "unicode", xml_declaration=True) + "\n"


def _suite(root: Element, name: str, cases: list[Case]) -> None:
    suite = SubElement(root, "testsuite", name=_clean(name))
    _count(suite, cases)
    for case in cases:
        test = SubElement(
            suite,
            "testcase",
            classname=_clean(case.suite),
            name=_clean(case.name),
            time=f"{case.seconds:.3f}",
        )
        if case.outcome == "failed":
            failure = SubElement(
                test, "failure", message=_clean(case.message), type=_clean(case.name)
            )
            failure.text = _clean(case.detail)
        elif case.outcome == "skipped":
            SubElement(test, "skipped", message=_clean(case.message))


def _count(element: Element, cases: list[Case]) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.outcome == "failed" for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.outcome == "skipped" for case in cases)))


def _case(row: Row) -> Case:
    lines = [f"{name}: {value}" for name, value in row.details]
    told = "\n".join(
        (", ".join(row.subjects), row.where, row.message, *lines, row.command, *row.places)
    )
    failed = row.level != "note"
    return Case(row.subjects[0], row.rule, "failed" if failed else "passed", row.message, told)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("?", text)

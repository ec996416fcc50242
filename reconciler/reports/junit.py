"""The files as JUnit test cases, one each, so that a dashboard shows the sound ones, too."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from reconciler.model.problem import Level, Problem
from reconciler.reports.checked import Checked
from reconciler.reports.words import number, shown


def suites(checked: Checked) -> str:
    """One suite; a file with errors has failed, and its warnings are what it printed."""
    found: dict[str, list[Problem]] = {file: [] for file in checked.files}
    for problem in checked.problems:
        found.setdefault(problem.place.file if problem.place else checked.root, []).append(problem)
    failed = sum(bool(_of(problems, Level.ERROR)) for problems in found.values())
    counts = {"tests": str(len(found)), "failures": str(failed), "errors": "0", "skipped": "0"}
    top = ET.Element("testsuites", {"name": "reconciler validate", **counts})
    suite = ET.SubElement(top, "testsuite", {"name": shown(checked.root), **counts})
    for file, problems in found.items():
        _case(suite, checked.root, file, problems)
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, "unicode")}\n'


def _case(suite: ET.Element, root: str, file: str, problems: Sequence[Problem]) -> None:
    name = shown(file.removeprefix(f"{root}/"))
    case = ET.SubElement(suite, "testcase", {"classname": shown(root), "name": name})
    errors, warnings = _of(problems, Level.ERROR), _of(problems, Level.WARNING)
    if errors:
        first = errors[0] if len(errors) == 1 else None
        message = first.advice if first else f"{number(len(errors), 'error')}"
        about = {"type": errors[0].code, "message": shown(message)}
        ET.SubElement(case, "failure", about).text = _lines(errors)
    if warnings:
        ET.SubElement(case, "system-out").text = _lines(warnings)


def _of(problems: Sequence[Problem], level: Level) -> Sequence[Problem]:
    return [problem for problem in problems if problem.level is level]


def _lines(problems: Sequence[Problem]) -> str:
    return "\n".join(shown(f"{problem} [{problem.id}]") for problem in problems)

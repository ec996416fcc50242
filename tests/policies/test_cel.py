"""Expressions: compiled once, bounded in cost, and blind but for the values that they are given."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.steps.judge.cel import FUNCTIONS, STEPS, Expression, Scope, expression
from reconciler.steps.judge.failure import Failure, Flaw

KNOWN = frozenset({"resource", "now"})
RESOURCE = {
    "id": "ANAT-101",
    "template": None,
    "proctoring": True,
    "count": 3,
    "can": ["void attempts", "invigilate"],
    "permissions": {"Delivery/View": False},
    "lock_down": {"full_screen": "severe"},
}
SCOPE = Scope({"resource": RESOURCE, "now": datetime(2026, 12, 1, tzinfo=UTC)})


def holds(source: str, scope: Scope = SCOPE) -> bool | Failure:
    found = expression(source, KNOWN)
    assert isinstance(found, Expression), found
    return found.holds(scope)


def flaw(source: str) -> Flaw:
    found = expression(source, KNOWN)
    assert isinstance(found, Flaw), found
    return found


@pytest.mark.parametrize(
    "source",
    [
        "resource.template == null",
        "resource.proctoring == true && resource.proctoring",
        'resource.lock_down.full_screen in ["moderate", "severe"]',
        'resource.id.startsWith("ANAT") && resource.id.matches("^[A-Z]+-[0-9]{3}$")',
        'resource.can.all(c, c != "manage roles") && resource.can.exists(c, c == "invigilate")',
        'resource.permissions["Delivery/View"] == false',
        "resource.count + 1 == 4 && size(resource.can) == 2",
        'now < timestamp("2027-01-01T00:00:00Z") && now.getFullYear() == 2026',
        'timestamp("2026-12-11T00:00:00Z") - now == duration("240h")',
        'resource.id == "ANAT-101" // a comment, with "quotes" and .map(x, x)',
    ],
)
def test_the_language_speaks_of_our_values(source: str) -> None:
    assert holds(source) is True


def test_false_is_not_a_failure() -> None:
    assert holds("resource.template != null") is False


def test_an_expression_is_compiled_once() -> None:
    source = "resource.count == 3"

    assert expression(source, KNOWN) is expression(source, KNOWN)


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("resource.tmplate != null", 'resource has no field "tmplate"', "write template"),
        (
            'resource.lock_down.ful_screen == "none"',
            'resource.lock_down has no field "ful_screen"',
            "write full_screen",
        ),
        (
            'resource.template.startsWith("a")',
            "its values do not go together: resource.template is null",
            "ask whether it is null first: … == null || …",
        ),
        (
            'resource.count < "4"',
            "its values do not go together: resource.count is a number",
            "",
        ),
        ("resource.can", "it comes to a list, not to true or false", "compare it: … == …"),
        ("resource.count / 0 == 1", "it divides by zero", ""),
        (
            'resource.can[5] == "a"',
            "a list has no entry of that number",
            "ask for its size() first",
        ),
        (
            'resource.permissions["Delivery/Vew"] == true',
            'there is no field "Delivery/Vew"',
            "ask first: 'Delivery/Vew' in …",
        ),
        (
            r'resource.id.matches("\\w{400}")',
            "the pattern of matches() is none, or too large",
            "",
        ),
    ],
)
def test_what_cannot_be_judged_says_which_field(source: str, message: str, hint: str) -> None:
    assert holds(source) == Failure(message, hint)


@pytest.mark.parametrize(
    ("source", "message", "column"),
    [
        ("resource.count ==", "something is missing", 18),
        ("resource..count == 3", '".count == 3" does not fit', 10),
        ('resource.id.startWith("A")', 'there is no function "startWith"', 13),
        ("resouce.id != null", 'there is no value "resouce"', 1),
        ("1 == 1", "it speaks of nothing", 0),
        ("has(resource.template)", "has() would be true of every field", 1),
        ("resource.id.matches(resource.why)", "matches() takes one text as its pattern", 13),
    ],
)
def test_what_is_no_expression_says_where(source: str, message: str, column: int) -> None:
    found = flaw(source)

    assert (found.message, found.column) == (message, column)


@pytest.mark.parametrize(
    "call",
    [
        *('open("/etc/passwd")', 'read("/etc/passwd")', 'system("id")', 'exec("id")'),
        *('http.get("http://127.0.0.1/")', 'get("http://127.0.0.1/")', 'env("HOME")', "now()"),
        *('import_("os")', '__import__("os")', 'resource.__class__("x")', 'eval("1")'),
    ],
)
def test_no_function_reaches_network_disk_or_clock(call: str) -> None:
    assert "there is no" in flaw(f"{call} != null && resource.id != null").message


def test_python_lies_beyond_the_values() -> None:
    assert isinstance(holds("resource.__class__ != null"), Failure)


def test_the_functions_are_those_of_the_language() -> None:
    assert not {name for name in FUNCTIONS if name.startswith("_")}
    assert {"open", "now", "env"}.isdisjoint(FUNCTIONS)


NASTY: dict[str, str] = {
    "long": "resource.id != null" + " && resource.id != null" * 100,
    "deep": "(" * 200 + "resource.id" + ")" * 200 + " != null",
    "macros": "resource.can" + ".map(c, c)" * 5 + " != null",
    "hidden macros": 'resource.can.map(c, "//")' + ".map(c, c)" * 4 + " != null",
    "doubling": "resource.can.map(c, " + "c + " * 21 + "c) != null",
}


@pytest.mark.parametrize("source", NASTY.values(), ids=NASTY)
def test_a_nasty_expression_is_refused_before_it_runs(source: str) -> None:
    assert flaw(source).message


@pytest.mark.parametrize(
    "source",
    [
        "resource.l.all(a, resource.l.all(b, resource.l.all(c, a + b + c >= 0)))",
        "resource.l.map(a, resource.l.map(b, resource.l)) == null",
    ],
)
def test_lists_in_lists_are_stopped_where_they_are_long(source: str) -> None:
    found = expression(source, KNOWN)
    assert isinstance(found, Expression)
    scope = Scope({"resource": {"l": list(range(300))}})

    stopped = found.holds(scope)

    assert found.cost(scope) > STEPS
    assert isinstance(stopped, Failure)
    assert "a list of 300 entries" in stopped.message


def test_the_same_expression_runs_where_they_are_short() -> None:
    short: dict[str, Any] = {"l": [1, 2, 3]}

    source = "resource.l.all(a, resource.l.all(b, a + b > 1))"

    assert holds(source, Scope({"resource": short})) is True

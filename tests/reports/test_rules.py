"""Every code that a finding can have is documented, and nothing else is."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from reconciler.kinds.dependencies import DEPENDENCIES
from reconciler.kinds.lints import lints
from reconciler.model.change import Why
from reconciler.reports.drifted import MOVED
from reconciler.reports.rules import rule, rules
from reconciler.steps.validate import UNKNOWN_OVERLAY

HOME = Path(__file__).parents[2] / "reconciler"
ROOMS = ("kinds", "model", "reports", "steps")
# What takes a code as its first word.
FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+").fullmatch
MAKERS = frozenset({"Problem", "Fault", "fault", "_problem", "_refuse"})


def _codes() -> Iterator[str]:
    for room in ROOMS:
        for path in (HOME / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield from _of(node)
    yield from (dependency.id for dependency in DEPENDENCIES)
    yield from lints()
    yield UNKNOWN_OVERLAY
    yield from (str(why) for why in MOVED)


def _of(node: ast.AST) -> Iterator[str]:
    """The code in a call, in an assignment to code, in a triple of code, message and hint."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in MAKERS:
            named = [*_each(word.value for word in node.keywords if word.arg == "code")]
            yield from _literal([*node.args[:2], *named])
        case ast.Assign([ast.Tuple([ast.Name("code"), *_])], ast.Tuple([first, *_])):
            yield from _literal([first])
        case ast.Tuple(elts=[ast.Constant(value=str(code)), _, ast.Constant()]) if FORM(code):
            yield code
        case _:
            pass


def _each(nodes: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """The nodes, and both of a choice between two."""
    for node in nodes:
        yield from (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)


def _literal(nodes: list[ast.expr]) -> Iterator[str]:
    """The code among the first words of a call: its message has blanks."""
    texts = (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    yield from (text for text in texts if text and " " not in text)


CODES = sorted(set(_codes()))


def test_the_codes_are_found() -> None:
    assert len(CODES) > 70
    assert {"unknown-key", "yaml-syntax", "desk-scan-needs-video", "null", "refused"} <= {*CODES}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    found = rules()[code]

    assert found.means.endswith(".")
    assert found.why.endswith(".")


def test_nothing_is_explained_that_cannot_be_found() -> None:
    assert sorted(set(rules()) - set(CODES)) == []


def test_a_dependency_names_its_source() -> None:
    assert all(rules()[dependency.id].source for dependency in DEPENDENCIES)


def test_a_code_from_elsewhere_is_still_a_rule() -> None:
    assert rule("my-own").means == "My own."


def test_what_moved_is_explained_for_each_cause() -> None:
    assert set(map(str, MOVED)) <= set(rules())
    assert Why.CONFIGURED not in rules()

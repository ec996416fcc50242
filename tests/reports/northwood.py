"""The example university on a day that stands still, and its notices."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from reconciler import pipeline
from reconciler.model.notice import Notice
from reconciler.model.ref import Ref
from reconciler.model.terms import Terms
from reconciler.pipeline import people
from reconciler.sandbox import Sandbox
from reconciler.steps.translate import translate
from tests.campus import Campus

DAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@contextmanager
def northwood(folder: Path) -> Iterator[Campus]:
    with Sandbox(seed="demo", now=DAY) as sandbox:
        yield Campus(sandbox, folder, folder.parent / "ledger.db", clock=lambda: DAY)


def terms(campus: Campus, name: str) -> Terms:
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        return people.sittings(case, pipeline.look(case))[Ref("Schedule", name)]


def notice(campus: Campus, name: str, language: str = "en", *, office: bool = False) -> Notice:
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        told = people.sittings(case, pipeline.look(case))[Ref("Schedule", name)]
        phrases = translate(campus.folder, language)
        return people.notice(case, told, phrases, office=office)

from dataclasses import replace

from reconciler.model.event import Happened
from reconciler.reports.recorded import HistoryDocument
from tests.reports import text
from tests.reports.conftest import Golden
from tests.reports.ledgers import EVENTS, HIGH, HISTORY
from tests.reports.pages import page
from tests.reports.samples import ZONE


def test_history_tells_run_by_run(golden: Golden) -> None:
    golden("history.txt", page(text.history(HISTORY, ZONE)))


def test_history_has_words_for_whatever_happened() -> None:
    assert {event.happened for event in EVENTS} == set(Happened)


def test_history_of_nothing() -> None:
    nothing = HistoryDocument(environment="production", ref=None, events=())
    about = replace(nothing, ref=HIGH)

    assert page(text.history(nothing, ZONE)) == "The ledger of production holds nothing yet\n"
    assert page(text.history(about, ZONE)) == (
        "The ledger of production holds nothing about Template/high-stakes\n"
    )

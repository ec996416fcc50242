"""A revision is shortened without losing that it was not all of the commit."""

from dataclasses import replace

import pytest

from reconciler.model.memory import Ran
from reconciler.reports import markdown, words
from reconciler.reports.documents import Made, plan_document
from reconciler.reports.recorded import HistoryDocument, SettingsDocument
from tests.reports import text
from tests.reports.ledgers import EVENTS, HIGH, HISTORY
from tests.reports.pages import page
from tests.reports.samples import COMMIT, EVERYTHING, HOSTILE, NOON, ZONE

DIRTY = f"{COMMIT}-dirty"
SHORT = "1a2b3c4d5e6f-dirty"


@pytest.mark.parametrize(
    ("commit", "said"),
    [(COMMIT, "1a2b3c4d5e6f"), (DIRTY, SHORT), ("", ""), ("\x1b-dirty", "\\x1b-dirty")],
)
def test_a_revision_keeps_what_it_says_of_the_files(commit: str, said: str) -> None:
    assert words.revision(commit) == said


def test_every_report_says_that_the_files_were_changed() -> None:
    plan = plan_document(EVERYTHING, Made(NOON, DIRTY))
    history = replace(HISTORY, events=(replace(EVENTS[0], commit=DIRTY),))
    ran = Ran(NOON, {}, DIRTY, "x")
    settings = SettingsDocument(environment="production", ref=HIGH, records=(ran,))

    for said in (
        page(text.plan(plan, ZONE)),
        markdown.plan(plan, ZONE),
        page(text.history(history, ZONE)),
        page(text.settings(settings, ZONE)),
    ):
        assert SHORT in said


def test_history_about_a_strange_name_stays_on_its_line() -> None:
    about = HistoryDocument(environment="production", ref=HIGH._replace(name=HOSTILE), events=())

    for document in (about, replace(about, events=EVENTS[:1])):
        assert "#1 *_~ :+1:\\n" in page(text.history(document, ZONE)).splitlines()[-1]

"""Status counts an apply that began and did not finish."""

from datetime import UTC, datetime

from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event, Happened
from tests.cli.conftest import Desk


def test_status_tells_of_an_apply_that_did_not_finish(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    event = Event(
        Happened.STARTED,
        datetime.now(UTC),
        "production",
        "run-2",
        "d.lee",
        detail={"digest": "a" * 64, "changes": ""},
    )
    with SqliteLedger(desk.ledger) as ledger:
        ledger.append([event])

    said = desk.run("status", "production")

    assert "last apply      began 0 minutes ago by d.lee, 20" in said.out
    assert "and did not finish" in said.out

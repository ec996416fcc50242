"""What an excuse takes: a day to come, a reason, and an object that there could be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Desk

HIGH = "Template/high-stakes"


def excuse(desk: Desk, ref: str = HIGH, until: str = "2099-01-31", because: str = "pilot"):
    return desk.run("excuse", "production", ref, "--until", until, "--because", because)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"until": "2020-01-31"}, "2020-01-31 is over"),
        ({"because": " "}, "say why"),
        ({"ref": "Tempalte/high-stakes"}, "did you mean Template?"),
    ],
)
def test_what_cannot_be_an_excuse_is_a_usage_error(
    desk: Desk, words: dict[str, str], said: str
) -> None:
    answer = excuse(desk, **words)

    assert answer.code == 2
    assert said in " ".join(answer.err.replace("│", " ").split())
    assert not desk.ledger.exists()


def test_the_day_is_one_of_the_site(desk: Desk) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Europe/Amsterdam")).date()

    assert excuse(desk, until=str(today - timedelta(days=1))).code == 2
    assert excuse(desk, until=str(today)).code == 0


def test_an_object_that_nobody_knows_is_excused_with_a_warning(desk: Desk) -> None:
    said = excuse(desk, "Schedule/TYPO\n1")
    again = excuse(desk, "Schedule/TYPO\n1")

    assert said.code == 0
    assert (
        "warning: Schedule/TYPO\\n1 is not declared, and the ledger does not know it"
    ) in said.err
    assert "Schedule/TYPO\\n1 is left alone until 2099-01-31" in said.err
    assert "warning" not in again.err


def test_a_declared_object_is_excused_without_a_warning(desk: Desk) -> None:
    assert excuse(desk).err == f"{HIGH} is left alone until 2099-01-31\n"


def test_files_without_a_time_zone_that_is_one_do_not_stop_an_excuse(desk: Desk) -> None:
    site = desk.config / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("Europe/Amsterdam", "Mars/Base"))

    assert excuse(desk).code == 0
    assert excuse(desk, until="2020-01-31").code == 2

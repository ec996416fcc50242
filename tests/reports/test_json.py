import json as plain
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from reconciler.errors import PlanMoved, ReconcilerError
from reconciler.model.direction import Direction, Effect
from reconciler.model.impact import Impact
from reconciler.model.plan import Judged, Plan
from reconciler.model.sameness import digest
from reconciler.model.verdict import Go
from reconciler.reports import json
from reconciler.reports.documents import plan_document
from tests.reports.conftest import Golden
from tests.reports.ledgers import HISTORY
from tests.reports.samples import EVERYTHING, MADE, NOON, drift, empty, everything, report, touched

SCHEMAS = Path(__file__).parents[2] / "schemas"


def test_plan_as_json(golden: Golden) -> None:
    golden("plan.json", json.write(everything()))


def test_report_as_json(golden: Golden) -> None:
    golden("report.json", json.write(report()))


@pytest.mark.parametrize(
    "change", EVERYTHING.plan.changes, ids=lambda c: f"{c.action} {c.ref.kind}"
)
def test_every_kind_of_change_comes_back(change) -> None:
    impact = Impact((touched("CHEM-120"),))
    effect = Effect(Direction.WIDENED, "a", "identity check", ("identity document",))
    judged = Judged(Plan("production", ((change,),), {}), (Go(),), (impact,), (), ((effect,),))
    document = plan_document(judged, MADE)

    back = json.read_plan(json.write(document).encode(), "plan.json")

    assert back == document
    assert back.judged == judged


def test_a_whole_plan_comes_back() -> None:
    made = replace(MADE, only=(EVERYTHING.plan.changes[0].ref,), only_drift=True)
    document = plan_document(EVERYTHING, made)

    back = json.read_plan(json.write(document).encode(), "plan.json")

    assert back == document
    assert digest(back.judged.plan) == document.digest == digest(EVERYTHING.plan)


def test_an_empty_plan_comes_back() -> None:
    assert json.read_plan(json.write(empty()).encode(), "plan.json") == empty()


def _edit(old: str, new: str) -> bytes:
    text = json.write(everything())
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"after": "moderate"', '"after": "severe"'),
        ('"after": true', '"after": 1'),
        ('"environment": "production"', '"environment": "sandbox"'),
        ('"wave": 2', '"wave": 9'),
        ('"candidates": 84', '"candidates": 85'),
        ('"data collection widened"', '"data collection narrowed"'),
        ('"adopts": true', '"adopts": true, "extra": 1'),
        ('"at": "2026-11-24T12:00:00Z"', '"at": "2026-11-24T12:00:00+00:00"'),
    ],
    ids=["value", "type", "environment", "wave", "impact", "direction", "key", "form"],
)
def test_an_edited_plan_is_refused(old: str, new: str) -> None:
    with pytest.raises(PlanMoved, match=r"plan.json has been edited since it was made; make a new"):
        json.read_plan(_edit(old, new), "plan.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 5000, "is not JSON"),
        (b"[]", "does not hold a plan"),
        (b"{}", "'nothing that says what it is' where 'reconciler/plan/1'"),
        (b'{"schema": "reconciler/plan/2"}', "'reconciler/plan/2' where 'reconciler/plan/1'"),
        (b'{"schema": "reconciler/plan/1"}', "is not a whole plan: something is wrong at "),
    ],
    ids=["empty", "binary", "deep", "list", "no schema", "newer", "part"],
)
def test_what_is_no_plan_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(ReconcilerError, match=re.escape(message)):
        json.read_plan(text, "plan.json")


def test_a_report_is_no_plan() -> None:
    with pytest.raises(ReconcilerError, match="'reconciler/report/1' where"):
        json.read_plan(json.write(report()).encode(), "plan.json")


def test_what_is_wrong_is_named_without_repeating_it() -> None:
    text = _edit('"declared": {', '"declared": {"Template": "hunter2", "X": ')

    with pytest.raises(ReconcilerError) as caught:
        json.read_plan(re.sub(rb'"X": [^}]*\},', b'"X": 1},', text, count=1), "plan.json")

    assert "declared.Template" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan", json.write(everything())),
        ("plan", json.write(empty())),
        ("report", json.write(report())),
        ("drift", json.write(drift())),
        ("history", json.write(HISTORY)),
    ],
    ids=["plan", "empty", "report", "drift", "history"],
)
def test_documents_keep_to_their_schemas(name: str, text: str) -> None:
    schema = json.schemas()[name]

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(plain.loads(text), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ["plan", "report", "drift", "history"])
def test_printed_schemas_are_up_to_date(name: str) -> None:
    printed = plain.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))

    assert printed == json.schemas()[name]


def test_drift_says_what_was_and_what_is() -> None:
    document = plain.loads(json.write(drift()))

    fields = {field["label"]: field for moved in document["moved"] for field in moved["fields"]}
    said = {label: (field["was"], field["is"], field["wanted"]) for label, field in fields.items()}
    assert said["full screen"] == ("moderate", "lenient", "moderate")
    assert said["name"] == ("High stakes", "", "off")
    assert said["whiteboard"] == (None, True, False)
    assert not {"before", "after"} & fields["full screen"].keys()


def test_plan_says_who_can_do_what_also_where_nothing_changes() -> None:
    document = plain.loads(json.write(everything()))

    assert [entry["capability"] for entry in document["access"]] == [
        "invigilate",
        "manage roles",
        "void attempts",
    ]


def test_digest_leaves_time_commit_and_verdicts_out() -> None:
    moved = replace(MADE, at=NOON.replace(year=2027), commit="")
    verdicts = tuple(Go() for _ in EVERYTHING.verdicts)

    other = plan_document(replace(EVERYTHING, verdicts=verdicts), moved)

    assert other.digest == everything().digest

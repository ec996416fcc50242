"""How much a plan may ask of the platform, in counts."""

from contextlib import ExitStack
from math import ceil

import pytest

from reconciler import pipeline
from reconciler.sandbox import Sandbox
from reconciler.sandbox.tenants import Generated
from tests.campus import going

PAGE = 200
SPARE = 10

pytestmark = pytest.mark.slow


@pytest.fixture
def sandbox():
    with Sandbox(seed=Generated(assessments=1_000, schedules=2_000)) as running:
        yield running


@pytest.fixture
def declared(campus):
    """Every assessment of the tenant under git, with a rule for its schedules."""
    campus.clear()
    for template in campus.sandbox.state()["Templates"].values():
        if not template["IsDefault"]:
            key = template["ExternalId"]
            text = f"kind: Template\nid: {key}\npartial: true\nname: {template['Name']}\n"
            campus.write(f"base/templates/{key}.yaml", text)
    documents = [
        f"kind: Assessment\nid: {key}\nproctoring: {str(item['UseProctorIo']).lower()}\n"
        'schedules:\n  - {match: "*", proctoring: true}\n'
        for key, item in campus.sandbox.state()["Assessments"].items()
    ]
    campus.write("base/assessments.yaml", "---\n".join(documents))
    campus.apply()
    campus.sandbox.reset_requests()
    return campus


def test_a_plan_without_changes_asks_for_each_page_once_and_writes_nothing(declared):
    with ExitStack() as stack:
        case = declared.case(stack, read_only=True)
        sight = pipeline.look(case)

    objects = sum(len(known) for known in sight.live.objects.values())
    requests = declared.sandbox.requests()
    assert objects >= 3_000
    assert going(sight.judged) == []
    assert len(requests) <= ceil(objects / PAGE) + SPARE
    assert not any(request.writes for request in requests)


def test_where_things_stand_is_looked_up_only_for_what_is_not_in_order(declared):
    with ExitStack() as stack:
        case = declared.case(stack, read_only=True)
        sight = pipeline.look(case)

    in_order = [wanted for ref, wanted in case.desired.items() if ref.kind == "Template"]
    assert going(sight.judged) == []
    assert len(in_order) > 5
    assert [w.ref for w in in_order if w.places.stream.found] == []  # nobody read them again

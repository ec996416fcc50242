"""Where the changes of a plan lead, on the example university."""

from dataclasses import replace

import pytest

from reconciler.kinds.catalogue import shipped
from reconciler.model.change import CONFIGURED, FieldChange, Update
from reconciler.model.direction import Direction
from reconciler.model.direction import directions as directions_of
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Features, Observed, Seen
from reconciler.model.place import Place
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref
from reconciler.model.sameness import digest
from reconciler.steps.direct import direct
from tests.reports.samples import NOON as NOW

HIGH_STAKES = "base/templates/high-stakes.yaml"
ANAT = "base/assessments/ANAT-101.yaml"


def led(judged):
    """Per object, its directions with what they are about; for collection, with which data."""
    return {
        str(change.ref): {
            (str(effect.direction), *(effect.data or (effect.what,))) for effect in effects
        }
        for change, effects in zip(judged.plan.changes, judged.effects, strict=True)
        if effects
    }


def directions(judged, ref):
    return {said[0] for said in led(judged).get(ref, ())}


def test_a_template_in_git_says_it_of_each_field(settled):
    settled.replace(HIGH_STAKES, "{id: auto}", "{id: none, signature: true}")

    assert led(settled.plan())["Template/high-stakes"] == {
        ("integrity weakened", "identity check"),
        ("data collection narrowed", "identity document"),
        ("integrity strengthened", "verify signature"),
        ("data collection widened", "signature"),
    }


def test_another_template_is_compared_as_it_will_be_with_what_was(settled):
    settled.replace(ANAT, "template: high-stakes", "template: standard")
    settled.replace("base/templates/standard.yaml", "web_traffic: false", "web_traffic: true")

    found = led(settled.plan())["Schedule/ANAT-101-RESIT"]

    assert found == {
        ("integrity weakened", "desk scan"),
        ("integrity weakened", "full screen"),
        ("integrity weakened", "identity check"),
        ("integrity strengthened", "record web traffic"),
        ("data collection narrowed", "home environment"),
        ("data collection narrowed", "identity document"),
        ("data collection widened", "browsing"),
    }


def test_what_the_template_does_is_not_said_again_of_each_schedule_that_keeps_it(settled):
    settled.replace(HIGH_STAKES, "{id: auto}", "{id: none}")
    settled.write(
        "sandbox/schedules/resit.yaml",
        "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\n"
        "tweak: {verification: {signature: true}}\nwhy: case 12\n",
    )

    assert led(settled.plan())["Schedule/ANAT-101-RESIT"] == {
        ("integrity strengthened", "verify signature"),
        ("data collection widened", "signature"),
    }


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_proctoring_is_said_as_a_whole_with_all_that_it_collects(settled, *, on):
    document = (
        "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\nproctoring: {}\nwhy: campus\n"
    )
    settled.write("sandbox/schedules/resit.yaml", document.format("false"))
    if on:
        settled.apply()
        settled.write("sandbox/schedules/resit.yaml", document.format("true"))
    integrity, collection = (
        ("integrity strengthened", "data collection widened")
        if on
        else ("integrity weakened", "data collection narrowed")
    )

    assert led(settled.plan())["Schedule/ANAT-101-RESIT"] == {
        (integrity, "proctoring"),
        *(
            (collection, data)
            for data in ("webcam image", "voice", "screen", "home environment", "identity document")
        ),
    }


def test_switched_off_is_weaker_though_nobody_can_tell_what_was_collected():
    ref, place = Ref("Schedule", "s"), Place("s.yaml", 1)
    seen = Observed(ref, Seen("s", {}), {"proctoring": True, "template": "elsewhere"})
    live = Live(Tenant(Features(), NOW), {"Schedule": {ref: seen}})
    off = FieldChange("proctoring", "proctoring", True, False, CONFIGURED, place)  # noqa: FBT003
    plan = Plan("production", ((Update(ref, place, (off,), "f"),),), {})

    ((*found,),) = direct(plan, live, shipped())

    assert directions_of(found) == (Direction.WEAKENED, Direction.UNKNOWN)


def test_a_template_that_nobody_has_saved_is_no_base_to_compare_with(campus):
    judged = campus.plan()

    assert led(judged)["Template/default"] == {("direction unknown", "saved once")}
    assert led(judged)["Schedule/BIOC-110-MAIN"] == {("direction unknown", "template")}


def test_a_reactivation_leads_where_the_sitting_goes(settled):
    settled.replace(HIGH_STAKES, "{full_screen: moderate}", "{full_screen: severe}")

    judged = settled.plan()

    assert ("integrity strengthened", "full screen") in led(judged)["Schedule/CHEM-120-MAIN"]
    assert directions(judged, "Schedule/ANAT-101-RESIT") == set()  # a draft takes it at activation


def test_a_new_template_leads_nowhere_before_a_schedule_names_it(settled):
    settled.write(
        "base/templates/own.yaml", "kind: Template\nid: own\nname: Own\nextends: standard\n"
    )

    assert "Template/own" not in led(settled.plan())


def test_roles_grant_and_revoke(settled):
    settled.replace("base/roles/exam-board.yaml", "type: Author", "type: Admin")
    settled.replace(
        "base/roles/invigilator.yaml", "[invigilate]", "[]\npermissions: {Marking/Marking: true}"
    )
    settled.write(
        "base/roles/new.yaml",
        "kind: Role\ntitle: New\ntype: Candidate\ncan: [void attempts]\n",
    )

    found = led(settled.plan())

    assert found["Role/Exam board"] == {("access granted", "type Admin")}
    assert found["Role/Invigilator"] == {("access granted", "Marking/Marking")}
    assert found["Role/New"] == {
        ("access granted", "Marking/Marking"),
        ("access granted", "Marking/Void attempts"),
    }


def test_the_option_of_an_assessment_stands_for_its_later_schedules(settled):
    review = "review: {by: Proctoring reviewer, when: before marking, if_confirmed: void attempt}"
    settled.replace(
        "base/assessments/ENGL-001.yaml", "proctoring: false", f"proctoring: true\n{review}"
    )

    assert directions(settled.plan(), "Assessment/ENGL-001") == {
        "integrity strengthened",
        "data collection widened",
    }


def test_where_nothing_can_be_read_the_direction_is_unknown(campus):
    campus.console = False

    judged = campus.plan()

    assert judged.effects
    assert judged.directions == (Direction.UNKNOWN,)


def test_directions_do_not_move_the_digest(settled):
    settled.replace(HIGH_STAKES, "{id: auto}", "{id: none}")
    judged = settled.plan()
    other = replace(judged, effects=(), demands=())

    assert judged.directions
    assert digest(judged.plan) == digest(other.plan)

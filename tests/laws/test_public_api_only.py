"""A tenant that is reached over the documented public API alone."""

import pytest

from reconciler.model.change import Manual
from reconciler.model.exit_code import ExitCode, of_plan
from reconciler.model.observed import Known
from reconciler.model.outcome import Done
from reconciler.model.verdict import ByHand, Wait
from tests.campus import going


@pytest.fixture
def public(campus):
    """The example without its templates, so that sittings use the default or say only on or off."""
    campus.console = False
    campus.clear()
    campus.write("base/assessments/a.yaml", "kind: Assessment\nid: ANAT-101\n")
    campus.write(
        "base/s.yaml",
        "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\n"
        "proctoring: true\ntemplate: default\n",
    )
    return campus


def test_a_draft_is_written_and_recorded_and_not_written_again(public):
    (change,) = going(public.plan())
    assert {field.known for field in change.fields} == {Known.UNKNOWN}

    (outcome,) = public.apply().outcomes

    assert isinstance(outcome, Done)
    assert outcome.known is Known.RECORDED
    assert going(public.plan()) == []
    assert public.sandbox.state()["Schedules"]["ANAT-101-RESIT"]["UseProctorIo"] is True


def test_a_record_is_void_once_somebody_else_has_saved_the_schedule(public):
    public.apply()
    public.sandbox.edit("Schedule/ANAT-101-RESIT", {"Title": "moved to room 5"})

    (change,) = going(public.plan())

    assert {field.known for field in change.fields} == {Known.UNKNOWN}


def test_title_and_times_survive_the_write(public):
    before = public.sandbox.state()["Schedules"]["ANAT-101-RESIT"]

    public.apply()

    after = public.sandbox.state()["Schedules"]["ANAT-101-RESIT"]
    for name in ("Title", "StartDateTime", "EndDateTime"):
        assert after[name] == before[name]


def test_what_no_channel_reaches_is_by_hand_and_unknown(public):
    public.write("base/roles/r.yaml", "kind: Role\ntitle: Marker\ncan: [void attempts]\n")

    judged = public.plan()

    by_hand = {str(c.ref): v for c, v in judged if isinstance(v, ByHand)}
    assert "Role/Marker" in by_hand
    assert isinstance(next(c for c, _ in judged if str(c.ref) == "Role/Marker"), Manual)


def test_a_schedule_waits_for_a_template_that_nobody_can_show(public):
    public.write("base/t.yaml", "kind: Template\nid: high-stakes\npartial: true\nname: High\n")
    public.replace("base/s.yaml", "template: default", "template: high-stakes")

    verdicts = {str(change.ref): verdict for change, verdict in public.plan()}

    assert isinstance(verdicts["Schedule/ANAT-101-RESIT"], Wait)
    said = verdicts["Schedule/ANAT-101-RESIT"].why
    assert said == "waits for Template/high-stakes, which is set by hand: steps 2-3"


def test_an_activated_schedule_that_cannot_be_read_back_is_for_a_person_to_look_at(public):
    public.sandbox.edit("Schedule/ANAT-101-RESIT", {"UseProctorIo": True})
    public.sandbox.edit("Schedule/ANAT-101-RESIT", {"IsActivated": True})

    judged = public.plan()

    assert {str(c.ref): v.verdict for c, v in judged} == {"Schedule/ANAT-101-RESIT": "by hand"}
    assert of_plan(judged) is ExitCode.UNKNOWN


def test_a_started_schedule_that_cannot_be_read_back_is_unknown_and_not_touched(public):
    public.sandbox.edit("Schedule/ANAT-101-RESIT", {"UseProctorIo": True})
    public.sandbox.edit("Schedule/ANAT-101-RESIT", {"IsActivated": True})
    public.sandbox.start_candidates("Schedule/ANAT-101-RESIT")

    judged = public.plan()

    assert [str(note.ref) for note in judged.plan.aside.unknown] == ["Schedule/ANAT-101-RESIT"]
    assert of_plan(judged) is ExitCode.UNKNOWN
    assert all(str(sheet.ref) == "Tenant/Proctorio" for sheet in judged.by_hand)


def test_tweaks_are_by_hand_over_the_public_api_once_the_rest_is_set(public):
    public.write(
        "base/s.yaml",
        "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\nproctoring: true\n"
        "template: default\ntweak: {tools: {calculator: basic}}\n",
    )

    def verdicts():
        return sorted((change.action, verdict.verdict) for change, verdict in public.plan())

    assert verdicts() == [("manual", "wait"), ("update", "go")]
    public.apply()
    assert verdicts() == [("manual", "by hand")]


def test_the_plan_says_that_only_named_schedules_are_seen(public):
    notes = [str(note.ref) for note in public.plan().plan.aside.unreachable]

    assert "Schedule/*" in notes


def test_a_template_that_is_only_declared_to_exist_keeps_nobody_waiting(public):
    public.write("base/t.yaml", "kind: Template\nid: high-stakes\npartial: true\n")
    public.replace("base/s.yaml", "template: default", "template: high-stakes")

    changes = going(public.plan())

    assert [str(change.ref) for change in changes] == ["Schedule/ANAT-101-RESIT"]


def test_proctoring_can_be_switched_off_without_naming_a_template(public):
    public.replace("base/s.yaml", "proctoring: true\ntemplate: default\n", "proctoring: false\n")

    (outcome,) = public.apply().outcomes

    assert isinstance(outcome, Done)

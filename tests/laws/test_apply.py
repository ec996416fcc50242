"""What an apply does when the world does not stand still."""

from contextlib import ExitStack

import pytest

from reconciler import pipeline
from reconciler.errors import PlanMoved, PlanRefused
from reconciler.model.allowance import Allowance
from reconciler.model.change import Why
from reconciler.model.event import Happened
from reconciler.model.exit_code import ExitCode, of_plan, of_report
from reconciler.model.outcome import Done, Failed, Skipped
from reconciler.model.ref import Ref
from reconciler.model.sameness import digest
from reconciler.model.verdict import Refused, TooLate, Wait
from reconciler.sandbox.faults import Fault
from tests.campus import going

OPEN = "Template/open-book"
BOOK = "base/templates/open-book.yaml"


def by_name(report):
    return {str(outcome.change.ref): outcome for outcome in report.outcomes}


def test_one_failed_change_stops_only_what_needs_it(campus):
    path = ".*/proctorio/templates/accessible"
    campus.sandbox.fault(Fault("status", method="PUT", path=path, status=409))

    outcomes = by_name(campus.apply())

    assert isinstance(outcomes["Template/accessible"], Failed)
    skipped = outcomes["Schedule/BIOC-110-ACC"]
    assert isinstance(skipped, Skipped)
    assert "Template/accessible was not done" in skipped.why
    assert isinstance(outcomes["Template/standard"], Done)
    assert isinstance(outcomes["Schedule/MATH-101-RESIT"], Done)


def test_a_rerun_does_what_an_interrupted_apply_left(campus):
    path = ".*/proctorio/templates/accessible"
    campus.sandbox.fault(Fault("status", method="PUT", path=path, status=409))
    campus.apply()

    report = campus.apply()

    assert all(isinstance(outcome, Done) for outcome in report.outcomes)
    assert going(campus.plan()) == []


def test_a_field_that_moved_after_the_plan_is_not_run_over(settled):
    settled.replace(BOOK, "calculator: scientific", "calculator: graphing")
    sight = settled.look()
    settled.sandbox.edit(OPEN, {"Settings.calculator": 0}, actor="p.jansen")

    outcome = by_name(settled.apply(sight))[OPEN]

    assert isinstance(outcome, Failed)
    assert "calculator is none since the plan, no longer scientific" in outcome.why
    assert settled.sandbox.state()["Templates"]["open-book"]["Settings"]["calculator"] == 0


def test_what_was_recalled_holds_until_the_ledger_has_grown(settled):
    with ExitStack() as stack:
        case = settled.case(stack, read_only=True)
        known = pipeline.recalled(case)
        sight = pipeline.look(case, known=known)
        assert sight.memory is known
        assert not pipeline.overtaken(case, sight)

        case.journal.note(Happened.ATTESTED, Ref("Schedule", "ANAT-101-RESIT"), {"template": "x"})

        assert pipeline.overtaken(case, sight)
        assert pipeline.look(case, known=known).memory.events == known.events + 1


def test_a_schedule_that_was_activated_after_the_plan_is_left_alone(campus):
    sight = campus.look(pipeline.Choice(refs=(Ref("Schedule", "ANAT-101-RESIT"),)))
    campus.sandbox.edit("Schedule/ANAT-101-RESIT", {"IsActivated": True})

    (outcome,) = campus.apply(sight).outcomes

    assert isinstance(outcome, Failed)
    assert "activated since the plan" in outcome.why


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_lost_answer_is_looked_up_and_never_guessed(settled, after):
    settled.replace(BOOK, "calculator: scientific", "calculator: graphing")
    settled.sandbox.fault(Fault("drop", method="PUT", after=after))

    (outcome,) = settled.apply().outcomes

    if after:
        assert isinstance(outcome, Done)
        assert going(settled.plan()) == []
    else:
        assert isinstance(outcome, Failed)
        assert [str(change.ref) for change in going(settled.plan())] == [OPEN]


def test_limits_refuse_before_the_first_write_and_name_the_flag(campus):
    campus.allowance = Allowance(share=30, changes=None, deletes=0)

    refused = [verdict for verdict in campus.plan().verdicts if isinstance(verdict, Refused)]
    with pytest.raises(PlanRefused, match="--allow-changes"):
        campus.apply()

    assert refused
    assert of_plan(campus.plan()) is ExitCode.ERROR
    assert not any(request.writes for request in campus.sandbox.requests())


def test_deletes_are_refused_until_they_are_allowed(settled):
    settled.write("base/templates/toms.yaml", "kind: Template\nid: toms-test\nabsent: true\n")
    settled.allowance = Allowance(share=30, changes=None, deletes=0)

    with pytest.raises(PlanRefused, match="--allow-deletes 1"):
        settled.apply()
    settled.allowance = Allowance(share=30, changes=None, deletes=1)
    settled.apply()

    assert "toms-test" not in settled.sandbox.state()["Templates"]


def test_a_template_in_use_is_not_deleted(settled):
    toms = {"ProctorioTemplateExternalId": "toms-test"}
    settled.sandbox.edit("Schedule/ANAT-101-RESIT", toms)
    settled.replace("base/assessments/ANAT-101.yaml", "  - {template: high-stakes}\n", "")
    settled.write("base/templates/toms.yaml", "kind: Template\nid: toms-test\nabsent: true\n")

    verdicts = {str(c.ref): v for c, v in settled.plan()}

    assert isinstance(verdicts["Template/toms-test"], Refused)
    assert "still used by Schedule/ANAT-101-RESIT" in verdicts["Template/toms-test"].why


def test_activated_schedules_wait_for_reactivation_and_started_ones_are_too_late(campus):
    campus.replace("base/assessments/ECON-201.yaml", "high-stakes", "standard")

    verdicts = {str(change.ref): verdict for change, verdict in campus.plan()}

    assert isinstance(verdicts["Schedule/MATH-101-MAIN"], Wait)
    assert "re-activation" in verdicts["Schedule/MATH-101-MAIN"].why
    assert isinstance(verdicts["Schedule/ECON-201-MAIN"], TooLate)


def test_ended_and_archived_schedules_are_never_planned(campus):
    plan = campus.plan().plan

    over = {str(note.ref) for note in plan.aside.over}
    assert "Schedule/PSYC-140-MAIN" in over
    assert not over & {str(change.ref) for change in plan.changes}


def test_what_is_undeclared_released_and_out_of_reach_is_said(settled):
    (settled.folder / "base/assessments/NURS-330.yaml").unlink()

    aside = settled.plan().plan.aside

    assert "Template/toms-test" in {str(note.ref) for note in aside.unmanaged}
    assert "Assessment/NURS-330" in {str(released.ref) for released in aside.released}
    assert {note.ref.kind for note in aside.unreachable} == {"Schedule"}


def test_a_released_field_keeps_its_live_value_and_is_said_once(settled):
    settled.replace("base/roles/exam-board.yaml", "type: Author\n", "")
    before = settled.sandbox.state(volatile=False)

    first = settled.plan()
    settled.apply()

    assert [r.paths for r in first.plan.aside.released] == [("type",)]
    assert going(first) == []
    assert settled.sandbox.state(volatile=False) == before
    assert settled.plan().plan.aside.released == ()


def test_both_moved_is_a_conflict(settled):
    settled.replace(BOOK, "calculator: scientific", "calculator: graphing")
    settled.sandbox.edit(OPEN, {"Settings.calculator": 0}, actor="p.jansen")

    judged = settled.plan()

    (field,) = next(c for c in going(judged) if str(c.ref) == OPEN).fields
    assert field.cause.why is Why.CONFLICTING
    assert field.cause.actor == "p.jansen"
    assert of_plan(judged) is ExitCode.BOTH


def test_only_drift_leaves_what_is_configured_for_later(settled):
    settled.replace(BOOK, "calculator: scientific", "calculator: graphing")
    settled.sandbox.edit(OPEN, {"Settings.full_screen": 2}, actor="p.jansen")

    report = settled.apply(choice=pipeline.Choice(drift=True))

    (field,) = report.outcomes[0].change.fields
    assert field.path == "lock_down.full_screen"
    assert [f.path for change in going(settled.plan()) for f in change.fields] == [
        "tools.calculator"
    ]


def approved(campus, name):
    sight = campus.look()
    pipeline.approved(sight, name)
    return campus.apply(sight)


def test_a_reviewed_plan_is_applied_once(campus):
    name = digest(campus.plan().plan)
    approved(campus, name)

    with pytest.raises(PlanMoved, match="runs once"):
        approved(campus, name)


def test_a_reviewed_plan_is_not_replayed_when_the_platform_is_turned_back(settled):
    settled.replace(BOOK, "calculator: scientific", "calculator: graphing")
    name = digest(settled.plan().plan)
    approved(settled, name)
    settled.sandbox.edit(OPEN, {"Settings.calculator": 2}, actor="p.jansen")

    assert digest(settled.plan().plan) == name
    with pytest.raises(PlanMoved, match="runs once"):
        approved(settled, name)


def test_an_interrupted_apply_can_be_resumed_under_the_same_digest(campus):
    name = digest(campus.plan().plan)
    path = ".*/proctorio/templates/accessible"
    campus.sandbox.fault(Fault("status", method="PUT", path=path, status=409))
    assert of_report(approved(campus, name)) is ExitCode.ERROR

    approved(campus, name)

    assert going(campus.plan()) == []


def test_a_reviewed_plan_is_refused_with_the_difference_when_the_platform_moved(settled):
    settled.replace(BOOK, "calculator: scientific", "calculator: graphing")
    reviewed = settled.plan().plan
    settled.sandbox.edit(OPEN, {"Settings.calculator": 0}, actor="p.jansen")

    with pytest.raises(PlanMoved, match="scientific → graphing, is now none → graphing"):
        pipeline.approved(settled.look(), digest(reviewed), reviewed)


def test_undeclared_sittings_that_a_template_left_behind_are_said_and_left_alone(settled):
    (settled.folder / "base/assessments/CHEM-120.yaml").unlink()
    settled.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")

    plan = settled.plan().plan

    noticed = {str(note.ref): note.why for note in plan.aside.noticed}
    assert "other settings than Template/high-stakes" in noticed["Schedule/CHEM-120-MAIN"]
    assert "Schedule/CHEM-120-MAIN" not in {str(change.ref) for change in plan.changes}

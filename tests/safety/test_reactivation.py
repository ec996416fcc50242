"""Re-activation: what it reaches, what it leaves alone, and that no exam stays inactive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reconciler.model.change import Reactivate, Why
from reconciler.model.exit_code import ExitCode, of_plan, of_report
from reconciler.model.outcome import Done, Failed, Inactive, Skipped
from reconciler.model.verdict import Go, TooLate, Wait
from reconciler.sandbox import Fault
from tests.campus import going

STANDARD = "base/templates/standard.yaml"
ACTIVATE, DEACTIVATE = ".*/activate", ".*/deactivate"


def schedule(campus, name):
    return campus.sandbox.state()["Schedules"][name]


def change_template(campus):
    """A setting that every template inherits, so that every activated schedule is stale."""
    campus.replace(STANDARD, "clear_cache: false", "clear_cache: true")


def cycles(judged):
    return {c.ref.name: (c, v) for c, v in judged if isinstance(c, Reactivate)}


def active(campus):
    return {n for n, s in campus.sandbox.state()["Schedules"].items() if s["IsActivated"]}


def test_the_first_apply_brought_activated_schedules_up_to_date(office):
    main = schedule(office, "MATH-101-MAIN")

    assert main["IsActivated"]
    assert main["ProctorioTemplateExternalId"] == "standard"
    assert main["ActiveSettings"]["full_screen"] == 2
    assert main["KeysFrom"] == office.sandbox.state()["Proctorio"]["KeysChangedAt"]


def test_a_template_change_makes_activated_schedules_stale_and_says_in_what(office):
    change_template(office)

    change, verdict = cycles(office.plan())["CHEM-120-MAIN"]

    assert isinstance(verdict, Go)
    assert [f.path for f in change.fields] == ["running.lock_down.clear_cache"]
    assert change.fields[0].cause.why is Why.STALE
    assert change.sitting.candidates == 210


def test_a_template_change_reaches_the_sittings_that_can_still_change(office):
    change_template(office)
    before = active(office)

    report = office.apply()

    assert all(isinstance(outcome, Done) for outcome in report.outcomes)
    assert schedule(office, "CHEM-120-MAIN")["ActiveSettings"]["clear_cache"] is True
    assert active(office) == before
    assert going(office.plan()) == []


def test_a_started_sitting_is_left_alone_and_said_to_be_too_late(office):
    office.sandbox.start_candidates("Schedule/CHEM-120-MAIN")
    change_template(office)

    _, verdict = cycles(office.plan())["CHEM-120-MAIN"]
    office.apply()

    assert isinstance(verdict, TooLate)
    assert "a candidate has started" in verdict.why
    assert schedule(office, "CHEM-120-MAIN")["ActiveSettings"]["clear_cache"] is False


def test_a_sitting_inside_its_lead_time_is_left_alone(office):
    change_template(office)

    _, verdict = cycles(office.plan())["CONL-301-MAIN"]
    office.apply()

    assert isinstance(verdict, TooLate)
    assert "lead time" in verdict.why
    assert schedule(office, "CONL-301-MAIN")["ActiveSettings"]["clear_cache"] is False


def test_nothing_overrides_a_candidate_who_has_started(office):
    office.allowance = replace(office.allowance, break_glass=True)
    office.sandbox.start_candidates("Schedule/CHEM-120-MAIN")
    change_template(office)

    verdicts = cycles(office.plan())

    assert isinstance(verdicts["CHEM-120-MAIN"][1], TooLate)
    assert isinstance(verdicts["CONL-301-MAIN"][1], Go)


def test_a_candidate_who_starts_after_the_plan_stops_the_cycle_before_it_begins(office):
    change_template(office)
    sight = office.look()
    office.sandbox.start_candidates("Schedule/CHEM-120-MAIN")

    report = office.apply(sight)

    outcome = next(o for o in report.outcomes if o.change.ref.name == "CHEM-120-MAIN")
    assert isinstance(outcome, Failed | Skipped)
    assert schedule(office, "CHEM-120-MAIN")["IsActivated"]
    asked = [r.path for r in office.sandbox.requests() if r.path.endswith("MAIN/deactivate")]
    assert not any("CHEM-120-MAIN" in path for path in asked)


@pytest.mark.parametrize(
    ("lacking", "why"),
    [({"reactivations": 0}, "limits.reactivations is 0"), ({"durable": False}, "outlives")],
    ids=["no limit raised", "no durable ledger"],
)
def test_reactivation_waits_until_the_site_allows_it(office, lacking, why):
    office.allowance = replace(office.allowance, **lacking)
    change_template(office)

    _, verdict = cycles(office.plan())["CHEM-120-MAIN"]

    assert isinstance(verdict, Wait)
    assert why in verdict.why


def test_a_limit_takes_the_earliest_sittings_first(office):
    office.allowance = replace(office.allowance, reactivations=2)
    change_template(office)

    judged = office.plan()

    chosen = [c.sitting.starts for c, v in judged if isinstance(c, Reactivate) and v == Go()]
    waiting = [
        c.sitting.starts for c, v in judged if isinstance(c, Reactivate) and isinstance(v, Wait)
    ]
    assert len(chosen) == 2
    assert max(chosen) <= min(waiting)


def test_when_the_write_fails_the_schedule_is_active_again_at_once(office):
    office.replace("base/assessments/CHEM-120.yaml", "high-stakes", "standard")
    office.sandbox.fault(
        Fault("status", method="PATCH", path=".*CHEM-120-MAIN/proctoring", status=409)
    )

    report = office.apply()

    outcome = next(o for o in report.outcomes if o.change.ref.name == "CHEM-120-MAIN")
    assert isinstance(outcome, Failed)
    assert "it is active, and still runs with" in outcome.why
    assert schedule(office, "CHEM-120-MAIN")["IsActivated"]


@pytest.mark.parametrize("after", [False, True], ids=["lost before", "lost after"])
@pytest.mark.parametrize("verb", [ACTIVATE, DEACTIVATE], ids=["activate", "deactivate"])
def test_a_lost_answer_in_the_cycle_leaves_no_exam_inactive(office, verb, after):
    change_template(office)
    before = active(office)
    # The first activate of a cycle is the proof that the way back is open.
    skip = 1 if verb == ACTIVATE else 0
    office.sandbox.fault(Fault("drop", method="PUT", path=verb, skip=skip, after=after))

    office.apply()

    assert active(office) == before


def test_a_way_back_that_is_not_proved_stops_everything_before_the_first_deactivation(office):
    change_template(office)
    office.sandbox.fault(Fault("status", method="PUT", path=ACTIVATE, status=500, times=None))

    report = office.apply()

    assert not [r for r in office.sandbox.requests() if r.path.endswith("/deactivate")]
    assert of_report(report) is ExitCode.ERROR


def test_an_exam_that_cannot_be_activated_again_is_shouted_about(office):
    change_template(office)
    fault = Fault("status", method="PUT", path=ACTIVATE, status=500, skip=1, times=None)
    office.sandbox.fault(fault)

    report = office.apply()

    (outcome,) = [o for o in report.outcomes if isinstance(o, Inactive)]
    assert str(outcome.change.ref) in outcome.why
    assert of_report(report) is ExitCode.INACTIVE
    plan = office.plan()
    assert [note.ref for note in plan.plan.aside.inactive] == [outcome.change.ref]
    assert of_plan(plan) is ExitCode.INACTIVE


def test_resume_activates_what_was_left_inactive_and_nothing_else(office):
    change_template(office)
    fault = Fault("status", method="PUT", path=ACTIVATE, status=500, skip=1, times=None)
    office.sandbox.fault(fault)
    before = active(office)
    office.apply()
    office.sandbox.clear_faults()
    office.sandbox.edit("Schedule/STAT-115-RESIT", {"IsActivated": False}, actor="p.jansen")

    office.resume()

    assert active(office) == before - {"STAT-115-RESIT"}


def test_every_apply_restores_before_anything_else(office):
    change_template(office)
    fault = Fault("status", method="PUT", path=ACTIVATE, status=500, skip=1, times=None)
    office.sandbox.fault(fault)
    before = active(office)
    office.apply()
    office.sandbox.clear_faults()
    office.sandbox.reset_requests()

    office.apply()

    writes = [r for r in office.sandbox.requests() if r.writes]
    assert writes[0].path.endswith("/activate")
    assert active(office) == before
    assert going(office.plan()) == []


def test_rotated_keys_make_every_activated_schedule_stale(office):
    office.sandbox.set_clock(advance=timedelta(minutes=5))
    office.sandbox.rotate_keys()

    change, verdict = cycles(office.plan())["CHEM-120-MAIN"]
    office.apply()

    assert [f.path for f in change.fields] == ["running.keys"]
    assert isinstance(verdict, Go)
    keys = office.sandbox.state()["Proctorio"]["KeysChangedAt"]
    assert schedule(office, "CHEM-120-MAIN")["KeysFrom"] == keys


def test_never_more_inactive_at_once_than_the_site_allows(office):
    change_template(office)
    office.apply()

    inactive, most = set(), 0
    for request in office.sandbox.requests():
        if request.status == 200 and request.path.endswith("/deactivate"):
            inactive.add(request.path.rsplit("/", 2)[1])
        if request.status == 200 and request.path.endswith("/activate"):
            inactive.discard(request.path.rsplit("/", 2)[1])
        most = max(most, len(inactive))
    assert most == 1
    assert inactive == set()

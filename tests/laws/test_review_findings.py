"""Ways in which a plan or an exit code could lie, each found by trying."""

from datetime import timedelta

import pytest

from reconciler import pipeline
from reconciler.errors import PlanMoved
from reconciler.model.change import Create, Why
from reconciler.model.exit_code import ExitCode, of_drift
from reconciler.model.outcome import Done
from reconciler.model.ref import Ref
from reconciler.model.sameness import digest
from tests.campus import fields, going

OPEN = "Template/open-book"


def test_a_template_that_is_only_called_default_is_not_the_default(settled):
    settled.sandbox.add("Template", {"ExternalId": "default", "Name": "Fake", "Settings": {}})
    fake = {"ProctorioTemplateExternalId": "default"}
    settled.sandbox.edit("Schedule/ANAT-101-RESIT", fake)
    settled.write(
        "sandbox/schedules/resit.yaml",
        "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\ntemplate: default\n",
    )

    planned = fields(going(settled.plan()))
    settled.apply()

    before, after = planned["Schedule/ANAT-101-RESIT template"]
    assert (before, after) == ("default (not the default)", "default")
    live = settled.sandbox.state()["Schedules"]["ANAT-101-RESIT"]
    assert live["ProctorioTemplateExternalId"] in (None, "NW-DEFAULT")


def test_an_object_that_somebody_deleted_is_drift_with_a_name_and_put_right(settled):
    settled.sandbox.delete("Role/Exam board", actor="p.jansen")

    judged = settled.plan()
    (change,) = going(judged)
    settled.apply(choice=pipeline.Choice(drift=True))

    assert isinstance(change, Create)
    assert (change.cause.why, change.cause.actor) == (Why.DRIFTED, "p.jansen")
    assert of_drift(judged) is ExitCode.DRIFT
    assert "Exam board" in settled.sandbox.state()["Roles"]


def test_what_moved_counts_as_drift_also_while_it_may_not_be_put_right(settled):
    settled.sandbox.edit(OPEN, {"Settings.calculator": 0})
    later = settled.clock().date() + timedelta(days=2)
    settled.excuse(Ref("Template", "open-book"), later, "pilot")
    excused = of_drift(settled.look(pipeline.Choice(refs=(Ref("Template", "open-book"),))).judged)
    settled.sandbox.edit("Template/practice", {"Settings.calculator": 1})

    assert excused is ExitCode.WAITING
    assert of_drift(settled.plan()) is ExitCode.DRIFT


def test_a_plan_that_is_reviewed_anew_runs_although_the_same_was_done_before(settled):
    for _ in range(2):
        settled.sandbox.edit(OPEN, {"Settings.calculator": 0})
        sight = settled.look()
        plan, made = sight.judged.plan, settled.clock()

        pipeline.approved(sight, digest(plan), plan, made)
        report = settled.apply(sight)

        assert [type(outcome) for outcome in report.outcomes] == [Done]
    with pytest.raises(PlanMoved, match="runs once"):
        pipeline.approved(settled.look(), digest(plan), plan, made - timedelta(seconds=1))


def test_a_moved_plan_is_explained_in_the_words_of_the_files(settled):
    settled.replace("base/roles/exam-board.yaml", "type: Author", "type: Admin")
    reviewed = settled.plan().plan
    settled.replace("base/roles/exam-board.yaml", "type: Admin", "type: Author")
    settled.sandbox.edit("Role/Exam scheduler", {"Permissions.Marking/Marking": True})
    settled.replace(
        "base/roles/exam-scheduler.yaml", "permissions:", "permissions:\n  Marking/Marking: false"
    )

    with pytest.raises(PlanMoved) as error:
        pipeline.approved(settled.look(), digest(reviewed), reviewed)

    lines = str(error.value).splitlines()[1:]
    assert [line.strip() for line in lines] == [
        "update Role/Exam board, type: Author → Admin, which is no longer needed",
        "update Role/Exam scheduler, Marking/Marking: on → off, which is new",
    ]

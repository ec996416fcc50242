"""What people do by hand: the steps are the comparison's, and their word is what it compares."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reconciler.errors import PlanMoved, ReconcilerError
from reconciler.model.approval import Approval
from reconciler.model.change import Why
from reconciler.model.direction import Direction
from reconciler.model.exit_code import ExitCode, of_plan
from reconciler.model.reach import Action
from reconciler.model.sameness import digest, identify
from tests.campus import NO_LIMIT, fields, going
from tests.person import follow

HIGH = "Template/high-stakes"
RESIT = "Schedule/ANAT-101-RESIT"
ALL = ("templates", "roles", "assessments")


def by_hand(campus):
    """The steps of now by object."""
    return {str(sheet.ref): sheet for sheet in campus.plan().by_hand}


def texts(campus):
    return [(str(s.ref), step.text) for s in campus.plan().by_hand for step in s.steps]


def person(campus):
    """Do all that the runbook says, and put it on record."""
    follow(campus.sandbox, campus.plan().by_hand)
    return campus.attest()


@pytest.fixture
def mixed(campus):
    """Schedules over the console; all else is set by people."""
    campus.channels = dict.fromkeys(ALL, "runbook")
    return campus


@pytest.fixture
def public(campus):
    """The public API alone, with the console gateway switched off."""
    campus.sandbox.behave(console=False)
    campus.console = False
    return campus


def test_after_everything_is_attested_nothing_is_by_hand(mixed):
    assert len(mixed.attest()) > 100

    judged = mixed.plan()

    assert judged.by_hand == ()
    assert not [c for c, _ in judged if c.ref.kind != "Schedule"]


def test_what_a_person_did_by_the_steps_is_all_that_the_console_would_have_done(mixed):
    person(mixed)
    mixed.channels = {}

    judged = mixed.plan()

    assert {change.ref.kind for change, _ in judged} == {"Schedule"}
    assert judged.plan.aside.contradicted == ()


def test_the_whole_guide_on_a_tenant_with_the_public_api_alone(public):
    assert of_plan(public.plan()) is ExitCode.UNKNOWN
    assert going(public.plan()) == []

    person(public)
    public.apply()
    person(public)

    judged = public.plan()
    assert judged.plan.changes == ()
    assert of_plan(judged) is ExitCode.IN_SYNC
    assert len(judged.plan.aside.attested) > 20


def test_a_changed_file_asks_only_for_that_step(mixed):
    mixed.attest()
    mixed.replace("base/templates/high-stakes.yaml", "full_screen: moderate", "full_screen: severe")

    assert [said for said in texts(mixed) if said[0] == HIGH] == [
        (HIGH, 'Lock down > Full screen: choose "Severe"')
    ]
    (change,) = [c for c, _ in mixed.plan() if str(c.ref) == HIGH]
    assert [(f.before, f.cause.why) for f in change.fields] == [("moderate", Why.CONFIGURED)]


def test_some_steps_of_an_object_may_be_attested(mixed):
    first, *rest = by_hand(mixed)[HIGH].steps

    assert mixed.attest(first.name) == (first,)

    assert [step.id for step in by_hand(mixed)[HIGH].steps] == [step.id for step in rest]


def test_a_step_that_is_no_longer_in_the_plan_is_refused_and_nothing_recorded(mixed):
    steps = by_hand(mixed)[HIGH].steps
    old = next(step for step in steps if "lock_down.full_screen" in step.fields)
    mixed.replace("base/templates/high-stakes.yaml", "full_screen: moderate", "full_screen: severe")

    with pytest.raises(PlanMoved, match="no longer in the plan"):
        mixed.attest(steps[0].name, old.name)

    assert by_hand(mixed)[HIGH].steps[0].id == steps[0].id


def test_a_number_counts_only_with_the_digest_of_its_plan(mixed):
    name = digest(mixed.plan().plan)

    with pytest.raises(ReconcilerError, match="of which plan"):
        mixed.attest("3")
    (step,) = mixed.attest("3", digest=name[:16])
    assert step.number == 3
    with pytest.raises(PlanMoved, match="the plan is no longer"):
        mixed.attest("3", digest=name[:16])


def test_a_schedule_waits_for_its_template_and_its_assessments_option(public):
    def waits():
        found = (v.why for c, v in public.plan() if str(c.ref) == "Schedule/ANAT-101-ACC")
        return next(found)

    assert waits().startswith("waits for Template/accessible, which is set by hand: steps 2-")

    public.attest(*(name for name in by_hand(public) if name.startswith("Template/")))
    assert "waits for Assessment/ANAT-101, which is set by hand: step" in waits()

    public.attest("Assessment/ANAT-101")
    assert "Schedule/ANAT-101-ACC" in {str(change.ref) for change in going(public.plan())}


def test_the_page_that_people_work_from_says_whose_approval_comes_first(public):
    asked = Approval(team="data-protection", when=[Direction.UNKNOWN], why="it is registered")
    public.allowance = replace(NO_LIMIT, approvals=(asked,))
    said = "Not before it is approved by data-protection: it is registered"

    assert by_hand(public)[HIGH].before[0] == said

    public.allowance = replace(public.allowance, signed_off=frozenset({"data-protection"}))
    assert said not in by_hand(public)[HIGH].before


def test_an_approval_is_used_up_once_the_work_is_attested(mixed):
    asked = Approval(team="board", when=[Direction.STRENGTHENED], why="exams are theirs")
    mixed.attest()

    def stricter(signed_off=()):
        mixed.allowance = replace(NO_LIMIT, approvals=(asked,), signed_off=frozenset(signed_off))
        mixed.replace("base/templates/standard.yaml", "full_screen: lenient", "full_screen: severe")

    stricter(["board"])
    mixed.apply()
    mixed.attest()
    mixed.replace("base/templates/standard.yaml", "full_screen: severe", "full_screen: lenient")
    mixed.attest()
    stricter()

    judged = mixed.plan()
    (demand,) = judged.demands
    again = {identify(change) for change in judged.plan.changes if change.ref.kind == "Template"}
    assert again
    assert again <= {*demand.missing}


def test_losing_the_ledger_adds_no_write_to_what_can_be_read(mixed):
    person(mixed)
    remembered = fields(going(mixed.plan()))
    mixed.forget()

    forgotten = fields(going(mixed.plan()))

    assert set(forgotten.items()) <= set(remembered.items())
    assert by_hand(mixed)


def test_an_attestation_that_the_platform_contradicts_is_told_and_does_not_count(mixed):
    mixed.attest()  # and nobody did anything
    mixed.channels = {}

    judged = mixed.plan()

    told = [note.why for note in judged.plan.aside.contradicted if str(note.ref) == HIGH]
    (screen,) = [why for why in told if "full screen" in why]
    assert screen.startswith("a.berg attested full screen: moderate at ")
    assert screen.endswith("; the platform shows lenient, and that counts")
    assert HIGH in {str(change.ref) for change in going(judged)}
    mixed.apply()
    assert mixed.plan().plan.aside.contradicted == ()


def test_words_grow_old_and_are_asked_for_again(mixed):
    mixed.clock = lambda: datetime.now(UTC) - timedelta(days=31)
    mixed.attest()
    before = digest(mixed.plan().plan)
    mixed.clock = lambda: datetime.now(UTC)

    judged = mixed.plan()

    due = {str(sheet.ref): sheet for sheet in judged.due}
    assert digest(judged.plan) == before
    assert HIGH in due
    (step,) = due[HIGH].steps
    assert "Lock down > Full screen: Moderate" in step.text
    mixed.attest(step.name)
    assert HIGH not in {str(sheet.ref) for sheet in mixed.plan().due}
    assert due.keys() - {HIGH} == {str(sheet.ref) for sheet in mixed.plan().due}


def test_due_words_alone_are_exit_code_6(public):
    public.clear()
    public.write("base/a.yaml", "kind: Assessment\nid: ANAT-101\nproctoring: true\n")
    public.clock = lambda: datetime.now(UTC) - timedelta(days=31)
    person(public)
    assert of_plan(public.plan()) is ExitCode.IN_SYNC
    public.clock = lambda: datetime.now(UTC)

    assert of_plan(public.plan()) is ExitCode.WAITING


def test_a_default_that_needs_nothing_else_is_still_to_be_saved_once(public):
    public.clear()
    public.write("base/d.yaml", "kind: Template\nid: default\npartial: true\n")

    (said,) = [text for ref, text in texts(public) if ref == "Template/default"]

    assert said.startswith("Press Save at the bottom of the page")


def test_what_is_to_go_is_a_step_and_once_gone_nothing(mixed):
    mixed.clear()
    mixed.write("base/t.yaml", "kind: Template\nid: toms-test\nabsent: true\n")
    mixed.sandbox.edit("Template/toms-test", {"Name": "Tom"})

    sheet = by_hand(mixed)["Template/toms-test"]
    assert sheet.steps[0].text == "Delete the template, if it is there"
    mixed.attest("Template/toms-test")
    assert "Template/toms-test" not in by_hand(mixed)

    mixed.write("base/t.yaml", "kind: Template\nid: toms-test\npartial: true\nname: Tom\n")
    assert "Template/toms-test" in by_hand(mixed)


def test_what_was_deleted_by_hand_is_looked_at_again_as_gone(mixed):
    mixed.clear()
    mixed.write("base/t.yaml", "kind: Template\nid: toms-test\nabsent: true\n")
    mixed.clock = lambda: datetime.now(UTC) - timedelta(days=31)
    mixed.attest()
    mixed.clock = lambda: datetime.now(UTC)

    (sheet,) = mixed.plan().due

    assert sheet.steps[0].text == "Look whether it is still so: it is not there"


@pytest.mark.parametrize("channel", ["integrations", "runbook"])
def test_a_tweak_that_the_file_no_longer_names_is_a_step_too(public, channel):
    public.clear()
    public.channels = {"schedules": channel}
    sitting = (
        "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\nproctoring: true\n"
        "template: default\ntweak: {tools: {calculator: basic}}\n---\n"
        "kind: Assessment\nid: ANAT-101\n"
    )
    public.write("base/s.yaml", sitting)
    public.apply()
    public.attest()
    assert by_hand(public) == {}

    public.replace("base/s.yaml", "tweak: {tools: {calculator: basic}}\n", "")

    assert texts(public) == [(RESIT, "In-quiz tools > Calculator: back to what the template says")]
    public.attest()
    assert by_hand(public) == {}


class TestCycles:
    """Templates by hand, and sittings that a channel can deactivate and activate again."""

    MAIN = "Schedule/CHEM-120-MAIN"

    @pytest.fixture
    def allowed(self, mixed):
        mixed.allowance = replace(NO_LIMIT, reactivations=20, durable=True)
        person(mixed)
        mixed.apply()
        mixed.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
        return mixed

    def verdict(self, campus):
        return next(v for c, v in campus.plan() if str(c.ref) == self.MAIN)

    def active(self, campus):
        return campus.sandbox.state()["Schedules"]["CHEM-120-MAIN"]

    def test_a_sitting_is_cycled_once_its_template_is_attested(self, allowed):
        why = self.verdict(allowed).why
        assert why.startswith("waits for Template/high-stakes, which is set by hand: step")

        person(allowed)
        allowed.apply()

        assert self.active(allowed)["ActiveSettings"]["clear_cache"] is True

    def test_a_word_that_is_not_true_leaves_the_exam_active_and_is_told(self, allowed):
        allowed.attest()

        report = allowed.apply()

        assert report.outcomes
        assert "done" not in {outcome.outcome for outcome in report.outcomes}
        assert all(outcome.outcome != "left inactive" for outcome in report.outcomes)
        assert self.active(allowed)["IsActivated"] is True


class TestSittings:
    """An activated sitting that only a person can deactivate."""

    @pytest.fixture
    def sitting(self, public):
        public.clear()
        public.write("base/t.yaml", (
            "kind: Template\nid: high-stakes\npartial: true\nlock_down: {full_screen: moderate}\n"
        ))  # fmt: skip
        public.write("base/s.yaml", (
            "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\nproctoring: true\n"
            "template: high-stakes\n---\nkind: Assessment\nid: ANAT-101\n"
        ))  # fmt: skip
        person(public)
        public.apply()
        public.sandbox.edit(RESIT, {"IsActivated": True})
        return public

    def severe(self, campus):
        campus.replace("base/t.yaml", "moderate", "severe")

    def test_one_that_was_activated_after_the_last_word_runs_with_it_by_record(self, sitting):
        assert of_plan(sitting.plan()) is ExitCode.IN_SYNC

    def test_whether_a_changed_template_came_before_its_activation_is_to_be_looked_at(
        self, sitting
    ):
        self.severe(sitting)
        sitting.attest(HIGH)

        (step,) = by_hand(sitting)[RESIT].steps

        assert step.text.startswith("Look whether it was activated after template")
        assert of_plan(sitting.plan()) is ExitCode.UNKNOWN

    def test_a_changed_template_makes_it_stale_and_says_how_to_cycle_it(self, sitting):
        self.severe(sitting)
        person(sitting)
        person(sitting)  # now somebody has said what it runs with
        sitting.replace("base/t.yaml", "severe", "lenient")
        assert RESIT in by_hand(sitting)
        follow(sitting.sandbox, [by_hand(sitting)[HIGH]])
        sitting.attest(HIGH)
        (change,) = sitting.plan().plan.changes
        assert [(f.before, f.after, f.cause.why) for f in change.fields] == [
            ("severe", "lenient", Why.STALE)
        ]

        sheet = by_hand(sitting)[RESIT]

        assert sheet.page.startswith("Delivery > Schedule > ")
        assert sheet.steps[-1].text.startswith("Activate, then Activate again to confirm")
        assert any("Deactivate" in text for text in sheet.before)
        person(sitting)
        running = sitting.sandbox.state()["Schedules"]["ANAT-101-RESIT"]["ActiveSettings"]
        assert running["full_screen"] == 2
        assert of_plan(sitting.plan()) is ExitCode.IN_SYNC

    def test_once_somebody_has_started_it_is_not_to_be_touched(self, sitting):
        self.severe(sitting)
        sitting.sandbox.start_candidates(RESIT)

        sheet = by_hand(sitting)[RESIT]

        assert sheet.steps == ()
        assert sheet.before == (
            "Do not touch: a candidate has started; nothing can change any more",
        )

    def test_shortly_before_it_starts_it_is_not_to_be_touched(self, sitting):
        self.severe(sitting)
        starts = sitting.plan().plan.changes[-1].sitting.starts
        sitting.clock = lambda: starts - timedelta(hours=2)

        sheet = by_hand(sitting)[RESIT]

        assert sheet.steps == ()
        assert sheet.before[0].startswith("Do not touch: inside lead time")


def test_roles_by_hand_grant_before_they_revoke_and_open_menus_first(public):
    public.clear()
    public.write("base/r.yaml", (
        "kind: Role\ntitle: Marker\ntype: Admin\ncan: [void attempts]\n"
        "permissions: {Administration/Manage roles: false, Administration/Administration: false}\n"
    ))  # fmt: skip

    sheet = by_hand(public)["Role/Marker"]

    assert [step.text for step in sheet.steps] == [
        'Role type: choose "Admin"',
        "Tick Marking > Marking",
        "Tick Marking > Void attempts",
        "Clear Administration > Manage roles",
        "Clear Administration > Administration",
    ]
    assert "only the Cirrus Service Desk can repair it" in sheet.steps[3].caution


def test_an_inactive_add_on_is_told_and_nothing_else_is_planned(campus):
    campus.sandbox.set_proctorio(active=False)

    judged = campus.plan()

    assert judged.plan.changes == ()
    assert [problem.code for problem in judged.plan.problems] == ["add-on-inactive"]
    assert of_plan(judged) is ExitCode.ERROR
    with pytest.raises(ReconcilerError, match="ask the Cirrus Service Desk"):
        campus.apply()
    assert [r for r in campus.sandbox.requests() if r.writes] == []


def test_where_nobody_can_tell_of_new_keys_the_plan_says_what_they_take(public):
    notes = {str(note.ref): note.why for note in public.plan().plan.aside.noticed}

    assert "needs re-activation" in notes["Tenant/Proctorio"]


def test_no_channel_is_asked_to_read_what_is_by_hand(mixed):
    live = mixed.look().live

    assert not live.reach("Template").can(Action.READ)
    assert {ref.kind for ref in live.unread} == {"Template", "Role", "Assessment"}

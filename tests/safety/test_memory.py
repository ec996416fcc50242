"""What the ledger remembers of sittings, and of fields that are fought over."""

from datetime import timedelta

from reconciler import pipeline
from reconciler.model.exit_code import ExitCode, of_plan
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go, Wait

HIGH = "Template/high-stakes"
DRIFT = pipeline.Choice(refs=(Ref("Template", "high-stakes"),), drift=True)


def verdict(campus):
    return {str(change.ref): verdict for change, verdict in campus.look(DRIFT).judged}[HIGH]


def move(campus, actor="p.jansen"):
    campus.sandbox.edit(HIGH, {"Settings.verify_signature": True}, actor=actor)


def test_the_settings_of_every_sitting_are_on_record(office):
    memory = office.look().memory

    ran = memory.ran[Ref("Schedule", "MATH-101-MAIN")]

    assert ran[-1].settings["running.lock_down.full_screen"] == "lenient"
    assert sum(path.startswith("running.") for path in ran[-1].settings) >= 21
    assert Ref("Schedule", "ECON-201-MAIN") in memory.ran


def test_a_sitting_that_ran_keeps_its_record_when_its_template_changes(office):
    before = office.look().memory.ran[Ref("Schedule", "ECON-201-MAIN")]
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")

    office.apply()

    assert office.look().memory.ran[Ref("Schedule", "ECON-201-MAIN")] == before


def test_a_field_that_is_moved_again_and_again_is_no_longer_fought_over(office):
    for actor in ("p.jansen", "d.lee", "p.jansen"):
        move(office, actor)
        assert isinstance(verdict(office), Go)
        office.apply(choice=DRIFT)

    move(office)

    waits = verdict(office)
    assert isinstance(waits, Wait)
    assert "put right 3 times" in waits.why
    assert "p.jansen, d.lee" in waits.why
    assert of_plan(office.look(DRIFT).judged) is ExitCode.WAITING


def test_files_that_newly_say_what_they_want_end_the_fight(office):
    for _ in range(3):
        move(office)
        office.apply(choice=DRIFT)
    move(office)
    calm = pipeline.Choice(refs=(Ref("Template", "high-stakes"),))
    assert isinstance(verdict(office), Wait)

    office.replace("base/templates/high-stakes.yaml", "id: auto", "id: live, signature: true")

    verdicts = [verdict for _, verdict in office.look(calm).judged]
    assert verdicts == [Go()]


def test_an_excuse_leaves_a_deviation_alone_until_its_day(office):
    move(office)
    today = office.sandbox.now().date()
    office.excuse(Ref("Template", "high-stakes"), today, "pilot with signatures")

    waits = verdict(office)
    office.sandbox.set_clock(advance=timedelta(days=1))

    assert isinstance(waits, Wait)
    assert "pilot with signatures" in waits.why
    assert isinstance(verdict(office), Go)


def test_after_an_excuse_the_fight_starts_afresh(office):
    for _ in range(3):
        move(office)
        office.apply(choice=DRIFT)
    move(office)
    yesterday = office.sandbox.now().date() - timedelta(days=1)

    office.excuse(Ref("Template", "high-stakes"), yesterday, "talked to them")

    assert isinstance(verdict(office), Go)

"""The console channel against a tenant that speaks the gateway's contract."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from reconciler.errors import Ambiguous, Moved, PlatformError, Refused
from reconciler.model.observed import Features
from reconciler.model.reach import Action, Operation, Verb
from reconciler.model.ref import Ref
from reconciler.platform.routing import connect
from reconciler.platform.settings import Access
from reconciler.sandbox import Fault, Generated, Sandbox
from tests.platform.conftest import FAST, Loopback, console_of, endpoint, whole, yes

DRAFT = Ref("Schedule", "ANAT-101-ACC")
STRICT = Ref("Template", "high-stakes")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def proctoring(template: str | None = None, **overrides: int) -> dict[str, object]:
    return {
        "UseProctorIo": template is not None,
        "ProctorioTemplateExternalId": template,
        "Overrides": overrides,
    }


def test_features_name_the_actors(console):
    features = console.features()

    assert features.proctorio_active is True
    assert features.keys_changed_at.tzinfo is not None
    assert (features.actor, features.scheduler) == ("svc-console-gateway", "svc-scheduler")


@pytest.mark.parametrize("kind", ["Template", "Role", "Assessment", "Schedule"])
def test_every_kind_is_listed_and_reads_the_same_one_by_one(kind, console):
    for seen in console.observe(kind, (), whole):
        if seen.name is not None:
            assert console.read(Ref(kind, seen.name)) == seen


def test_what_is_not_there_reads_as_none(console):
    assert console.read(Ref("Schedule", "no such")) is None


def test_a_list_takes_one_request_a_page(hourglass):
    with Sandbox(seed=Generated(schedules=450)) as sandbox:
        access = Access(console=console_of(sandbox), pace=FAST)
        with connect(access, read_only=True, clock=hourglass.clock) as platform:
            seen = platform.observe("Schedule", (), whole)

            assert len(seen) == 450
            assert platform.requests == 3
            assert platform.writes == 0


def test_every_operation_answers_with_the_object_after(console, sandbox):
    settings = console.read(STRICT).raw["Settings"]
    role = Ref("Role", "Proctoring reviewer/1")
    new = Ref("Template", "new one")

    made = console.send(Operation(new, Verb.CREATE, {"Name": "N", "Settings": settings}), None)
    saved = console.send(Operation(new, Verb.SAVE, {"Name": "M", "Settings": settings}), made)
    gone = console.send(Operation(new, Verb.DELETE), saved)
    hired = console.send(Operation(role, Verb.CREATE, {"Title": role.name, "Type": "Author"}), None)
    moved = console.send(Operation(role, Verb.SAVE, {"Sorting": 40}), hired)
    permission = next(iter(moved.raw["Permissions"]))
    tick = {"Permission": permission, "Enabled": True}
    ticked = console.send(Operation(role, Verb.TICK, tick), moved)
    fired = console.send(Operation(role, Verb.DELETE), ticked)

    assert (made.raw["Name"], saved.raw["Name"], gone) == ("N", "M", None)
    assert (hired.raw["Type"], moved.raw["Sorting"]) == ("Author", 40)
    assert (ticked.raw["Permissions"][permission], fired) == (True, None)
    assert console.read(new) is None
    assert console.writes == 7
    assert len([request for request in sandbox.requests() if request.writes]) == 7


def test_assessment_option_and_schedule_proctoring_are_written(console):
    anatomy = Ref("Assessment", "ANAT-101")
    option = {"UseProctorIo": not console.read(anatomy).raw["UseProctorIo"]}
    tweaked = proctoring("open-book", full_screen=2)

    assessment = console.send(Operation(anatomy, Verb.SAVE, option), console.read(anatomy))
    schedule = console.send(Operation(DRAFT, Verb.SAVE, tweaked), console.read(DRAFT))

    assert assessment.raw["UseProctorIo"] == option["UseProctorIo"]
    assert {field: schedule.raw[field] for field in tweaked} == tweaked
    assert console.read(DRAFT) == schedule


def test_an_edit_in_between_is_not_run_over(console, sandbox):
    seen = console.read(DRAFT)
    sandbox.edit(str(DRAFT), {"Overrides": {"full_screen": 1}})

    with pytest.raises(Moved, match="it has changed since it was read"):
        console.send(Operation(DRAFT, Verb.SAVE, proctoring()), seen)

    assert console.read(DRAFT).raw["Overrides"] == {"full_screen": 1}


def test_without_versions_an_edit_in_between_is_found_by_looking_again(console, sandbox):
    sandbox.behave(versions=False)
    seen = console.read(DRAFT)
    sandbox.edit(str(DRAFT), {"Overrides": {"full_screen": 1}})

    assert seen.version is None
    with pytest.raises(Moved, match="Schedule/ANAT-101-ACC has changed since it was read"):
        console.send(Operation(DRAFT, Verb.SAVE, proctoring()), seen)
    assert console.writes == 0


def test_without_versions_an_untouched_object_is_written(console, sandbox):
    sandbox.behave(versions=False)

    after = console.send(Operation(DRAFT, Verb.SAVE, proctoring()), console.read(DRAFT))

    assert after.raw["UseProctorIo"] is False


def test_creating_what_exists_is_not_a_replacement(console):
    before = console.read(STRICT)
    body = {"Name": "Mine", "Settings": before.raw["Settings"]}

    with pytest.raises(Moved):
        console.send(Operation(STRICT, Verb.CREATE, body), None)
    role = Ref("Role", "Marker")
    with pytest.raises(Refused):
        console.send(Operation(role, Verb.CREATE, {"Title": "Marker", "Type": "Author"}), None)

    assert console.read(STRICT) == before


def test_a_rule_of_the_platform_is_quoted(console):
    default = Ref("Template", "NW-DEFAULT")
    seen = console.read(default)

    with pytest.raises(Refused, match=r"refused to delete Template/NW-DEFAULT: code .*default"):
        console.send(Operation(default, Verb.DELETE), seen)


def test_writing_what_is_gone_is_moved(console, sandbox):
    seen = console.read(Ref("Template", "toms-test"))
    sandbox.delete("Template/toms-test")

    with pytest.raises(Moved):
        console.send(Operation(Ref("Template", "toms-test"), Verb.DELETE), seen)


@pytest.mark.parametrize("kind", ["drop", "malformed", "truncated", "status"])
def test_a_write_that_was_done_and_not_answered_is_ambiguous(kind, console, sandbox):
    seen = console.read(DRAFT)
    sandbox.fault(Fault(kind, method="PATCH", after=True))

    with pytest.raises(Ambiguous):
        console.send(Operation(DRAFT, Verb.SAVE, proctoring()), seen)

    assert console.writes == 1
    assert console.read(DRAFT).raw["UseProctorIo"] is False


def test_a_write_that_was_done_on_another_object_is_ambiguous(hourglass):
    with Loopback([yes({"Title": "Marker"})]).running() as server:
        access = Access(console=endpoint(server.url))
        with (
            connect(access, read_only=False, clock=hourglass.clock) as platform,
            pytest.raises(Ambiguous, match="another object than Role/Invigilator"),
        ):
            platform.send(Operation(Ref("Role", "Invigilator"), Verb.SAVE, {}), None)


@pytest.mark.parametrize("kind", ["html", "oversized", "redirect"])
def test_a_list_behind_a_fault_that_stays_is_an_error(kind, console, sandbox):
    sandbox.fault(Fault(kind, path=r"/api/v1/console/roles", size=33 << 20, times=None))

    with pytest.raises(PlatformError, match="could not list roles over console"):
        console.observe("Role", (), whole)


@pytest.mark.parametrize("kind", ["drop", "malformed", "truncated", "status"])
def test_a_list_behind_a_fault_that_passes_is_read(kind, console, sandbox):
    sandbox.fault(Fault(kind, path=r"/api/v1/console/roles"))

    assert len(console.observe("Role", (), whole)) == 7


def test_the_audit_comes_newest_first_and_only_since_then(console, sandbox):
    seen = console.read(DRAFT)
    console.send(Operation(DRAFT, Verb.SAVE, proctoring("open-book")), seen)

    entries = list(console.audit(LONG_AGO))

    assert [entry.at for entry in entries] == sorted((e.at for e in entries), reverse=True)
    assert len(entries) > len(list(console.audit(sandbox.now()))) > 0
    ours = next(entry for entry in entries if entry.field == "ProctorioTemplateExternalId")
    assert ours.subject == str(DRAFT)
    assert (ours.actor, ours.via) == (console.features().actor, "gateway")
    assert (ours.before, ours.after) == ("high-stakes", "open-book")


def audited(field: str, **changes: object) -> dict[str, object]:
    entry: dict[str, object] = {
        "At": "2026-11-25T12:00:00",
        "Actor": "a",
        "Via": "console",
        "Object": "Role/x",
    }
    return entry | {"Field": field, "Before": None, "After": 1} | changes


def changes(fields: Iterable[int], total: int, number: int) -> bytes:
    items = [audited(str(field)) for field in fields]
    return yes({"Items": items, "Total": total, "Page": number, "PageSize": 200})


def test_the_audit_is_read_only_as_far_as_somebody_asks(hourglass):
    script = [changes(range(200), 600, 1), changes(range(199, 399), 600, 2)]
    with (
        Loopback(script).running() as server,
        connect(
            Access(console=endpoint(server.url)), read_only=True, clock=hourglass.clock
        ) as platform,
    ):
        audit = platform.audit(LONG_AGO)

        first = [next(audit).field for _ in range(200)]
        asked = len(server.asked)
        # A change came in between: the entry that moved to the next page comes once.
        more = [next(audit).field for _ in range(2)]

        assert first == [str(number) for number in range(200)]
        assert (asked, len(server.asked)) == (1, 2)
        assert more == ["200", "201"]


@pytest.mark.parametrize("entry", [{}, audited("x", At="yesterday"), audited("x", Actor=None)])
def test_an_audit_entry_that_is_none_is_refused(entry, hourglass):
    page = yes({"Items": [entry], "Total": 1, "Page": 1, "PageSize": 200})
    with Loopback([page]).running() as server:
        access = Access(console=endpoint(server.url))
        with (
            connect(access, read_only=True, clock=hourglass.clock) as platform,
            pytest.raises(PlatformError, match=r"audit|where a time belongs"),
        ):
            list(platform.audit(LONG_AGO))


def test_features_that_do_not_tell_are_refused(hourglass):
    with Loopback([yes({}), yes({"Proctorio": {"Active": False}})]).running() as server:
        access = Access(console=endpoint(server.url))
        with connect(access, read_only=True, clock=hourglass.clock) as platform:
            with pytest.raises(PlatformError, match="does not say whether Proctorio is active"):
                platform.features()
            assert platform.features() == Features(proctorio_active=False)


def test_a_verb_that_a_kind_does_not_have_is_refused_unsent(console):
    with pytest.raises(PlatformError, match="the console channel cannot delete Schedule/"):
        console.send(Operation(DRAFT, Verb.DELETE), None)

    assert console.requests == 0


def test_a_kind_that_the_gateway_does_not_know_is_not_empty(console):
    channel = console.channels["console"]

    with pytest.raises(PlatformError, match="knows no objects of kind Planet"):
        channel.observe("Planet", (), whole)
    with pytest.raises(PlatformError, match="knows no objects of kind Planet"):
        channel.read(Ref("Planet", "Pluto"))


def test_the_console_can_do_what_the_table_says(console):
    look = {Action.LIST, Action.READ, Action.WRITE, Action.VERSION}
    own = look | {Action.CREATE, Action.DELETE}

    assert console.reach("Template").actions == own
    assert console.reach("Role").actions == own
    assert console.reach("Assessment").actions == look
    assert console.reach("Schedule").actions == look | {Action.ACTIVATE, Action.DEACTIVATE}
    assert console.reach("Schedule").can_show("tweak.lock_down.full_screen")
    assert not console.reach("Planet").actions


def test_a_wrong_path_below_the_gateway_is_not_an_empty_tenant(sandbox, hourglass):
    access = Access(console=endpoint(f"{sandbox.console_url}/v9", sandbox.console_token))

    with (
        connect(access, read_only=True, clock=hourglass.clock) as platform,
        pytest.raises(PlatformError, match=r"no such path \(404\)|web page"),
    ):
        platform.observe("Role", (), whole)

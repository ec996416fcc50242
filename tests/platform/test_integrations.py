"""The public API, spoken exactly: what it cannot do is never faked, and no person gets through."""

import json
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from reconciler.errors import Ambiguous, Moved, PlatformError, Refused
from reconciler.model.observed import Features
from reconciler.model.reach import Action, Operation, Verb
from reconciler.model.ref import Ref
from reconciler.platform.routing import Routed, connect
from reconciler.platform.settings import Access
from reconciler.sandbox import Fault, Sandbox
from tests.platform.conftest import (
    FAST,
    NOW,
    Asked,
    Hourglass,
    Loopback,
    Script,
    endpoint,
    integrations_of,
    no,
    whole,
    yes,
)

DRAFT = Ref("Schedule", "ANAT-101-ACC")
ODD = Ref("Schedule", "HIST-210 résumé/2")
ON, OFF = True, False
SHOWN: dict[str, object] = {
    "ExternalId": "X",
    "Title": "X",
    "StartDateTime": "2026-12-06T09:00:00Z",
    "EndDateTime": "2026-12-06T12:00:00Z",
    "Hierarchy": {"ExternalId": "ROOT", "FullPath": "/"},
    "ArchiveState": 1,
    "IsActivated": False,
    "Candidates": [{"FirstName": "Ada", "LastName": "Lovelace"}],
}
CURLY = "Schedule hasn\u2019t been found by external id"


def save(
    template: object = None, ref: Ref = DRAFT, use: object = ON, **overrides: int
) -> Operation:
    body = {"UseProctorIo": use, "ProctorioTemplateExternalId": template, "Overrides": overrides}
    return Operation(ref, Verb.SAVE, body)


def stored(sandbox: Sandbox, ref: Ref) -> Any:
    return sandbox.state()["Schedules"][ref.name]


def one_that(sandbox: Sandbox, fits: Callable[[Any], object]) -> str:
    """The name of a schedule that fits."""
    schedules = sandbox.state()["Schedules"].values()
    return str(next(item["ExternalId"] for item in schedules if item["ExternalId"] and fits(item)))


def said(
    script: Script, hourglass: Hourglass, use: Callable[[Routed], object]
) -> tuple[Any, list[Asked]]:
    """What *use* brings back from a platform that answers by the script, and its requests."""
    with Loopback(script).running() as server:
        access = Access(integrations=endpoint(server.url), pace=FAST)
        with connect(access, read_only=False, clock=hourglass.clock) as platform:
            try:
                return use(platform), server.asked
            except PlatformError as error:
                return error, server.asked


def read_x(platform: Routed) -> object:
    return platform.read(Ref("Schedule", "X"))


def test_a_schedule_shows_documented_fields_and_counts_only(integrations, sandbox):
    seen = integrations.read(ODD)

    assert seen.name == ODD.name
    assert seen.version is None
    assert set(seen.raw) == {
        *("ExternalId", "Title", "StartDateTime", "EndDateTime"),
        *("Hierarchy", "ArchiveState", "IsActivated", "CandidatesTotal", "CandidatesStarted"),
    }
    live = stored(sandbox, ODD)
    assert seen.raw["CandidatesTotal"] == live["CandidatesTotal"] > 0


def test_whoever_has_started_is_counted(integrations, sandbox):
    running = Ref("Schedule", one_that(sandbox, lambda item: item["CandidatesStarted"]))

    seen = integrations.read(running)

    assert seen.raw["CandidatesStarted"] == stored(sandbox, running)["CandidatesStarted"]


def test_a_status_that_nobody_knows_counts_as_started(hourglass):
    rows = [{"Status": "NOT_STARTED"}, {"Status": "PAUSED"}]

    seen, _ = said([yes(SHOWN), yes(rows)], hourglass, read_x)

    assert (seen.raw["CandidatesTotal"], seen.raw["CandidatesStarted"]) == (2, 1)


def test_no_person_gets_through_not_even_into_an_error(hourglass):
    rows = [{"CandidateName": "Ada Lovelace", "PinCode": "4711"}]

    error, _ = said([yes(SHOWN), yes(rows)], hourglass, read_x)

    told = "".join(traceback.format_exception(error))
    assert str(error) == "the platform did not answer with a list of candidates"
    assert "Lovelace" not in told
    assert "4711" not in told


def test_a_schedule_without_a_board_has_unknown_counts(hourglass):
    seen, _ = said([yes(SHOWN), no(400, {"Code": 302})], hourglass, read_x)

    assert (seen.raw["CandidatesTotal"], seen.raw["CandidatesStarted"]) == (None, None)


def test_only_the_named_are_observed_and_only_those_that_exist(integrations):
    seen = integrations.observe("Schedule", ["no such", ODD.name, DRAFT.name, DRAFT.name], whole)

    assert [one.name for one in seen] == [DRAFT.name, ODD.name]


def test_one_that_cannot_be_read_fails_the_whole_observation(integrations, sandbox):
    sandbox.fault(Fault("html", path=".*ANAT-101-MAIN$", times=None))

    with pytest.raises(PlatformError, match="could not read Schedule/ANAT-101-MAIN"):
        integrations.observe("Schedule", [DRAFT.name, "ANAT-101-MAIN", ODD.name], whole)


@pytest.mark.parametrize(
    "errors",
    [
        [CURLY],
        ["Schedule hasn't been found by external id."],
        [{"Code": 301, "Error": "whatever"}],
        [{"Code": "301"}],
    ],
)
def test_absent_is_what_the_documented_errors_say(errors, hourglass):
    seen, _ = said([no(400, *errors)], hourglass, read_x)

    assert seen is None


@pytest.mark.parametrize(
    "errors",
    [
        [],
        ["Schedule not available"],
        ["Scheduler hasn't been set"],
        ["Hierarchy hasn't been found by external id"],
        [{"Code": 302, "Error": CURLY}],
        [{"Code": 301}, {"Code": 302}],
    ],
)
def test_every_other_no_is_an_error_and_never_absence(errors, hourglass):
    error, _ = said([no(400, *errors)], hourglass, read_x)

    assert type(error) is Refused
    assert "refused to read Schedule/X: " in str(error)


def test_an_assessment_is_read_and_may_be_absent(integrations):
    seen = integrations.read(Ref("Assessment", "ANAT-101"))

    assert seen.raw["IsPublished"] is True
    assert "UseProctorIo" not in seen.raw
    assert integrations.read(Ref("Assessment", "no such")) is None


def test_a_draft_is_written_with_everything_we_can_see_sent_back(integrations, sandbox):
    before = integrations.read(ODD)
    sandbox.reset_requests()

    after = integrations.send(save("open-book", ODD), before)

    patch = next(request for request in sandbox.requests() if request.method == "PATCH")
    assert json.loads(patch.body) == {
        "StartDateTime": before.raw["StartDateTime"],
        "EndDateTime": before.raw["EndDateTime"],
        "Title": before.raw["Title"],
        "HierarchyExternalId": before.raw["Hierarchy"]["ExternalId"],
        "UseProctorIo": True,
        "ProctorioTemplateExternalId": "open-book",
    }
    methods = [request.method for request in sandbox.requests()]
    assert methods == ["GET", "PATCH", "GET", "GET"]
    assert after == before
    live = stored(sandbox, ODD)
    assert (live["UseProctorIo"], live["ProctorioTemplateExternalId"]) == (True, "open-book")


def test_the_default_template_is_left_out_where_the_site_does_not_name_it(integrations, sandbox):
    integrations.send(save(), integrations.read(DRAFT))

    patch = next(request for request in sandbox.requests() if request.method == "PATCH")
    assert "ProctorioTemplateExternalId" not in json.loads(patch.body)
    assert stored(sandbox, DRAFT)["ProctorioTemplateExternalId"] is None


def test_the_default_template_is_sent_where_the_site_names_it(sandbox, hourglass):
    access = Access(integrations=integrations_of(sandbox), pace=FAST, default_template="NW-DEFAULT")
    with connect(access, read_only=False, clock=hourglass.clock) as platform:
        platform.send(save(use=OFF), platform.read(DRAFT))

    live = stored(sandbox, DRAFT)
    assert (live["UseProctorIo"], live["ProctorioTemplateExternalId"]) == (False, "NW-DEFAULT")


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (save(full_screen=1), "the integrations channel has no tweaks"),
        (save("open-book", use=None), "nobody says whether it uses Proctorio"),
        (Operation(DRAFT, Verb.DELETE), "the integrations channel cannot delete Schedule/"),
        (Operation(Ref("Role", "x"), Verb.SAVE), "the integrations channel cannot save Role/x"),
    ],
)
def test_what_it_cannot_do_is_refused_unsent(operation, words, sandbox, hourglass):
    everything = {"schedules": "integrations", "roles": "integrations"}
    access = Access(integrations=integrations_of(sandbox), channels=everything)

    with (
        connect(access, read_only=False, clock=hourglass.clock) as platform,
        pytest.raises(Refused, match=words),
    ):
        platform.send(operation, None)
    assert sandbox.requests() == ()


def test_an_activated_schedule_is_not_written(integrations, sandbox):
    active = Ref("Schedule", one_that(sandbox, lambda item: item["IsActivated"]))

    with pytest.raises(Refused, match="it is activated, and only drafts can be changed"):
        integrations.send(save(ref=active), None)

    assert integrations.writes == 0


def test_an_archived_schedule_is_not_written(hourglass):
    error, asked = said(
        [yes(SHOWN | {"ArchiveState": 2})], hourglass, lambda p: p.send(save(ref=X), None)
    )

    assert "it is archived, and only drafts can be changed" in str(error)
    assert len(asked) == 1


X = Ref("Schedule", "X")
PATCHED = yes("X")
BOARD = yes([])
GONE = no(400, {"Code": 301})


def test_an_edit_since_it_was_seen_is_not_run_over(integrations, sandbox):
    seen = integrations.read(DRAFT)
    sandbox.edit(str(DRAFT), {"Title": "Renamed"})

    with pytest.raises(Moved, match="has changed since it was read: Title"):
        integrations.send(save(), seen)

    assert integrations.writes == 0


@pytest.mark.parametrize("script", [[GONE], [yes(SHOWN), GONE]])
def test_a_schedule_that_is_gone_is_moved(script, hourglass):
    error, _ = said(script, hourglass, lambda p: p.send(save(ref=X), None))

    assert type(error) is Moved


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ([yes(SHOWN | {"Title": "Y"}), BOARD], "but Title changed at the same time"),
        ([GONE], "is gone right after"),
        ([no(403)], "cannot be read after that"),
    ],
)
def test_a_write_that_does_not_show_as_it_should_is_ambiguous(after, words, hourglass):
    script = [yes(SHOWN), PATCHED, *after]

    error, _ = said(script, hourglass, lambda p: p.send(save(ref=X), None))

    assert type(error) is Ambiguous
    assert words in str(error)


def test_another_spelling_of_the_same_moment_is_no_change(hourglass):
    after = SHOWN | {"StartDateTime": "2026-12-06T09:00:00.000Z"}

    seen, _ = said(
        [yes(SHOWN), PATCHED, yes(after), BOARD], hourglass, lambda p: p.send(save(ref=X), None)
    )

    assert seen.raw["StartDateTime"] == after["StartDateTime"]


def test_a_time_that_is_none_is_compared_as_it_stands(hourglass):
    strange = SHOWN | {"StartDateTime": "some day", "EndDateTime": None, "Hierarchy": None}

    _, asked = said(
        [yes(strange), PATCHED, yes(strange), BOARD],
        hourglass,
        lambda p: p.send(save(ref=X), None),
    )

    assert json.loads(asked[1].body) == {
        "StartDateTime": "some day",
        "Title": "X",
        "UseProctorIo": True,
    }


def test_a_patch_without_an_answer_is_ambiguous_and_sent_once(integrations, sandbox):
    seen = integrations.read(DRAFT)
    sandbox.fault(Fault("drop", method="PATCH", after=True))

    with pytest.raises(Ambiguous):
        integrations.send(save(use=OFF), seen)

    assert integrations.writes == 1


def test_a_no_to_the_patch_is_quoted(integrations):
    with pytest.raises(Refused, match="Proctorio template hasn\u2019t been found by external id"):
        integrations.send(save("no such"), integrations.read(DRAFT))


@pytest.mark.parametrize("content", [None, [], 7, SHOWN | {"ExternalId": "Y"}, {"ExternalId": "X"}])
def test_an_answer_with_something_else_is_refused(content, hourglass):
    error, _ = said([yes(content)], hourglass, read_x)

    assert type(error) is PlatformError
    assert "Schedule/X" in str(error)


def test_an_answer_with_another_assessment_is_refused(hourglass):
    error, _ = said([yes({"ExternalId": "Y"})], hourglass, lambda p: p.read(Ref("Assessment", "X")))

    assert str(error) == "the platform answered with another object than Assessment/X"


def test_it_tells_neither_features_nor_audit(integrations):
    assert integrations.features() == Features()
    assert list(integrations.audit(NOW)) == []
    channel = integrations.channels["integrations"]
    assert channel.features() == Features()
    assert list(channel.audit(NOW)) == []
    assert integrations.requests == 0


def test_a_kind_that_it_does_not_reach_is_not_empty(sandbox):
    access = Access(integrations=integrations_of(sandbox), channels={"roles": "integrations"})

    with (
        connect(access, read_only=True) as platform,
        pytest.raises(PlatformError, match="the integrations channel cannot reach Role/Marker"),
    ):
        platform.observe("Role", ["Marker"], whole)


def test_it_can_do_what_the_table_says(integrations):
    schedules = integrations.reach("Schedule")

    assert schedules.actions == {Action.READ, Action.WRITE, Action.ACTIVATE}
    assert schedules.can_write("proctoring")
    assert schedules.can_write("template")
    assert not schedules.can_write("tweak.lock_down.full_screen")
    assert not schedules.can_show("proctoring")
    assert integrations.reach("Assessment").actions == {Action.READ}
    assert not integrations.reach("Template").actions
    assert not integrations.reach("Role").actions

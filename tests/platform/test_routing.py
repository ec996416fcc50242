"""For each kind the best channel there is, or the one that the site chose."""

import pytest

from reconciler.errors import PlatformError
from reconciler.model.reach import NOWHERE, Action, Operation, Verb
from reconciler.model.ref import Ref
from reconciler.platform.routing import connect
from reconciler.platform.settings import Access, Pace
from tests.platform.conftest import FAST, console_of, integrations_of, whole

KINDS = ("Template", "Role", "Assessment", "Schedule")


@pytest.fixture
def both(sandbox):
    return Access(integrations_of(sandbox), console_of(sandbox), pace=FAST)


def test_the_console_comes_before_the_public_api(both):
    with connect(both, read_only=True) as platform:
        assert {platform.reach(kind).channel for kind in KINDS} == {"console"}


def test_the_public_api_alone_reaches_what_it_can(sandbox):
    with connect(Access(integrations=integrations_of(sandbox)), read_only=True) as platform:
        reached = {kind: platform.reach(kind).channel for kind in KINDS}

    assert reached == {
        "Template": "none",
        "Role": "none",
        "Assessment": "integrations",
        "Schedule": "integrations",
    }


def test_a_chosen_channel_does_everything_of_its_kind(both, sandbox):
    chosen = Access(both.integrations, both.console, {"schedules": "integrations"}, FAST)

    with connect(chosen, read_only=True) as platform:
        assert not platform.reach("Schedule").can(Action.LIST)
        assert platform.reach("Template").channel == "console"
        platform.observe("Schedule", ["ANAT-101-ACC"], whole)
        platform.read(Ref("Schedule", "ANAT-101-ACC"))

    assert {request.api for request in sandbox.requests()} == {"integrations"}


def test_what_the_site_leaves_to_people_has_no_channel(both):
    chosen = Access(both.integrations, both.console, {"roles": "runbook"}, FAST)
    role = Ref("Role", "Marker")

    with connect(chosen, read_only=True) as platform:
        assert platform.reach("Role").channel == "runbook"
        assert platform.reach("Role").actions == frozenset()
        with pytest.raises(PlatformError, match="no channel of this environment can read Role/"):
            platform.read(role)
        with pytest.raises(PlatformError, match="can list objects of kind Role: it is done by"):
            platform.observe("Role", (), whole)
        with pytest.raises(PlatformError, match="can delete Role/Marker: it is done by hand"):
            platform.send(Operation(role, Verb.DELETE), None)
        assert platform.requests == 0


def test_features_and_audit_come_from_the_console_whatever_is_chosen(both, sandbox):
    chosen = dict.fromkeys(("templates", "roles", "assessments", "schedules"), "runbook")

    with connect(Access(None, both.console, chosen, FAST), read_only=True) as platform:
        assert platform.features().proctorio_active is True
        assert list(platform.audit(sandbox.now())) == []


def test_without_channels_nothing_is_reached():
    with connect(Access(), read_only=True) as platform:
        assert platform.reach("Schedule") == NOWHERE
        assert (platform.requests, platform.writes) == (0, 0)


@pytest.mark.parametrize(
    ("channels", "words"),
    [
        ({"templates": "integrations"}, "chooses 'integrations' for templates, which this env"),
        ({"templates": "telepathy"}, "it takes console, runbook"),
        ({"Template": "console"}, "takes templates, roles, assessments, schedules"),
    ],
)
def test_a_choice_that_cannot_be_is_named(channels, words, sandbox):
    access = Access(console=console_of(sandbox), channels=channels)

    with pytest.raises(PlatformError, match=words), connect(access, read_only=True):
        pass


def test_both_channels_share_one_pace(sandbox, hourglass):
    access = Access(
        integrations_of(sandbox),
        console_of(sandbox),
        {"schedules": "integrations"},
        Pace(requests_per_second=2, in_flight=8),
    )

    with connect(access, read_only=True, clock=hourglass.clock) as platform:
        platform.read(Ref("Schedule", "ANAT-101-ACC"))
        platform.read(Ref("Role", "Marker"))

    assert hourglass.slept == [1]

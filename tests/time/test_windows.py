"""Which windows an environment has: the region's without those switched off, and its own."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from reconciler.model.environment import Environment
from reconciler.model.quiet import quiet_at
from reconciler.model.site import Site
from reconciler.model.windows import regions, windows

RELEASE = "cirrus-release"
MAINTENANCE = "cirrus-maintenance"
FREEZE = {"from": "2026-12-14T00:00", "until": "2026-12-19T00:00", "why": "exam week"}
TEACHING = {"weekly": "Mon 08:00-18:00", "why": "teaching hours"}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of(region="eu", time_zone="Europe/Amsterdam", **environment):
    site = Site.model_validate(
        {
            "kind": "Site",
            "name": "Northwood University",
            "time_zone": time_zone,
            "region": region,
            "environments": {"production": environment},
        }
    )
    return windows(site, site.environments["production"])


def test_every_region_brings_both_windows():
    assert sorted(regions()) == sorted(get_args(Site.model_fields["region"].annotation))
    assert {tuple(region.quiet) for region in regions().values()} == {(RELEASE, MAINTENANCE)}


def test_every_regional_window_can_be_switched_off():
    (switches,) = get_args(Environment.model_fields["quiet_off"].annotation)

    assert sorted(get_args(switches)) == sorted([RELEASE, MAINTENANCE])


@pytest.mark.parametrize(
    ("off", "left"),
    [
        pytest.param([], [RELEASE, MAINTENANCE], id="none"),
        pytest.param([RELEASE], [MAINTENANCE], id="release"),
        pytest.param([MAINTENANCE], [RELEASE], id="maintenance"),
        pytest.param([MAINTENANCE, RELEASE], [], id="both"),
    ],
)
def test_what_is_switched_off_is_left_out(off, left):
    assert [window.name for window in of(quiet_off=off)] == left


def test_the_sites_own_windows_come_after_and_are_named_by_their_times():
    found = of(quiet=[TEACHING, FREEZE])

    assert [str(window) for window in found[2:]] == [
        "quiet window Mon 08:00-18:00 (teaching hours)",
        "quiet window 2026-12-14 00:00 to 2026-12-19 00:00 (exam week)",
    ]


def test_the_regions_windows_keep_its_zone_and_the_sites_have_their_own():
    found = of(region="eu", time_zone="America/Toronto", quiet=[TEACHING])

    amsterdam, toronto = ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/Toronto")
    assert [window.zone for window in found] == [amsterdam, amsterdam, toronto]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "CEST", ""])
def test_an_unknown_zone_never_becomes_another(zone):
    with pytest.raises((ZoneInfoNotFoundError, ValueError)):
        of(time_zone=zone)


@pytest.mark.parametrize(
    ("region", "name", "since"),
    [
        pytest.param("eu", RELEASE, "2026-01-13T04:30", id="eu release, winter"),
        pytest.param("eu", RELEASE, "2026-07-14T03:30", id="eu release, summer"),
        pytest.param("eu", RELEASE, "2028-02-29T04:30", id="eu release, leap day"),
        pytest.param("ca", RELEASE, "2026-01-13T04:30", id="ca release, winter"),
        pytest.param("ca", RELEASE, "2026-07-14T03:30", id="ca release, summer"),
        pytest.param("sg", RELEASE, "2026-01-13T12:30", id="sg release"),
        pytest.param("sg", RELEASE, "2026-07-14T12:30", id="sg release, no summer time"),
        pytest.param("au", RELEASE, "2026-01-12T12:30", id="au release, summer"),
        pytest.param("au", RELEASE, "2026-07-13T13:30", id="au release, winter"),
        pytest.param("eu", MAINTENANCE, "2026-01-11T02:00", id="eu maintenance, winter"),
        pytest.param("eu", MAINTENANCE, "2026-03-29T01:00", id="eu maintenance, clocks forward"),
        pytest.param("eu", MAINTENANCE, "2026-10-25T02:00", id="eu maintenance, clocks back"),
        pytest.param("ca", MAINTENANCE, "2026-01-11T08:00", id="ca maintenance, winter"),
        pytest.param("ca", MAINTENANCE, "2026-03-08T07:00", id="ca maintenance, clocks forward"),
        pytest.param("ca", MAINTENANCE, "2026-11-01T08:00", id="ca maintenance, clocks back"),
        pytest.param("sg", MAINTENANCE, "2026-01-10T19:00", id="sg maintenance"),
        pytest.param("au", MAINTENANCE, "2026-01-10T16:00", id="au maintenance, summer"),
        pytest.param("au", MAINTENANCE, "2026-10-03T16:00", id="au maintenance, clocks forward"),
        pytest.param("au", MAINTENANCE, "2026-04-04T17:00", id="au maintenance, clocks back"),
    ],
)
def test_a_regional_window_is_two_and_a_half_hours_of_the_regions_clock(region, name, since):
    found = quiet_at(of(region=region), utc(since) + timedelta(hours=1))

    assert found
    assert found.window.name == name
    assert (found.since, found.until) == (utc(since), utc(since) + timedelta(hours=2.5))

"""A list is taken whole or not at all."""

from collections.abc import Iterable
from typing import Any

import pytest

from reconciler.errors import PlatformError
from reconciler.platform.routing import connect
from reconciler.platform.settings import Access, Pace
from tests.platform.conftest import Hourglass, Loopback, Script, endpoint, whole, yes


def roles(numbers: Iterable[int]) -> list[dict[str, object]]:
    return [{"Title": f"role {number}", "Version": 1} for number in numbers]


def page(items: object, total: int, number: int = 1) -> bytes:
    return yes({"Items": items, "Total": total, "Page": number, "PageSize": 200})


FIRST = page(roles(range(200)), 250)
SECOND = page(roles(range(200, 250)), 250, 2)


def listed(script: Script, hourglass: Hourglass, kind: str = "Role") -> tuple[Any, Loopback]:
    with Loopback(script).running() as server:
        access = Access(console=endpoint(server.url), pace=Pace(1000, 8))
        with connect(access, read_only=True, clock=hourglass.clock) as platform:
            try:
                return platform.observe(kind, (), whole), server
            except PlatformError as error:
                return str(error), server


def test_a_list_is_read_over_all_its_pages(hourglass):
    seen, server = listed([FIRST, SECOND], hourglass)

    assert [one.name for one in seen] == [f"role {number}" for number in range(250)]
    assert {one.version for one in seen} == {"1"}
    assert [asked.line.split("?")[1] for asked in server.asked] == [
        "Page=1&PageSize=200 HTTP/1.1",
        "Page=2&PageSize=200 HTTP/1.1",
    ]


def test_an_empty_list_takes_one_request(hourglass):
    seen, server = listed([page([], 0)], hourglass)

    assert seen == []
    assert len(server.asked) == 1


TORN = {
    "an empty page while there should be more": page([], 250, 2),
    "a short page": page(roles(range(200, 240)), 250, 2),
    "another total": page(roles(range(200, 251)), 251, 2),
    "an object of the page before": page(roles(range(199, 249)), 250, 2),
    "more than there should be": page(roles(range(200, 260)), 250, 2),
}


@pytest.mark.parametrize("torn", TORN.values(), ids=TORN.keys())
def test_pages_that_do_not_fit_are_read_again(torn, hourglass):
    seen, server = listed([FIRST, torn, FIRST, SECOND], hourglass)

    assert len(seen) == 250
    assert len(server.asked) == 4


@pytest.mark.parametrize("torn", TORN.values(), ids=TORN.keys())
def test_pages_that_never_fit_are_not_taken_for_the_whole(torn, hourglass):
    error, server = listed([FIRST, torn, FIRST, torn], hourglass)

    assert error.startswith("the list of roles cannot be read whole: ")
    assert error.endswith("twice; try again later")
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"Items": []},
        {"Items": {}, "Total": 0, "Page": 1},
        {"Items": [], "Total": 0, "Page": 2},
        {"Items": [], "Total": -1, "Page": 1},
        {"Items": ["role"], "Total": 1, "Page": 1},
        {"Items": [], "Total": 10**9, "Page": 1},
    ],
)
def test_what_is_not_a_page_is_refused(content, hourglass):
    error, server = listed([yes(content)], hourglass)

    assert error == "page 1 of the list of roles is not a page: nothing was read"
    assert len(server.asked) == 1


@pytest.mark.parametrize("item", [{}, {"Title": None}, {"Title": ""}, {"Title": 7}])
def test_an_item_without_its_key_is_refused(item, hourglass):
    error, _ = listed([page([item], 1)], hourglass)

    assert error == "one of the roles has no Title"


def test_a_version_that_is_not_a_number_is_refused(hourglass):
    error, _ = listed([page([{"Title": "x", "Version": "1"}], 1)], hourglass)

    assert error == "one of the roles has a Version that is not a number"


def test_schedules_without_an_external_id_are_listed_without_a_name(hourglass):
    items = [{"ExternalId": None}, {"ExternalId": None}, {"ExternalId": "A"}]

    seen, _ = listed([page(items, 3)], hourglass, "Schedule")

    assert [one.name for one in seen] == [None, None, "A"]

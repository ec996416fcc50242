"""Reads a list over its pages, and takes it only whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from reconciler.errors import PlatformError
from reconciler.model.observed import Raw

PAGE_SIZE = 200
LARGEST_LIST = 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, its shape checked."""

    items: tuple[Raw, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Torn:
    """The pages do not fit together: the list moved while it was read, or was cut short."""

    why: str


Fetch = Callable[[int], Page]
KeyOf = Callable[[Raw], str | None]


def page(content: object, number: int, name: str) -> Page:
    """The content of an answer as page *number* of a list; raises PlatformError if it is not."""
    match content:
        case {"Items": list() as items, "Total": int() as total, "Page": int() as echoed} if (
            echoed == number and 0 <= total <= LARGEST_LIST
        ):
            if all(isinstance(item, Mapping) for item in items):
                return Page(tuple(items), total)
    raise PlatformError(f"page {number} of the list of {name} is not a page: nothing was read")


def whole(fetch: Fetch, key_of: KeyOf, name: str, abreast: int) -> tuple[Raw, ...]:
    """All items of a list, read once more from the start if the pages do not fit together.

    After the first page, *abreast* of them are asked for at the same time.

    Raises PlatformError if they do not fit the second time either.
    """
    found = _gathered(fetch, key_of, abreast)
    if isinstance(found, Torn):
        found = _gathered(fetch, key_of, abreast)
    if isinstance(found, Torn):
        raise PlatformError(
            f"the list of {name} cannot be read whole: {found.why}, twice; try again later"
        )
    return found


def _gathered(fetch: Fetch, key_of: KeyOf, abreast: int) -> tuple[Raw, ...] | Torn:
    first = fetch(1)
    items = list(first.items)
    for following in _side_by_side(fetch, range(2, -(-first.total // PAGE_SIZE) + 1), abreast):
        if following.total != first.total:
            return Torn(f"its total went from {first.total} to {following.total} between pages")
        items += following.items
    return _fitting(items, first.total, key_of)


def _side_by_side(fetch: Fetch, numbers: Sequence[int], abreast: int) -> list[Page]:
    """The pages in their order; a list of few is not worth a thread."""
    if len(numbers) < 2 or abreast < 2:  # noqa: PLR2004 -- nothing to ask side by side
        return [fetch(number) for number in numbers]
    with ThreadPoolExecutor(abreast) as pool:
        return list(pool.map(fetch, numbers))


def _fitting(items: list[Raw], total: int, key_of: KeyOf) -> tuple[Raw, ...] | Torn:
    if len(items) != total:
        return Torn(f"it holds {len(items)} of the {total} that it says it has")
    keys = [key for key in map(key_of, items) if key is not None]
    if len(set(keys)) != len(keys):
        return Torn("one object came twice")
    return tuple(items)


def pages(fetch: Fetch) -> Iterator[Page]:
    """Page after page, as far as the first page's total goes and somebody asks for more."""
    first = fetch(1)
    yield first
    for number in range(2, -(-first.total // PAGE_SIZE) + 1):
        yield fetch(number)

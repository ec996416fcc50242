"""Reads a list over its pages, and takes it only whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic

from reconciler.errors import PlatformError
from reconciler.model.observed import Raw
from reconciler.platform.port import Kept

PAGE_SIZE = 200
LARGEST_LIST = 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, its shape checked."""

    items: Sequence[Raw]
    total: int


@dataclass(frozen=True, slots=True)
class Part(Generic[Kept]):
    """What was kept of one page: its objects' names, None where one has none, and what is theirs.

    The answer itself is let go with its page, so that a long list takes no more than it keeps.
    """

    names: Sequence[str | None]
    kept: Sequence[Kept]
    total: int


@dataclass(frozen=True, slots=True)
class Torn:
    """The pages do not fit together: the list moved while it was read, or was cut short."""

    why: str


Fetch = Callable[[int], Page]
FetchPart = Callable[[int], Part[Kept]]


def page(content: object, number: int, name: str) -> Page:
    """The content of an answer as page *number* of a list; raises PlatformError if it is not."""
    match content:
        case {"Items": list() as items, "Total": int() as total, "Page": int() as echoed} if (
            echoed == number and 0 <= total <= LARGEST_LIST
        ):
            if all(isinstance(item, Mapping) for item in items):
                return Page(items, total)
    raise PlatformError(f"page {number} of the list of {name} is not a page: nothing was read")


def whole(fetch: FetchPart[Kept], name: str, abreast: int) -> list[Kept]:
    """All that is kept of a list, read once more from the start if the pages do not fit together.

    After the first page, *abreast* of them are asked for at the same time.

    Raises PlatformError if they do not fit the second time either.
    """
    found = _gathered(fetch, abreast)
    if isinstance(found, Torn):
        found = _gathered(fetch, abreast)
    if isinstance(found, Torn):
        raise PlatformError(
            f"the list of {name} cannot be read whole: {found.why}, twice; try again later"
        )
    return found


def _gathered(fetch: FetchPart[Kept], abreast: int) -> list[Kept] | Torn:
    first = fetch(1)
    names, kept = list(first.names), list(first.kept)
    for following in _side_by_side(fetch, range(2, -(-first.total // PAGE_SIZE) + 1), abreast):
        if following.total != first.total:
            return Torn(f"its total went from {first.total} to {following.total} between pages")
        names += following.names
        kept += following.kept
    return _torn(names, first.total) or kept


def _side_by_side(
    fetch: FetchPart[Kept], numbers: Sequence[int], abreast: int
) -> Iterable[Part[Kept]]:
    """The pages in their order; a list of few is not worth a thread."""
    if len(numbers) < 2 or abreast < 2:  # noqa: PLR2004 -- nothing to ask side by side
        return map(fetch, numbers)
    with ThreadPoolExecutor(abreast) as pool:
        return list(pool.map(fetch, numbers))


def _torn(names: Sequence[str | None], total: int) -> Torn | None:
    if len(names) != total:
        return Torn(f"it holds {len(names)} of the {total} that it says it has")
    known = [name for name in names if name is not None]
    return Torn("one object came twice") if len(set(known)) != len(known) else None


def pages(fetch: Fetch) -> Iterator[Page]:
    """Page after page, as far as the first page's total goes and somebody asks for more."""
    first = fetch(1)
    yield first
    for number in range(2, -(-first.total // PAGE_SIZE) + 1):
        yield fetch(number)

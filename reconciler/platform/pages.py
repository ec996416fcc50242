"""Reads a list over its pages, and takes it only whole."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

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
class Torn:
    """The pages do not fit together: the list moved while it was read, or was cut short."""

    why: str


Fetch = Callable[[int], Page]
Keep = Callable[[Raw], tuple[str | None, Kept]]


def page(content: object, number: int, name: str) -> Page:
    """The content of an answer as page *number* of a list; raises PlatformError if it is not."""
    match content:
        case {"Items": list() as items, "Total": int() as total, "Page": int() as echoed} if (
            echoed == number and 0 <= total <= LARGEST_LIST
        ):
            if all(isinstance(item, Mapping) for item in items):
                return Page(items, total)
    raise PlatformError(f"page {number} of the list of {name} is not a page: nothing was read")


def whole(fetch: Fetch, keep: Keep[Kept], name: str, abreast: int) -> list[Kept]:
    """What *keep* makes of the items of a list, beside the name of each, None where it has none.

    After the first page, *abreast* of them are asked for at the same time, and hardly more are held
    at any moment: of a long list, only what is kept grows. Pages that do not fit together are read
    once more from the start; raises PlatformError if they do not fit the second time either.
    """
    found = _gathered(fetch, keep, abreast)
    if isinstance(found, Torn):
        found = _gathered(fetch, keep, abreast)
    if isinstance(found, Torn):
        raise PlatformError(
            f"the list of {name} cannot be read whole: {found.why}, twice; try again later"
        )
    return found


def _gathered(fetch: Fetch, keep: Keep[Kept], abreast: int) -> list[Kept] | Torn:
    names: list[str | None] = []
    kept: list[Kept] = []
    total = None
    for found in _one_by_one(fetch, abreast):
        if total not in (None, found.total):
            return Torn(f"its total went from {total} to {found.total} between pages")
        total = found.total
        for name, one in map(keep, found.items):
            names.append(name)
            kept.append(one)
    return _torn(names, total) or kept


def _one_by_one(fetch: Fetch, abreast: int) -> Iterator[Page]:
    """The pages in their order, some fetched ahead; a list of few is not worth a thread."""
    first = fetch(1)
    yield first
    numbers = range(2, -(-first.total // PAGE_SIZE) + 1)
    if len(numbers) < 2 or abreast < 2:  # noqa: PLR2004 -- nothing to ask side by side
        yield from map(fetch, numbers)
        return
    ahead: deque[Future[Page]] = deque()
    with ThreadPoolExecutor(abreast) as pool:
        for number in numbers:
            ahead.append(pool.submit(fetch, number))
            if len(ahead) > abreast:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _torn(names: Sequence[str | None], total: int | None) -> Torn | None:
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

"""The console gateway as a channel: everything that the Admin console can do."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from http import HTTPStatus

from reconciler.errors import Ambiguous, Moved, PlatformError
from reconciler.model.observed import AuditEntry, Features, Raw, Seen
from reconciler.model.ref import Ref
from reconciler.platform import routes
from reconciler.platform.moments import written
from reconciler.platform.pages import PAGE_SIZE, Page, page, pages, whole
from reconciler.platform.port import Kept, Operation, Reach, Verb
from reconciler.platform.request import Method, Request, segment
from reconciler.platform.routes import LISTINGS, OPERATIONS, Listing
from reconciler.platform.shapes import json_object
from reconciler.platform.tidings import audit_entry, features
from reconciler.platform.wire import Wire

# What a gateway without versions may show otherwise although nobody changed the configuration.
COUNTS = frozenset({"Users", "CandidatesTotal", "CandidatesStarted", "State"})
NO_FILTER: Mapping[str, str] = {}


class Console:
    """A tenant over its console gateway; a Platform.

    *abreast* is how many pages of a list are read at the same time.
    """

    def __init__(self, wire: Wire, abreast: int) -> None:
        self._wire = wire
        self._abreast = abreast

    def reach(self, kind: str) -> Reach:
        """What can be done with the objects of a kind."""
        return routes.reach(kind)

    def features(self) -> Features:
        """What the tenant says of itself."""
        return features(self._get(Request("GET", "/features", "read the features of the tenant")))

    def observe(
        self, kind: str, names: Collection[str], keep: Callable[[Seen], Kept]
    ) -> list[Kept]:
        """All objects of a kind, whatever the *names*; what a page held beside that is let go."""
        del names
        listing = _listing(kind)

        def kept(item: Raw) -> tuple[str | None, Kept]:
            seen = _seen(item, listing)
            return seen.name, keep(seen)

        return whole(
            lambda number: self._page(listing.path, listing.name, number),
            kept,
            listing.name,
            self._abreast,
        )

    def read(self, ref: Ref) -> Seen | None:
        """One object as it is now; None when there is none."""
        listing = _listing(ref.kind)
        request = Request("GET", f"{listing.path}/{segment(ref.name)}", f"read {ref}")
        answer = self._wire.ask(request)
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        return _object(self._wire.accept(answer, request), ref)

    def send(self, operation: Operation, seen: Seen | None) -> Seen | None:
        """Do one operation on the object as *seen*; the object after, None when it is gone."""
        if seen is not None and seen.version is None:
            self._still(operation.ref, seen)
        request = _request(operation, seen)
        content = self._wire.accept(self._wire.ask(request), request)
        if operation.verb is Verb.DELETE:
            return None
        try:
            return _object(content, operation.ref)
        except PlatformError as error:
            raise Ambiguous(f"{error}; it was written, so look before it is tried again") from error

    def audit(self, since: datetime) -> Iterator[AuditEntry]:
        """Changes since a moment, newest first, read only as far as they are asked for."""
        query = {"Since": written(since)}
        earlier: list[AuditEntry] = []
        for part in pages(lambda number: self._page("/audit", "changes", number, query)):
            entries = [audit_entry(item) for item in part.items]
            # A change made while we read moves entries to the next page: they come once.
            yield from (entry for entry in entries if entry.at >= since and entry not in earlier)
            earlier = entries

    def _page(
        self, path: str, name: str, number: int, query: Mapping[str, str] = NO_FILTER
    ) -> Page:
        paging = {"Page": str(number), "PageSize": str(PAGE_SIZE)}
        request = Request("GET", path, f"list {name}", {**query, **paging})
        return page(self._get(request), number, name)

    def _get(self, request: Request) -> object:
        return self._wire.accept(self._wire.ask(request), request)

    def _still(self, ref: Ref, seen: Seen) -> None:
        # No version to send along: looking again right before is the next best thing.
        now = self.read(ref)
        if now is None or _configured(now.raw) != _configured(seen.raw):
            raise Moved(f"{ref} has changed since it was read")


def _request(operation: Operation, seen: Seen | None) -> Request:
    ref, verb = operation.ref, operation.verb
    if (ref.kind, verb) not in OPERATIONS:
        raise PlatformError(f"the console channel cannot {verb} {ref}")
    method, path = OPERATIONS[ref.kind, verb]
    return Request(
        method,
        path.format(key=segment(ref.name)),
        f"{verb} {ref}",
        body=None if verb is Verb.DELETE else operation.body,
        headers=_condition(method, verb, seen),
    )


def _condition(method: Method, verb: Verb, seen: Seen | None) -> dict[str, str]:
    # POST creates only by its nature, and only PUT would replace.
    if verb is Verb.CREATE:
        return {"If-None-Match": "*"} if method == "PUT" else {}
    if seen is not None and seen.version is not None:
        return {"If-Match": f'"{seen.version}"'}
    return {}


def _object(content: object, ref: Ref) -> Seen:
    seen = _seen(content, _listing(ref.kind))
    if seen.name != ref.name:
        raise PlatformError(f"the platform answered with another object than {ref}")
    return seen


def _listing(kind: str) -> Listing:
    if kind not in LISTINGS:
        raise PlatformError(f"the console channel knows no objects of kind {kind}")
    return LISTINGS[kind]


def _seen(content: object, listing: Listing) -> Seen:
    raw = json_object(content, f"one of the {listing.name}")
    key = _key(raw, listing)
    match raw.get("Version"):
        case int() as version:
            return Seen(key, raw, str(version))
        case None:
            return Seen(key, raw)
        case _:
            raise PlatformError(f"one of the {listing.name} has a Version that is not a number")


def _key(item: Raw, listing: Listing) -> str | None:
    match item.get(listing.key):
        case str() as key if key:
            return key
        case None | "" if listing.keyless:
            return None
        case _:
            raise PlatformError(f"one of the {listing.name} has no {listing.key}")


def _configured(raw: Raw) -> dict[str, object]:
    return {name: value for name, value in raw.items() if name not in COUNTS}

"""The documented public API as a channel: sets proctoring on drafts, and cannot read it back."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http import HTTPStatus

from reconciler.errors import Ambiguous, Moved, PlatformError, Refused
from reconciler.model.observed import AuditEntry, Features, Raw, Seen
from reconciler.model.reach import Action, Operation, Reach, Verb
from reconciler.model.ref import Ref
from reconciler.platform.absence import absent
from reconciler.platform.port import Kept
from reconciler.platform.request import Request, segment
from reconciler.platform.shapes import json_object
from reconciler.platform.sittings import ARCHIVED, counts, differing, echoed, visible
from reconciler.platform.wire import Wire

CHANNEL = "integrations"
PATHS = {"Assessment": "/assessment/{key}", "Schedule": "/external/schedule/{key}"}
REACHES = {
    "Assessment": Reach(CHANNEL, frozenset({Action.READ})),
    "Schedule": Reach(
        CHANNEL,
        frozenset({Action.READ, Action.WRITE, Action.ACTIVATE}),
        writes=frozenset({"proctoring", "template"}),
    ),
}
NO_COUNTS = {"CandidatesTotal": None, "CandidatesStarted": None}


class Integrations:
    """A tenant over the public API; a Platform.

    *default_template* is the external id of the default template, where the site names it;
    *abreast* how many objects are read at the same time.
    """

    def __init__(self, wire: Wire, default_template: str | None, abreast: int) -> None:
        self._wire = wire
        self._default_template = default_template
        self._abreast = abreast

    def reach(self, kind: str) -> Reach:
        """What can be done with the objects of a kind."""
        return REACHES.get(kind, Reach(CHANNEL, frozenset()))

    def features(self) -> Features:
        """Nothing: the public API does not tell."""
        return Features()

    def observe(
        self, kind: str, names: Collection[str], keep: Callable[[Seen], Kept]
    ) -> list[Kept]:
        """Those of *names* that exist, in the order of their names: there is no list here."""
        refs = [Ref(kind, name) for name in sorted(set(names))]
        with ThreadPoolExecutor(self._abreast) as pool:
            return [keep(seen) for seen in pool.map(self.read, refs) if seen is not None]

    def read(self, ref: Ref) -> Seen | None:
        """One object as far as the public API shows it, with counts instead of candidates."""
        found = self._found(ref)
        if found is None:
            return None
        if ref.kind == "Schedule":
            return Seen(ref.name, {**visible(found, ref), **self._counted(ref)})
        return Seen(ref.name, found)

    def send(self, operation: Operation, seen: Seen | None) -> Seen | None:
        """Set the proctoring of a draft, and look before and after; the schedule after.

        Raises Refused before anything is sent for what this channel cannot do.
        """
        ref = operation.ref
        if (ref.kind, operation.verb) != ("Schedule", Verb.SAVE):
            raise Refused(f"the integrations channel cannot {operation.verb} {ref}")
        wanted = self._wanted(operation)
        before = self._before(ref, seen)
        request = Request("PATCH", _path(ref), f"save {ref}", body={**echoed(before), **wanted})
        answer = self._wire.ask(request)
        if absent(answer):
            raise Moved(f"{ref} is no longer there")
        self._wire.accept(answer, request)
        return self._after(ref, before)

    def audit(self, since: datetime) -> Iterator[AuditEntry]:
        """Nothing: the public API does not tell."""
        del since
        return iter(())

    def _wanted(self, operation: Operation) -> dict[str, object]:
        body = operation.body
        use, template = body.get("UseProctorIo"), body.get("ProctorioTemplateExternalId")
        if not isinstance(use, bool):
            # Left out, it would silently fall back to the assessment's option.
            raise Refused(f"cannot save {operation.ref}: nobody says whether it uses Proctorio")
        if body.get("Overrides"):
            raise Refused(f"cannot save {operation.ref}: the integrations channel has no tweaks")
        chosen = self._default_template if template is None else template
        # Left out on purpose where the site does not name it: the platform then takes the default.
        return {"UseProctorIo": use} | (
            {} if chosen is None else {"ProctorioTemplateExternalId": chosen}
        )

    def _before(self, ref: Ref, seen: Seen | None) -> Raw:
        found = self._found(ref)
        if found is None:
            raise Moved(f"{ref} is no longer there")
        now = visible(found, ref)
        if now["IsActivated"] or now.get("ArchiveState") == ARCHIVED:
            state = "activated" if now["IsActivated"] else "archived"
            raise Refused(f"cannot save {ref}: it is {state}, and only drafts can be changed")
        if seen is not None and (moved := differing(seen.raw, now)):
            raise Moved(f"{ref} has changed since it was read: {', '.join(moved)}")
        return now

    def _after(self, ref: Ref, before: Raw) -> Seen:
        try:
            after = self.read(ref)
        except PlatformError as error:
            raise Ambiguous(f"{ref} was saved, but cannot be read after that: {error}") from error
        if after is None:
            raise Ambiguous(f"{ref} was saved, and is gone right after")
        if moved := differing(before, after.raw):
            raise Ambiguous(
                f"{ref} was saved, but {', '.join(moved)} changed at the same time: somebody else"
                " saved it too, so its proctoring may be theirs"
            )
        return after

    def _counted(self, ref: Ref) -> dict[str, int | None]:
        request = Request(
            "GET", f"{_path(ref)}/invigilation-info", f"count the candidates of {ref}"
        )
        answer = self._wire.ask(request)
        # Some states have no board; then nobody can say, which is not the same as nobody.
        if answer.status == HTTPStatus.BAD_REQUEST:
            return dict(NO_COUNTS)
        return dict(counts(self._wire.accept(answer, request)))

    def _found(self, ref: Ref) -> Raw | None:
        request = Request("GET", _path(ref), f"read {ref}")
        answer = self._wire.ask(request)
        if absent(answer):
            return None
        raw = json_object(self._wire.accept(answer, request), str(ref))
        if raw.get("ExternalId") != ref.name:
            raise PlatformError(f"the platform answered with another object than {ref}")
        return raw


def _path(ref: Ref) -> str:
    if ref.kind not in PATHS:
        raise PlatformError(f"the integrations channel cannot reach {ref}")
    return PATHS[ref.kind].format(key=segment(ref.name))

"""The Site document: which one it is, and what its own shape cannot say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from reconciler.kinds.words import faults, shipped
from reconciler.model.document import Configuration, Document
from reconciler.model.environment import DatedQuiet, Environment
from reconciler.model.place import Place
from reconciler.model.problem import Level, Problem
from reconciler.model.site import Site
from reconciler.steps.validate.demands import slips
from reconciler.steps.validate.layers import BASE, SITE, Layers
from reconciler.steps.validate.shape import shaped
from reconciler.steps.validate.words import nearest

UNKNOWN_OVERLAY = "unknown-overlay"
_FILE = "site.yaml"


def the_site(configuration: Configuration, layers: Layers) -> tuple[Site | None, Sequence[Problem]]:
    """The one Site document beside the layers, and what is wrong with it."""
    documents = [d for d in layers.beside if d.ref.kind == SITE and not d.layer]
    if not documents:
        return None, [_missing(configuration)]
    first, *others = documents
    site, problems = shaped(Site, first)
    several = [_another(document, first) for document in others]
    if not isinstance(site, Site):
        return None, [*problems, *several]
    return site, [*several, *_Check(site, first, layers).problems()]


def _missing(configuration: Configuration) -> Problem:
    place = Place(str(Path(configuration.root) / _FILE), 1)
    message = "the configuration has no Site document"
    hint = "write one with kind: Site, name, time_zone, region and environments"
    return Problem("site-missing", message, place, hint)


def _another(document: Document, first: Document) -> Problem:
    message = f"there is another Site document; the first is at {first.place}"
    return Problem("site-twice", message, document.place, "keep one of them", document.ref)


@dataclass(frozen=True, slots=True)
class _Check:
    site: Site
    document: Document
    layers: Layers

    def problems(self) -> Iterator[Problem]:
        yield from self._time_zone()
        yield from slips(self.site, self.document)
        yield from self._purposes()
        yield from self._names()
        yield from self._runbook()
        for name, environment in self.site.environments.items():
            yield from self._overlay(name, environment)
            yield from self._channels(name, environment)
            yield from self._quiet(name, environment)
        yield from self._unused()

    def _problem(self, code: str, message: str, path: tuple[str | int, ...], hint: str) -> Problem:
        return Problem(code, message, self.document.value_place(*path), hint, self.document.ref)

    def _time_zone(self) -> Iterator[Problem]:
        zone = self.site.time_zone
        if not _is_zone(zone):
            near = nearest(zone, available_timezones())
            hint = f'write "{near}"' if near else "write an IANA name, such as Europe/Amsterdam"
            message = f'"{zone}" is not a time zone'
            yield self._problem("unknown-time-zone", message, ("time_zone",), hint)

    def _purposes(self) -> Iterator[Problem]:
        purposes = self.site.privacy.allowed if self.site.privacy else []
        for index, purpose in enumerate(purposes[:-1]):
            if purpose.assessments is None or "*" in purpose.assessments:
                path = ("privacy", "allowed", index)
                message = f"purpose {index + 1} is for every assessment, so no later one applies"
                yield self._problem("purpose-never-reached", message, path, "put it last")
                break

    def _runbook(self) -> Iterator[Problem]:
        known = shipped().texts
        for key, text in self.site.runbook.items():
            path = ("runbook", key)
            if key not in known:
                near = nearest(key, known)
                hint = (
                    f"write {near}"
                    if near
                    else "they are such as button.save or option.lock_down.full_screen"
                )
                place, ref = self.document.key_place(*path), self.document.ref
                message = f'"{key}" is none of the words of the runbook'
                yield Problem("runbook-word-unknown", message, place, hint, ref)
                continue
            for fault in faults(key, text):
                message, _, hint = f"the runbook's words for {key}: {fault}".partition("; ")
                yield self._problem("runbook-word-broken", message, path, hint)

    def _names(self) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for name in self.site.environments:
            earlier = first.setdefault(name.casefold(), name)
            if earlier != name:
                message = f"the environment {name} differs only by case from {earlier}"
                path = ("environments", name)
                yield self._problem("differs-by-case", message, path, "give it another name")

    def _overlay(self, name: str, environment: Environment) -> Iterator[Problem]:
        overlay = environment.overlay
        path = ("environments", name, "overlay")
        if overlay == BASE:
            hint = "remove overlay: base alone is what is left"
            message = f"{BASE} is shared by all environments and is no overlay"
            yield self._problem("base-overlay", message, path, hint)
        elif overlay is not None and overlay not in self.layers.drafts:
            near = nearest(overlay, self.layers.overlays)
            hint = f'write "{near}"' if near else "put a document there, or remove overlay"
            message = f'no document stands in a folder "{overlay}"'
            yield self._problem(UNKNOWN_OVERLAY, message, path, hint)

    def _channels(self, name: str, environment: Environment) -> Iterator[Problem]:
        has = {"integrations": environment.integrations, "console": environment.console}
        for collection, channel in environment.channels.model_dump(exclude_none=True).items():
            if channel in has and has[channel] is None:
                message = f"channels.{collection} is {channel}, which has no address here"
                path = ("environments", name, "channels", collection)
                hint = f"add {channel}: {{url: …, token: {{env: …}}}}, or write runbook"
                yield self._problem("channel-without-address", message, path, hint)
        if not any(has.values()):
            message = f"{name} has neither integrations nor console: all work is by hand"
            place = self.document.key_place("environments", name)
            hint = "add integrations: {url: …, token: {env: …}}"
            ref = self.document.ref
            yield Problem("no-address", message, place, hint, ref, Level.WARNING)

    def _quiet(self, name: str, environment: Environment) -> Iterator[Problem]:
        for index, quiet in enumerate(environment.quiet):
            if isinstance(quiet, DatedQuiet) and quiet.until <= quiet.from_:
                path = ("environments", name, "quiet", index, "until")
                message = "the quiet window ends before it starts"
                yield self._problem("quiet-backwards", message, path, "write a later until")

    def _unused(self) -> Iterator[Problem]:
        overlays = self.layers.overlays
        used = {e.overlay for e in self.site.environments.values() if e.overlay in overlays}
        for overlay in overlays:
            if overlay not in used:
                place = min(draft.place for draft in self.layers.of(overlay).values())
                message = f'no environment uses the folder "{overlay}"'
                near = nearest(overlay, (name for name in used if name))
                hint = f'rename it to "{near}"' if near else f"name it in {_FILE} as an overlay"
                yield Problem("unused-layer", message, place, hint, None, Level.WARNING)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True

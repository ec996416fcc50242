"""Read the platform whole, in the words of the language."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from reconciler.errors import PlatformError
from reconciler.kinds import KINDS, Kind
from reconciler.kinds.reading import decoded
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Features, Observed, Seen, Unknown
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT
from reconciler.platform.port import Platform

NAMELESS = ("Title",)  # all that can be said of an object that nobody can address


def observe(
    platform: Platform, declared: Iterable[Ref], now: datetime, default_template: str | None = None
) -> Live:
    """Everything that the channels show, by kind. Raises PlatformError when a read is not whole.

    Where the Proctorio add-on is not active, the tenant hides what it has, so nothing is looked at.
    """
    refs = tuple(declared)
    features = platform.features()
    tenant = Tenant(features, now, default_template)
    live = Live(tenant, {}, {}, {kind.name: platform.reach(kind.name) for kind in KINDS})
    for kind in KINDS if features.proctorio_active is not False else ():
        declared_here = [ref for ref in refs if ref.kind == kind.name]
        if live.reach(kind.name).can(Action.READ):
            names = [ref.name for ref in declared_here]
            live = _with(live, kind, _read(platform, live, kind, names))
        else:
            blanks = {ref: _blank(ref, kind) for ref in declared_here}
            live = replace(live, unread={**live.unread, **blanks})
    return live


def _blank(ref: Ref, kind: Kind) -> Observed:
    """An object that no channel reads: all of it is unknown, and whether it is there, too."""
    why = Unknown("no channel reads it")
    return Observed(ref, Seen(ref.name, {}), {}, dict.fromkeys((*kind.roots, ABSENT), why))


def glimpse(platform: Platform, now: datetime) -> Live:
    """The tenant without its objects: enough to read single ones, and to mend what is broken."""
    reaches = {kind.name: platform.reach(kind.name) for kind in KINDS}
    try:
        features = platform.features()
    except PlatformError:
        features = Features()  # what is broken must be mended all the same
    return Live(Tenant(features, now), {}, {}, reaches)


def observe_again(platform: Platform, live: Live, ref: Ref) -> Live:
    """*live* with one object read again, or where order matters all of its kind."""
    kind = next(kind for kind in KINDS if kind.name == ref.kind)
    known = live.of(kind.name)
    if kind.in_turn:
        names = [str(observed.seen.name) for observed in known.values()]
        return _with(live, kind, _read(platform, live, kind, names))
    name = str(known[ref].seen.name) if ref in known else ref.name
    seen = platform.read(Ref(ref.kind, name))
    objects = {other: observed for other, observed in known.items() if other != ref}
    if seen is not None:
        objects[ref] = decoded(seen, live, kind)
    return replace(live, objects={**live.objects, kind.name: objects})


def _read(
    platform: Platform, live: Live, kind: Kind, names: Collection[str]
) -> list[Observed | Seen]:
    """All objects of a kind, in our words as soon as they are here; nameless ones as they are."""
    return platform.observe(
        kind.name,
        names,
        lambda seen: seen.keeping(NAMELESS) if seen.name is None else decoded(seen, live, kind),
    )


def _with(live: Live, kind: Kind, found: Iterable[Observed | Seen]) -> Live:
    known: dict[Ref, Observed] = {}
    nameless: list[Seen] = []
    for one in found:
        if isinstance(one, Seen):
            nameless.append(one)
        else:
            known[one.ref] = one
    return replace(
        live,
        tenant=_learnt(live.tenant, known.values()),
        objects={**live.objects, kind.name: known},
        nameless={**live.nameless, kind.name: tuple(nameless)},
    )


def _learnt(tenant: Tenant, known: Iterable[Observed]) -> Tenant:
    # Which template is the default decides what a schedule without a template runs with.
    for observed in known:
        if observed.seen.raw.get("IsDefault") is True:
            return replace(tenant, default_template=observed.seen.name)
    return tenant

"""Check who reviews against what roles may do once the files are applied. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.kinds import KINDS, reviewing
from reconciler.kinds.assessment import Assessment
from reconciler.kinds.kind import Target, World
from reconciler.kinds.permissions import Role
from reconciler.kinds.ticks import PREFIX
from reconciler.model.observed import State
from reconciler.model.plan import Note
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted
from reconciler.model.reviewing import Duty, Reviewing
from reconciler.model.terms import Terms

ROLES = next(kind for kind in KINDS if kind.name == "Role")


def review(world: World, sittings: Mapping[Ref, Terms]) -> tuple[Reviewing, ...]:
    """The reviewing process of every assessment that is declared, or live and proctored.

    *sittings* are the terms of every sitting once the files are applied.
    """
    roles = _Roles(world)
    counts = _to_be_proctored(world, sittings)
    declared = {wanted.ref: wanted for wanted in world.wanted("Assessment")}
    live = world.live.of("Assessment")
    proctored = {ref for ref, found in live.items() if found.fields.get("proctoring") is True}
    proctored |= {Ref("Assessment", name) for name in counts if name}
    return tuple(
        _reviewing(declared[ref], counts[ref.name], roles)
        if ref in declared
        else Reviewing(
            ref, proctored=True, sittings=counts[ref.name], listed=roles.listed, duties=(_NOBODY,)
        )
        for ref in sorted({*declared, *proctored})
    )


def named(world: World) -> tuple[Reviewing, ...]:
    """The reviewing process of the assessments whose documents name who reviews.

    It takes long to find out which sittings will be proctored: those count that are now.
    """
    found = sorted(
        (w for w in world.wanted("Assessment") if _document(w).review), key=lambda w: w.ref
    )
    if not found:
        return ()
    roles, counts = _Roles(world), _proctored(world)
    return tuple(_reviewing(wanted, counts[wanted.ref.name], roles) for wanted in found)


def doubts(found: tuple[Reviewing, ...]) -> tuple[Note, ...]:
    """What is wrong with the reviews that documents name, as a plan says it."""
    return tuple(Note(one.ref, why, one.place) for one in found for why in one.findings)


_NOBODY = Duty("reviewer", can=False, why="nobody is named who looks at the recordings")


def _proctored(world: World) -> Counter[str]:
    """How many sittings to come of each assessment are proctored now."""
    return Counter(
        str(found.seen.raw.get("AssessmentExtId", ""))
        for found in world.live.of("Schedule").values()
        if found.fields.get("proctoring") is True
        and not (found.sitting and found.sitting.state in (State.ENDED, State.ARCHIVED))
    )


def _to_be_proctored(world: World, sittings: Mapping[Ref, Terms]) -> Counter[str]:
    """How many sittings to come of each assessment are proctored once the files are applied."""
    coming = (ref for ref, terms in sittings.items() if terms.proctored and terms.to_come)
    return Counter(_assessment(world, ref) for ref in coming)


def _assessment(world: World, schedule: Ref) -> str:
    observed, declared = world.live.of("Schedule").get(schedule), world.desired.get(schedule)
    seen = observed.seen.raw.get("AssessmentExtId") if observed else None
    said = getattr(declared.resource, "assessment", None) if declared else None
    return str(seen or said or "")


def _document(wanted: Wanted) -> Assessment:
    assert isinstance(wanted.resource, Assessment)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource


def _reviewing(wanted: Wanted, sittings: int, roles: "_Roles") -> Reviewing:
    ref, document = wanted.ref, _document(wanted)
    ruled = any(rule.proctoring for rule in document.schedules or ())
    proctored = bool(sittings or document.proctoring or ruled)
    who = document.review
    if who is None:
        missing = (_NOBODY,) if proctored else ()
        return Reviewing(
            ref,
            proctored=proctored,
            sittings=sittings,
            listed=roles.listed,
            duties=missing,
            spot=wanted.spot(),
        )
    role = Ref("Role", who.by)
    invigilation = (roles.invigilation,) if proctored else ()
    duties = (*roles.reviewer(role, who.if_confirmed), *invigilation)
    return Reviewing(
        ref,
        proctored=proctored,
        sittings=sittings,
        listed=roles.listed,
        by=who.by,
        when=who.when,
        if_confirmed=who.if_confirmed,
        users=roles.users(role),
        duties=duties,
        spot=wanted.spot("review"),
    )


@dataclass(frozen=True)
class _Row:
    """A permission row of one role: on, off or unknown, and why it is not on."""

    on: bool | None
    why: str = ""


class _Roles:
    """What every role may do once the files are applied."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.live = world.live.of("Role")
        self.readable = world.live.reach("Role").can(Action.READ)
        self.listed = world.live.reach("Schedule").can(Action.LIST)
        self.targets = {t.ref: t for t in ROLES.targets(world) if not t.absent}
        self.known = sorted({*self.targets, *self.live})
        self.invigilation = self._invigilation()
        self.found: dict[tuple[Ref, str], tuple[Duty, ...]] = {}

    def users(self, role: Ref) -> int | None:
        users = self.live[role].seen.raw.get("Users") if role in self.live else None
        return users if isinstance(users, int) else None

    def reviewer(self, role: Ref, if_confirmed: str) -> tuple[Duty, ...]:
        """What a reviewing role must be able to do; found out once, for all its assessments."""
        key = role, if_confirmed
        if key not in self.found:
            self.found[key] = tuple(self._reviewer(role, if_confirmed))
        return self.found[key]

    def _reviewer(self, role: Ref, if_confirmed: str) -> Iterator[Duty]:
        if role not in self.known:
            if self.readable:
                yield Duty("exists", can=False, why=f'there is no role "{role.name}"')
            else:
                why = f'no document declares the role "{role.name}", and no channel shows roles'
                yield Duty("exists", can=None, why=why)
            return
        yield Duty("exists", can=True)
        for duty in reviewing.duties(if_confirmed):
            yield self._duty(role, duty)

    def _invigilation(self) -> Duty:
        """Whether some role opens the invigilation tab, where the way to recordings begins."""
        what = reviewing.INVIGILATE[0]
        cans = [self._duty(role, reviewing.INVIGILATE).can for role in self.known]
        if True in cans:
            return Duty(what, can=True)
        if self.readable and None not in cans:
            return Duty(what, can=False, why="no role can open the invigilation tab")
        why = "nobody can tell whether a role can open the invigilation tab"
        return Duty(what, can=None, why=why)

    def _duty(self, role: Ref, duty: reviewing.Duty) -> Duty:
        """One of several capabilities is enough; of what is missing, the nearest is named."""
        what = " or ".join(duty)
        tried = [self._capability(role, capability) for capability in duty]
        best = next((r for on in (True, None, False) for r in tried if r.on is on), _Row(None))
        verb = "cannot" if best.on is False else "may not be able to"
        why = "" if best.on else f'the role "{role.name}" {verb} {what}: {best.why}'
        return Duty(what, best.on, why)

    def _capability(self, role: Ref, capability: str) -> _Row:
        rows = [self._row(role, row) for row in self.world.catalogue.expand(capability)]
        return next((r for on in (False, None) for r in rows if r.on is on), _Row(on=True))

    def _row(self, role: Ref, row: str) -> _Row:
        path = f"{PREFIX}{row}"
        target = self.targets.get(role)
        if target and path in target.asked:
            return _said(row, target, path, self.world)
        live = self.live.get(role)
        if live is not None and path in live.fields:
            return _Row(on=live.fields[path] is True, why=f"{row} is off on the platform")
        return self._unsaid(role, row)

    def _unsaid(self, role: Ref, row: str) -> _Row:
        wanted = self.world.desired.get(role)
        if wanted and isinstance(wanted.resource, Role) and wanted.resource.others == "off":
            return _Row(on=False, why=f"{row} is off with all others ({wanted.place('others')})")
        if role not in self.live and self.readable:
            return _Row(on=False, why=f"{row} is off in a new role")
        return _Row(on=None, why=f"no channel shows {row}")


def _said(row: str, target: Target, path: str, world: World) -> _Row:
    if target.asked[path] is True:
        return _Row(on=True)
    where = ROLES.where(target, world)(path)
    ended = "is off since its grant has ended" if path in target.expired else "is switched off"
    return _Row(on=False, why=f"{row} {ended} ({where})")

"""The documents that declare live templates: some extend another where that shortens them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reconciler.kinds import dependencies
from reconciler.kinds.kind import World
from reconciler.kinds.proctorio import OPTIONS, Settings, flatten, nested, spoken
from reconciler.kinds.template_base import Settled, bases
from reconciler.model.drafted import Drafted, Item, Left
from reconciler.model.observed import Observed, Value
from reconciler.model.ref import Ref

KIND = "Template"


def declare(world: World, chosen: Collection[Ref]) -> Iterator[Drafted | Left]:
    """One document for each chosen template that is saved and has a name."""
    found: dict[str, _Found] = {}
    for ref, observed in sorted(world.live.of(KIND).items()):
        if ref in chosen:
            why = _why_not(observed)
            if why:
                yield Left(ref, why)
            else:
                found[ref.name] = _found(observed, world)
    new = {name: item.settings for name, item in found.items() if item.complete}
    known = {**dict(_declared(world)), **new}
    extends = bases(new, known)
    for name, item in found.items():
        base = extends.get(name)
        content = item.over(base, known[base]) if base else item.whole()
        comment = (
            "Others start from here and say what they change." if name in extends.values() else ""
        )
        yield Drafted(item.observed.ref, content, item.whole(), comment, tuple(item.remarks()))


@dataclass(frozen=True, slots=True)
class _Found:
    """A live template in the files' words."""

    observed: Observed
    settings: Settled
    accept: list[Item]

    @property
    def complete(self) -> bool:
        """Whether files have a word for all that it says."""
        return len(self.settings.values) == len(OPTIONS)

    def whole(self) -> dict[str, Item]:
        """The document that stands alone."""
        partial: dict[str, Item] = {} if self.complete else {"partial": True}
        return {**self._head(), **partial, **_groups(self.settings.values), **self._tail()}

    def over(self, name: str, base: Settled) -> dict[str, Item]:
        """The document that says what differs from another template."""
        own = {p: v for p, v in self.settings.values.items() if base.values[p] != v}
        tail = {} if base.accepted == self.settings.accepted else self._tail()
        return {**self._head(), "extends": name, **_groups(own), **tail}

    def remarks(self) -> Iterator[str]:
        """What of the template no document says."""
        said = {*self.settings.values, "name", "saved"}
        unsaid = sorted(self.observed.fields.keys() - said)
        if unsaid:
            yield f"{', '.join(unsaid)}: no word of a file says it, so it stays as it is"
        missing = [o.path for o in OPTIONS if o.path not in said and o.path not in unsaid]
        if missing:
            yield f"{', '.join(missing)}: the tenant does not have it, so the document is partial"

    def _head(self) -> dict[str, Item]:
        name = str(self.observed.fields["name"])
        return {"kind": KIND, "id": self.observed.ref.name, "name": name}

    def _tail(self) -> dict[str, Item]:
        return {"accept": self.accept} if self.accept else {}


def _why_not(observed: Observed) -> str:
    if observed.fields["saved"] is not True:
        return (
            "nobody has saved it yet, so Cirrus ignores it; a document would ask to save it: "
            "press Save in the console and import again, or write one by hand"
        )
    if observed.ref.name != observed.seen.name and observed.seen.raw.get("IsDefault") is not True:
        return f'its external id is "{observed.seen.name}", which in files means the default one'
    return "" if observed.fields["name"] else "it has no name"


def _found(observed: Observed, world: World) -> _Found:
    values = spoken(observed.fields)
    broken = [rule.id for rule in dependencies.broken(values)]
    accept = dependencies.taken_over(broken, world.today)
    return _Found(observed, Settled(values, frozenset(broken)), accept)


def _declared(world: World) -> Iterator[tuple[str, Settled]]:
    for wanted in world.wanted(KIND):
        values = dict(flatten(wanted.resource)) if isinstance(wanted.resource, Settings) else {}
        accepted = getattr(wanted.resource, "accept", None) or ()
        if len(values) == len(OPTIONS) and not getattr(wanted.resource, "absent", None):
            yield wanted.ref.name, Settled(values, frozenset(item.rule for item in accepted))


def _groups(values: Mapping[str, Value]) -> dict[str, Item]:
    return {group: dict(settings) for group, settings in nested(values).items()}

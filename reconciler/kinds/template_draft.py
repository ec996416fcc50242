"""The documents that declare live templates: some extend another where that shortens them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reconciler.kinds import dependencies
from reconciler.kinds.kind import World
from reconciler.kinds.proctorio import OPTIONS, Settings, flatten, nested, spoken
from reconciler.kinds.template_base import Complete, bases
from reconciler.model.drafted import Drafted, Item, Left
from reconciler.model.observed import Observed, Value
from reconciler.model.ref import Ref

KIND = "Template"


@dataclass(frozen=True, slots=True)
class _Found:
    """A live template in the files' words; *broken* are the dependency rules that it breaks."""

    observed: Observed
    values: Mapping[str, Value]
    broken: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return len(self.values) == len(OPTIONS)


def declare(world: World, chosen: Collection[Ref]) -> Iterator[Drafted | Left]:
    """One document for each chosen template that is saved and has a name."""
    found: dict[str, _Found] = {}
    for ref, observed in sorted(world.live.of(KIND).items()):
        if ref in chosen:
            why = _why_not(observed)
            if why:
                yield Left(ref, why)
            else:
                found[ref.name] = _found(observed)
    new = {name: _complete(f) for name, f in found.items() if f.complete}
    declared = dict(_declared(world))
    extends = bases(new, declared)
    parents = {**declared, **new}
    for name, item in found.items():
        parent = extends.get(name)
        yield _document(item, world, parent, parents[parent] if parent else None, extends)


def _why_not(observed: Observed) -> str:
    if observed.fields["saved"] is not True:
        return (
            "nobody has saved it yet, so Cirrus ignores it; a document would ask to save it: "
            "press Save in the console and import again, or write one by hand"
        )
    if observed.ref.name != observed.seen.name and observed.seen.raw.get("IsDefault") is not True:
        return f'its external id is "{observed.seen.name}", which in files means the default one'
    return "" if observed.fields["name"] else "it has no name"


def _found(observed: Observed) -> _Found:
    values = spoken(observed.fields)
    return _Found(observed, values, tuple(rule.id for rule in dependencies.broken(values)))


def _complete(found: _Found) -> Complete:
    return Complete(found.values, frozenset(found.broken))


def _declared(world: World) -> Iterator[tuple[str, Complete]]:
    for wanted in world.wanted(KIND):
        values = dict(flatten(wanted.resource)) if isinstance(wanted.resource, Settings) else {}
        accepted = getattr(wanted.resource, "accept", None) or ()
        if len(values) == len(OPTIONS) and not getattr(wanted.resource, "absent", None):
            yield wanted.ref.name, Complete(values, frozenset(item.rule for item in accepted))


def _document(
    found: _Found,
    world: World,
    parent: str | None,
    above: Complete | None,
    extends: Mapping[str, str],
) -> Drafted:
    name = found.observed.ref.name
    head: dict[str, Item] = {"kind": KIND, "id": name, "name": str(found.observed.fields["name"])}
    accept = dependencies.taken_over(found.broken, world.today)
    tail: dict[str, Item] = {"accept": accept} if accept else {}
    if not found.complete:
        head["partial"] = True
    whole = {**head, **_groups(found.values), **tail}
    content = whole
    if parent is not None and above is not None:
        own = {path: v for path, v in found.values.items() if above.values[path] != v}
        inherited = above.accepted == frozenset(found.broken)
        content = {**head, "extends": parent, **_groups(own), **({} if inherited else tail)}
    base = name in extends.values()
    comment = "Others start from here and say what they change." if base else ""
    return Drafted(found.observed.ref, content, whole, comment, tuple(_remarks(found)))


def _groups(values: Mapping[str, Value]) -> dict[str, Item]:
    return {group: dict(settings) for group, settings in nested(values).items()}


def _remarks(found: _Found) -> Iterator[str]:
    fields = found.observed.fields
    unsaid = sorted(path for path in fields if path not in {*found.values, "name", "saved"})
    if unsaid:
        yield f"{', '.join(unsaid)}: no word of a file says it, so it stays as it is"
    missing = [o.path for o in OPTIONS if o.path not in found.values and o.path not in unsaid]
    if missing:
        yield f"{', '.join(missing)}: the tenant does not have it, so the document is partial"

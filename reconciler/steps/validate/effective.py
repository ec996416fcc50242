"""What one environment wants: base, its overlay over it, then what templates extend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.kinds import KINDS
from reconciler.model.document import Document
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted
from reconciler.steps.validate.draft import Draft, merge
from reconciler.steps.validate.layers import BASE, Layers
from reconciler.steps.validate.shape import nearest_of, shaped

_KINDS = {kind.name: kind for kind in KINDS}
_EXTENDS = "extends"
# Said of one document only: a child that wants them says so itself.


@dataclass(frozen=True, slots=True)
class Effective:
    """The sound documents of an environment; *known* has the unsound ones too."""

    desired: Desired
    known: Mapping[Ref, Draft]
    problems: Sequence[Problem]


def effective(layers: Layers, overlay: str | None) -> Effective:
    """Merge the layers of one environment."""
    known = _overlaid(layers, overlay)
    extending = _Extending(known)
    desired: dict[Ref, Wanted] = {}
    for ref in sorted(known):
        draft = known[ref]
        if _EXTENDS in draft.content:
            draft = extending.extended(ref)
        wanted = draft.wanted or extending.finished(draft)
        if wanted:
            desired[ref] = wanted
    problems = [*_by_case(layers, overlay), *extending.problems]
    return Effective(desired, known, problems)


def _overlaid(layers: Layers, overlay: str | None) -> dict[Ref, Draft]:
    known = dict(layers.of(BASE))
    for ref, draft in layers.of(overlay).items():
        known[ref] = merge(known[ref], draft) if ref in known else draft
    return known


def _by_case(layers: Layers, overlay: str | None) -> Iterator[Problem]:
    over = layers.of(overlay)
    under_all = layers.of(BASE) if over else {}
    base = {(ref.kind, ref.name.casefold()): draft for ref, draft in under_all.items()}
    for ref, draft in over.items():
        under = base.get((ref.kind, ref.name.casefold()))
        if under and under.ref != ref:
            message = f"{ref} differs only by case from {under.ref} at {under.place}"
            hint = "spell them alike, or give one another name"
            yield Problem("differs-by-case", message, draft.place, hint, ref)


@dataclass(slots=True)
class _Extending:
    """The work of following `extends`, each parent once."""

    known: Mapping[Ref, Draft]
    done: dict[Ref, Draft] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def extended(self, ref: Ref, children: tuple[Ref, ...] = ()) -> Draft:
        """The document of *ref* over all that it extends."""
        if ref in self.done:
            return self.done[ref]
        draft = self.known[ref]
        parent = self._parent(draft)
        if parent is None:
            extended = draft
        elif parent in (*children, ref):
            extended = self._cycle(draft, (*children, ref), parent)
        elif parent in self.known:
            above = self.extended(parent, (*children, ref))
            extended = merge(above, draft, _KINDS[ref.kind].not_inherited)
        else:
            extended = self._orphan(draft, parent)
        self.done[ref] = extended
        return extended

    def finished(self, draft: Draft) -> Wanted | None:
        """The merged content as a resource; None when it is unsound."""
        if not draft.sound:
            return None
        document = Document(draft.ref, "", draft.content, draft.places, draft.places)
        resource, problems = shaped(_KINDS[draft.ref.kind].model, document)
        self.problems.extend(problems)
        if isinstance(resource, Resource):
            return Wanted(draft.ref, resource, draft.places)
        return None

    def _parent(self, draft: Draft) -> Ref | None:
        parent = draft.content.get(_EXTENDS)
        model = _KINDS[draft.ref.kind].model
        if not isinstance(parent, str) or _EXTENDS not in model.model_fields:
            return None
        return Ref(draft.ref.kind, str(parent))

    def _cycle(self, draft: Draft, chain: tuple[Ref, ...], parent: Ref) -> Draft:
        cycle = chain[chain.index(parent) :]
        # Every member comes by here or is marked unsound; only one of them is told.
        first = self.known[min(cycle)]
        message = "templates extend each other in a circle: " + " → ".join(
            ref.name for ref in (*_from_first(cycle), min(cycle))
        )
        place = first.places[(_EXTENDS,)]
        hint = "let one of them name its settings itself"
        self.problems.append(Problem("extends-cycle", message, place, hint, first.ref))
        return _unsound(draft)

    def _orphan(self, draft: Draft, parent: Ref) -> Draft:
        names = [ref.name for ref in self.known if ref.kind == parent.kind]
        message = f'{_EXTENDS} names the {parent.kind} "{parent.name}", which is not declared'
        hint = nearest_of(parent.name, names)
        place = draft.places[(_EXTENDS,)]
        self.problems.append(Problem("unknown-parent", message, place, hint, draft.ref))
        return _unsound(draft)


def _from_first(cycle: tuple[Ref, ...]) -> tuple[Ref, ...]:
    start = cycle.index(min(cycle))
    return (*cycle[start:], *cycle[:start])


def _unsound(draft: Draft) -> Draft:
    return Draft(draft.ref, draft.content, draft.places, None, sound=False)

"""The layers of a configuration: every document checked alone, and those that stand nowhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from reconciler.kinds import KINDS
from reconciler.model.document import Document
from reconciler.model.policy import FOLDER as POLICIES
from reconciler.model.policy import KIND as POLICY
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Resource, Wanted
from reconciler.steps.validate.draft import Draft
from reconciler.steps.validate.shape import shaped
from reconciler.steps.validate.words import a

BASE = "base"
SITE = "Site"
BESIDE = {SITE: "site.yaml", POLICY: f"{POLICIES}/"}  # the kinds that stand in no layer
_MODELS = {kind.name: kind.model for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Layers:
    """The documents of platform objects, by layer, and those that stand beside the layers."""

    drafts: Mapping[str, Mapping[Ref, Draft]] = field(default_factory=dict)
    beside: Sequence[Document] = ()

    @property
    def overlays(self) -> tuple[str, ...]:
        """The names of the layers that are not shared, in order."""
        return tuple(sorted(name for name in self.drafts if name != BASE))

    def of(self, name: str | None) -> Mapping[Ref, Draft]:
        """The documents of one layer."""
        return self.drafts.get(name or "", {})

    def holding(self, ref: Ref) -> tuple[str, ...]:
        """The layers that declare *ref*."""
        return tuple(sorted(name for name, drafts in self.drafts.items() if ref in drafts))


def layers(documents: Iterable[Document]) -> tuple[Layers, list[Problem]]:
    """Sort the documents into layers; the Site document and policies stand beside them."""
    drafts: dict[str, dict[Ref, Draft]] = {}
    beside: list[Document] = []
    problems: list[Problem] = []
    for document in documents:
        if document.ref.kind in BESIDE or not document.layer:
            problems.extend(_misplaced(document))
        if document.ref.kind in BESIDE:
            beside.append(document)
            continue
        resource, wrong = shaped(_MODELS[document.ref.kind], document)
        problems.extend(wrong)
        if document.ref.name and document.layer:
            layer = drafts.setdefault(document.layer, {})
            layer.setdefault(document.ref, _draft(document, resource))
    return Layers(drafts, beside), problems


def _draft(document: Document, resource: BaseModel | None) -> Draft:
    ref, places = document.ref, document.value_places
    wanted = Wanted(ref, resource, places) if isinstance(resource, Resource) else None
    return Draft(ref, document.content, places, wanted, wanted is not None)


def _misplaced(document: Document) -> Iterator[Problem]:
    """Documents of layers that stand beside them, and the other way round."""
    kind, layer = document.ref.kind, document.layer
    if kind in BESIDE and layer and (kind, layer) != (POLICY, POLICIES):
        hint = f"move it to {BESIDE[kind]} beside the folders"
        message = f"the {kind} document stands in a layer"
        yield Problem("in-layer", message, document.place, hint, document.ref)
    if kind not in BESIDE and not layer:
        hint = f"move it into {BASE}/ or the folder of an environment"
        message = f"{a(document.ref.kind)} stands beside the layers, in none of them"
        yield Problem("outside-layers", message, document.place, hint, document.ref)

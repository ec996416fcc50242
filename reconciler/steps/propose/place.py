"""Where in the files an object says something: the line that says it now, else its own document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from reconciler.kinds import KINDS
from reconciler.model.content import GONE, differences, put
from reconciler.model.document import Content, Document
from reconciler.model.place import Place, YamlPath
from reconciler.model.proposal import Tree
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired
from reconciler.steps.propose.newfile import name_for

BASE = "base"
_KINDS = {kind.name: kind for kind in KINDS}


class Homeless(Exception):
    """There is no document that could say it."""

    def __init__(self, ref: Ref, why: str, place: Place | None = None) -> None:
        super().__init__(why)
        self.ref, self.why, self.place = ref, why, place


@dataclass(frozen=True, slots=True)
class Said:
    """One document that is to say *after*; *at* is None where there is none yet."""

    ref: Ref
    layer: str
    file: str
    at: Place | None
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class Layout:
    """The documents of one environment, and which of their values other environments use, too."""

    tree: Tree
    environment: str
    overlay: str | None
    documents: Mapping[tuple[str, Ref], Document]
    used_elsewhere: frozenset[Place] = field(default=frozenset())

    @classmethod
    def of(cls, tree: Tree, environment: str) -> "Layout":
        """The layout of *tree* as *environment* sees it."""
        site = tree.validated.site
        overlay = site.environments[environment].overlay if site else None
        documents = {(d.layer, d.ref): d for d in tree.configuration.documents}
        others = (d for name, d in tree.validated.environments.items() if name != environment)
        return cls(tree, environment, overlay, documents, frozenset(_places(others)))

    def content(self, ref: Ref) -> Content:
        """The effective document of an object; where there is none, what one begins with."""
        wanted = self._desired.get(ref)
        if wanted is None:
            return _begun(ref)
        return wanted.resource.model_dump(exclude_unset=True)

    def said(self, ref: Ref, before: Content, after: Content) -> list[Said]:
        """The documents that have to change so that the effective one does."""
        contents: dict[str, Content] = {}
        for path, value in differences(before, after):
            layer = self._layer(ref, path, gone=value is GONE)
            document = self.documents.get((layer, ref))
            said = contents.get(layer) or (document.content if document else _begun(ref))
            contents[layer] = put(said, path, value)
        return [self._said(ref, layer, content) for layer, content in contents.items()]

    @property
    def _desired(self) -> Desired:
        return self.tree.validated.environments[self.environment]

    @property
    def _others(self) -> list[str]:
        return [name for name in self.tree.validated.environments if name != self.environment]

    def _said(self, ref: Ref, layer: str, content: Content) -> Said:
        document = self.documents.get((layer, ref))
        if document:
            place = document.place
            return Said(ref, layer, place.file, place, document.content, content)
        folder = PurePath(self.tree.configuration.root, layer, _KINDS[ref.kind].collection)
        base = self.documents.get((BASE, ref))
        file = name_for(ref, folder, self.tree.texts, base.place.file if base else "")
        return Said(ref, layer, file, None, {}, content)

    def _layer(self, ref: Ref, path: YamlPath, *, gone: bool) -> str:
        """The layer whose document says *path* to this environment alone, else the top one."""
        wanted = self._desired.get(ref)
        place = wanted.places.get(path) if wanted else None
        for layer in filter(None, (self.overlay, BASE)):
            document = self.documents.get((layer, ref))
            own = document is not None and document.value_places.get(path) == place
            if place and own and place not in self.used_elsewhere:
                return layer
        if gone:
            others = ", ".join(self._others)
            why = f"the line also holds for {others}, and no overlay can take a line away"
            raise Homeless(ref, why if others else "no document of its own says it", place)
        return self._top(ref, place)

    def _top(self, ref: Ref, place: Place | None) -> str:
        if self.overlay and ((self.overlay, ref) in self.documents or self._others):
            return self.overlay
        if not self._others:
            return BASE if (BASE, ref) in self.documents else self.overlay or BASE
        why = (
            f"{BASE} also holds for {', '.join(self._others)}, and {self.environment} has no "
            f"overlay; give it one in site.yaml"
        )
        raise Homeless(ref, why, place)


def _begun(ref: Ref) -> Content:
    return {"kind": ref.kind, _KINDS[ref.kind].key: ref.name}


def _places(environments: Iterator[Desired]) -> Iterator[Place]:
    for desired in environments:
        for wanted in desired.values():
            yield from wanted.places.values()

"""Which policies hold: the site's own documents, and those shipped that the site switches on."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.kinds import KINDS
from reconciler.model.document import Document
from reconciler.model.policy import FOLDER, KIND, Declared, Policy, Use
from reconciler.model.problem import Level, Problem
from reconciler.model.site import Site
from reconciler.steps.validate.layers import SITE
from reconciler.steps.validate.shape import shaped
from reconciler.steps.validate.words import nearest, nearest_of

Library = Mapping[str, Document]


def policies(
    beside: Sequence[Document], site: Site | None, library: Library
) -> Iterator[Declared | Problem]:
    """The policies that hold, and what is wrong with how they are declared.

    *beside* are the documents that stand in no layer.
    """
    own = [d for d in beside if d.ref.kind == KIND and d.layer in ("", FOLDER)]
    for document in own:
        yield from _own(document, library)
    the_site = next((d for d in beside if d.ref.kind == SITE), None)
    if site and the_site:
        names = [use.use for use in site.policies]
        for index, use in enumerate(site.policies):
            if use.use in names[:index]:
                yield _again(index, use, the_site)
                continue
            yield _used(index, use, the_site, library)


def _own(document: Document, library: Library) -> Iterator[Declared | Problem]:
    policy, problems = shaped(Policy, document)
    yield from problems
    if not isinstance(policy, Policy):
        return
    yield from _kinds(policy, document)
    if policy.name in library:
        message = f"a policy {policy.name} comes with the tool"
        hint = f"give it another name, or write use: {policy.name} in site.yaml"
        place = document.value_place("name")
        yield Problem("shipped-policy", message, place, hint, document.ref)
    place, level = document.value_place("assert"), Level(policy.level)
    yield Declared(policy, level, place, document.ref, document.value_places)


def _kinds(policy: Policy, document: Document) -> Iterator[Problem]:
    known = [kind.name for kind in KINDS]
    for index, kind in enumerate(policy.kinds):
        if kind not in known:
            near, everyone = nearest(kind, known), ", ".join(known)
            hint = f"write {near} (one of {everyone})" if near else f"one of {everyone}"
            place = document.value_place("kinds", index)
            yield Problem("kind-unknown", f'"{kind}" is not a kind', place, hint, document.ref)


def _again(index: int, use: Use, site: Document) -> Problem:
    place = site.value_place("policies", index, "use")
    message = f'the policy "{use.use}" is switched on twice'
    return Problem("policy-used-twice", message, place, "keep the entry that is meant", site.ref)


def _used(index: int, use: Use, site: Document, library: Library) -> Declared | Problem:
    place = site.value_place("policies", index, "use")
    document = library.get(use.use)
    if document is None:
        message = f'no policy "{use.use}" comes with the tool'
        hint = nearest_of(use.use, library) or "see docs/policies.md for those that do"
        return Problem("unknown-policy", message, place, hint, site.ref)
    policy = Policy.model_validate(document.content)
    level = Level(use.level or policy.level)
    return Declared(policy, level, place, site.ref, document.value_places)

"""The texts of files in which some documents say something else."""

from collections.abc import Iterable

from reconciler.files.edit import Unwritable, restated
from reconciler.model.number import resolved
from reconciler.model.place import Place
from reconciler.model.proposal import Tree
from reconciler.steps.propose import newfile
from reconciler.steps.propose.place import Homeless, Said

_NOWHERE = Place("", 0)


def written(tree: Tree, said: Iterable[Said]) -> dict[str, str]:
    """All texts of the tree with these documents changed or new."""
    texts = dict(tree.texts)
    # From the end of each file, so that what stands before keeps its place.
    for one in sorted(said, key=lambda one: one.at or _NOWHERE, reverse=True):
        if one.at is None:
            texts[one.file] = newfile.text(one.file, one.ref, one.after, tree.texts)
            continue
        try:
            texts[one.file] = restated(texts[one.file], one.at, one.before, one.after)
        except Unwritable as error:
            why = f"{error}, so it cannot be changed by itself; change it by hand"
            raise Homeless(one.ref, why, one.at) from None
    return texts


def understood(tree: Tree, said: Iterable[Said]) -> None:
    """Return when the documents read back say what they should; raises Homeless else."""
    contents = {(d.layer, d.ref): resolved(d.content) for d in tree.configuration.documents}
    for one in said:
        if contents.get((one.layer, one.ref)) != resolved(one.after):
            why = "its document is laid out in a way that cannot be changed line by line"
            raise Homeless(one.ref, f"{why}; change it by hand", one.at)

"""What an import wrote, and what it left out and why."""

from collections.abc import Iterable, Iterator, Mapping

from reconciler.model.drafted import Drafts, Left
from reconciler.model.place import Place
from reconciler.model.ref import Ref
from reconciler.reports import words
from reconciler.reports.text.layout import Block, heading, line

MOST = 20  # lines of one sort


def written(files: Mapping[str, Ref]) -> Block:
    """One line a file, with what it declares."""
    return [line(words.shown(path), note=words.shown(str(ref))) for path, ref in files.items()]


def imported(count: int, pending: int, environment: str) -> str:
    """What it came to, in a sentence."""
    files = words.number(count, "file") if count else "no file"
    if not pending:
        return f"{files} written; a plan right after asks for no change"
    asks = words.number(pending, "change")
    return f"{files} written; `reconciler plan {environment}` asks for {asks}, none of them new"


def left_out(drafts: Drafts) -> Iterator[Block]:
    """What is live and gets no document, and what no word of the new ones says."""
    yield _part("Not seen", drafts.unseen)
    yield _part("Not imported", drafts.left)
    remarks = [Left(d.ref, remark) for d in drafts.documents for remark in d.remarks]
    yield _part("Beyond the files", remarks)
    yield _part("Declared already, and left as it is", list(_declared(drafts.declared)))
    yield [line(text) for text in _counted(drafts)]


def _part(title: str, items: Iterable[Left]) -> Block:
    found = list(items)
    if not found:
        return []
    more = len(found) - MOST
    return [
        *heading(f"{title} ({len(found)})"),
        *(line(f"{words.shown(str(i.ref))}: {words.shown(i.why)}", indent=2) for i in found[:MOST]),
        *([line(f"and {more} more", indent=2)] if more > 0 else []),
    ]


def _declared(declared: Mapping[Ref, Place]) -> Iterator[Left]:
    for ref, place in sorted(declared.items()):
        yield Left(ref, f"declared at {words.where(place)}")


def _counted(drafts: Drafts) -> Iterator[str]:
    if drafts.covered:
        count = words.number(len(drafts.covered), "schedule")
        yield f"{count} without a document: the rule of the assessment speaks for it"
    if drafts.over:
        count = words.number(len(drafts.over), "schedule")
        yield f"{count} not imported: ended or archived"

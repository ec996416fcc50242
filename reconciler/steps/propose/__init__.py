"""Propose: what is live, written into the files that say otherwise, and nothing else moved."""

from collections.abc import Iterator
from dataclasses import replace

from reconciler.model.change import FieldValue
from reconciler.model.plan import Plan
from reconciler.model.proposal import Kept, Proposal, Rewritten, Taken, Tree, Untaken
from reconciler.model.ref import Ref
from reconciler.steps.propose.attempt import Attempt, Desk, attempt
from reconciler.steps.propose.choose import choose

__all__ = ["Desk", "propose"]


def propose(desk: Desk, plan: Plan, *, everything: bool = False) -> Proposal:
    """The files with what somebody moved on the platform; *everything*: with all that differs.

    Whatever else the files ask for, here and in other environments, they still ask for.
    """
    taken, untaken = choose(plan, everything=everything)
    tried = attempt(desk, taken)
    while tried.blamed and taken:
        reasons = {blamed.ref: blamed for blamed in tried.blamed}
        # What is nobody's fault alone is everybody's.
        out = [one for one in taken if one.ref in reasons] or list(taken)
        untaken += tuple(_refused(one, reasons.get(one.ref, tried.blamed[0])) for one in out)
        taken = tuple(one for one in taken if one not in out)
        tried = attempt(desk, taken)
    return Proposal(
        taken=tuple(replace(one, files=tried.files(one.ref)) for one in taken),
        untaken=tuple(sorted(untaken, key=lambda one: one.ref)),
        kept=tuple(_kept(tried, taken)),
        files=tuple(_rewritten(desk.tree, tried.tree)),
    )


def _refused(one: Taken, reason: Untaken) -> Untaken:
    return replace(reason, ref=one.ref, fields=one.fields, place=one.fields[0].place)


def _kept(tried: Attempt, taken: tuple[Taken, ...]) -> Iterator[Kept]:
    """The fields that were written only so that they stay what they are."""
    meant = {(one.ref, field.path) for one in taken for field in one.fields}
    kept: dict[Ref, dict[str, FieldValue]] = {}
    for wrong in tried.wrong:
        for field in wrong.fields:
            if (wrong.ref, field.path) not in meant:
                kept.setdefault(wrong.ref, {})[field.path] = field
    for ref, fields in sorted(kept.items()):
        yield Kept(ref, tuple(fields.values()), tried.files(ref))


def _rewritten(before: Tree, after: Tree) -> Iterator[Rewritten]:
    for file, text in sorted(after.texts.items()):
        if before.texts.get(file) != text:
            yield Rewritten(file, before.texts.get(file), text)

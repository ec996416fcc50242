"""Who looks at the recordings of each assessment, row by row, for every form of the report."""

from collections.abc import Iterator, Sequence

from reconciler.model.reviewing import Reviewing
from reconciler.reports.words import number

HEAD = ("assessment", "sittings to come", "who looks", "when", "what happens next", "findings")
# Set-up guide, step 4: only what was flagged is looked at, and somebody decides what follows.
_LOOKED = "flagged recordings are looked at; if cheating is confirmed, "
NEXT = {
    "void attempt": f"{_LOOKED}the attempt is voided",
    "refer to exam board": f"{_LOOKED}it goes to the exam board",
}


def rows(found: Sequence[Reviewing]) -> Iterator[tuple[str, ...]]:
    """One row for each assessment that has recordings to look at, or a reviewer."""
    for one in found:
        if one.proctored or one.by:
            yield (
                one.ref.name,
                coming(one),
                _who(one),
                one.when or "-",
                NEXT.get(one.if_confirmed, "-"),
                "; ".join(said(one)) or "none",
            )


def coming(one: Reviewing) -> str:
    """How many sittings are to come; where no channel lists them, there may be more."""
    return str(one.sittings) if one.listed else f"at least {one.sittings}"


def said(one: Reviewing) -> Iterator[str]:
    """What is wrong, and what nobody can tell."""
    yield from one.findings
    if one.users == 0:
        # Who has which role is not declared here, so plan and status keep silent about it.
        yield f'nobody has the role "{one.by}" yet'
    yield from (f"unknown: {why}" for why in one.unknown)


def summary(found: Sequence[Reviewing]) -> str:
    """All of it in one sentence."""
    looked = [one for one in found if one.proctored or one.by]
    wrong = sum(bool(one.findings) or one.users == 0 for one in looked)
    unknown = sum(bool(one.unknown) for one in looked)
    return f"{number(len(looked), 'assessment')}: {wrong} with findings, {unknown} with unknowns"


def _who(one: Reviewing) -> str:
    if not one.by:
        return "nobody"
    return one.by if one.users is None else f"{one.by} ({number(one.users, 'user')})"

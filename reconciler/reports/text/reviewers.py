"""Who looks at the recordings of each assessment."""

from collections.abc import Iterator, Sequence

from reconciler.model.reviewing import Reviewing
from reconciler.reports import reviewers as report
from reconciler.reports.text.layout import Block, line
from reconciler.reports.words import shown


def reviewers(found: Sequence[Reviewing]) -> Iterator[Block]:
    """A paragraph for each assessment, and a sentence at the end."""
    for name, sittings, who, when, then, _ in report.rows(found):
        yield [line(f"{shown(name)}, sittings to come: {sittings}", "bold")]
        yield [line(f"{shown(who)}, {when}: {then}" if when != "-" else shown(who), "", 2)]
        one = next(one for one in found if one.ref.name == name)
        yield [line(f"! {shown(why)}", "yellow", 2) for why in report.said(one)]
    yield [line("")]
    yield [line(report.summary(found), "bold")]

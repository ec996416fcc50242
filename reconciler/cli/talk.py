"""Where words go: the result to stdout, the talk to stderr, colour only to who can see it."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from reconciler.reports.text.layout import Block, render

if TYPE_CHECKING:
    from reconciler.reports.checked import Checked
    from reconciler.reports.documents import PlanDocument
    from reconciler.reports.drifted import DriftDocument
    from reconciler.reports.findings import Findings
    from reconciler.reports.proposal import ProposalDocument
    from reconciler.reports.recorded import HistoryDocument, SettingsDocument


class Talk:
    """The two streams of a command."""

    def __init__(self) -> None:
        self._out = _console(sys.stdout)
        self._err = _console(sys.stderr)

    @property
    def listens(self) -> bool:
        """Whether somebody sits at a terminal who can be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def result(self, blocks: Iterable[Block]) -> None:
        """Lines to stdout."""
        _show(self._out, blocks)

    def raw(self, words: str) -> None:
        """Text to stdout, as it is and in UTF-8: for programs that read it."""
        # Bytes, so that no locale can spoil them.
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            sys.stdout.write(words)
        else:
            # Half a character, as file names have them, is spelled out; to JSON that is its escape.
            stream.write(words.encode(errors="backslashreplace"))
        sys.stdout.flush()

    def print_checked(self, document: "Checked", found: "Findings", form: str) -> None:
        """What is wrong with the files to stdout, in the form that was asked for."""
        match form:
            case "json":
                from reconciler.reports import json

                self.raw(json.checked(document))
            case "markdown":
                from reconciler.reports import markdown

                self.raw(markdown.checked(document))
            case "junit":
                from reconciler.reports import junit

                self.raw(junit.suites(document))
            case "text":
                from reconciler.reports.text import problems

                self.result(problems.checked(document))
            case _:
                self.print_findings(found, form)
        if form not in ("text", "markdown"):
            self.say(f"{document.root}: {document.summary}")

    def print_findings(self, found: "Findings", form: str) -> None:
        """Findings to stdout, as a forge shows them beside the lines."""
        match form:
            case "sarif":
                from reconciler.reports import sarif

                self.raw(sarif.log(found))
                if len(found.problems) > sarif.MOST:
                    count = len(found.problems)
                    self.say(f"wrote {sarif.MOST} of {count} findings: GitHub keeps no more")
            case _:
                from reconciler.reports import github

                self.raw(github.annotations(found))

    def print_plan(self, document: "PlanDocument", zone: tzinfo, form: str) -> None:
        """A plan to stdout, in the form that was asked for."""
        match form:
            case "json":
                from reconciler.reports import json

                self.raw(json.write(document))
            case "markdown":
                from reconciler.reports import markdown

                self.raw(markdown.plan(document, zone))
            case _:
                from reconciler.reports.text import plan

                self.result(plan.plan(document, zone))

    def print_runbook(self, document: "PlanDocument", zone: tzinfo, form: str) -> None:
        """By-hand work to stdout, in the form that was asked for."""
        match form:
            case "html":
                from reconciler.reports import html

                self.raw(html.runbook(document, zone))
            case "markdown":
                from reconciler.reports import markdown

                self.raw(markdown.runbook(document, zone))
            case _:
                from reconciler.reports.text import runbook

                self.result(runbook.runbook(document, zone))

    def print_drift(self, document: "DriftDocument", zone: tzinfo, form: str) -> None:
        """Drift to stdout, in the form that was asked for."""
        match form:
            case "json":
                from reconciler.reports import json

                self.raw(json.write(document))
            case "markdown":
                from reconciler.reports import markdown

                self.raw(markdown.drift(document, zone))
            case _:
                from reconciler.reports.text import drift

                self.result(drift.drift(document, zone))

    def print_proposal(self, document: "ProposalDocument", zone: tzinfo, form: str) -> None:
        """A proposal to stdout, in the form that was asked for."""
        match form:
            case "json":
                from reconciler.reports import json

                self.raw(json.write(document))
            case "markdown":
                from reconciler.reports import markdown

                self.raw(markdown.proposed(document, zone))
            case _:
                from reconciler.reports.text import proposal

                self.result(proposal.proposed(document, zone))

    def print_history(self, document: "HistoryDocument", zone: tzinfo, form: str) -> None:
        """The ledger to stdout, in the form that was asked for."""
        if form == "json":
            from reconciler.reports import json

            self.raw(json.write(document))
        else:
            from reconciler.reports.text import history

            self.result(history.history(document, zone))

    def print_settings(self, document: "SettingsDocument", zone: tzinfo, form: str) -> None:
        """What a sitting ran with to stdout, in the form that was asked for."""
        if form == "json":
            from reconciler.reports import json

            self.raw(json.write(document))
        else:
            from reconciler.reports.text import settings

            self.result(settings.settings(document, zone))

    def show(self, blocks: Iterable[Block]) -> None:
        """Lines to stderr."""
        _show(self._err, blocks)

    def say(self, sentence: str) -> None:
        """One plain line to stderr."""
        self._err.print(sentence, soft_wrap=True, style="dim")

    @contextmanager
    def busy(self, doing: str) -> Iterator[None]:
        """Say what is being done: a moving line on a terminal, a plain one elsewhere."""
        if self._err.file.isatty():
            with self._err.status(doing):
                yield
        else:
            self.say(doing)
            yield


def _console(stream: TextIO) -> Console:
    if isinstance(stream, io.TextIOWrapper):
        # A terminal that has no arrow gets its number, not a traceback.
        stream.reconfigure(errors="backslashreplace")
    return Console(
        file=stream,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    )


def _show(console: Console, blocks: Iterable[Block]) -> None:
    # Not is_terminal, which FORCE_COLOR makes true of a file: that has colours, and no width.
    width = console.width if console.file.isatty() else None
    console.print(render(blocks, width), soft_wrap=True)

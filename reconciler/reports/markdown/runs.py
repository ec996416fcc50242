"""Short words of a workflow run: why there is no plan, why nothing was done, where to read on."""

from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import mark, page


def no_plan(environment: str, commit: str, reason: str, run: str) -> str:
    """The comment where no plan could be made, so that nobody takes an older one for it."""
    return page(
        [
            mark("plan", environment),
            f"## Plan for {escape(environment)}",
            f"**No plan to go by** at commit {code(commit[:12])}: {escape(reason)}",
            f"<sub>[Its run]({run}) says more.</sub>",
        ]
    )


def not_applied(environment: str, reason: str) -> str:
    """Why a run that was to write did not, or stopped."""
    return page([f"## Apply to {escape(environment)}", f"**Stopped:** {escape(reason)}"])


def found_by(run: str) -> str:
    """The last line of the issue about drift."""
    return f"<sub>Found by [this run]({run}); the issue is edited by the next, and closed.</sub>"


def in_sync_again(run: str) -> str:
    """The last word on an issue about drift."""
    return f"Nothing is left of this, [this run]({run}) found."

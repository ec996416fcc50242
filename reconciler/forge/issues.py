"""One issue, open as long as there is something to say; the next time it is a new one."""

from typing import Final

from reconciler.forge.comments import mine
from reconciler.forge.rest import Item, Rest

NEED: Final = "{issues: write}"


def keep(rest: Rest, mark: str, title: str, body: str) -> None:
    """Let *body*, whose first line is *mark*, be in the one open issue of ours with that mark."""
    found = _open(rest, mark)
    if found is None:
        rest.post("/issues", {"title": title, "body": body}, NEED)
    elif found.get("body") != body:
        rest.patch(f"/issues/{found['number']}", {"body": body}, NEED)


def close(rest: Rest, mark: str, why: str) -> None:
    """Close the open issue with that mark, if there is one, and say why in a comment."""
    found = _open(rest, mark)
    if found is None:
        return
    # What it said stays as it was: it tells what had moved.
    done = {"state": "closed", "state_reason": "completed"}
    rest.patch(f"/issues/{found['number']}", done, NEED)
    rest.post(f"/issues/{found['number']}/comments", {"body": why}, NEED)


def _open(rest: Rest, mark: str) -> Item | None:
    # GitHub lists pull requests as issues too.
    listed = rest.get("/issues?state=open", NEED)
    return next((i for i in listed if "pull_request" not in i and mine(i, mark)), None)

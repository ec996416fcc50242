"""One comment on a pull request, found again by its mark and edited in place."""

from typing import Final

from reconciler.forge.rest import Item, Rest

# As GitHub names whoever writes with the token of a workflow run. No person can have that name.
AUTHOR: Final = "github-actions[bot]"
NEED: Final = "{pull-requests: write}"


def keep(rest: Rest, number: int, mark: str, body: str) -> None:
    """Let *body*, whose first line is *mark*, be the one comment of ours with that mark."""
    for comment in rest.get(f"/issues/{number}/comments", NEED):
        if mine(comment, mark):
            if comment.get("body") != body:
                rest.patch(f"/issues/comments/{comment['id']}", {"body": body}, NEED)
            return
    rest.post(f"/issues/{number}/comments", {"body": body}, NEED)


def mine(item: Item, mark: str) -> bool:
    """Whether a comment or an issue was written by a workflow run, and begins with the mark."""
    author = (item.get("user") or {}).get("login")
    return author == AUTHOR and str(item.get("body") or "").partition("\n")[0].strip() == mark

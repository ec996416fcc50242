"""What a pull request's plan came to, as its comment carries it, and found again at the merge."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter, ValidationError

from reconciler.errors import NotReviewed
from reconciler.forge.actions import Run
from reconciler.forge.comments import mine
from reconciler.forge.rest import Item, Rest

NEED: Final = "{pull-requests: read}"
_SIGNATURE = re.compile(r"<!-- reconciler review (\{.*\}) -->")
_DIGEST = re.compile(r"[0-9a-f]{12,64}")


@dataclass(frozen=True, slots=True)
class Review:
    """A plan as somebody could approve it: its digest, and whom it touches at most.

    *head* is the commit of the pull request that it was made of, and *made* when; both are left out
    where it is typed by hand. *candidates* is None where nobody can count them.
    """

    digest: str
    head: str = ""
    made: datetime | None = None
    schedules: int | None = None
    candidates: int | None = None

    @property
    def signature(self) -> str:
        """The line of a comment that carries it, which readers do not see."""
        return f"<!-- reconciler review {TypeAdapter(Review).dump_json(self).decode()} -->"


def of_merge(rest: Rest, run: Run, mark: str) -> Review:
    """The plan that was reviewed in the pull request whose merge the run is about.

    Raises NotReviewed when there is none, or when somebody has pushed since it was made.
    """
    merged = [pull for pull in rest.get(f"/commits/{run.commit}/pulls", NEED) if _by(pull, run)]
    if not merged:
        raise NotReviewed(f"commit {run.commit[:12]} is no merge of a pull request; {_BY_HAND}")
    number, head = merged[0]["number"], merged[0]["head"]["sha"]
    found = [
        review
        for comment in rest.get(f"/issues/{number}/comments", NEED)
        if mine(comment, mark)
        for review in _signed(comment)
    ]
    if not found:
        raise NotReviewed(f"no plan was made in pull request #{number}; {_BY_HAND}")
    if found[0].head != head:
        raise NotReviewed(
            f"the plan in pull request #{number} is that of commit {found[0].head[:12]}, and "
            f"{head[:12]} was merged, which nobody has seen a plan of; {_BY_HAND}"
        )
    return found[0]


def of_inputs(run: Run) -> Review | None:
    """The plan whose digest somebody typed who started the run; None when nobody did.

    Raises NotReviewed for what is no digest or no number.
    """
    typed = run.inputs or {}
    digest = typed.get("digest", "").strip()
    if not digest:
        return None
    if not _DIGEST.fullmatch(digest):
        raise NotReviewed(f"{digest!r:.80} is no digest; a plan shows its own, 12 characters do")
    schedules, candidates = (_count(typed, name) for name in ("schedules", "candidates"))
    return Review(digest, schedules=schedules, candidates=candidates)


_BY_HAND = (
    "nothing was sent; look at the plan under this run, and if it is meant, start the workflow "
    "apply by hand with its digest"
)


def _by(pull: Item, run: Run) -> bool:
    """Whether the run's commit is what the merge of this pull request made of the branch."""
    return bool(pull.get("merged_at")) and pull.get("merge_commit_sha") == run.commit


def _signed(comment: Item) -> Iterator[Review]:
    # In the second line and nowhere else: below it stands what others have written.
    lines = str(comment.get("body", "")).splitlines()
    found = _SIGNATURE.fullmatch(lines[1].strip()) if len(lines) > 1 else None
    if found is None:
        return
    try:
        review = TypeAdapter(Review).validate_json(found[1], strict=True)
    except ValidationError:
        return
    if _DIGEST.fullmatch(review.digest):
        yield review


def _count(typed: Mapping[str, str], name: str) -> int | None:
    value = typed.get(name, "").strip()
    if not value:
        return None
    if not value.isdecimal():
        raise NotReviewed(f"{value!r:.80} is no number of {name}")
    return int(value)

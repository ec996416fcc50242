"""Teams that approve in GitHub: each is an environment whose reviewers must say yes first."""

from collections.abc import Iterable
from typing import Final

from reconciler.errors import NotReviewed
from reconciler.forge.rest import Rest

NEED: Final = "{actions: read}"


def demand_reviewers(rest: Rest, teams: Iterable[str]) -> None:
    """Return when somebody must say yes for each of the teams.

    Raises NotReviewed otherwise: a job in an environment that nobody has made runs at once.
    """
    for team in teams:
        name = f"approval-{team}"
        environment = rest.find(f"/environments/{name}", NEED) or {}
        rules = environment.get("protection_rules") or []
        if not any(rule.get("type") == "required_reviewers" for rule in rules):
            raise NotReviewed(
                f"the plan needs the approval of {team}, and nobody is asked for it: make the "
                f"environment {name} with required reviewers (Settings > Environments); "
                "nothing was sent"
            )

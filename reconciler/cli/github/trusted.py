"""Keeps tokens from going where nobody has agreed that they go."""

from pathlib import Path

from reconciler import checking
from reconciler.errors import ReconcilerError
from reconciler.model.environment import Environment

REACH = ("integrations", "console", "ledger")


def demand_trusted(config: Path, trusted: Path, name: str) -> None:
    """Return when the files below *config* reach *name* exactly as those below *trusted* do.

    Raises ReconcilerError otherwise; reads no token, sends nothing.
    """
    site = checking.check(config).site
    if site is None:
        return  # whoever opens it says what is wrong with it, before a token is read
    proposed, agreed = site.environments.get(name), _agreed(trusted, name)
    if proposed is None or agreed is None:
        whose = "proposed files" if proposed is None else "files that were reviewed"
        raise ReconcilerError(f"no plan of {name}: the {whose} have no such environment; {_FIRST}")
    moved = [part for part in REACH if getattr(proposed, part) != getattr(agreed, part)]
    if moved:
        raise ReconcilerError(
            f"no plan of {name}: {' and '.join(moved)} in site.yaml {_differ(len(moved))} from the "
            f"files that were reviewed, and no token goes to an address before that; {_FIRST}"
        )


_FIRST = "change site.yaml in a pull request of its own, and merge that first"


def _differ(count: int) -> str:
    return "differs" if count == 1 else "differ"


def _agreed(trusted: Path, name: str) -> Environment | None:
    site = checking.check(trusted).site
    return site.environments.get(name) if site else None

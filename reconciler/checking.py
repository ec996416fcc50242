"""Load, validate, judge: what can be said of the files alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reconciler.model.document import Configuration
from reconciler.model.problem import Problem, identified
from reconciler.model.validated import Validated
from reconciler.steps.expire import expire
from reconciler.steps.load import load
from reconciler.steps.load.shipped import shipped
from reconciler.steps.translate import untranslated
from reconciler.steps.validate import validate

if TYPE_CHECKING:
    from reconciler.steps.judge import Trial


def check(root: Path, now: datetime | None = None) -> Validated:
    """The configuration below *root*, with all that is wrong with it.

    With *now*, also a warning for each exception that ends soon.
    """
    configuration, problems = load(root)
    validated = checked(configuration, (*problems, *untranslated(root)))
    found = (*validated.problems, *(_ending(validated, now) if now else ()))
    return replace(validated, problems=tuple(identified(found, normpath(root))))


def try_policies(root: Path) -> tuple[Validated, dict[str, tuple["Trial", ...]]]:
    """The configuration below *root*, and what came of the tests of each policy that holds."""
    from reconciler.steps.judge import tried  # noqa: PLC0415 -- as below

    validated = check(root)
    return validated, {each.policy.name: tuple(tried(each)) for each in validated.policies}


def checked(configuration: Configuration, problems: Sequence[Problem]) -> Validated:
    """What documents come to, merged and together, by the rules of the language and the site's."""
    validated = validate(configuration, problems, shipped())
    if not validated.policies:
        return validated
    from reconciler.steps.judge import judge  # noqa: PLC0415 -- a language of its own, for few

    return judge(validated)


def _ending(validated: Validated, now: datetime) -> Iterable[Problem]:
    if validated.site is None or not validated.ok:
        return ()
    today = now.astimezone(ZoneInfo(validated.site.time_zone)).date()
    return dict.fromkeys(p for d in validated.environments.values() for p in expire(d, today))

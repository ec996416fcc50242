"""What the code of a finding means, for whoever meets it on a dashboard."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reconciler.kinds.lints import Lint, lints

POLICY = "policy-"  # what the codes of broken policies begin with


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of finding: what it means, why it matters, and who says so."""

    code: str
    means: str
    why: str = ""
    source: str = ""

    @property
    def help(self) -> str:
        """All that there is to say of it, for somebody who has never seen it."""
        source = f"Source: {self.source}." if self.source else ""
        return " ".join(part for part in (self.means, self.why, source) if part)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code: those of the language, and the lints."""
    text = files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
    said = {code: Rule(code, **words) for code, words in tomllib.loads(text).items()}
    return {**said, **{lint.id: _lint(lint) for lint in lints().values()}}


def _lint(lint: Lint) -> Rule:
    return Rule(lint.id, f"{lint.says[0].upper()}{lint.says[1:]}.", lint.why, lint.source)


def rule(code: str) -> Rule:
    """The rule of a code; one that is not documented is still a rule."""
    if code.startswith(POLICY):
        return Rule(code, f"The policy {code.removeprefix(POLICY)} of the site does not hold.")
    return rules().get(code) or Rule(code, f"{code.replace('-', ' ').capitalize()}.")

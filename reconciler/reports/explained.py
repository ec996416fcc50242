"""Lints, rules between options and shipped policies, explained; and docs/lints.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill

from reconciler.kinds.dependencies import DEPENDENCIES, Dependency
from reconciler.kinds.lints import Bound, Lint, lints, profiles
from reconciler.model.document import Document
from reconciler.model.observed import Value
from reconciler.model.policy import Policy
from reconciler.reports.rules import rules

WIDTH = 100
_HEAD = """\
# Lints, rules and profiles

Printed by `reconciler explain --format markdown` from the data that the checks use.

A **lint** speaks of settings that are legal and go wrong in exams. It judges effective settings: a
template after overlay and `extends`, a sitting with its tweak. What a template does is said at the
template, not at each of its sittings. `site.yaml` sets another level; a document is exempt with a
reason, which goes on to the templates that extend it:

```yaml
lints: {severe-full-screen-ejects-on-zoom: error, default-weaker-than-others: off}  # in site.yaml
accept: [{rule: periodic-desk-scan-interrupts, why: asked for by the exam board}]   # in a template
```
"""
_PROFILES = """\
## Profiles and the licence

A **profile** bounds the templates that name it (`profiles: [accessible]`; what extends them is
bound, too), and their sittings. A value out of bounds is an error. A site adds profiles, or takes
the place of a shipped one, and says which options its contract allows:

```yaml
profiles:
  oral: {allow: {recording.audio: [true]}, why: the voice is marked}
licence: {allow: {verification.id: [none, auto]}, why: order form of 2026}   # for every template
```

Naming `live` below `licence.allow` says that there is an agreement about agents.
"""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that can be explained."""

    id: str
    sort: str
    level: str
    says: str
    why: str = ""
    source: str = ""
    instead: str = ""
    asserts: str = ""

    @property
    def text(self) -> str:
        """For the terminal."""
        said = {
            "why": self.why,
            "asserts": self.asserts,
            "source": self.source,
            "what to do": self.instead,
        }
        sort = ", ".join(filter(None, (self.sort, self.level)))
        paragraphs = [f"{self.id} ({sort})", _filled(self.says)]
        paragraphs.extend(_filled(f"{name}: {words}") for name, words in said.items() if words)
        return "\n\n".join(paragraphs)


def _filled(words: str) -> str:
    return fill(words, WIDTH, break_on_hyphens=False, break_long_words=False)


def topics(policies: Mapping[str, Document]) -> Iterator[Topic]:
    """All that can be explained."""
    yield from map(_lint, lints().values())
    yield from map(_rule, DEPENDENCIES)
    for document in policies.values():
        policy = Policy.model_validate(document.content)
        yield Topic(
            id=policy.name,
            sort="policy",
            level=policy.level,
            says=policy.why,
            asserts=f"of each {' and '.join(policy.kinds)}: {_in_one_line(policy.assertion)}",
            instead=policy.hint or "",
        )
    better = {*lints(), *(dependency.id for dependency in DEPENDENCIES)}
    for code, rule in rules().items():
        if code not in better:
            yield Topic(code, "finding", "", rule.means, rule.why, rule.source)


def markdown(topic: Topic) -> str:
    """One topic as a section."""
    rest = [topic.why, f"Source: {topic.source}." if topic.source else ""]
    rest.append(f"**What to do:** {topic.instead}." if topic.instead else "")
    return "\n\n".join([f"### {topic.id}", f"*{topic.level}*: {topic.says}.", *filter(None, rest)])


def page() -> str:
    """The page docs/lints.md."""
    parts = [_HEAD, "## Lints\n", *(f"{markdown(_lint(lint))}\n" for lint in lints().values())]
    parts.extend(["## Rules between options\n", _rules(), _PROFILES, _profiles()])
    return "\n".join(parts)


def _lint(lint: Lint) -> Topic:
    of = f"; of templates with the profile {lint.profile}" if lint.profile else ""
    return Topic(
        lint.id, "lint", f"{lint.level}{of}", lint.says, lint.why, lint.source, lint.instead
    )


def _rule(rule: Dependency) -> Topic:
    needed = " or ".join(map(_written, rule.values))
    return Topic(
        id=rule.id,
        sort="rule",
        level=str(rule.level),
        says=f"{rule.option} needs {rule.needs}: {needed}",
        source=rule.source,
        instead=f"write {rule.needs}: {needed}, or accept the rule with a reason",
    )


def _rules() -> str:
    rows = [f"| {t.id} | {t.level} | {t.says} | {t.source} |" for t in map(_rule, DEPENDENCIES)]
    return "\n".join(["| rule | level | what | source |", "|---|---|---|---|", *rows, ""])


def _profiles() -> str:
    rows = [f"| {bound.name} | {_allowed(bound)} | {bound.why} |" for bound in profiles().values()]
    return "\n".join(["| profile | allows | because otherwise |", "|---|---|---|", *rows, ""])


def _allowed(bound: Bound) -> str:
    return "; ".join(
        f"{option}: {' or '.join(map(_written, values))}" for option, values in bound.allow.items()
    )


def _in_one_line(expression: str) -> str:
    return " ".join(expression.split())


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

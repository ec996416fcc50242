"""The documents that declare live assessments, with rules for what most of their sittings have."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from reconciler.kinds.found import Found, by_assessment
from reconciler.kinds.kind import World
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.rules import Said
from reconciler.model.drafted import Drafted, Item, Left
from reconciler.model.observed import Observed
from reconciler.model.ref import Ref

KIND = "Assessment"
_SUFFIX = re.compile(r"-[A-Za-z]+$")
FEW = 3  # names in one sentence
_FEWEST = 2  # sittings that share an ending before it means something


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: for the sittings with an ending, or without one for all."""

    said: Said
    ending: str = ""

    def covers(self, name: str) -> bool:
        """Whether the rule is about the sitting of this name."""
        return name.endswith(self.ending)


def declare(world: World, chosen: Collection[Ref]) -> Iterator[Drafted | Left]:
    """One document for each chosen assessment: its option, and rules that ask for no change."""
    sittings = by_assessment(world)
    for ref, observed in sorted(world.live.of(KIND).items()):
        if ref in chosen:
            yield _document(observed, sittings.get(ref.name, ()), chosen)


def _document(observed: Observed, sittings: Sequence[Found], chosen: Collection[Ref]) -> Drafted:
    content: dict[str, Item] = {"kind": KIND, "id": observed.ref.name}
    option = observed.fields.get("proctoring")
    if isinstance(option, bool):
        content["proctoring"] = option
    rules = _rules(sittings, chosen)
    if rules:
        content["schedules"] = [_written(rule, content.get("proctoring")) for rule in rules]
    remarks = (_unruled(sittings),) if sittings and not rules else ()
    title = " ".join(str(observed.seen.raw.get("Title", "")).split())
    comment = title if title.isprintable() else ""
    return Drafted(observed.ref, content, comment=comment, remarks=remarks)


def _unruled(sittings: Sequence[Found]) -> str:
    held = [str(sitting.observed.ref) for sitting in sittings if sitting.held]
    if held:
        more = f" and {len(held) - FEW} more" if len(held) > FEW else ""
        names = ", ".join(held[:FEW]) + more
        return f"has no rule for its schedules, which would cover {names} as well"
    return "has no rule for its schedules, which differ; name them too, and it gets one"


def _rules(sittings: Sequence[Found], chosen: Collection[Ref]) -> tuple[Rule, ...]:
    """The commonest word of the sittings as the rule for all, before it those for an ending."""
    counts = Counter(sitting.said for sitting in sittings if not sitting.held)
    for said in sorted(counts, key=lambda said: (-counts[said], *_last(said))):
        plain = Rule(said)
        for rules in ((*_endings(sittings, said), plain), (plain,)):
            if all(_holds(sitting, rules, chosen) for sitting in sittings):
                return rules
    return ()


def _last(said: Said) -> tuple[bool, bool, str]:
    """Among rules that are as common: proctored ones first, and those that name a template."""
    template = said.template or DEFAULT_TEMPLATE
    return not said.proctoring, template == DEFAULT_TEMPLATE, template


def _holds(sitting: Found, rules: Sequence[Rule], chosen: Collection[Ref]) -> bool:
    """Whether the first rule for a sitting asks for no change, with a document where one may be."""
    rule = next(rule for rule in rules if rule.covers(sitting.observed.ref.name))
    beyond = sitting.beyond(rule.said)
    return beyond is not None and (not beyond or sitting.observed.ref in chosen)


def _endings(sittings: Sequence[Found], otherwise: Said) -> Iterator[Rule]:
    """Rules for endings such as -ACC that mark some sittings, all of them alike."""
    by_ending: dict[str, list[Said]] = {}
    for sitting in sittings:
        found = _SUFFIX.search(sitting.observed.ref.name)
        if found:
            by_ending.setdefault(found[0], []).append(sitting.said)
    for ending, said in sorted(by_ending.items()):
        if len(said) >= _FEWEST and set(said) != {otherwise} and len(set(said)) == 1:
            yield Rule(said[0], ending)


def _written(rule: Rule, option: Item | None) -> dict[str, Item]:
    """A rule as it stands in the file; whether its sittings are proctored only where it must."""
    said = rule.said
    written: dict[str, Item] = {"match": f"*{rule.ending}"} if rule.ending else {}
    if said.proctoring is not option:
        written["proctoring"] = said.proctoring is True
    if said.template is not None:
        written["template"] = said.template
    return written or {"match": "*"}

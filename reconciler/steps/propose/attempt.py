"""Restate documents, read them back, and see what they ask for then, until it is what is live."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.kinds import KINDS, dependencies
from reconciler.kinds.kind import World
from reconciler.model.change import Cause, Why
from reconciler.model.document import Content
from reconciler.model.plan import Plan
from reconciler.model.problem import Level, Problem
from reconciler.model.proposal import Taken, Tree, Untaken
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired
from reconciler.steps.propose.choose import differing
from reconciler.steps.propose.goal import Goal, Wrong
from reconciler.steps.propose.place import Homeless, Layout, Said
from reconciler.steps.propose.write import understood, written

ROUNDS = 20  # each settles one more generation of templates that extend each other
_NO_WORDS = "no line of its documents can ask for what is live"
_KINDS = {kind.name: kind for kind in KINDS}
_NOBODY = Cause(Why.UNATTRIBUTED)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the work goes by: the look, the files, and the steps that judge other ones.

    *read* makes a tree of texts, *plan* what its files would still change; *say* names a cause.
    """

    environment: str
    world: World
    tree: Tree
    read: Callable[[Mapping[str, str]], Tree]
    plan: Callable[[Tree], Plan]
    say: Callable[[Cause], str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far the files came to say what is live; *blamed* says what stood in the way."""

    tree: Tree
    said: tuple[Said, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    blamed: tuple[Untaken, ...] = ()

    def files(self, ref: Ref) -> tuple[str, ...]:
        """Where something of an object was written."""
        return tuple(sorted({said.file for said in self.said if said.ref == ref}))


def attempt(desk: Desk, taken: tuple[Taken, ...]) -> Attempt:
    """The files after taking over all of that, or what stood in the way."""
    goal = Goal.of(desk.world, taken)
    reasons = {one.ref: desk.say(one.fields[0].cause) for one in taken}
    now = Attempt(desk.tree)
    for _ in range(ROUNDS):
        errors = [p for p in now.tree.validated.problems if p.level is Level.ERROR]
        desired = _desired(now.tree, desk.environment)
        wrong = goal.wrong(replace(desk.world, desired=desired))
        final = [p for p in errors if not _waivable(p)]
        # What a profile or a policy forbids may be gone once all is as it should be; a document
        # that is not understood stays so.
        if final and not (wrong and all(p.ref in desired for p in final)):
            return replace(now, blamed=tuple(map(_because, final)))
        if not wrong and not errors:
            return replace(now, blamed=tuple(_moved(desk, now.tree, taken)))
        try:
            further = _round(desk, now, wrong, [] if wrong else errors, reasons)
        except Homeless as error:
            return replace(now, blamed=(Untaken(error.ref, error.why, error.place),))
        if further.blamed:
            return further
        if further.tree.texts == now.tree.texts:
            break
        now = further
    return replace(now, blamed=tuple(Untaken(one.ref, _NO_WORDS, one.place) for one in wrong))


def _round(
    desk: Desk,
    now: Attempt,
    wrong: tuple[Wrong, ...],
    errors: list[Problem],
    reasons: Mapping[Ref, str],
) -> Attempt:
    """One more generation of documents restated, and the rules accepted that they break."""
    layout = Layout.of(now.tree, desk.environment)
    world = replace(desk.world, desired=_desired(now.tree, desk.environment))
    afters: dict[Ref, Content] = {}
    for one in wrong:
        why = reasons.get(one.ref, "")
        afters[one.ref] = one.restated(layout.content(one.ref), world, why)
    for problem in errors:
        ref = problem.ref
        if ref is not None:
            content = afters.get(ref, layout.content(ref))
            why = reasons.get(ref, desk.say(_NOBODY))
            afters[ref] = dependencies.accepting(content, problem.code, why)
    said: list[Said] = []
    homeless: list[Untaken] = []
    for ref, after in afters.items():
        try:
            said += layout.said(ref, layout.content(ref), after)
        except Homeless as error:
            homeless.append(Untaken(error.ref, error.why, error.place))
    if homeless:
        return replace(now, blamed=tuple(homeless))
    tree = desk.read(written(now.tree, said))
    understood(tree, said)
    return Attempt(tree, (*now.said, *said), (*now.wrong, *wrong))


def _moved(desk: Desk, tree: Tree, taken: tuple[Taken, ...]) -> Iterator[Untaken]:
    """What would change beyond what is taken over: elsewhere, or in the plan of the same look."""
    for name, before in desk.tree.validated.environments.items():
        after = tree.validated.environments.get(name, {})
        for ref in sorted({*before, *after}) if name != desk.environment else ():
            was, now = before.get(ref), after.get(ref)
            if (was and was.resource) != (now and now.resource):
                yield Untaken(ref, f"it would change {ref} in {name}, too")
    done = {one.ref: {field.path for field in one.fields} for one in taken}
    known = differing(desk.plan(desk.tree))
    for ref, paths in differing(desk.plan(tree)).items():
        left = paths - (known.get(ref, frozenset()) - done.get(ref, set()))
        if left:
            yield Untaken(ref, f"the plan would change {', '.join(sorted(left))} all the same")


def _desired(tree: Tree, environment: str) -> Desired:
    return tree.validated.environments[environment]


def _waivable(problem: Problem) -> bool:
    """Whether a document may say that the rule does not hold for it."""
    kind = _KINDS.get(problem.ref.kind) if problem.ref else None
    rules = {rule.id for rule in dependencies.DEPENDENCIES}
    return kind is not None and problem.code in rules and "accept" in kind.model.model_fields


def _because(problem: Problem) -> Untaken:
    hint = f"; {problem.hint}" if problem.hint else ""
    why = f"the files would be wrong: {problem.message}{hint}"
    return Untaken(problem.ref or Ref("", ""), why, problem.place)

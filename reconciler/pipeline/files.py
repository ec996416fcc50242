"""What is live, written down: the files of an import, and the lines of a proposal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.checking import checked
from reconciler.errors import FilesError
from reconciler.files.pages import Page, pages
from reconciler.kinds import KINDS
from reconciler.model.drafted import Drafts
from reconciler.model.plan import Plan
from reconciler.model.problem import Level, Problem
from reconciler.model.proposal import Proposal, Tree
from reconciler.model.ref import Ref
from reconciler.pipeline import look
from reconciler.pipeline.case import Case, Sight
from reconciler.reports.words import taken_over
from reconciler.steps.draft import draft
from reconciler.steps.load import Source, layer_of, load, read, sources, understood
from reconciler.steps.plan import plan as compare
from reconciler.steps.propose import Desk
from reconciler.steps.propose import propose as write_down

FEW = 3  # of many problems that one sentence names


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Files that declare what is live, still to be written.

    *pending* counts the changes of the plan with them: none that it would not have without.
    """

    pages: tuple[Page, ...]
    drafts: Drafts
    pending: int


def take_over(case: Case, root: Path, layer: str, choice: tuple[Ref, ...] = ()) -> TakenOver:
    """Files that declare what is live: of *choice*, or all that no document declares yet.

    Writes nothing, here or there. Raises FilesError unless the configuration below *root* would be
    as sound with the files as without, and the plan would ask for nothing more.
    """
    sight = look(case)
    drafts = draft(case.world(sight.live), choice)
    folders = {kind.name: kind.collection for kind in KINDS}
    new = pages(drafts.documents, root, layer, folders)
    sources = [Source(str(page.path), layer, page.text) for page in new]
    return TakenOver(new, drafts, len(_proved(case, sight, root, sources).changes))


def propose(case: Case, sight: Sight, root: Path, *, everything: bool = False) -> Proposal:
    """The files below *root* with what is live in the sight's plan. Writes nothing."""
    world = case.world(sight.live)

    def plan(tree: Tree) -> Plan:
        desired = tree.validated.environments[case.environment]
        return compare(replace(world, desired=desired), sight.memory, case.environment)

    desk = Desk(
        environment=case.environment,
        world=world,
        tree=tree(root),
        read=lambda texts: tree(root, texts),
        plan=plan,
        say=lambda cause: taken_over(cause, case.zone),
    )
    return write_down(desk, sight.judged.plan, everything=everything)


def tree(root: Path, texts: Mapping[str, str] | None = None) -> Tree:
    """The files below *root*, or other *texts* in their place, and what is made of them."""
    found = (
        list(sources(root))
        if texts is None
        else [Source(file, layer_of(root, file), text) for file, text in texts.items()]
    )
    configuration, problems = understood(root, found)
    read = {source.file: source.text for source in found if isinstance(source, Source)}
    return Tree(read, configuration, checked(configuration, problems))


def _proved(case: Case, sight: Sight, root: Path, new: Iterable[Source]) -> Plan:
    """The plan with *new* files; raises FilesError when they bring an error, or ask for more."""
    configuration, problems = load(root)
    before = checked(configuration, problems)
    items = [item for source in new for item in read(source)]
    documents = [item for item in items if not isinstance(item, Problem)]
    found = [item for item in items if isinstance(item, Problem)]
    whole = replace(configuration, documents=(*configuration.documents, *documents))
    after = checked(whole, [*problems, *found])
    wrong = [str(p) for p in after.problems if p.level is Level.ERROR and p not in before.problems]
    if wrong:
        raise _unsound("the new files would bring errors", wrong)
    desired = after.environments.get(case.environment, {})
    world = replace(case.world(sight.live), desired=desired)
    plan = compare(world, sight.memory, case.environment)
    asked = _work(plan) - _work(sight.judged.plan)
    wrong = [f"{ref} would be asked to change" for ref in sorted({ref for ref, *_ in asked})]
    wrong += [str(p) for p in plan.errors if p not in sight.judged.plan.errors]
    if wrong:
        raise _unsound("files and tenant would disagree", wrong)
    return plan


def _unsound(why: str, wrong: Sequence[str]) -> FilesError:
    more = f" and {len(wrong) - FEW} more" if len(wrong) > FEW else ""
    return FilesError(f"nothing was written, since {why}: {'; '.join(wrong[:FEW])}{more}")


def _work(plan: Plan) -> set[tuple[Ref, str, str]]:
    return {
        (change.ref, change.action, path)
        for change in plan.changes
        for path in ("", *(field.path for field in getattr(change, "fields", ())))
    }

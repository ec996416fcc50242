"""`reconciler import`: files that declare what is live; has no way to change the platform."""

from pathlib import Path

import click

from reconciler.cli import options
from reconciler.model.ref import Ref


@click.command("import")
@options.environment
@click.argument("refs", nargs=-1, type=options.RefType(), metavar="[REF]...")
def import_(environment: str, config: Path, refs: tuple[Ref, ...]) -> None:
    """Write files that declare what is live in ENVIRONMENT and not declared yet.

    With REF, such as Template/high-stakes, only those objects. The files stand in the environment's
    overlay, or in base where it has none. No file is overwritten, and nothing is sent: a plan right
    after asks for no change that it did not ask for before.

    Exit code 0: done, or nothing to do. 1: an error; nothing was written.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.case import Purpose, opened  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.errors import FilesError  # noqa: PLC0415
    from reconciler.files.write import create  # noqa: PLC0415
    from reconciler.pipeline import files  # noqa: PLC0415
    from reconciler.reports.text import drafts  # noqa: PLC0415

    talk = Talk()
    with (
        opened(config, environment, talk, Purpose.FILL) as at,
        talk.busy(f"looking at {environment}"),
    ):
        found = files.take_over(at.case, config, at.layer, refs)
    talk.show(drafts.left_out(found.drafts))
    if refs and found.drafts.left:
        names = ", ".join(str(left.ref) for left in found.drafts.left)
        raise FilesError(f"nothing was written: {names} cannot be declared")
    create({page.path: page.text for page in found.pages})
    if found.pages:
        talk.result([drafts.written({str(page.path): page.ref for page in found.pages})])
    talk.say(drafts.imported(len(found.pages), found.pending, environment))

"""`reconciler explain`: why a lint, a rule or a policy is there, and what to do about it."""

import click

from reconciler.model.meant import meant


@click.command()
@click.argument("identifier", metavar="ID", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="How it is printed; the page docs/lints.md is all of it as markdown.",
)
def explain(identifier: str | None, form: str) -> None:
    """Print why a finding, lint, rule or policy is there, and what to do; without ID, list all."""
    # Imported here so that --help stays fast.
    from reconciler.model.problem import code_of  # noqa: PLC0415
    from reconciler.reports import explained  # noqa: PLC0415
    from reconciler.steps.load.shipped import shipped  # noqa: PLC0415

    if identifier is None and form == "markdown":
        click.echo(explained.page(), nl=False)
        return
    known = {topic.id: topic for topic in explained.topics(shipped())}
    name = code_of(identifier or "").removeprefix("policy-")
    if identifier and name not in known:
        near = meant(name, known)
        hint = f"; did you mean {near}?" if near else "; `reconciler explain` lists all"
        raise click.BadParameter(f'nothing is called "{identifier}"{hint}', param_hint="ID")
    if not identifier:
        for topic in known.values():
            click.echo(f"{topic.id:<36} {topic.says}")
        return
    click.echo(explained.markdown(known[name]) if form == "markdown" else known[name].text)

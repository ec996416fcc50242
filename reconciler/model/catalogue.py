"""What a site says about permission rows, over the catalogue that comes with the tool."""

from pydantic import Field

from reconciler.model.resource import Shape


class CatalogueEntries(Shape):
    """The site's own entries over the catalogue of permission rows that comes with the tool."""

    manage_roles: str | None = Field(
        None,
        min_length=1,
        description="The row that lets a role manage roles",
        examples=["Administration/Manage roles"],
    )
    menus: dict[str, str] | None = Field(
        None,
        description="Per group the row that must be on while any row of the group is",
        examples=[{"Marking": "Marking/Marking"}],
    )
    rows: list[str] | None = Field(
        None, description="Rows to add", examples=[["Reports/View proctored recordings"]]
    )
    parents: dict[str, str] | None = Field(
        None,
        description="Rows whose parent is not the menu of their group",
        examples=[{"Marking/Void attempts": "Marking/View coordinator tab"}],
    )
    capabilities: dict[str, list[str]] | None = Field(
        None,
        description="Names that stand for rows and the menus above them",
        examples=[{"void attempts": ["Marking/Void attempts"]}],
    )

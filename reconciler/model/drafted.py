"""Documents that would declare what is live, and what is live and cannot be declared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.model.place import Place
from reconciler.model.ref import Ref

Item = bool | int | str | list["Item"] | dict[str, "Item"]


@dataclass(frozen=True, slots=True)
class Drafted:
    """One document as it would stand in a file, in the order of its keys.

    *whole* is what it comes to once what it extends is merged; *comment* stands above it;
    *remarks* tell what of the object no word of a file says.
    """

    ref: Ref
    content: Mapping[str, Item]
    whole: Mapping[str, Item] = field(default_factory=dict)
    comment: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def effective(self) -> Mapping[str, Item]:
        """The document that validation sees."""
        return self.whole or self.content


@dataclass(frozen=True, slots=True)
class Left:
    """A live object that no document is written for, and why."""

    ref: Ref
    why: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that can be declared, and all that is left out.

    *declared* has a document already; *covered* needs none, by the rule of its assessment; *over*
    is past; *unseen* are kinds that no channel lists.
    """

    documents: tuple[Drafted, ...]
    left: tuple[Left, ...]
    declared: Mapping[Ref, Place]
    covered: tuple[Ref, ...]
    over: tuple[Ref, ...]
    unseen: tuple[Left, ...]

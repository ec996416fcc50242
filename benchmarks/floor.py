"""The floor: what any Python program must spend on this work. A script of its own.

`python floor.py parse CONFIG` reads and parses the files with PyYAML's C loader.
`python floor.py fetch URL` fetches the pages with the bare client, and holds them decoded.
`python floor.py plan CONFIG URL` does both and compares dicts. It checks nothing, knows no rules
and no places, and reports nothing.
"""

import os
import sys
from pathlib import Path

import yaml

COLLECTIONS = ("/proctorio/templates", "/roles", "/assessments", "/schedules")
PAGE = 200


def parse(root: str) -> list[dict[str, object]]:
    """The documents of all files."""
    files = sorted(Path(root).rglob("*.yaml"))
    return [yaml.load(file.read_text(), Loader=yaml.CSafeLoader) for file in files]


def fetch(url: str) -> list[dict[str, object]]:
    """All objects of the tenant, page after page."""
    import httpx  # noqa: PLC0415 -- parsing alone does not pay for it

    items: list[dict[str, object]] = []
    headers = {"Authorization": f"Bearer {os.environ['CONSOLE_TOKEN']}"}
    with httpx.Client(headers=headers, timeout=600) as client:
        for collection in COLLECTIONS:
            number, total = 1, 1
            while (number - 1) * PAGE < total:
                query = {"Page": number, "PageSize": PAGE}
                content = client.get(url + collection, params=query).json()["Content"]
                items += content["Items"]
                number, total = number + 1, content["Total"]
    return items


def compare(documents: list[dict[str, object]], items: list[dict[str, object]]) -> int:
    """How many documents have an object of their name that is said to be proctored alike."""
    live = {(item.get("ExternalId") or item.get("Title")): item for item in items}
    same = 0
    for document in documents:
        item = live.get(document.get("id") or document.get("title"))
        if item is not None:
            same += document.get("proctoring") == item.get("UseProctorIo")
    return same


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "parse":
        parse(*rest)
    elif what == "fetch":
        fetch(*rest)
    else:
        root, url = rest
        sys.stdout.write(f"{compare(parse(root), fetch(url))} alike\n")

"""The live side for octoDNS: a zone in the process, as its tests have; no request is ever made."""

import json
from logging import getLogger
from pathlib import Path

from octodns.provider.base import BaseProvider
from octodns.record import Record


class LiveProvider(BaseProvider):
    """Has the records of a JSON file."""

    SUPPORTS_GEO = False
    SUPPORTS_DYNAMIC = False
    SUPPORTS = frozenset({"TXT"})

    def __init__(self, id, file):  # noqa: A002, ANN001, D107 -- octoDNS calls it so
        self.log = getLogger(id)
        super().__init__(id)
        self._file = Path(file)

    def populate(self, zone, target=False, lenient=False):  # noqa: ANN001, ANN201, ARG002, D102, FBT002
        for name, values in json.loads(self._file.read_text()).items():
            data = {"type": "TXT", "ttl": 300, "values": values}
            zone.add_record(Record.new(zone, name, data, source=self, lenient=lenient))
        return True

    def _apply(self, plan):  # noqa: ANN001, ANN202
        raise AssertionError("a plan is all that is measured")

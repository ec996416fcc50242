"""Run a command and write what it cost: `python -S -E launch.py RESULT COMMAND…`, a script.

On Linux a process starts with the peak memory of the one that starts it, so a small one must.
"""

import json
import os
import sys
import time

result, *words = sys.argv[1:]
began = time.perf_counter()
pid = os.posix_spawnp(words[0], words, os.environ)
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - began
with open(result, "w") as file:  # noqa: PTH123 -- pathlib would weigh more than what is measured
    cost = {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": used.ru_maxrss / 1024}
    json.dump(cost, file)
sys.exit(os.waitstatus_to_exitcode(status))

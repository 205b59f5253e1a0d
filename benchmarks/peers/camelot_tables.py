"""`.venv-peers/bin/python benchmarks/peers/camelot_tables.py FOLDER OUT`: tables by camelot.

Reads every *.pdf of the folder with the defaults (lattice) and writes JSON: tables by file, CPU
seconds by file, the process's peak memory in MB.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from pathlib import Path

import camelot

MOST_SECONDS = 600


def main(folder: Path, out: Path) -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    tables, seconds = {}, {}
    for path in sorted(folder.glob("*.pdf")):
        if time.process_time() > MOST_SECONDS:
            break
        started = time.process_time()
        try:
            found = camelot.read_pdf(str(path), pages="all")
            tables[path.name] = [(table.page, table.df.values.tolist()) for table in found]
        except Exception as error:  # noqa: BLE001 - a crash is a figure too
            tables[path.name] = repr(error)
        seconds[path.name] = time.process_time() - started
    # rusage would count the memory of the parent before exec, too.
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    out.write_text(json.dumps({"tables": tables, "seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Names resolved by dnstwist's own scanner threads, for so many seconds.

    python dnstwist_scan.py NAMES SERVER PORT THREADS SECONDS

Prints one JSON object: ``names`` looked up, ``seconds``, ``registered`` (what dnstwist holds for registered). dnstwist
knows no port, so its resolver is told ours; nothing else of it is touched.
"""

from __future__ import annotations

import json
import queue
import sys
import time
from pathlib import Path

import dns.resolver
import dnstwist  # type: ignore[import-not-found]


def main() -> None:
    """Scan, stop, and say what was found."""
    names = Path(sys.argv[1]).read_text("utf-8").split()
    server, port, threads, seconds = sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])

    class Resolver(dns.resolver.Resolver):
        def __init__(self, **options: object) -> None:
            super().__init__(configure=False)
            self.port = port

    dnstwist.Resolver = Resolver
    tasks = [dnstwist.Permutation(fuzzer="given", domain=name) for name in names]
    jobs: queue.Queue[object] = queue.Queue()
    for task in tasks:
        jobs.put(task)
    workers = []
    began = time.monotonic()
    for _ in range(threads):
        worker = dnstwist.Scanner(jobs)
        worker.option_extdns = True
        worker.nameservers = [server]
        worker.start()
        workers.append(worker)
    while not jobs.empty() and time.monotonic() - began < seconds:
        time.sleep(0.02)
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.join()
    took = time.monotonic() - began
    done = tasks[: len(tasks) - jobs.qsize()]
    found = [task["domain"] for task in done if task.is_registered()]
    print(json.dumps({"names": len(done), "seconds": took, "registered": found}))


if __name__ == "__main__":
    main()

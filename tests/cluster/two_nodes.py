"""Two Ray nodes on loopback, each a process of its own: ``python -m tests.cluster.two_nodes`` obeys ``add``, ``kill``.

Prints the address, then a line for each command; ends when its standard input does.
"""

from __future__ import annotations

import sys

from ray.cluster_utils import Cluster

NODE = {"num_cpus": 1, "node_ip_address": "127.0.0.1", "object_store_memory": 100_000_000}


def main() -> None:
    """Start the nodes and obey."""
    cluster = Cluster(initialize_head=True, head_node_args=NODE | {"include_dashboard": False})
    try:
        cluster.add_node(**NODE)
        print(cluster.address, flush=True)  # noqa: T201
        for command in sys.stdin:
            if command.strip() == "add":
                cluster.add_node(**NODE)
            else:
                cluster.remove_node(sorted(cluster.worker_nodes, key=str)[0], allow_graceful=False)
            print("done", flush=True)  # noqa: T201
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main()

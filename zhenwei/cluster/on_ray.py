"""The same screening as Ray tasks. Ray is imported here and nowhere else, and only when it is asked for."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from detectors.names import NameOpinion, Screener
from detectors.names.lists import Tally
from zhenwei.cluster.merge import Merger
from zhenwei.cluster.work import Answered, Asked, screen_piece
from zhenwei.errors import BadInput, SettingsError, ZhenweiError
from zhenwei.watchlist import Watchlist

LOCAL = "local"
# A worker that dies (killed, out of memory, its machine gone) costs a piece one more try each time.
RETRIES = 8
PIECES_A_CORE = 3
OBJECT_STORE_BYTES = 200_000_000
CONNECT_SECONDS = 5.0
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
# Ray's own switch for machines where nothing should listen beyond loopback.
_LOOPBACK_ONLY = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}

_screeners: dict[str, Screener] = {}


class ClusterFailed(ZhenweiError):
    """The cluster cannot be reached, or lost a piece more often than it may; the operator looks at Ray's logs."""


def screened_on_ray(
    questions: Iterable[Asked],
    watchlist: Watchlist,
    address: str,
    *,
    tally: Tally,
    cores: int = 0,
    tick: Callable[[Answered], None] = lambda _answered: None,
) -> Iterator[NameOpinion | str]:
    """Yield the opinions of all pieces in order, from a cluster at ``host:port`` or from one started here (``local``).

    ``cores`` is for ``local`` alone; 0 means all. Raises SettingsError without Ray, ClusterFailed, BadInput.
    """
    ray = _ray(address)
    with _connected(ray, address, cores):
        packed = pickle.dumps(watchlist)
        key = hashlib.sha256(packed).hexdigest()
        # In a list: Ray would fetch a bare reference for every task, a worker needs it once.
        given = [ray.put(packed)]
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(_work)

        def submit(asked: Asked) -> Any:
            return task.remote(asked, key, given, version("zhenwei"))

        def wait(ticket: Any) -> Answered:
            try:
                answered: Answered = ray.get(ticket)
            except ray.exceptions.RayError as error:
                raise ClusterFailed(f"集群未能完成一段筛查（{type(error).__name__}）：{_line(error)}") from error
            return answered

        def room() -> int:
            # Machines may join or leave at any time.
            return PIECES_A_CORE * max(1, int(ray.cluster_resources().get("CPU", 1)))

        merger = Merger(submit, wait, room, tick)
        try:
            yield from merger.run(questions, tally)
        finally:
            for _, ticket in merger.under_way:
                ray.cancel(ticket, force=True)


def _work(asked: Asked, key: str, given: list[Any], wanted: str) -> Answered:
    """Run in a worker process: screen one piece with the screener that this process built once."""
    import ray

    here = f"{ray.util.get_node_ip_address()}（{socket.gethostname()}）"
    if version("zhenwei") != wanted:
        return Answered(problem=f"此节点的 zhenwei 为 {version('zhenwei')} 版，应为 {wanted} 版", here=here)
    if key not in _screeners:
        _screeners.clear()
        _screeners[key] = Screener(pickle.loads(ray.get(given[0])))  # noqa: S301 - what our own driver put there
    return screen_piece(_screeners[key], asked, here)


def _ray(address: str) -> ModuleType:
    """Import Ray, told first to report nothing to anybody."""
    os.environ.update(_QUIET | (_LOOPBACK_ONLY if address == LOCAL else {}))
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            "没有安装 Ray：运行 pip install 'zhenwei[cluster]'（源码目录中为 uv sync --extra cluster），再用 --cluster"
        ) from error
    return cast("ModuleType", ray)


@contextlib.contextmanager
def _connected(ray: ModuleType, address: str, cores: int) -> Iterator[None]:
    common: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
    # Sockets lie below this folder, and the name of a socket may not be long.
    folder = Path(tempfile.mkdtemp(prefix="zw-ray-")) if address == LOCAL else None
    own: dict[str, Any] = {"num_cpus": cores or os.cpu_count(), "include_dashboard": False}
    own |= {"object_store_memory": OBJECT_STORE_BYTES, "_temp_dir": str(folder)}
    if folder is None:
        _reachable(address)
        own = {"address": address}
    try:
        try:
            ray.init(**own, **common)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            raise ClusterFailed(f"无法使用 Ray 集群 {address}：{_line(error)}") from error
        yield
    finally:
        ray.shutdown()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _reachable(address: str) -> None:
    """Ray waits a minute for a head that is not there; so ask first. Raises BadInput, ClusterFailed."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or "/" in host:
        raise BadInput(f"--cluster {address!r} 应写成 主机:端口（ray start --head 所打印的地址）或 local")
    try:
        socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
    except OSError as error:
        raise ClusterFailed(
            f"连不上 Ray 集群 {address}：{error.strerror or error}（先在主节点运行 ray start --head）"
        ) from error


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__

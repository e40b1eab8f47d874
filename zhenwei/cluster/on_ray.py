"""Jobs as Ray tasks, with results in the order of the jobs. Ray is imported here alone, and only when asked for."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

from zhenwei.cluster.own_output import not_ours, own_output
from zhenwei.errors import BadInput, SettingsError, ZhenweiError

T = TypeVar("T")
LOCAL = "local"
# A worker that dies (killed, out of memory, its machine gone) costs its job one more try.
RETRIES = 8
JOBS_A_CORE = 3
OBJECT_STORE_BYTES = 200_000_000
CONNECT_SECONDS = 5.0
NO_RAY = "没有安装 Ray：运行 pip install 'zhenwei[cluster]'（源码目录中为 uv sync --extra cluster）后再用 --cluster"

_settled = ""


class ClusterFailed(ZhenweiError):
    """The cluster cannot be reached, or lost a job more often than it may; the operator looks at Ray's logs."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """What a worker answers instead of a result where the input is at fault; ``here`` names its machine."""

    what: str
    here: str


def spread(
    work: Callable[..., T],
    jobs: Iterable[tuple[Any, ...]],
    settle: Callable[..., None],
    arguments: Sequence[Any],
    address: str,
    cores: int = 0,
) -> Generator[T, None, None]:
    """Yield ``work(*job)`` for each job, in order, from a cluster at ``host:port`` or one started here (``local``).

    Every worker process first calls ``settle(*arguments)``, once; the arguments travel by value. Jobs are drawn from
    the iterable as there is room, so a stream of any length is fine. ``cores`` is for ``local`` alone; 0: all of them.
    Raises SettingsError without Ray, ClusterFailed, BadInput naming the machine on which a job met bad input.
    """
    if address != LOCAL:
        _reachable(address)
    ray = _ray(address)
    with own_output(), _connected(ray, address, cores):
        # In a list: Ray would fetch a bare reference for every job, and a worker needs it once.
        key, given = secrets.token_hex(8), [ray.put((settle, tuple(arguments)))]
        task = ray.remote(num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD")(_work)
        waiting: deque[Any] = deque()
        try:
            for job in jobs:
                waiting.append(task.remote(work, job, key, given, version("zhenwei")))
                # Machines may join or leave at any time.
                while len(waiting) >= JOBS_A_CORE * max(1, int(ray.cluster_resources().get("CPU", 1))):
                    yield _result(ray, waiting.popleft())
            while waiting:
                yield _result(ray, waiting.popleft())
        finally:
            for ticket in waiting:
                ray.cancel(ticket, force=True)


def _result(ray: ModuleType, ticket: Any) -> Any:
    try:
        answer = ray.get(ticket)
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None) or error
        raise ClusterFailed(f"集群未能完成一项任务（{type(cause).__name__}）：{_line(cause)}") from error
    if isinstance(answer, _Refused):
        raise BadInput(f"节点 {answer.here}：{answer.what}（各节点须能以相同路径读取同一份文件）")
    return answer


def _work(work: Callable[..., T], job: tuple[Any, ...], key: str, given: list[Any], wanted: str) -> T | _Refused:
    """Run in a worker process: do one job, having settled once. Bad input is an answer and is not tried again."""
    global _settled
    import ray

    here = f"{ray.util.get_node_ip_address()}（{socket.gethostname()}）"
    if version("zhenwei") != wanted:
        return _Refused(f"此处的 zhenwei 为 {version('zhenwei')} 版，应为 {wanted} 版", here)
    if _settled != key:
        settle, arguments = ray.get(given[0])
        settle(*arguments)
        _settled = key
    try:
        return work(*job)
    except BadInput as error:
        return _Refused(str(error), here)


def _ray(address: str) -> ModuleType:
    """Import Ray, told first to report nothing to anybody and to let nobody in who has no token."""
    own = {"RAY_USAGE_STATS_ENABLED": "0"}
    if address == LOCAL:
        # Ray's own switch for machines where nothing should listen beyond loopback, and a token of this run alone.
        own |= {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}
        own |= {"RAY_AUTH_TOKEN": secrets.token_hex(32)}
    os.environ.update(own)
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    try:
        import ray
    except ImportError as error:
        raise SettingsError(NO_RAY) from error
    return cast("ModuleType", ray)


@contextlib.contextmanager
def _connected(ray: ModuleType, address: str, cores: int) -> Iterator[None]:
    # Sockets lie below this folder, and the name of a socket may not be long.
    folder = Path(tempfile.mkdtemp(prefix="zw-ray-")) if address == LOCAL else None
    own: dict[str, Any] = {"num_cpus": cores or os.cpu_count(), "include_dashboard": False}
    own |= {"object_store_memory": OBJECT_STORE_BYTES, "_temp_dir": str(folder)}
    if folder is None:
        own = {"address": address}
    try:
        try:
            with not_ours():
                ray.init(**own, log_to_driver=False, logging_level="ERROR", configure_logging=False)
        except (ConnectionError, RuntimeError, ValueError, OSError, ray.exceptions.RayError) as error:
            raise ClusterFailed(f"无法使用 Ray 集群 {address}：{_line(error)}") from error
        yield
    finally:
        with not_ours():
            ray.shutdown()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _reachable(address: str) -> None:
    """Ask whether the head is there, for Ray waits a minute for one that is not. Raises BadInput, ClusterFailed."""
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

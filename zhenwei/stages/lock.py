"""One night at a time: a file lock in the data folder, and on PostgreSQL an advisory lock for all machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import text

from zhenwei.errors import NightRunning, SettingsError
from zhenwei.stages.desk import Desk

# Any constant that no other program in the same database takes ("zhenwei" in hexadecimal).
ADVISORY_KEY = 0x7A68656E776569


@contextmanager
def one_night_at_a_time(desk: Desk) -> Iterator[None]:
    """Hold the night, or raise NightRunning. Both locks end with the process, however it ends."""
    path = desk.settings.data_dir / "night.lock"
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise NightRunning(f"另一个夜间任务正在运行（占用 {path}），请等它结束或先停止它") from error
    except OSError as error:
        raise SettingsError(f"数据目录 {path.parent} 无法使用：{error.strerror}（检查 DATA_DIR）") from error
    with lock, _advisory(desk):
        lock.release()  # acquire() above and this block each counted once
        yield


@contextmanager
def _advisory(desk: Desk) -> Iterator[None]:
    if desk.store.engine.dialect.name != "postgresql":
        yield
        return
    with desk.store.engine.connect() as connection:
        if not connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}):
            raise NightRunning("另一台机器正在这个数据库上运行夜间任务，请等它结束")
        connection.commit()
        yield
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})

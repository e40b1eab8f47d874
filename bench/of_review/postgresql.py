"""The desk on PostgreSQL: a given empty database (``ZHENWEI_TEST_POSTGRES``), or a server of the benchmark's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
from psycopg import sql

from bench.of_names.figures import Findings, left_out
from bench.of_review.desk import folder, keys, measure_desk
from tests.postgres import OwnServer

KEYS = keys("postgresql")


def look(*, quick: bool, data: Path | None) -> Findings:
    """Fill and measure; without a server, say so."""
    del data
    given = os.environ.get("ZHENWEI_TEST_POSTGRES")
    if given:
        return _in(given, quick=quick)
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = str(programs[-1]) if programs else shutil.which("initdb")
    if not program:
        return left_out(KEYS, "no PostgreSQL server program and no ZHENWEI_TEST_POSTGRES")
    with OwnServer(Path(program).parent) as server:
        return _in(server.url, quick=quick)


def _in(server: str, *, quick: bool) -> Findings:
    name = f"bench_{os.urandom(4).hex()}"
    with psycopg.connect(server, autocommit=True) as base:
        base.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        with folder() as below:
            return measure_desk("postgresql", f"{server.rpartition('/')[0]}/{name}", Path(below), quick=quick)
    finally:
        with psycopg.connect(server, autocommit=True) as base:
            base.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

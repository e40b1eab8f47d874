"""Schemathesis over the whole description: a real desk on loopback, bounded examples, no 500 and no breach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection

from tests.api.programs import filled_desk, token_for
from tests.review.review_desk import ServedDesk

EXAMPLES = 10
OPERATIONS = (
    ("/me", "GET"), ("/cases", "GET"), ("/cases/{case}", "GET"), ("/cases/{case}/decisions", "GET"),
    ("/cases/{case}/decisions", "POST"), ("/decisions", "GET"), ("/notices", "GET"), ("/notices/{notice}", "GET"),
    ("/leads", "POST"), ("/leads/{receipt}", "GET"), ("/reports", "GET"), ("/export/cases.csv", "GET"),
    ("/export/cases.xlsx", "GET"), ("/export/stix", "GET"), ("/export/misp", "GET"),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with filled_desk(Path(tmp_path_factory.mktemp("api"))) as made:
        yield made


@pytest.fixture(scope="module")
def token(desk: ServedDesk) -> str:
    return token_for(desk)


@pytest.fixture(scope="module")
def described(desk: ServedDesk, token: str) -> BaseSchema:
    address = f"http://127.0.0.1:{desk.port}/api/v1/openapi.json"
    return schemathesis.openapi.from_url(address, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{method} {path}" for path, method in OPERATIONS])
def test_every_operation_keeps_its_word(
    path: str, method: str, mode: GenerationMode, described: BaseSchema, token: str
) -> None:
    asked = {"Authorization": f"Bearer {token}"}

    @given(case=described[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def walk(case: Case[Any]) -> None:
        # What is unfitting may be the missing token alone, which is sent all the same.
        spared: list[Any] = [negative_data_rejection] if mode is GenerationMode.NEGATIVE else []
        case.call_and_validate(headers=asked, excluded_checks=spared)

    walk()


def test_the_whole_description_is_walked(described: BaseSchema) -> None:
    told = {(path, method.upper()) for path, some in described.raw_schema["paths"].items() for method in some}
    assert told == set(OPERATIONS)

"""Which captures are judged: whole pages, error pages, and the beginning of pages that were cut."""

from __future__ import annotations

import pytest

from zhenwei.stages.detect import _has_page
from zhenwei.store.models import VisitRow


@pytest.mark.parametrize(
    ("outcome", "status", "judged"),
    [
        ("ok", 200, True),
        ("http_error", 404, True),
        ("too_large", 200, True),
        ("timeout", 200, True),
        ("too_large", 302, False),  # the step before an answer that was too large
        ("timeout", 301, False),
        ("redirect_loop", 302, False),
        ("egress", 200, False),
        ("bad_answer", 0, False),
    ],
)
def test_what_is_judged(outcome: str, status: int, judged: bool) -> None:
    assert _has_page(VisitRow(outcome=outcome, status=status, folder="000001/a/1-desktop")) is judged

"""Times as registries write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.whois.moments import read_moment

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2003-03-17 12:20:05", "2003-03-17T04:20:05"),
        ("2002-03-06 00:00", "2002-03-05T16:00:00"),
        ("2003-03-17", "2003-03-16T16:00:00"),
        ("1997-09-15T04:00:00Z", "1997-09-15T04:00:00"),
        ("1997-09-15T04:00:00.0Z", "1997-09-15T04:00:00"),
        ("2014-04-29T14:08:54.068772Z", "2014-04-29T14:08:54"),
        ("1997-09-15T00:00:00-0700", "1997-09-15T07:00:00"),
        ("1997-09-15T00:00:00-07:00", "1997-09-15T07:00:00"),
        ("2020-02-03T10:00:00+01:00", "2020-02-03T09:00:00"),
        ("2020-02-03 10:00:00 UTC", "2020-02-03T10:00:00"),
        ("2020-02-03 10:00:00 (UTC+8)", "2020-02-03T02:00:00"),
        ("2020/02/03 10:00:00 (JST)", "2020-02-03T01:00:00"),
        ("2020.02.03 10:00:00", "2020-02-03T02:00:00"),
        ("2020. 2. 3.", "2020-02-02T16:00:00"),
        ("20200203", "2020-02-02T16:00:00"),
        ("20200203 #12345", "2020-02-02T16:00:00"),
        ("2009年3月17日", "2009-03-16T16:00:00"),
        ("01-dec-1993", "1993-11-30T16:00:00"),
        ("26-May-2010 10:20:30 UTC", "2010-05-26T10:20:30"),
        ("Mon Jan 02 15:04:05 GMT 2006", "2006-01-02T15:04:05"),
        ("March 17, 2003", "2003-03-16T16:00:00"),
        ("17 March 2003", "2003-03-16T16:00:00"),
        ("17/03/2003", "2003-03-16T16:00:00"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    assert read_moment(text, BEIJING) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "never", "2003-13-45", "0000-00-00 00:00:00", "2003", "not 12:30", "99/99/9999", "31-feb-2020"]
)
def test_what_is_no_time(text: str) -> None:
    assert read_moment(text) is None

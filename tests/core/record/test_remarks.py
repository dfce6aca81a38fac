import pytest

from buergerforum.core.record.remarks import LONGEST, check_initials, check_reason
from buergerforum.errors import UsageError


@pytest.mark.parametrize("reason", ["on 14.09.2026 and 2026-09-15, by phone", "row 12 of 400", "", "x" * LONGEST])
def test_days_and_small_numbers_are_no_contacts(reason: str) -> None:
    assert check_reason(reason) == reason


@pytest.mark.parametrize("reason", ["+49 231 5550", "0231-55501", "(0231) 55-50", "ute@example.org", "05913000"])
def test_contacts_and_long_numbers_are_refused(reason: str) -> None:
    with pytest.raises(UsageError, match="e-mail address, a telephone number"):
        check_reason(f"said by {reason}")


def test_initials_may_have_umlauts() -> None:
    assert check_initials("ö. ß.") == "ÖSS"

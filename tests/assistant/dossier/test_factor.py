import pytest

from assistant.dossier.factor import factor_digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1234", "1234"),
        ("0912 345 678", "5678"),
        ("+84 912-345-678", "5678"),
        ("038090001234", "1234"),
        ("không chín một hai", "0912"),
        ("hai mươi ba bốn lăm", "2345"),
        ("dạ là 12 34 ạ", "1234"),
        ("số cuối là chín một hai ba", "9123"),
        ("khong khong khong bay", "0007"),
    ],
)
def test_four_digits_are_found_typed_or_spoken(text: str, digits: str) -> None:
    assert factor_digits(text) == digits


@pytest.mark.parametrize("text", ["", "123", "12345", "1234567890123", "không nhớ", "1234 hoặc 5678"])
def test_nothing_is_guessed(text: str) -> None:
    assert factor_digits(text) is None

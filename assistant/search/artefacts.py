"""What is prepared once and loaded at start-up, and the error when it is missing."""

from assistant.errors import LetanError


class NotPrepared(LetanError):
    """The encoder, the index or the dialogue model has not been made yet, or is out of date."""

    status = 503
    slug = "not-prepared"
    title = "Hệ thống chưa được chuẩn bị, hãy chạy `make prepare`"

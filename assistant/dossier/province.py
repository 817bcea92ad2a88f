"""The province's dossier system over HTTP: asked patiently, but not for long, and never believed blindly."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from threading import Lock
from typing import TypeVar

import httpx
import pybreaker
import tenacity

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierUnavailable
from assistant.dossier.province_answer import ProvinceFormat, UntrustworthyAnswer, read_answer

_LOG = logging.getLogger(__name__)
_AT_ONCE = 8
_LARGEST = 256 * 1024
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_BUSY = frozenset(
    {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT},
)
_T = TypeVar("_T")


class _Failed(Exception):
    """The system did not answer as one that works; asking again would not help."""


class _Busy(_Failed):
    """It may answer in a moment."""


@dataclass(frozen=True)
class Patience:
    """How long is waited, in seconds, and how many failures open the circuit for how long."""

    connect: float = 2
    read: float = 4
    whole: float = 8
    tries: int = 3
    longest_pause: float = 0.5
    failures: int = 5
    rest: float = 30


class ProvinceSource:
    """The DossierSource over the province's system.

    The address must be https; plain http is taken from this machine alone.
    """

    def __init__(
        self,
        url: str,
        token: str,
        form: ProvinceFormat,
        today: Callable[[], date],
        patience: Patience = Patience(),
    ) -> None:
        address = httpx.URL(url)
        if address.scheme != "https" and address.host not in _LOCAL:
            raise ValueError("LETAN_DOSSIER_URL must begin with https://")
        self._form = form
        self._today = today
        self._patience = patience
        self._client = httpx.Client(
            base_url=url,
            # A small compressed answer may be a large one.
            headers={"Accept": "application/json", "Accept-Encoding": "identity"}
            | ({form.token_header: form.token_prefix + token} if token else {}),
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
            follow_redirects=False,
        )
        self._threads = ThreadPoolExecutor(_AT_ONCE, "province")
        self._trial = Lock()
        self._breaker = pybreaker.CircuitBreaker(
            patience.failures, patience.rest, throw_new_error_on_trip=False
        )

    def find(self, code: DossierCode, factor: str) -> Dossier | None:
        """The dossier of that code if the factor is its own; raises DossierUnavailable."""
        try:
            content = self._guarded(lambda: self._within_time(code, factor))
            if content is None:
                return None
            return read_answer(content, self._form, code, factor, self._today())
        except (_Failed, pybreaker.CircuitBreakerError) as error:
            _LOG.warning("the province's system gives no answer: %s", error)
        except UntrustworthyAnswer as error:
            _LOG.warning("the province's answer for a dossier cannot be used: %s", error)
        raise DossierUnavailable

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _guarded(self, ask: Callable[[], _T]) -> _T:
        """Ask unless the circuit is open. A breaker lets one call in at a time: it is told how it went."""
        if self._breaker.current_state != pybreaker.STATE_CLOSED:
            if not self._trial.acquire(blocking=False):
                raise _Failed("on trial")
            try:
                return self._breaker.call(ask)
            finally:
                self._trial.release()
        try:
            answer = ask()
        except _Failed as error:
            self._breaker.call(_fail, error)
            raise
        self._breaker.call(_pass)
        return answer

    def _within_time(self, code: DossierCode, factor: str) -> bytes | None:
        """In a thread of its own: nothing else bounds name look-up, or headers that come byte by byte."""
        deadline = time.monotonic() + self._patience.whole
        answer = self._threads.submit(self._patiently, code, factor, deadline)
        try:
            return answer.result(self._patience.whole)
        except TimeoutError:
            answer.cancel()
            raise _Failed("too slow") from None

    def _patiently(self, code: DossierCode, factor: str, deadline: float) -> bytes | None:
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Busy),
            stop=tenacity.stop_after_attempt(self._patience.tries)
            | tenacity.stop_before_delay(self._patience.whole - self._patience.connect),
            wait=tenacity.wait_random_exponential(multiplier=0.1, max=self._patience.longest_pause),
            reraise=True,
        )
        return attempts(self._ask, code, factor, deadline)

    def _ask(self, code: DossierCode, factor: str, deadline: float) -> bytes | None:
        """The body of a good answer; nothing where the system says that there is no such dossier."""
        headers = {self._form.factor_header: factor} if self._form.factor_header else {}
        path = self._form.path.replace("{code}", code)
        try:
            with self._client.stream("GET", path, headers=headers) as response:
                if response.status_code == HTTPStatus.NOT_FOUND:
                    return None
                if response.status_code in _BUSY:
                    raise _Busy(f"status {response.status_code}")
                if response.status_code != HTTPStatus.OK or "content-encoding" in response.headers:
                    raise _Failed(f"status {response.status_code}")
                return _read(response, deadline)
        except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise _Busy(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise _Failed(type(error).__name__) from None


def _read(response: httpx.Response, deadline: float) -> bytes:
    content = b""
    for part in response.iter_raw():
        content += part
        if len(content) > _LARGEST:
            raise _Failed("too large")
        if time.monotonic() > deadline:
            raise _Failed("too slow")
    return content


def _pass() -> None:
    pass


def _fail(error: Exception) -> None:
    raise error

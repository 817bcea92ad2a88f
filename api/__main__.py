"""Serving: `python -m api`."""

import logging

import uvicorn

from assistant.settings import settings

_LAST_WORDS_S = 3
"""Seconds that open responses have when the server is told to stop; streams of events would never end."""


def main() -> None:
    """Serve on the host and port of the settings until stopped."""
    config = settings()
    # The libraries' own news is of no use here; ours and the server's is.
    for name in ("assistant", "api"):
        logging.getLogger(name).setLevel(config.log_level)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    address = f"http://{config.host}:{config.port}"
    print(f"Starting … the chat page: {address}/   readiness: {address}/readyz", flush=True)
    # Rasa pins a websockets that uvicorn's own default no longer imports.
    uvicorn.run(
        "api.app:app",
        factory=True,
        host=config.host,
        port=config.port,
        ws="wsproto",
        access_log=False,
        timeout_graceful_shutdown=_LAST_WORDS_S,
    )


if __name__ == "__main__":
    main()

"""Rasa's action endpoint, in this process: no action server and no HTTP."""

import json
from collections.abc import Iterable
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action, ActionExecutionRejection


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """Runs actions where Rasa would send a request."""

    def __init__(self, actions: Iterable[Action]) -> None:
        super().__init__(url="inprocess://actions")
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that the request's body names; Rasa's signature."""
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as rejection:
            # The way in which the HTTP action server says it.
            body = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", body) from rejection

"""Talk to the assistant in the terminal: `make chat`."""

import asyncio
import logging

from assistant.assembly import assemble
from assistant.dialogue.brain import Request
from assistant.errors import LetanError
from assistant.settings import settings


async def _talk() -> None:
    assistant = assemble(settings())
    print("Lễ Tân nghe đây ạ. (Enter trống hoặc Ctrl-D để thôi)")
    conversation_id = None
    try:
        while line := await asyncio.to_thread(input, "\n> "):
            try:
                turn = await assistant.brain.handle(Request(line, conversation_id))
            except LetanError as error:
                print(error.detail)
                continue
            conversation_id = turn["conversation_id"]
            for reply in turn["replies"]:
                print(reply["text"])
            if turn["suggestions"]:
                print("  [" + "] [".join(each["title"] for each in turn["suggestions"]) + "]")
    except EOFError:
        print()
    finally:
        assistant.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(_talk())

"""Opens each account that questions are asked of once for all of them: what is asked changes nothing."""

from collections.abc import Callable, Hashable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Final, Generic, TypeVar

from mcp import Client

from tests.questions.catalogue import Question
from tests.stage import client_on

T = TypeVar("T")


class Opened(AsyncExitStack, Generic[T]):
    """What `door` opens for a question, kept open for all that are asked of the same account by the same person."""

    def __init__(self, door: Callable[[Question], AbstractAsyncContextManager[T]]) -> None:
        super().__init__()
        self._door: Final = door
        self._open: Final[dict[Hashable, T]] = {}

    async def of(self, question: Question) -> T:
        """Give what is open for this question, or open it."""
        if question.asked_of not in self._open:
            self._open[question.asked_of] = await self.enter_async_context(self._door(question))
        return self._open[question.asked_of]


def clients() -> Opened[Client]:
    """The reference client of our server on the account of each question."""
    return Opened(lambda question: client_on(question.sandbox(), question.token))

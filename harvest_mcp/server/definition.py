"""How a typed function becomes a tool: strict arguments, lean schemas, one edge where answers and errors go out."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any, Final, cast, get_type_hints

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from mcp.types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import ValidationError
from typing_extensions import override

from harvest_mcp.answers.shapes import Answer
from harvest_mcp.harvest.errors import HarvestError, Unconnected
from harvest_mcp.server.asking import connected
from harvest_mcp.server.refusal import refusal, told
from harvest_mcp.server.schema import lean, outline

READS: Final = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True)


class AnswerTool(Tool):
    """A tool that gives an `Answer`, as compact text and as structured content, or one of our errors as `ToolError`."""

    @override
    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """What the answer is like, worked out when a host first lists the tools."""
        answer: type[Answer] = get_type_hints(self.fn)["return"]
        return outline(answer.model_json_schema(mode="serialization"))

    @cached_property
    def strict(self) -> FuncMetadata:
        """What reads the arguments, and refuses those that nobody knows: made so with the first call."""
        arguments = self.fn_metadata.arg_model
        arguments.model_config["extra"] = "forbid"
        arguments.model_rebuild(force=True)
        return self.fn_metadata

    @override
    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:
        try:
            wanted = self.strict.validate_arguments(arguments)
        except ValidationError as error:
            raise ToolError(refusal(self.name, error, self.parameters["properties"])) from None
        try:
            answer = await self._answer(context, wanted)
        except HarvestError as error:
            raise ToolError(told(error)) from None
        if isinstance(answer, InputRequiredResult):
            return answer
        return CallToolResult(
            content=[TextContent(type="text", text=answer.text())], structured_content=answer.structured()
        )

    async def _answer(self, context: Context[Any, Any], wanted: dict[str, Any]) -> Answer | InputRequiredResult:
        """Answer, or have an account connected first where the host can show a link."""
        try:
            answer: Answer = await self.fn(context, **wanted)
        except Unconnected as error:
            mended = await connected(context, error)
            if isinstance(mended, InputRequiredResult):
                return mended
            if not mended:
                raise
            answer = await self.fn(context, **wanted)
        return answer


def tool(function: Callable[..., Awaitable[Answer]], title: str) -> AnswerTool:
    """Make a tool of a function whose docstring is its description and whose return type is its output schema."""
    description = " ".join((function.__doc__ or "").split())
    given = AnswerTool.from_function(
        function, title=title, description=description, annotations=READS, structured_output=False
    )
    made = cast("AnswerTool", given)  # it is made by `cls`, which the SDK's own hint does not say
    made.parameters = lean({"type": "object", "additionalProperties": False, **made.parameters})
    return made

"""A scripted conversation in the playground: members write, use commands and press buttons, and expect answers.

`bot/cli/scenario_file.py` reads it from a file. All steps are done, even after one that failed; each failure names its
line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, assert_never

from bot.playground.actions import FieldValue
from bot.playground.commands import NotPossible
from bot.playground.components import TEXT_SELECT, modal_fields
from bot.playground.members import Acknowledged, Failed, Member, Modal, Outcome, Shown
from bot.playground.server import Playground

Verb = Literal["says", "uses", "presses", "picks", "fills in", "sees", "wait", "go to"]
"""What a step does. "sees" only looks; "wait" and "go to" move the clock."""


@dataclass(frozen=True)
class Step:
    """`what` is a text, a command, a button, an option or a destination; `values` are options or a form's fields."""

    line: int
    verb: Verb
    who: str = ""
    what: str = ""
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    by: timedelta = timedelta()
    channel: str = "general"
    expect: tuple[str, ...] = ()
    expect_not: tuple[str, ...] = ()
    is_private: bool | None = None
    within: timedelta = timedelta(seconds=10)

    def __str__(self) -> str:
        if self.verb == "wait":
            return f"wait {self.by}"
        return " ".join(part for part in (self.who, self.verb, self.what) if part)


@dataclass(frozen=True)
class Failure:
    step: Step
    reason: str


class Unmet(Exception):
    """A step was possible, but its outcome isn't the expected one."""


async def play(playground: Playground, steps: Sequence[Step]) -> list[Failure]:
    """Do all steps in order; returns what failed."""
    stage, failures = _Stage(playground), []
    for step in steps:
        try:
            await stage.do(step)
        except (NotPossible, Unmet) as reason:
            failures.append(Failure(step, str(reason)))
        except TimeoutError:
            failures.append(Failure(step, f"no answer within {step.within.total_seconds():g} seconds"))
        except KeyError as name:
            failures.append(Failure(step, f"there is no {name} here"))
    return failures


class _Stage:
    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._forms: dict[str, Modal] = {}
        """By member: the form that the bot opened last."""

    async def do(self, step: Step) -> None:
        match step.verb:
            case "wait":
                await self._playground.clock.move(step.by)
            case "go to":
                await self._playground.controls.arrive(step.what)
            case "sees":
                await self._look(step)
            case "says":
                await self._say(step)
            case "uses" | "presses" | "picks" | "fills in":
                await self._expect(step, await self._act(step))
            case _:
                assert_never(step.verb)

    async def _say(self, step: Step) -> None:
        member = self._playground.member(step.who)
        said = await member.say(step.channel, step.what)
        if step.expect or step.expect_not or step.is_private is not None:
            bot = self._playground.world.bot.id

            def is_answer(shown: Shown) -> bool:
                return shown.author_id == bot and int(shown.id) > int(said.id) and not shown.is_thinking

            answer = await member.message(step.channel, is_answer, timeout=step.within.total_seconds())
            await self._expect(step, answer)

    async def _look(self, step: Step) -> None:
        """Wait until one message of the channel has all the expected texts; none may have an unwanted one."""
        member = self._playground.member(step.who)

        def has_all(shown: Shown) -> bool:
            return all(text.lower() in shown.text.lower() for text in step.expect)

        try:
            if step.expect:
                await member.message(step.channel, has_all, timeout=step.within.total_seconds())
        except TimeoutError:
            raise Unmet(f"no message has {_quoted(step.expect)}") from None
        for shown in member.sees(step.channel):
            _check_unwanted(step, shown.text)

    async def _act(self, step: Step) -> Outcome:
        member, timeout = self._playground.member(step.who), step.within.total_seconds()
        match step.verb:
            case "uses":
                await self._playground.until_commands(step.what.split()[0], timeout=timeout)
                return await member.slash(step.channel, step.what, step.values, timeout=timeout)
            case "presses":
                found = _latest(member, step.channel, lambda shown: any(b.label == step.what for b in shown.buttons))
                return await member.click(found, step.what, timeout=timeout)
            case "picks":
                found = _latest(member, step.channel, lambda shown: _select_with(shown, step.what) is not None)
                custom_id, value = _select_with(found, step.what) or ("", "")
                return await member.pick(found, custom_id, [value], timeout=timeout)
            case _:
                form = self._forms.pop(step.who, None)
                if form is None:
                    raise NotPossible("no form is open")
                return await member.submit(form, _by_id(form, step.values), timeout=timeout)

    async def _expect(self, step: Step, outcome: Outcome) -> None:
        match outcome:
            case Shown():
                read = outcome.text
                if step.is_private is not None and outcome.is_ephemeral != step.is_private:
                    raise Unmet("everybody sees the answer" if step.is_private else "only the member sees the answer")
            case Modal():
                self._forms[step.who] = outcome
                read = "\n".join([outcome.title, *map(_label, outcome.raw["components"])])
            case Failed():
                raise Unmet(outcome.reason)
            case Acknowledged():
                read = ""
            case _:
                assert_never(outcome)
        missing = [text for text in step.expect if text.lower() not in read.lower()]
        if missing:
            raise Unmet(f"expected {_quoted(missing)}, read {_shortened(read)}")
        _check_unwanted(step, read)


def _check_unwanted(step: Step, read: str) -> None:
    unwanted = [text for text in step.expect_not if text.lower() in read.lower()]
    if unwanted:
        raise Unmet(f"expected nothing like {_quoted(unwanted)}, read {_shortened(read)}")


def _latest(member: Member, channel: str, where: Callable[[Shown], bool]) -> Shown:
    """The newest message in the channel for which `where` is true."""
    found = next((shown for shown in reversed(member.sees(channel)) if where(shown)), None)
    if found is None:
        raise NotPossible("no message in the channel has it")
    return found


def _select_with(shown: Shown, option: str) -> tuple[str, str] | None:
    """The id of the select menu with this option (a label, a value or a person's name), and the option's value."""
    for select in shown.selects:
        if select["type"] != TEXT_SELECT:
            return select["custom_id"], option
        for one in select["options"]:
            if option in (one["label"], one["value"]):
                return select["custom_id"], one["value"]
    return None


def _by_id(form: Modal, values: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """A form's values, given by the labels of fields and options, by the ids and values that Discord sends."""
    ids: dict[str, str] = {}
    for part in form.raw["components"]:
        for inside in modal_fields({"components": [part]}):
            ids[inside.get("label") or part.get("label") or ""] = inside["custom_id"]
    fields = {one["custom_id"]: one for one in form.fields}
    found: dict[str, FieldValue] = {}
    for label, value in values.items():
        custom_id = ids.get(label, label)
        named = {one["label"]: one["value"] for one in fields.get(custom_id, {}).get("options") or ()}
        if isinstance(value, str):
            found[custom_id] = named.get(value, value)
        else:
            found[custom_id] = value if isinstance(value, bool) else [named.get(one, one) for one in value]
    return found


def _label(part: dict[str, object]) -> str:
    return str(part.get("label") or part.get("content") or "")


def _quoted(texts: Sequence[str]) -> str:
    return " and ".join(f"'{text}'" for text in texts)


def _shortened(text: str) -> str:
    line = " / ".join(text.splitlines())
    return f"'{line[:297]}...'" if len(line) > 300 else f"'{line}'"

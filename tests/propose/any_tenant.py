"""Files for whatever tenant there is, in many people's handwriting, and people who tick by hand."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

from reconciler.kinds import dependencies, proctorio
from reconciler.sandbox import Sandbox
from reconciler.sandbox.envelope import Refusal
from tests.campus import Campus

ROWS_IN_CAN = {"void attempts": ("Marking/Marking", "Marking/Void attempts")}
Item = dict[str, Any]


def declare(campus: Campus, dice: Random) -> None:
    """Put the whole tenant under git as it is, every file in another style."""
    campus.clear()
    state = campus.sandbox.state()
    for key, item in state["Templates"].items():
        name = "default" if item["IsDefault"] else key
        text = _template(name, item, dice)
        campus.write(f"base/templates/{name}.yaml", _ended(text, dice))
    for number, (title, item) in enumerate(state["Roles"].items()):
        campus.write(f"base/roles/{number}.yaml", _ended(_role(title, item, dice), dice))
    for key, item in state["Assessments"].items():
        option = str(item["UseProctorIo"]).lower()
        rule = f"schedules: [{{match: '*', proctoring: {option}}}]  # for all\n"
        text = f"# {key}\nkind: Assessment\nid: {key}\nproctoring:   {option}   # step 2\n{rule}"
        campus.write(f"base/assessments/{key}.yaml", _ended(text, dice))
    exceptions = [_schedule(key, item, dice) for key, item in state["Schedules"].items()]
    campus.write("base/schedules.yaml", _ended("---\n".join(filter(None, exceptions)), dice))


def _template(name: str, item: Item, dice: Random) -> str:
    groups: dict[str, list[str]] = {}
    for path, value in proctorio.decode(item["Settings"]).items():
        group, _, option = path.partition(".")
        word = str(value).lower() if isinstance(value, bool) else str(value)
        quoted = dice.choice((word, f'"{word}"', f"'{word}'")) if isinstance(value, str) else word
        groups.setdefault(group, []).append(f"{option}: {quoted}")
    body = "".join(_group(group, said, dice) for group, said in groups.items())
    rules = "".join(f"  - {{rule: {rule}, why: seeded}}\n" for rule in sorted(_broken(item)))
    accept = f"accept:\n{rules}" if rules else ""
    return (
        f"# about {name}\nkind: Template\nid: {name}\nname: {item['Name']}  # shown\n{body}{accept}"
    )


def _broken(item: Item) -> Iterator[str]:
    settings = proctorio.decode(item["Settings"])
    return (rule.id for rule in dependencies.broken(settings))


def _group(group: str, said: list[str], dice: Random) -> str:
    if dice.random() < 0.4:
        return f"{group}: {{ {' , '.join(said)} }}  # {group}\n"
    indent = " " * dice.choice((2, 4))
    return f"{group}:\n" + "".join(f"{indent}{one}  # on {one}\n" for one in said)


def _role(title: str, item: Item, dice: Random) -> str:
    rows = item["Permissions"]
    can = [name for name, needs in ROWS_IN_CAN.items() if all(rows.get(row) for row in needs)]
    named = [row for row in rows if dice.random() < 0.5]
    lines = [f"  {row}: {str(rows[row]).lower()}   # {row}" for row in named]
    head = f'# {title}\nkind: Role\ntitle: "{title}"\ntype: {item["Type"]}\n'
    items = "".join(f"- {name}\n" for name in can)
    listed = f"# given\ncan:\n{items}" if can else ""
    return head + listed + ("permissions:\n" + "\n".join(lines) + "\n" if lines else "")


def _schedule(key: str, item: Item, dice: Random) -> str:
    if key.startswith("#") or not item["UseProctorIo"] or dice.random() < 0.5:
        return ""
    template = item["ProctorioTemplateExternalId"] or "default"
    own = proctorio.decode(item["Overrides"])
    tweak = "".join(
        f"  {path.partition('.')[0]}: {{{path.partition('.')[2]}: {str(value).lower()}}}\n"
        for path, value in own.items()
    )
    head = f"kind: Schedule\nid: {key}   # {item['Title']}\nassessment: {item['AssessmentExtId']}\n"
    said = f"proctoring: true\ntemplate: {template}  # agreed\n"
    return head + said + (f"tweak:\n{tweak}" if tweak else "") + "why: as it was\n"


def _ended(text: str, dice: Random) -> str:
    return text.replace("\n", dice.choice(("\n", "\r\n")))


def tick(sandbox: Sandbox, dice: Random, times: int) -> int:
    """Let people change *times* things in the console; how many of them it took."""
    state = sandbox.state()
    done = 0
    for _ in range(times):
        name, change = dice.choice((_of_template, _of_role, _of_assessment, _of_schedule))(
            state, dice
        )
        with suppress(Refusal):
            sandbox.edit(name, change, actor=dice.choice(("p.jansen", "k.visser")))
            done += 1
    return done


def _setting(dice: Random) -> tuple[str, object]:
    option = dice.choice(proctorio.OPTIONS)
    values = list(option.numbers.values()) if option.numbers else [True, False]
    return option.wire, dice.choice(values)


def _of_template(state: Item, dice: Random) -> tuple[str, Item]:
    key = dice.choice(list(state["Templates"]))
    if dice.random() < 0.1:
        return f"Template/{key}", {"Name": dice.choice(("Renamed: yes", "off", "A: b", "0123"))}
    wire, value = _setting(dice)
    return f"Template/{key}", {f"Settings.{wire}": value}


def _of_role(state: Item, dice: Random) -> tuple[str, Item]:
    title = dice.choice(list(state["Roles"]))
    if dice.random() < 0.2:
        return f"Role/{title}", {"Type": dice.choice(("Admin", "Author"))}
    row = dice.choice(list(state["Roles"][title]["Permissions"]))
    return f"Role/{title}", {f"Permissions.{row}": dice.random() < 0.5}


def _of_assessment(state: Item, dice: Random) -> tuple[str, Item]:
    key = dice.choice(list(state["Assessments"]))
    return f"Assessment/{key}", {"UseProctorIo": dice.random() < 0.5}


def _of_schedule(state: Item, dice: Random) -> tuple[str, Item]:
    key = dice.choice(list(state["Schedules"]))
    wire, value = _setting(dice)
    template = dice.choice([None, *state["Templates"]])
    change = dice.choice(
        [
            {"ProctorioTemplateExternalId": template},
            {f"Overrides.{wire}": value},
            {"UseProctorIo": dice.random() < 0.5},
        ]
    )
    return f"Schedule/{key}", change

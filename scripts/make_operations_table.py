#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Writes docs/operations.md from the headers in include/tapeless/ops.

What a scalar operation is comes from the members of its struct (name, domain, note, flops, calls), what a function
means from its doc comment, and there behind "Shapes:" what a function of tensors takes and gives. With --check nothing is written: the exit status says whether the page is up to date.
"""

import argparse
import difflib
import re
import sys
import tempfile
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADERS = Path("include/tapeless/ops")
PAGE = Path("docs/operations.md")

STRUCT = re.compile(r"^struct (\w+)(?: : (?:detail::)?(\w+))? \{\n(.*?)^\};", re.MULTILINE | re.DOTALL)
MEMBER = re.compile(r'^    static constexpr (?:auto|int) (\w+)\s*=\s*((?:"(?:[^"\\]|\\.)*"|[^";])*);', re.MULTILINE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
FUNCTION = re.compile(
    r"(?P<doc>(?:^///[^\n]*\n)*)"
    r"^template <[^\n]*\n(?:^    requires[^\n]*\n)?"
    r"^constexpr [^\n]*?(?P<name>operator\S+?|\w+)\((?P<parameters>[^()]*)\) noexcept \{(?P<body>[^\n]*\}\n|.*?^\}\n)",
    re.MULTILINE | re.DOTALL,
)
EXPLICIT = re.compile(r"(?:std::size_t|triangle)(?P<pack>\.\.\.)? (?P<name>\w+)")
SHAPES = re.compile(r"Shapes: (.*?)\.(?:\s|$)")
PARAMETER = re.compile(r"&(?P<pack>\.\.\.)? (\w+)")
APPLIED = re.compile(r"(?:\bapply<|\bplain<)ops::(\w+)")
CALLED = re.compile(r"(?<!::)\b([a-z_]\w*)(?:<\d+>)?\(")
OPERATOR = re.compile(r" ([-+*/]) ")
OPERATOR_STRUCTS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}

# Operations that are written in another way than by a function of their own name.
SPELLED = {
    "negate": "-x",
    "integer_power": "pow(x, n_c)",
    "less": "x < y",
    "less_equal": "x <= y",
    "equal": "x == y",
    "not_equal": "x != y",
    "both": "x && y",
    "either": "x \\|\\| y",
    "negation": "!x",
    "add": "x + y",
    "subtract": "x - y",
    "multiply": "x * y",
    "divide": "x / y",
}
MEANINGS = {
    "integer_power": "the power by a whole literal from -64 to 64, as a chain of products",
    "square": "the square; `x * x` and `pow(x, 2_c)` are the same",
    "if_else": "`a` where the condition holds, else `b`; of scalars",
    "bernoulli_logit_log_density": "the same, given x where p = sigmoid(x)",
}
TITLES = {
    "extremum": "Absolute value and extrema",
    "density": "Log-densities",
    "error_function": "Error function and normal distribution",
    "fold": "Of several scalars",
    "fused": "Fused multiply-add",
    "gamma": "Gamma function and relatives",
    "power": "Powers and roots",
    "exponential": "Exponentials and logarithms",
}
FIRST = ("Arithmetic", "Comparison", "Powers and roots", "Exponentials and logarithms", "Trigonometric", "Hyperbolic")

HEAD = """\
# Operations

<!-- Written by scripts/make_operations_table.py; do not edit. -->

Every operation works on scalars and, unless it is said to be one of scalars, element by element on tensors, where a
smaller operand repeats along a larger one whose last extents it has. Operands may be expressions, numbers and literals
(`2_c`); at least one is an expression.

- *Domain*: where the value is defined. Outside of it the result is what IEEE arithmetic and the C library return,
  mostly NaN.
- *Singular points*: which value or derivative is returned where the mathematical one does not exist, or is lost to
  rounding. [Singularities](singularities.md) compares them with JAX and PyTorch.
- *Cost*: of the value, once. *Flops* are additions, multiplications, divisions, comparisons and square roots; *calls*
  are calls of the C library. The derivative's cost comes on top; it reuses the value where it can.
"""

TENSORS = """\
## Of tensors only

`*` is the matrix product. Axes count from 0. The doc comments of the headers say what each costs. The losses of
networks, which are made of these, are in `nn/loss.hpp`.

| function | meaning | shapes |
|---|---|---|
"""
INNER = """\
## Inside derivatives

No function makes these alone. They are parts of the functions above and of their derivatives, and have derivatives
themselves. You meet them where a derivative is printed.
"""


@dataclass
class Operation:
    """A struct of namespace ops."""

    struct: str
    family: str
    doc: str
    members: dict[str, str]
    templated: bool = False

    @property
    def is_constant(self) -> bool:
        return self.members.get("base") == "number"

    @property
    def printed(self) -> str:
        spelled = re.match(r'meta::spelled<"(.*?)"', self.members["name"])
        return spelled[1].replace("#", "N") if spelled else text_of(self.members["name"])

    def cost(self, what: str) -> int | None:
        value = self.members.get(what, "0")
        return int(value) if value.isdigit() else None


@dataclass
class Function:
    name: str
    family: str
    doc: str
    parameters: list[str]
    variadic: bool
    body: str
    applied: list[str]

    @property
    def call(self) -> str:
        order = re.search(r"static_assert\((N) >=", self.body)
        name = f"{self.name}<{order[1]}>" if order else self.name
        return f"{name}({', '.join(self.parameters)}{', ...' if self.variadic else ''})"


def text_of(source: str) -> str:
    """The string that some adjacent literals spell, or two strings of which a condition chooses one."""
    choice = re.fullmatch(r'N < 0 \? ("[^"]*") : ("[^"]*")', " ".join(source.split()))
    if choice:
        negative, other = (text_of(part) for part in choice.groups())
        return other if negative == other else f"N < 0: {negative}" + (f"; else {other}" if other else "")
    return "".join(STRING.findall(source)).replace('\\"', '"')


def doc_before(text: str, position: int) -> str:
    lines = text[:position].splitlines()
    while lines and lines[-1].startswith("template"):
        lines.pop()
    doc = []
    while lines and lines[-1].startswith("///"):
        doc.insert(0, lines.pop()[3:].strip())
    return " ".join(doc)


def title_of(header: Path) -> str:
    return TITLES.get(header.stem, header.stem.replace("_", " ").capitalize())


def read_operations(header: Path, text: str) -> list[Operation]:
    found: dict[str, dict[str, str]] = {}
    operations = []
    for match in STRUCT.finditer(text):
        name, base, body = match.groups()
        members = dict(found.get(base, {})) | {"base": base or ""}
        members |= {member: value.strip() for member, value in MEMBER.findall(body)}
        found[name] = members
        if "name" in members and "domain" in members:
            templated = text[: match.start()].rstrip().endswith(">")
            operations.append(Operation(name, title_of(header), doc_before(text, match.start()), members, templated))
    return operations


def read_functions(header: Path, text: str) -> list[Function]:
    functions = []
    for match in FUNCTION.finditer(text, max(text.find("} // namespace ops"), 0)):
        doc = " ".join(line[3:].strip() for line in match["doc"].splitlines())
        parameters = PARAMETER.findall(match["parameters"])
        body = STRING.sub("", match["body"])
        functions.append(
            Function(
                match["name"],
                title_of(header),
                doc,
                [name for pack, name in parameters if not pack],
                any(pack for pack, _ in parameters),
                body,
                APPLIED.findall(body),
            )
        )
    return merged(functions)


def merged(functions: list[Function]) -> list[Function]:
    """One function for each row of the table: overloads without a comment belong to the one that has it."""
    rows: list[Function] = []
    for function in functions:
        documented = next((row for row in rows if row.name == function.name), None)
        if function.doc or documented is None:
            rows.append(function)
        elif function.variadic and documented.applied:
            documented.variadic = True  # max(a, b, c...) is made of max(a, b)
        elif function.variadic:
            rows[rows.index(documented)] = replace(function, doc=documented.doc)
        elif len(function.parameters) > len(documented.parameters):
            rows.append(replace(function, doc=documented.doc))
    return rows


def read_tensor_functions(text: str) -> list[str]:
    """Rows of the table of functions of tensors: those with a comment, and how else they are called."""
    calls: dict[str, list[str]] = {}
    docs: dict[str, str] = {}
    for match in FUNCTION.finditer(text, max(text.find("} // namespace ops"), 0)):
        doc = " ".join(line[3:].strip() for line in match["doc"].splitlines())
        if doc:
            docs[match["name"]] = doc
        if match["name"] in docs:
            head = match[0][len(match["doc"]) :].split("meta::hash_t")[0].split("class")[0]
            explicit = [e["name"] + ("..." if e["pack"] else "") for e in EXPLICIT.finditer(head)]
            parameters = [name for pack, name in PARAMETER.findall(match["parameters"]) if not pack or name in "ab"]
            parameters += ["..."] if "..." in match["parameters"] else []
            name = match["name"] + (f"<{', '.join(explicit)}>" if explicit else "")
            calls.setdefault(match["name"], []).append(f"{name}({', '.join(parameters)})")
    rows = []
    for name, doc in docs.items():
        shapes = SHAPES.search(doc)
        spelled = ", ".join(f"`{call}`" for call in calls[name])
        row = f"| {spelled} | {first_sentence(doc)} | {escaped(shapes[1]) if shapes else ''} |"
        rows.append(re.sub("`[^`]*`", lambda code: code[0].replace("\\*", "*"), row))
    return rows


def first_sentence(doc: str) -> str:
    sentence = re.split(r"(?<=[.;:])(?<! al\.)\s", doc + " ")[0].rstrip(";:.")
    return escaped(sentence.removesuffix(", elementwise").replace(", elementwise,", ","))


def escaped(text: str) -> str:
    return text.replace("\\|", "|").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


class Table:
    def __init__(self, operations: list[Operation], functions: list[Function], tensors: list[str]):
        self.tensors = tensors
        self.operations = {o.struct: o for o in operations}
        self.functions = functions
        self.by_name = {f.name: f for f in functions}

    def cost(self, function: Function, what: str) -> int | None:
        """What one call costs: its operations, and those of the functions it calls. None if that is not a number."""
        if function.variadic and not function.applied:
            return None
        if "if constexpr" in function.body:  # alternatives, of which the most general has the function's name
            parts, called = [function.name], []
        else:
            parts = function.applied + [OPERATOR_STRUCTS[o] for o in OPERATOR.findall(function.body)]
            called = [self.by_name[name] for name in self.called_by(function)]
        costs = [self.operations[part].cost(what) if part in self.operations else None for part in parts]
        costs += [self.cost(other, what) for other in called]
        return None if None in costs else sum(costs)

    def row(self, function: Function) -> list[str]:
        main = self.main_operation(function)
        # A function that is made of others has no struct of its own, and says in its comment what there is to say.
        domain, note = (text_of(main.members[m]) for m in ("domain", "note")) if main else ("", "")
        if main is None:
            stated = re.search(r"[Tt]he support is (.*?)[.;]", function.doc)
            domain = f"support: {stated[1]}" if stated else ""
            note = "-infinity outside of the support, with derivatives 0" if stated else ""
            if not stated:
                parts = [self.main_operation(self.by_name[name]) for name in self.called_by(function)]
                domains = [text_of(part.members["domain"]) for part in parts if part]
                domain = domains[-1] if len(domains) == 1 else "all operands"
        return [
            f"`{function.call}`",
            MEANINGS.get(function.name) or first_sentence(function.doc),
            escaped(domain),
            escaped(note),
            *self.numbers([self.cost(function, what) for what in ("flops", "calls")], "grows with their number"),
            f"`{main.printed}`" if main else "",
        ]

    @staticmethod
    def numbers(values: list[int | None], otherwise: str = "grows with n") -> list[str]:
        return [otherwise if value is None else str(value) for value in values]

    def main_operation(self, function: Function) -> Operation | None:
        if function.name in self.operations and function.name in function.applied:
            return self.operations[function.name]
        known = [name for name in function.applied if name in self.operations]
        return self.operations[known[0]] if len(known) == 1 and not self.called_by(function) else None

    def called_by(self, function: Function) -> list[str]:
        called = CALLED.findall(function.body)
        return [name for name in called if name in self.by_name and name != function.name]

    def spelled_row(self, operation: Operation) -> list[str]:
        note = text_of(operation.members["note"])
        name = SPELLED[operation.struct]
        code = f"<code>{name.replace('<', '&lt;')}</code>" if "|" in name else f"`{name}`"
        printed = operation.printed
        return [
            code,
            MEANINGS.get(operation.struct, ""),
            escaped(text_of(operation.members["domain"])),
            escaped(note),
            *self.numbers([operation.cost("flops"), operation.cost("calls")]),
            f"<code>{printed}</code>".replace("|", "\\|") if "|" in printed else f"`{printed}`",
        ]

    def families(self) -> list[str]:
        seen = dict.fromkeys([o.family for o in self.operations.values()] + [f.family for f in self.functions])
        return [*FIRST, *(family for family in seen if family not in FIRST)]

    def render(self) -> str:
        head = f"| function | meaning | domain | singular points | flops | calls | printed |\n{'|---' * 7}|"
        page = [HEAD]
        shown = set()
        for family in self.families():
            rows = []
            for operation in self.operations.values():
                if operation.family == family and operation.struct in SPELLED:
                    rows.append(self.spelled_row(operation))
                    shown.add(operation.struct)
            for function in self.functions:
                if function.family == family and function.doc and not function.name.startswith("operator"):
                    rows.append(self.row(function))
                    main = self.main_operation(function)
                    shown |= {main.struct} if main else set()
            if rows:
                page += [f"## {family}\n", head, *("| " + " | ".join(row) + " |" for row in rows), ""]
        page += [TENSORS + "\n".join(self.tensors), ""]
        page += self.inner_section(shown)
        return "\n".join(page).rstrip("\n") + "\n"

    def inner_section(self, shown: set[str]) -> list[str]:
        rows, constants = [], []
        for operation in self.operations.values():
            if operation.is_constant:
                constants.append(f"`{operation.printed}`")
            elif operation.struct not in shown:
                rows.append(
                    [
                        f"`{operation.printed}`",
                        first_sentence(operation.doc) if operation.doc else "",
                        escaped(text_of(operation.members["domain"])),
                        escaped(text_of(operation.members["note"])),
                        *self.numbers([operation.cost("flops"), operation.cost("calls")], "grows with N"),
                    ]
                )
        return [
            INNER,
            "| printed | meaning | domain | singular points | flops | calls |\n|---|---|---|---|---|---|",
            *("| " + " | ".join(row) + " |" for row in rows),
            "",
            textwrap.fill(f"Constants, right in the precision of every value type: {', '.join(constants)}.", 120),
        ]


def generate(root: Path) -> str:
    operations, functions, tensors = [], [], []
    for header in sorted((root / HEADERS).glob("*.hpp")):
        text = header.read_text()
        scalar = read_operations(header, text)
        operations += scalar
        if "namespace tapeless::ops {" in text:
            continue  # no functions for users
        if not scalar and "Shapes: " in text:
            tensors += read_tensor_functions(text)
            continue
        functions += read_functions(header, text)
    return Table(operations, functions, tensors).render()


def check(root: Path) -> list[str]:
    page = root / PAGE
    written = page.read_text() if page.exists() else ""
    difference = list(
        difflib.unified_diff(
            written.splitlines(), generate(root).splitlines(), str(PAGE), "what the headers say", lineterm="", n=0
        )
    )
    return difference and [*difference, f"{PAGE} is out of date: run scripts/make_operations_table.py"]


def self_test() -> list[str]:
    """Writes a page from one header, then changes the header in every way; returns what nobody noticed."""
    header = (
        "struct twice {\n"
        '    static constexpr auto name = "twice";\n'
        '    static constexpr auto domain = "all x";\n'
        '    static constexpr auto note = "none "\n                                 "at all";\n'
        "    static constexpr int flops = 1;\n"
        "    static constexpr int calls = 7;\n"
        "};\n"
        "/// Two times x, elementwise.\n"
        "template <meta::hash_t A, std::size_t M>\n"
        "constexpr auto twice(const expression<A, M>& x) noexcept {\n"
        "    return expr::apply<ops::twice>(x);\n"
        "}\n"
    )
    tensors = (
        "/// Half of each. Shapes: [M] gives [M].\n"
        "template <meta::hash_t A, std::size_t M>\n"
        "constexpr auto half(const expression<A, M>& a) noexcept { return expr::apply<ops::half>(a); }\n"
        "template <std::size_t Axis, meta::hash_t A, std::size_t M>\n"
        "constexpr auto half(const expression<A, M>& a) noexcept {\n"
        "    return expr::apply<ops::half>(a);\n"
        "}\n"
    )
    tensor_row = "| `half(a)`, `half<Axis>(a)` | Half of each | [M] gives [M] |"
    row = "| `twice(x)` | Two times x | all x | none at all | 1 | 7 | `twice` |"
    changes = [("= 1;", "= 2;"), ("= 7;", "= 8;"), ("all x", "x > 0"), ('at all"', 'there"'), ("Two", "2")]
    changes += [('"twice"', '"t"'), ("(const expression<A, M>& x)", "(const expression<A, M>& y)")]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / HEADERS).mkdir(parents=True)
        (root / PAGE).parent.mkdir()
        source = root / HEADERS / "twice.hpp"
        source.write_text(header)
        (root / HEADERS / "half.hpp").write_text(tensors)
        if not check(root):
            failures.append("did not notice that there is no page")
        (root / PAGE).write_text(generate(root))
        for expected in (row, tensor_row):
            if expected not in (root / PAGE).read_text():
                failures.append(f"did not write: {expected}")
        if check(root):
            failures.append("complains about what it has written")
        for old, new in changes:
            source.write_text(header.replace(old, new))
            if not check(root):
                failures.append(f"did not notice: {old} became {new}")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    parser.add_argument("--check", action="store_true", help="only say whether the page is what the headers say")
    parser.add_argument("--self-test", action="store_true", help="check the checker instead")
    arguments = parser.parse_args()

    if not (arguments.check or arguments.self_test):
        (arguments.root / PAGE).write_text(generate(arguments.root))
        return 0
    errors = self_test() if arguments.self_test else check(arguments.root)
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())

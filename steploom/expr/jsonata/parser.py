"""The parser: operator precedence climbing over the lexer, in jsonata-js's order of checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from steploom.expr.jsonata.errors import STACK, Fault, limit_fault
from steploom.expr.jsonata.nodes import (
    Apply,
    ArrayNode,
    Binary,
    Bind,
    Block,
    Call,
    Condition,
    Descendant,
    Filter,
    Focus,
    GroupBy,
    Index,
    KeepArray,
    Lambda,
    Literal,
    Missing,
    Name,
    Negate,
    Node,
    ObjectNode,
    Parent,
    Partial,
    Placeholder,
    Range,
    Regex,
    Sort,
    SortTerm,
    Step,
    Transform,
    Variable,
    Wildcard,
)
from steploom.expr.jsonata.signature import Signature, parse_signature
from steploom.expr.jsonata.tokens import Kind, Lexer, Token
from steploom.jsontext import Json

__all__ = ["parse_text"]

_BINDING: Final = {
    "[": 80,
    "(": 80,
    "@": 80,
    "#": 80,
    ".": 75,
    "{": 70,
    "*": 60,
    "/": 60,
    "%": 60,
    "+": 50,
    "-": 50,
    "&": 50,
    "=": 40,
    "!=": 40,
    "<": 40,
    "<=": 40,
    ">": 40,
    ">=": 40,
    "^": 40,
    "~>": 40,
    "in": 40,
    "and": 30,
    "or": 25,
    "?": 20,
    ":=": 10,
}
_PREFIX: Final = 70
_BINARY: Final = frozenset(("+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "in", "and", "or"))
_FUNCTION_WORDS: Final = frozenset(("function", "λ"))
#: Characters that end a name, and are nothing else.
_NO_OPERATORS: Final = frozenset(("!", "~"))
_NESTING: Final = 150
#: A chain of so many operators overflows wherever it is evaluated.
_LONGEST_CHAIN: Final = 25_000
_LONGEST_SIGNATURE: Final = 1_000


def parse_text(text: str) -> tuple[Node, frozenset[str]]:
    """Return the syntax tree of `text`, and all names that it binds anywhere.

    Raises:
        Fault: S01xx, S02xx, S030x or S040x with the offset of the offending token.
    """
    parser = _Parser(text)
    return parser.whole(), frozenset(parser.bound)


class _Parser:
    __slots__ = ("_depth", "_lexer", "_token", "bound")

    def __init__(self, text: str) -> None:
        self._lexer = Lexer(text)
        self._token = self._read(infix=False)
        self._depth = 0
        self.bound: set[str] = set()

    def whole(self) -> Node:
        node = self._expression(0)
        if self._token.kind is not Kind.END:
            raise Fault("S0201", self._token.position, symbol=_text_of(self._token))
        return node

    # -- tokens ---------------------------------------------------------------------------------------------------

    def _advance(self, *, infix: bool = False) -> Token:
        token = self._token
        if token[0] is not Kind.END:
            self._token = self._read(infix=infix)
        return token

    def _read(self, *, infix: bool) -> Token:
        token = self._lexer.next(infix=infix)
        if token[1] in _NO_OPERATORS and token.kind is Kind.OPERATOR:
            raise Fault("S0204", token.position, symbol=token.value)
        return token

    def _at(self, symbol: str) -> bool:
        token = self._token
        return token[1] == symbol and token[0] is Kind.OPERATOR

    def _expect(self, symbol: str, *, infix: bool = False) -> None:
        if not self._at(symbol):
            code = "S0203" if self._token.kind is Kind.END else "S0202"
            raise Fault(code, self._token.position, symbol=_text_of(self._token), value=symbol)
        self._advance(infix=infix)

    # -- expressions ----------------------------------------------------------------------------------------------

    def _expression(self, binding: int) -> Node:
        self._depth += 1
        if self._depth > _NESTING:
            raise limit_fault(STACK).at(self._token.position)
        left = self._operand(self._advance(infix=True))
        links = 0
        while True:
            token = self._token
            if token[0] is not Kind.OPERATOR:
                break
            symbol = str(token[1])
            if binding >= _BINDING.get(symbol, 0):
                break
            self._token = self._read(infix=False)
            links += 1
            if links > _LONGEST_CHAIN:
                raise limit_fault(STACK).at(token.position)
            if symbol in _BINARY:
                left = Binary(token.position, symbol, left, self._expression(_BINDING[symbol]))
            else:
                left = _INFIX[symbol](self, token, left)
        self._depth -= 1
        return left

    def _operand(self, token: Token) -> Node:
        kind, value, position, flags = token
        if kind is Kind.STRING or kind is Kind.NUMBER or kind is Kind.VALUE:
            return Literal(position, value)
        text = str(value)
        match kind:
            case Kind.NAME:
                return Name(position, text)
            case Kind.VARIABLE:
                return Variable(position, text)
            case Kind.REGEX:
                return Regex(position, text, flags)
            case Kind.END:
                return Missing(position)
        handler = _PREFIX_FORMS.get(text)
        if handler is None:
            raise Fault("S0211", token.position, symbol=text)
        return handler(self, token)

    def negate(self, token: Token) -> Node:
        return Negate(token.position, self._expression(_PREFIX))

    def block(self, token: Token) -> Node:
        expressions: list[Node] = []
        while not self._at(")"):
            expressions.append(self._expression(0))
            if not self._at(";"):
                break
            self._advance()
        self._expect(")", infix=True)
        return Block(token.position, tuple(expressions))

    def array(self, token: Token) -> Node:
        items: list[Node] = []
        if not self._at("]"):
            while True:
                item = self._expression(0)
                if self._at(".."):
                    dots = self._advance()
                    item = Range(dots.position, item, self._expression(0))
                items.append(item)
                if not self._at(","):
                    break
                self._advance()
        self._expect("]", infix=True)
        return ArrayNode(token.position, tuple(items))

    def _pairs(self) -> tuple[tuple[Node, Node], ...]:
        pairs: list[tuple[Node, Node]] = []
        if not self._at("}"):
            while True:
                key = self._expression(0)
                self._expect(":")
                pairs.append((key, self._expression(0)))
                if not self._at(","):
                    break
                self._advance()
        self._expect("}", infix=True)
        return tuple(pairs)

    def transform(self, token: Token) -> Node:
        pattern = self._expression(0)
        self._expect("|")
        update = self._expression(0)
        delete: Node | None = None
        if self._at(","):
            self._advance()
            delete = self._expression(0)
        self._expect("|")
        return Transform(token.position, pattern, update, delete)

    # -- after an operand -----------------------------------------------------------------------------------------

    def filter(self, token: Token, left: Node) -> Node:
        if self._at("]"):
            self._advance()
            return KeepArray(token.position, left)
        predicate = self._expression(0)
        self._expect("]", infix=True)
        return Filter(token.position, left, predicate)

    def sort(self, token: Token, left: Node) -> Node:
        self._expect("(")
        terms: list[SortTerm] = []
        while True:
            descending = self._at(">")
            if descending or self._at("<"):
                self._advance()
            terms.append(SortTerm(descending, self._expression(0)))
            if not self._at(","):
                break
            self._advance()
        self._expect(")")
        return Sort(token.position, left, tuple(terms))

    def bind(self, token: Token, left: Node) -> Node:
        if not isinstance(left, Variable):
            raise Fault("S0212", left.position, symbol=_shown(left))
        self.bound.add(left.name)
        return Bind(token.position, left.name, self._expression(_BINDING[":="] - 1))

    def _bound_name(self, token: Token) -> str:
        right = self._expression(_BINDING["@"])
        if not isinstance(right, Variable):
            raise Fault("S0214", right.position, symbol=token.value)
        self.bound.add(right.name)
        return right.name

    def condition(self, token: Token, left: Node) -> Node:
        then = self._expression(0)
        otherwise: Node | None = None
        if self._at(":"):
            self._advance()
            otherwise = self._expression(0)
        return Condition(token.position, left, then, otherwise)

    # -- functions ------------------------------------------------------------------------------------------------

    def call(self, token: Token, left: Node) -> Node:
        arguments: list[Node] = []
        if not self._at(")"):
            while True:
                if self._at("?"):
                    arguments.append(Placeholder(self._advance().position))
                else:
                    arguments.append(self._expression(0))
                if not self._at(","):
                    break
                self._advance()
        self._expect(")", infix=True)
        if isinstance(left, Name) and left.text in _FUNCTION_WORDS:
            return self._lambda(left.position, arguments)
        if any(isinstance(each, Placeholder) for each in arguments):
            return Partial(token.position, left, tuple(arguments))
        return Call(token.position, left, tuple(arguments))

    def _lambda(self, position: int, arguments: list[Node]) -> Node:
        parameters: list[str] = []
        for index, argument in enumerate(arguments, 1):
            if not isinstance(argument, Variable):
                raise Fault("S0208", argument.position, symbol=_shown(argument), value=index)
            parameters.append(argument.name)
        self.bound.update(parameters)
        signature = self._signature() if self._at("<") else None
        self._expect("{")
        body = self._expression(0)
        self._expect("}")
        return Lambda(position, tuple(parameters), signature, body)

    def _signature(self) -> Signature:
        start = self._token.position
        text, depth = "<", 1
        while depth > 0 and not self._at("{") and self._token.kind is not Kind.END:
            self._advance()
            depth += self._at("<") - self._at(">")
            text += str(self._token.value)
            if len(text) > _LONGEST_SIGNATURE:
                raise limit_fault(STACK).at(start)
        self._expect(">")
        try:
            return parse_signature(text)
        except Fault as fault:
            fault.position = start + (fault.position or 0)
            raise

    def object(self, token: Token) -> Node:
        return ObjectNode(token.position, self._pairs())

    def step(self, token: Token, left: Node) -> Node:
        return Step(token.position, left, self._expression(_BINDING["."]))

    def apply(self, token: Token, left: Node) -> Node:
        return Apply(token.position, left, self._expression(_BINDING["~>"]))

    def group(self, token: Token, left: Node) -> Node:
        return GroupBy(token.position, left, self._pairs())

    def focus(self, token: Token, left: Node) -> Node:
        return Focus(token.position, left, self._bound_name(token))

    def index(self, token: Token, left: Node) -> Node:
        return Index(token.position, left, self._bound_name(token))


def _word(_parser: _Parser, token: Token) -> Node:
    """`and`, `or` and `in` are names where an operand stands."""
    return Name(token.position, str(token.value))


_PREFIX_FORMS: Final[dict[str, Callable[[_Parser, Token], Node]]] = {
    "-": _Parser.negate,
    "*": lambda _, token: Wildcard(token.position),
    "**": lambda _, token: Descendant(token.position),
    "%": lambda _, token: Parent(token.position),
    "(": _Parser.block,
    "[": _Parser.array,
    "{": _Parser.object,
    "|": _Parser.transform,
    "and": _word,
    "or": _word,
    "in": _word,
}
_INFIX: Final[dict[str, Callable[[_Parser, Token, Node], Node]]] = {
    ".": _Parser.step,
    "~>": _Parser.apply,
    "(": _Parser.call,
    "[": _Parser.filter,
    "{": _Parser.group,
    "^": _Parser.sort,
    ":=": _Parser.bind,
    "@": _Parser.focus,
    "#": _Parser.index,
    "?": _Parser.condition,
}


def _text_of(token: Token) -> Json:
    """Return what an error shows of a token: JavaScript writes a regular expression as an object without fields."""
    return {} if token.kind is Kind.REGEX else token.value


def _shown(node: Node) -> str:
    match node:
        case Literal(value=value):
            return str(value)
        case Name(text=text):
            return text
        case Variable(name=name):
            return name
        case Binary(operator=operator):
            return operator
    return type(node).__name__.lower()

"""Finds the places of a C++ source where a mutant can stand, and plants mutants there."""
import bisect
import re
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind as Kind, Index, TokenKind, TypeKind

SWAPS = {'<': ('<=', '>='), '<=': ('<', '>'), '>': ('>=', '<='), '>=': ('>', '<'), '==': ('!=',), '!=': ('==',),
         '&&': ('||',), '||': ('&&',), '+': ('-',), '-': ('+',), '&': ('|',), '|': ('&',)}
SCOPES = {Kind.NAMESPACE, Kind.CLASS_DECL, Kind.STRUCT_DECL, Kind.CLASS_TEMPLATE, Kind.FRIEND_DECL, Kind.UNEXPOSED_DECL,
          Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}
FUNCTIONS = {Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.CONVERSION_FUNCTION,
             Kind.FUNCTION_TEMPLATE}
SKIPPED = {Kind.PARM_DECL, Kind.STATIC_ASSERT, Kind.TYPE_REF, Kind.TEMPLATE_REF, Kind.DECL_REF_EXPR, Kind.TYPE_ALIAS_DECL}


@dataclass(frozen=True)
class Mutant:
    """`prefix` and `suffix` go around what stands from `begin` to `end`; #N# in them is the mutant's number."""
    file: str
    begin: int
    end: int
    prefix: str
    suffix: str
    line: int
    last_line: int
    function: str
    original: str
    mutated: str


class File:
    """The mutants of one file, read from a translation unit in which it stands."""

    def __init__(self, unit, path, name):
        self.name, self.found = name, {}
        with open(path, 'rb') as source:
            self.bytes = source.read()  # clang counts bytes
        whole = unit.get_extent(path, (0, len(self.bytes)))
        self.tokens = [t for t in unit.get_tokens(extent=whole) if t.kind != TokenKind.COMMENT]
        self.starts = [t.extent.start.offset for t in self.tokens]
        self.macros = [(start, self.close_of(start)) for start, t, after in zip(self.starts, self.tokens, self.tokens[1:])
                       if after.spelling == '(' and re.fullmatch(r'assert|[A-Z][A-Z0-9_]+', t.spelling)]
        self.lines = [0] + [m.end() for m in re.finditer(b'\n', self.bytes)]

    def text(self, begin, end):
        """Without comments, in one line."""
        first, last = bisect.bisect_left(self.starts, begin), bisect.bisect_left(self.starts, end)
        return ' '.join(t.spelling for t in self.tokens[first:last])

    def shown(self, begin, end):
        return re.sub(r'\s+', ' ', re.sub(r'//.*', '', self.bytes[begin:end].decode())).strip()

    def token(self, begin):
        """The first that does not begin before."""
        at = bisect.bisect_left(self.starts, begin)
        return self.tokens[at].spelling if at < len(self.tokens) else ''

    def token_before(self, begin):
        return self.tokens[bisect.bisect_left(self.starts, begin) - 1].spelling

    def close_of(self, begin):
        """Where the parenthesis closes that opens first behind `begin`."""
        depth = 0
        for at in range(bisect.bisect_left(self.starts, begin), len(self.tokens)):
            depth += {'(': 1, ')': -1}.get(self.tokens[at].spelling, 0)
            if depth == 0 and self.tokens[at].spelling == ')':
                return self.starts[at]
        return begin

    def add(self, cursor, prefix, suffix, original, mutated):
        begin, end = extent(cursor)
        first, last = (bisect.bisect_right(self.lines, at) for at in (begin, end))
        mutant = Mutant(self.name, begin, end, prefix, suffix, first, last, self.function, shortened(original), shortened(mutated))
        self.found.setdefault((begin, end, prefix), mutant)

    # The kinds of mutants.

    def value(self, cursor, mutated, shown=None, original=None):
        self.add(cursor, f'(::deputy::Mutant(#N#) ? ({mutated}) : (', '))', original or self.shown(*extent(cursor)), shown or mutated)

    def negated(self, cursor):
        """Of a condition that has no operator of which a mutant is made anyway."""
        begin, end = extent(cursor)
        text = self.text(begin, end)
        if self.operator(cursor) or not text or text[0] == '!' or text in ('true', 'false'):
            return
        self.add(cursor, f'(::deputy::Mutant(#N#) ? !({text}) : bool(', '))', self.shown(begin, end), f'!({self.shown(begin, end)})')

    def deleted(self, cursor):
        if cursor.kind in (Kind.CALL_EXPR, Kind.BINARY_OPERATOR, Kind.COMPOUND_ASSIGNMENT_OPERATOR, Kind.UNARY_OPERATOR,
                           Kind.UNEXPOSED_EXPR, Kind.CXX_UNARY_EXPR):
            self.add(cursor, '(::deputy::Mutant(#N#) ? (void)0 : (void)(', '))', self.shown(*extent(cursor)), '')
        elif cursor.kind in (Kind.BREAK_STMT, Kind.CONTINUE_STMT):
            self.add(cursor, 'if (::deputy::Mutant(#N#)) {} else ', '', self.shown(*extent(cursor)), '')

    def operator(self, cursor):
        """(operator, left, right) of an expression of two operands, built in or overloaded."""
        while cursor.kind in (Kind.PAREN_EXPR, Kind.UNEXPOSED_EXPR):
            inner = list(cursor.get_children())
            if len(inner) != 1:
                break
            cursor = inner[0]
        inner = [c for c in cursor.get_children() if c.extent.end.offset > c.extent.start.offset]
        inner = sorted(extent(c) for c in inner)
        if len(inner) == 3 and cursor.kind in (Kind.CALL_EXPR, Kind.UNEXPOSED_EXPR):
            del inner[1]  # the name of the operator
        if len(inner) != 2:
            return None
        left, right = inner
        between = self.text(left[1], right[0])
        return (between, left, right) if between in SWAPS else None

    # The walk.

    def expression(self, cursor):
        begin, end = extent(cursor)
        operator = self.operator(cursor)
        if operator and operator[1][0] == begin and operator[2][1] == end:
            between, left, right = operator
            for other in SWAPS[between]:
                if between in '+-&|' and not is_number(cursor):
                    continue
                a, b = self.shown(*left), self.shown(*right)  # cut so that the operator stays
                a, b = (a if len(a) <= 36 else '…' + a[-35:]), (b if len(b) <= 36 else b[:35] + '…')
                self.value(cursor, f'{self.text(*left)} {other} {self.text(*right)}', f'{a} {other} {b}', f'{a} {between} {b}')
        elif cursor.kind == Kind.UNARY_OPERATOR and self.token(begin) == '!':
            self.value(cursor, f'bool({self.text(begin + 1, end)})', self.shown(begin + 1, end))
        elif cursor.kind == Kind.CXX_BOOL_LITERAL_EXPR:
            self.value(cursor, {'true': 'false', 'false': 'true'}.get(self.token(begin), self.token(begin)))
        elif cursor.kind == Kind.INTEGER_LITERAL and self.token(begin)[:1].isdigit() and self.token(end) != '>':
            literal = self.token(begin)
            self.value(cursor, {'0': '1', '1': '0'}.get(literal, f'{literal} + 1'))

    def walk(self, cursor, is_statement=False):
        kind = cursor.kind
        begin, end = extent(cursor)
        if kind in SKIPPED or begin >= end or any(a <= begin <= b for a, b in self.macros):
            return
        if kind == Kind.VAR_DECL and re.search(r'\bconst(expr|init)\b', self.shown(begin, cursor.location.offset)):
            return
        if is_statement:
            self.deleted(cursor)
        if kind.is_expression():
            self.expression(cursor)
        children = [c for c in cursor.get_children()]
        if kind in (Kind.IF_STMT, Kind.WHILE_STMT, Kind.FOR_STMT, Kind.CXX_FOR_RANGE_STMT, Kind.SWITCH_STMT):
            close = self.close_of(begin)
            head = [c for c in children if extent(c)[1] <= close]
            if self.shown(begin, close).startswith('if constexpr'):
                head = []
            elif kind == Kind.CXX_FOR_RANGE_STMT:
                head = [c for c in head if self.token_before(extent(c)[0]) == ':']
            elif kind in (Kind.IF_STMT, Kind.WHILE_STMT) and head:
                self.condition(head)
            for child in head:
                self.walk(child)
            for child in children:
                if extent(child)[0] > close:
                    self.walk(child, True)
            return
        if kind == Kind.CASE_STMT:
            for child in children[1:]:
                self.walk(child, True)
            return
        if kind == Kind.CONDITIONAL_OPERATOR:
            self.negated(children[0])
        elif kind == Kind.RETURN_STMT and children and is_bool(children[0]):
            self.negated(children[0])
        elif kind == Kind.VAR_DECL:  # what stands before the name are arguments of templates
            children = [c for c in children if extent(c)[0] > cursor.location.offset]
            if children and cursor.type.get_canonical().kind == TypeKind.BOOL:
                self.negated(children[-1])
        elif kind == Kind.LAMBDA_EXPR:
            children = [c for c in children if c.kind == Kind.COMPOUND_STMT]
        for child in children:
            self.walk(child, kind in (Kind.COMPOUND_STMT, Kind.DEFAULT_STMT, Kind.DO_STMT))

    def condition(self, head):
        declared = [c for c in head if c.kind == Kind.VAR_DECL]
        last = head[-1]
        if not declared or extent(last)[0] > extent(declared[-1])[1]:
            self.negated(last)
            return
        for init in list(declared[0].get_children())[-1:]:
            begin, end = extent(init)
            self.add(init, f'(::deputy::Mutant(#N#) ? decltype({self.text(begin, end)}){{}} : (', '))', self.shown(begin, end), '{}')

    def read(self, cursor, path):
        for child in cursor.get_children():
            if child.location.file is None or child.location.file.name != path:
                continue
            if child.kind in FUNCTIONS and child.is_definition():
                parent = child.semantic_parent
                owner = f'{parent.spelling}::' if parent and parent.kind in SCOPES - {Kind.NAMESPACE} else ''
                self.function = owner + child.spelling
                for part in child.get_children():
                    if part.kind.is_expression() or self.token(extent(part)[0]) == '{':  # not `= default`
                        self.walk(part)
            elif child.kind in SCOPES:
                self.read(child, path)


def extent(cursor: Cursor):
    return cursor.extent.start.offset, cursor.extent.end.offset


def shortened(text):
    return text if len(text) <= 80 else f'{text[:40]}…{text[-39:]}'


def is_bool(cursor):
    return cursor.type.get_canonical().kind == TypeKind.BOOL


def is_number(cursor):
    kind = cursor.type.get_canonical().kind
    return TypeKind.BOOL.value < kind.value <= TypeKind.LONGDOUBLE.value or kind in (TypeKind.POINTER, TypeKind.DEPENDENT)


def parse(source, arguments):
    unit = Index.create().parse(source, args=[a for a in arguments if a.startswith(('-I', '-D', '-std', '-isystem'))])
    errors = [d for d in unit.diagnostics if d.severity >= 3]
    if errors:
        raise SystemExit(f'mutate: clang cannot read {source}: {errors[0]}')
    return unit


def mutants_of(unit, path, name):
    file = File(unit, path, name)
    file.read(unit.cursor, path)
    return list(file.found.values())


def plant(source: bytes, numbered) -> str:
    """`source` with `numbered`, pairs of number and mutant, in it. Lines stay where they are."""
    opened, closed = {}, {}
    for number, mutant in sorted(numbered, key=lambda pair: (pair[1].begin, -pair[1].end, pair[0])):
        opened.setdefault(mutant.begin, []).append(mutant.prefix.replace('#N#', str(number)))
        closed.setdefault(mutant.end, []).insert(0, mutant.suffix)
    out, last = [], 0
    for at in sorted(opened.keys() | closed.keys()):
        out += [source[last:at].decode(), *closed.get(at, []), *opened.get(at, [])]
        last = at
    return ''.join(out) + source[last:].decode()

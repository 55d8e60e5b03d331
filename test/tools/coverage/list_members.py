"""Lists what the mirrored modules of Python define, as JSON: the data of `npm run coverage:python`.

    pip install werkzeug==3.1.8
    python3.11 test/tools/coverage/list_members.py > test/tools/coverage/python-members.json
    python3.11 test/tools/coverage/list_members.py signatures > test/tools/coverage/python-signatures.json

Of each module: its own functions, classes and values, under the empty name; then for each class what it defines itself:
methods, properties, class attributes, annotated names, and attributes that its methods set on `self`. Functions within
functions stand under `Class.method.<locals>`. What a class merely inherits is listed where it is defined.
"""

import ast
import enum
import importlib
import importlib.metadata
import inspect
import json
import platform
import re
import sys
import threading
import types
import typing

MODULES = (
    "socketserver http.server werkzeug.serving werkzeug.wrappers.request werkzeug.wrappers.response"
    " werkzeug.sansio.request werkzeug.sansio.response werkzeug.exceptions"
    " base64 binascii builtins calendar datetime email._parseaddr email.message email.parser email.utils encodings.idna"
    " encodings.punycode errno hashlib html http http.client io ipaddress json"
    " json.decoder json.encoder logging markupsafe os selectors socket sys threading time traceback urllib.parse"
    " werkzeug werkzeug._internal werkzeug.datastructures.accept werkzeug.datastructures.auth"
    " werkzeug.datastructures.cache_control werkzeug.datastructures.csp werkzeug.datastructures.etag"
    " werkzeug.datastructures.file_storage werkzeug.datastructures.headers werkzeug.datastructures.mixins"
    " werkzeug.datastructures.range werkzeug.datastructures.structures werkzeug.formparser werkzeug.http"
    " werkzeug.routing.exceptions werkzeug.sansio.http werkzeug.sansio.multipart werkzeug.sansio.utils werkzeug.test"
    " werkzeug.urls werkzeug.user_agent werkzeug.utils werkzeug.wsgi"
).split()

# Modules whose signatures are listed, beside the first ones.
SIGNED = ["selectors", "threading", "io", *(name for name in MODULES if re.match(r"werkzeug\.(?!routing|test|_internal)", name))]

# What the language itself puts into every class.
AUTOMATIC = set(
    "__module__ __doc__ __dict__ __weakref__ __annotations__ __qualname__ __slots__ __orig_bases__ __parameters__"
    " __abstractmethods__ __orig_class__ __match_args__ __static_attributes__ _abc_impl __hash__ __new__ __getstate__"
    " __reduce__ __reduce_ex__ __init_subclass__ __class_getitem__ __subclasshook__ __copy__ __deepcopy__".split()
)


def set_on_self(cls):
    """Public names that the methods of a class assign to `self`."""
    try:
        tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return set()
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def inherited(cls):
    """Names that the bases of a class define, or set on `self`."""
    return {name for base in cls.__mro__[1:] for name in (set(vars(base)) | set_on_self(base))}


def functions_of(value):
    """The plain functions behind a member."""
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if isinstance(value, property):
        return [part for part in (value.fget, value.fset) if isinstance(part, types.FunctionType)]
    return [value] if isinstance(value, types.FunctionType) else []


def nested(code, name, found):
    """Functions within functions, by qualified name."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType) and constant.co_name.isidentifier():
            found.setdefault(f"{name}.<locals>", set()).add(constant.co_name)
            nested(constant, f"{name}.<locals>.{constant.co_name}", found)


def names_of_module(module):
    """Names that a module defines itself."""
    assigned = set()
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError):
        return {name for name in vars(module) if not name.startswith("__")}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            for inner in ast.walk(node):
                inner.is_inner = True
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and not hasattr(node, "is_inner"):
            assigned.add(node.id)
    own = {
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", None) == module.__name__
        and isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType))
    }
    exported = {name for name in getattr(module, "__all__", ()) if not inspect.ismodule(getattr(module, name, None))}
    elsewhere = {
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ != module.__name__ and name not in exported
    }
    variables = {name for name, value in vars(module).items() if isinstance(value, typing.TypeVar)}
    names = (assigned | own | exported) - elsewhere - variables
    return {name for name in names if hasattr(module, name) and not name.startswith("__")}


def is_elsewhere(module, name, value):
    """Whether a class is another name of one that is listed, or a builtin one."""
    if value.__module__ == "builtins" and module.__name__ != "builtins":
        return True
    return value.__name__ != name and getattr(module, value.__name__, None) is value


def members_of(module):
    result = {"": sorted(names_of_module(module))}
    found = {}
    for name in result[""]:
        value = getattr(module, name)
        if value in (threading.Lock, threading.RLock):
            value = type(value())
        for function in functions_of(value):
            nested(function.__code__, name, found)
        if not isinstance(value, type):
            continue
        if is_elsewhere(module, name, value):
            result[name] = []
            continue
        own = {key for key in vars(value) if key not in AUTOMATIC}
        annotated = vars(value).get("__annotations__", ())
        attributes = set(annotated if isinstance(annotated, dict) else ()) | set_on_self(value)
        own |= attributes - inherited(value)
        # What is written in C stands in a base of another module; a member of an enumeration has attributes of its own.
        for base in value.__mro__[1:]:
            if module.__name__ in ("io", "socket") and base.__module__ in ("_io", "_socket"):
                own |= {key for key in vars(base) if key not in AUTOMATIC}
        if issubclass(value, enum.Enum):
            own |= {key for key in vars(next(iter(value), value)) if not key.startswith("_")}
        result[name] = sorted(own)
        for key, member in vars(value).items():
            for function in functions_of(member):
                nested(function.__code__, f"{name}.{key}", found)
    for name, inner in found.items():
        result[name] = sorted(inner)
    return dict(sorted(result.items()))


def signature_of(function):
    """Names of the parameters that may be given by place, with their defaults as text, or null; null where Python does not know them."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    if parameters and parameters[0].name in ("self", "cls"):
        del parameters[0]
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return None
    placed = [each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    return [[each.name, None if each.default is each.empty else default_of(each.default)] for each in placed]


def default_of(value):
    return repr(value) if value is None or isinstance(value, (bool, int, float, str, bytes)) else "computed"


def signatures_of(name):
    """The signatures of a module's functions, and of what its classes have."""
    module = importlib.import_module(name)
    found = {}
    for own in names_of_module(module):
        value = getattr(module, own)
        if value in (threading.Lock, threading.RLock):
            value = type(value())
        if not isinstance(value, type):
            if callable(value):
                found[f"{name}.{own}"] = signature_of(value)
            continue
        for key in {"__init__", *vars(value)} - AUTOMATIC:
            member = inspect.getattr_static(value, key, None)
            if isinstance(member, (staticmethod, classmethod)):
                member = getattr(value, key)
            if callable(member) and not isinstance(member, type):
                found[f"{name}.{own}.{key}"] = signature_of(member)
    return {key: value for key, value in sorted(found.items()) if value is not None}


def lines(classes):
    """One line for each class."""
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(members)}" for name, members in classes.items())


def main():
    try:
        werkzeug = importlib.metadata.version("werkzeug")
    except importlib.metadata.PackageNotFoundError:
        werkzeug = "3.1.8"
    modules = {name: members_of(importlib.import_module(name)) for name in MODULES}
    print(f'{{\n"python": "{platform.python_version()}",\n"werkzeug": "{werkzeug}",\n"modules": {{')
    print(",\n".join(f"{json.dumps(name)}: {{\n{lines(classes)}\n}}" for name, classes in modules.items()))
    print("}\n}")


def signatures():
    listed = {}
    for name in MODULES[: MODULES.index("base64")] + SIGNED:
        listed.update(signatures_of(name))
    print("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in listed.items()) + "\n}")


if "signatures" in sys.argv:
    signatures()
else:
    main()

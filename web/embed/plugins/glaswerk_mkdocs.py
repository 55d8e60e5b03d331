"""A hook for MkDocs: adds the loader and its style sheet to all pages, and makes a fence with `glaswerk` behind its
language an example: the fence stays as it is, and the tag follows it.

    hooks: [docs/glaswerk-VERSION/plugins/glaswerk_mkdocs.py]
"""

import html
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
# A word, with what it has in quotes or braces.
WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|\{[^}]*\}|\S)+""")
ATTRIBUTE = re.compile(r"""^([a-z][a-z-]*)(?:=(?:"([^"]*)"|'([^']*)'|([^"'].*|)))?$""")


def on_config(config):
    folder = FOLDER.relative_to(Path(config["docs_dir"]).resolve()).as_posix()
    config["extra_css"].append(f"{folder}/glaswerk.css")
    config["extra_javascript"].append(f"{folder}/glaswerk.js")
    return config


def on_page_markdown(markdown, page, **_):
    return add_tags(markdown, page.file.src_path)


def add_tags(markdown, name):
    """The page with a tag behind each fence that is an example."""
    lines = []
    marks = tag = indent = None
    for number, line in enumerate(markdown.split("\n"), 1):
        found = FENCE.match(line)
        if marks is None:
            if found and not (found["marks"][0] == "`" and "`" in found["info"]):
                marks, indent = found["marks"], found["indent"]
                rest, tag = example(found["info"].strip(), f"{name}:{number}")
                if tag:
                    line = f"{indent}{marks}{rest}"
            lines.append(line)
        else:
            lines.append(line)
            if found and found["marks"].startswith(marks) and not found["info"].strip():
                if tag:
                    lines += ["", f"{indent}{tag}", ""]
                marks = None
    return "\n".join(lines)


def example(info, place):
    """What the docs tool reads of the text behind a fence's marks, and the tag, if it asks for one."""
    words = list(WORD.finditer(info))
    marker = next((index for index, word in enumerate(words) if index > 0 and word[0] == "glaswerk"), None)
    if marker is None:
        return info, None
    tag = "<glas-werk"
    for word in words[marker + 1 :]:
        found = ATTRIBUTE.match(word[0])
        if found is None:
            raise ValueError(
                f'{place}: {word[0]} behind a fence is no attribute: write name=value, name="several words" or name'
            )
        value = next((value for value in found.groups()[1:] if value is not None), "")
        tag += f' {found[1]}="{html.escape(value)}"'
    return info[: words[marker].start()].rstrip(), f"{tag}></glas-werk>"

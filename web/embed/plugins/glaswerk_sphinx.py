"""An extension of Sphinx: adds the loader and its style sheet to all pages, and the directive `glas-werk`, for reST and
MyST. The directive prints a request, and perhaps its answer, as code blocks, and puts the tag behind them: from its
content, or from a file, with the options of `literalinclude`. Its other options are the attributes of the tag.

    sys.path.insert(0, os.path.abspath("_static/glaswerk-VERSION/plugins"))
    extensions = ["glaswerk_sphinx"]
"""

import html
import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.directives.code import CodeBlock, LiteralInclude
from sphinx.util.docutils import SphinxDirective

FOLDER = Path(__file__).resolve().parent.parent

VALUES = (
    "app app-src at attach expect group height lab lang line-ends link loading request seed server skip src theme view "
    "controls"
).split()
FLAGS = "readonly expect-drift".split()
STATUS_LINE = re.compile(r"HTTP/\d\.\d \d\d\d")


class GlasWerk(SphinxDirective):
    """A request, perhaps its answer, and the tag that brings them to life."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {
        **CodeBlock.option_spec,
        **LiteralInclude.option_spec,
        **{name: directives.unchanged_required for name in VALUES},
        **{name: directives.flag for name in FLAGS},
    }

    def run(self):
        if self.arguments and self.content:
            raise self.error("glas-werk prints a file or its content: it has both")
        self.options.setdefault("language", "http")
        # Of an answer with wildcards the highlighter would say that it is not HTTP.
        self.options.setdefault("force", None)
        if self.arguments:
            blocks = self.block(LiteralInclude, self.arguments, StringList(), LiteralInclude.option_spec)
        else:
            language = [self.options["language"]]
            parts = [part for part in self.parts() if part]
            blocks = [
                block
                for index, part in enumerate(parts)
                for block in self.block(CodeBlock, language, part, CodeBlock.option_spec if index == 0 else {"force"})
            ]
        return [*blocks, nodes.raw("", self.tag(), format="html")]

    def block(self, directive, arguments, content, known):
        """What one of Sphinx's own directives makes of it."""
        options = {name: value for name, value in self.options.items() if name in known}
        made = directive(
            directive.__name__, arguments, options, content, self.lineno, self.content_offset, self.block_text, self.state,
            self.state_machine,
        )
        return made.run()

    def parts(self):
        """The request and the answer: that begins with a status line after an empty one."""
        lines = self.content
        for index in range(len(lines)):
            if STATUS_LINE.match(lines[index]) and (index == 0 or not lines[index - 1].strip()):
                return [lines[:index], lines[index:]]
        return [lines]

    def tag(self):
        values = [f' {name}="{html.escape(self.options[name])}"' for name in VALUES if name in self.options]
        flags = [f" {name}" for name in FLAGS if name in self.options]
        return f"<glas-werk{''.join(values + flags)}></glas-werk>"


def add_files(app, config):
    """Adds the loader from below one of the folders of static files."""
    for static in config.html_static_path:
        try:
            folder = FOLDER.relative_to((Path(app.confdir) / static).resolve()).as_posix()
        except ValueError:
            continue
        app.add_css_file(f"{folder}/glaswerk.css")
        app.add_js_file(f"{folder}/glaswerk.js", loading_method="defer")
        return
    raise ValueError(f"glaswerk_sphinx: {FOLDER} is below no folder of html_static_path {config.html_static_path}")


def setup(app):
    app.add_directive("glas-werk", GlasWerk)
    app.connect("config-inited", add_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

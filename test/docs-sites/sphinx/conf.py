"""Sphinx with furo, MyST and Glaswerk: the extension adds the loader, its style sheet and the directive."""

import os
import sys

sys.path.insert(0, os.path.abspath("_static/glaswerk-0.1.0/plugins"))

project = "Sphinx"
extensions = ["myst_parser", "glaswerk_sphinx"]
html_theme = "furo"
html_static_path = ["_static"]
exclude_patterns = ["**/plugins"]

"""Sphinx with alabaster, in Chinese, and no extension: the loader and its style sheet are all that Glaswerk needs."""

project = "Sphinx"
language = "zh_CN"
html_theme = "alabaster"
html_static_path = ["_static"]
html_css_files = ["glaswerk-0.1.0/glaswerk.css"]
html_js_files = [("glaswerk-0.1.0/glaswerk.js", {"defer": "defer"})]

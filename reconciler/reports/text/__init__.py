"""What people read in a terminal, a page a module; the only renderers that know colour and width.

Who prints a page names it: a command reads none but its own.
"""

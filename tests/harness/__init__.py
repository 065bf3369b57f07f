# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plugin, client and fault tests share: facts, scenes, a headless host on a string.  Python's standard library only."""

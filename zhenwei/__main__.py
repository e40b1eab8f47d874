"""``python -m zhenwei``: the command, where its script is not on the PATH."""

from zhenwei.cli import main

main()

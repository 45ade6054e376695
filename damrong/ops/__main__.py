"""``python -m damrong.ops``: the damrong command without its installed script."""

from damrong.ops.command_line import main

main()

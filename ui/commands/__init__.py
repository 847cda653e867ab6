"""What the commands of `ceksilang` do, one file a command; `ui/cli.py` parses and calls them."""

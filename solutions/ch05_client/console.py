"""A place to try client.py in, with a blog to try it on: `tutorial.py run 05` starts it.

It is given. It starts client.py anew for every line that you type, as it is saved at that moment.
"""

import gc
import runpy
import shlex
import sys
import urllib.request
from pathlib import Path

CLIENT = Path(__file__).with_name("client.py")

HELP = """\
Type what should stand behind `client.py`, for example one of these lines:

    list
    get 1
    --user Ann create --title Tea --text Hot
    --user Ann update 1 --text ""
    delete 2
    --show-traceback get 99

The titles of posts 11 to 16 say what goes wrong with them. An empty line is the end."""


def start(arguments: list[str]) -> int:
    """Runs client.py as a program; its exit code"""
    sys.argv = [CLIENT.name, *arguments]
    try:
        runpy.run_path(str(CLIENT), run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - a program that is being written raises anything
        trace = error.__traceback__
        sys.excepthook(type(error), error, trace and trace.tb_next)
        return 1
    finally:
        gc.collect()  # a session that was left open is noticed now and not some time later
    return 0


def seen(address: str) -> list[str]:
    """What arrived at the blog since the last time; nothing where it does not say"""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}/log", timeout=5) as answer:
            return str(answer.read().decode()).splitlines()
    except (OSError, ValueError):
        return []


def main() -> None:
    address = sys.argv[2] if sys.argv[1:2] == ["--base-url"] else "http://localhost:8080"
    print(HELP)
    while True:
        try:
            words = shlex.split(input("\n$ client.py "))
        except (EOFError, KeyboardInterrupt):
            break
        except ValueError as error:
            print(f"That line cannot be read: {error}.")
            continue
        if words[:1] == [CLIENT.name]:
            del words[0]
        if not words:
            break
        exit_code = start(["--base-url", address, *words])
        print(f"[exit code {exit_code}]")
        for line in seen(address):
            print(f"[the blog saw {line}]")


if __name__ == "__main__":
    main()

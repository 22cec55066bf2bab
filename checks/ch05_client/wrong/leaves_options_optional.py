# fails: test_create_command
# file: client.py
# Whoever forgets the title gets a post without one, or a word from the server.

# region Step 9: the commands that write (create)
@main.command("create")
@click.option("--title", default="")
@click.option("--text", default="")
@click.pass_obj
def create_command(options: Options, title: str, text: str) -> None:
    """Writes a new post."""

    async def work(client: Client) -> None:
        show(await client.create(title, text))

    run(options, work)


# endregion

# fails: test_delete_of_nothing_is_an_error
# file: client.py
# The command works, until something goes wrong.

# region Step 9: the commands that write (delete)
@main.command("delete")
@click.argument("post_id", type=int)
@click.pass_obj
def delete_command(options: Options, post_id: int) -> None:
    """Deletes a post."""

    async def work() -> None:
        async with Client(options.base_url, options.user) as client:
            await client.delete(post_id)

    asyncio.run(work())
    click.echo(f"Post {post_id} is deleted")


# endregion

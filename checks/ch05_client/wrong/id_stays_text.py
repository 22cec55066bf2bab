# fails: test_delete_command
# file: client.py
# Numbers work, and all else is sent to the server as well.

# region Step 9: the commands that write (delete)
@main.command("delete")
@click.argument("post_id")
@click.pass_obj
def delete_command(options: Options, post_id: str) -> None:
    """Deletes a post."""

    async def work(client: Client) -> None:
        await client.delete(post_id)
        click.echo(f"Post {post_id} is deleted")

    run(options, work)


# endregion

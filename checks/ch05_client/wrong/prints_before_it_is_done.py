# fails: test_delete_of_nothing_is_an_error
# file: client.py
# What is not done yet is told as done.

# region Step 9: the commands that write (delete)
@main.command("delete")
@click.argument("post_id", type=int)
@click.pass_obj
def delete_command(options: Options, post_id: int) -> None:
    """Deletes a post."""
    click.echo(f"Post {post_id} is deleted")
    run(options, lambda client: client.delete(post_id))


# endregion

"""The `fieldlog` command: the third door to the same acts, beside the pages and the phones.

Exit codes: 0 done, 1 refused or failed (the reason is on stderr), 2 wrong usage.
"""

from __future__ import annotations

import click

from fieldlog import __version__
from fieldlog.cli.backup import backup
from fieldlog.cli.demo import demo
from fieldlog.cli.doctor import doctor
from fieldlog.cli.import_unsent import import_unsent
from fieldlog.cli.init import init
from fieldlog.cli.pack import pack
from fieldlog.cli.privacy import privacy
from fieldlog.cli.rebuild import rebuild
from fieldlog.cli.restore import restore
from fieldlog.cli.seal_key import seal_key
from fieldlog.cli.serve import serve
from fieldlog.cli.settings import DEFAULT_SETTINGS, Settings
from fieldlog.cli.user import user
from fieldlog.config import ConfigError
from fieldlog.errors import FieldlogError
from fieldlog.i18n import gettext as _
from fieldlog.storage import UnknownEngine

COMMANDS = (demo, init, serve, user, pack, privacy, backup, restore, seal_key, import_unsent, rebuild, doctor)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Fieldlog: from a ride-along to a page that a community can read.\n\n"
        "Settings are environment variables named FIELDLOG_… ; those in the settings file count where the "
        "environment is silent. Start with `fieldlog demo` to look around, or `fieldlog init` for a real agency."
    ),
)
@click.version_option(__version__, prog_name="fieldlog")
@click.option(
    "--settings",
    "settings_file",
    envvar="FIELDLOG_SETTINGS",
    default=DEFAULT_SETTINGS,
    show_default=True,
    type=click.Path(dir_okay=False),
    help=_("File with NAME=value lines, as `fieldlog init` writes it."),
)
@click.pass_context
def fieldlog(context: click.Context, settings_file: str) -> None:
    """Hand the settings to whichever command runs."""
    context.obj = Settings.at(settings_file)


for command in COMMANDS:
    fieldlog.add_command(command)


def main(args: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code = fieldlog.main(args=args, prog_name="fieldlog", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo(_("Stopped; nothing was changed."), err=True)
        return 1
    except FieldlogError as error:
        return _refuse(_(error.words))
    except (ConfigError, UnknownEngine) as error:
        return _refuse(str(error))
    return code if isinstance(code, int) else 0


def _refuse(words: str) -> int:
    click.echo(_("Error: {words}").format(words=words), err=True)
    return 1

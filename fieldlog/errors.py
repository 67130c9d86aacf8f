"""One tree of errors. Each has a code; `WORDS` holds what a person reads.

Nothing that a person wrote ever goes into an error's text: it may be logged.
"""

from __future__ import annotations


class FieldlogError(Exception):
    """The root. `code` is a key of `WORDS`; `field` names the input at fault, if one is."""

    status = 500

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    @property
    def words(self) -> str:
        """Plain words in English (translated where they are shown), safe to put on a screen."""
        return WORDS[self.code].format(**self.facts)


class NotFound(FieldlogError):
    """No such thing, or not one that this person may know of."""

    status = 404


class Forbidden(FieldlogError):
    """The person is known and may not do this."""

    status = 403


class NotSignedIn(FieldlogError):
    """Nobody is signed in, or the session has ended."""

    status = 401


class Invalid(FieldlogError):
    """The input breaks a rule; nothing was stored."""

    status = 422


class Conflict(FieldlogError):
    """The thing changed in the meantime, or its state does not allow the act."""

    status = 409


class TooLarge(FieldlogError):
    """The input is over a size limit."""

    status = 413


class StorageUnavailable(FieldlogError):
    """The database can't be reached or written to right now; try again."""

    status = 503


# Every failure a person can meet, in plain words: what happened, then what to do.
WORDS: dict[str, str] = {
    # general
    "not_found": "We can't find that page. It may have been removed, or it belongs to another team.",
    "forbidden": "Your role does not include this. Ask your agency's admin if it should.",
    "disabled": "Your account is switched off. What this phone still holds is sent to your office; ask your agency's admin.",
    "not_signed_in": "Please sign in. Nothing that you saved on this phone is lost.",
    "revoked": "This phone was signed out from elsewhere. What was not sent yet stays on it and is sent once you sign in; the rest is cleared from it.",
    "conflict": "Somebody else changed this in the meantime. Load the page again and look at it first.",
    "storage_unavailable": "The server can't write right now. Try again in a moment.",
    "internal": "Something went wrong on our side. Nothing you saved is lost; try again in a moment.",
    "method_not_allowed": "That address can't be used in this way.",
    "bad_form": "The page sent something that we could not read. Load it again and try once more.",
    "too_large_form": "That is too large. Shorten it and send it again.",
    "form_expired": "This form was open too long. Load the page again and send it once more.",
    "backup_exists": "{path} is there already. Choose a new file name; nothing was overwritten.",
    "not_a_backup": "{path} is not a sound copy of a Fieldlog database. Nothing was changed.",
    "database_in_use": "A server or another command has the database open. Stop it first; nothing was changed.",
    # the key ring
    "seal_keys_damaged": "The file of keys, {path}, is damaged. Put the copy of your last backup in its place (the file that ends in .keys); nothing was changed.",
    "seal_keys_unreadable": "The file of keys, {path}, can't be read ({why}). Whoever runs the server must be able to read it.",
    "seal_keys_unwritable": "The file of keys, {path}, can't be written ({why}). Make its folder writable once, or name another file in FIELDLOG_SEAL_KEYS.",
    # signing in
    "wrong_sign_in": "That email and password do not go together.",
    "too_many_tries": "Too many tries. Wait {minutes} minutes, then try again.",
    "password_short": "Choose a password of at least {least} characters.",
    "password_same": "Choose a password that differs from the old one.",
    # people and units
    "email_taken": "Somebody with that email is here already.",
    "email_shape": "That is not an email address. It should look like name@agency.org.",
    "name_missing": "Type a name.",
    "name_long": "Use a name of at most {most} letters.",
    "role_missing": "Choose at least one role. To take everything away, switch the account off.",
    "role_unknown": "There is no such role.",
    "not_yourself": "You can't switch off your own account. Ask another admin.",
    "last_admin": "This is the last admin for the whole agency. Make somebody else one first.",
    "beyond_reach": "This person also has a role outside of your units. Ask an admin of the whole agency to change this.",
    "founded": "This database has an agency already.",
    "unit_not_found": "There is no such unit.",
    "unit_cycle": "A unit can't be placed below itself. Choose another place.",
    "unit_top": "The agency itself stays on top.",
    "unit_name_taken": "There is a unit of that name in the same place already.",
    "area_class_unknown": "Choose what kind of place it is.",
    # periods
    "bad_month": "Choose a month, such as 2026-04.",
    "months_out_of_range": "Choose up to {most} months, the last one no later than this month.",
    "bad_quarter": "Choose a quarter, such as 2026-Q2.",
    "period_backwards": "The period ends before it starts. Choose a last quarter that is the same or later.",
    # summaries
    "summary_area": "A summary covers an area. Choose one from the list.",
    "summary_audience": "Choose whom the summary is for.",
    "summary_future": "That quarter has not begun yet. Choose an earlier one.",
    "summary_closed": "This summary is out. To change its words, start a correction.",
    "summary_has_title": "This summary has a title already. Change that one.",
    "summary_full": "A summary holds at most {most} lines. Remove one that matters less.",
    "summary_state": "That does not fit where this summary is now. Load the page again and look at it first.",
    "summary_no_title": "Give the summary a title first.",
    "summary_no_lines": "Write at least one line on what is working or what gets in the way.",
    "summary_not_cleared": "Lines that are not cleared yet: {waiting}. Everything that is printed must be cleared by a second person.",
    "summary_not_out": "Only a published summary can be corrected or withdrawn.",
    "summary_correction_open": "A correction of this summary has been started already.",
    "line_part": "Choose what kind of line this is.",
    "line_empty": "Write the words first.",
    "line_long": "That is too long to say aloud. Keep it under {most} characters.",
    "line_issue_missing": "Choose the issue that this line is about.",
    "line_issue_unknown": "That issue is not in the pack. Choose one from the list.",
    "line_source_missing": "Choose at least one note that this line rests on.",
    "line_source_unknown": "One of the notes can't be used here: it is outside this area or period, or it may not be shared.",
    "line_state_missing": "Say how the promise stands.",
    "line_changed": "The words were changed in the meantime. Read them again.",
    "line_own_words": "You wrote or changed this line. Somebody else must clear it.",
    "line_ticks_missing": "Look for all four and tick each: names, places, dates and rare facts.",
    "line_thin": "It rests on fewer than {visits} visits or {rides} rides. Say why it points to no one family all the same.",
    "line_reason_missing": "Say why, so that the writer knows what to change.",
    "line_reason_long": "Keep the reason under {most} characters.",
    "findings_open": "Findings that nobody has replaced or cleared: {waiting}. Look at these lines again.",
    "finding_open": "Let it stay and say why, or return the line to its writer.",
    "finding_why_missing": "Write why it may stay.",
    "finding_why_long": "Keep the reason under {most} characters.",
    "line_unsaved": "These words are not on the page yet. Put them on the page, or empty the box; then send.",
    "source_gone": "A note under this line was taken back or is no longer shared. Take it out, or remove the line.",
    "notice_missing": "Choose why the page is withdrawn. People at the old address will read it.",
    # the agency's own lists
    "list_kind": "There is no such list.",
    "list_long": "A list holds at most {most} lines.",
    "list_entry_long": "One line has more than {most} words: write the name alone, one a line.",
    "list_entry_short": "One line has a single letter: it would be found everywhere. Write the name out.",
    "list_never_long": "Here each line is one single word.",
    "list_undone": "There is nothing to undo.",
    # requests from phones
    "not_json": "The request is not JSON.",
    "bad_request": "The request is not of the form that this server reads ({what}).",
    "wrong_origin": "The request did not come from a Fieldlog page.",
    "other_person": "These entries belong to somebody else on this phone. They stay on the phone until that person signs in.",
    "too_many_edits": "More than {most} entries in one request.",
    "too_large": "That is too large to send at once (at most {most} KB).",
    # one item that a phone sent
    "item_unreadable": "The server could not read this entry. Its words are kept at your office; copy them and log it again.",
    "item_too_large": "This entry is too long to send (at most 64 KB). Its words are kept at your office; shorten it and save again.",
    "item_damaged": "This entry was damaged on its way. The phone sends it again by itself.",
    "item_sealed": "The server could not open this sealed entry. It is kept at your office, which can try again once it has the key.",
    "item_other_author": "This entry was written by somebody else. It stays on the phone until that person signs in.",
    "item_other_owner": "This entry belongs to somebody else. What you wrote is kept at your office.",
    "item_other_type": "This entry was of another kind before. What you wrote is kept at your office.",
    "item_clash": "The server has another entry under this number. What you wrote is kept at your office and on this phone.",
    # what was set aside
    "seen_why_missing": "Choose why nothing more is to be done.",
    # a file of unsent entries
    "unsent_file": "This is not a file of unsent entries that this server reads ({what}). Nothing was changed.",
    "unsent_person": "Nobody here has the account that this file is from. Nothing was changed.",
    # answers to observations
    "answer_missing": "Write a few words first.",
    "answer_too_long": "That is too long for a phone screen. Keep it under {most} characters.",
    # rules of entries: flags where they were logged, refusals in a form
    "rule_missing": "This is needed.",
    "rule_unreadable": "This can't be read. Choose or write it again.",
    "rule_unknown": "This is not one of the choices.",
    "rule_too_long": "This is too long. Shorten it.",
    "rule_ends_first": "This ends before it starts. Check the two times.",
    "rule_issue_needed": "Choose at least one issue.",
    "rule_cue_or_note": "Choose what you noticed, or write a few words.",
    "rule_reason_needed": "Say why it can't be done.",
    "rule_pack_unknown": "This was written with a list of issues that the server does not have.",
    "rule_newer_app": "This was written with a newer version of the app than the server knows.",
    # packs
    "pack_unknown": "This server does not have version {version} of the pack {pack}.",
    "pack_unreadable": "The file {file} can't be read as text ({why}).",
    "pack_none": "There is no pack in the folder {folder}.",
    "pack_broken": "{file} can't be used:\n{lines}",
    "pack_not_toml": "This is not TOML: {why}.",
    "pack_key_missing": "This key is missing.",
    "pack_key_unknown": "There is no such key. Known here: {known}.",
    "pack_wrong_type": "This must be {kind}.",
    "pack_empty": "This must not be empty.",
    "pack_code_shape": "A code is made of lower-case letters, digits and _, begins with a letter, and has at most 40.",
    "pack_code_twice": "The code {code} is taken already, on line {line}.",
    "pack_icon_shape": "An icon is the name of a lucide icon, such as life-buoy.",
    "pack_short_long": "A short label has one to four words and at most {letters} letters.",
    "pack_lean": "A lean is one of: {leans}.",
    "pack_answers": "The answers must be these, once each: {codes}.",
    "pack_version": "A version is a whole number from 1 up.",
    "pack_version_taken": "Version {version} is in use with other content. Raise the version.",
    "pack_code_retired": "The code {code} was last used in version {version}. Codes are never used again; choose a new one.",
    "pack_code_other_kind": "The code {code} was of another kind ({kind}) in version {version}. Choose a new one.",
    "pack_meaning_changed": "The code {code} meant something else in version {version} ({was}). Choose a new code, and say what it replaces.",
    "pack_replaces_unknown": "No earlier version has the code {code}.",
    "pack_replaces_kind": "The code {code} was of another kind ({kind}).",
    "pack_replaces_kept": "The code {code} is still in this version, so nothing can replace it.",
}

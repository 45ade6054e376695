"""The roles under which web server and worker use the database. They own nothing.

One signs in; it takes another for each transaction, whose rights and rows are those of who asks
(``damrong.accounts.row_scope``). What each sees, ``damrong.ops.row_rules`` says.
"""

APP_ROLE = "damrong_app"  # signs in; sees nothing of any case
HOUSE_ROLE = "damrong_house"  # everything: the worker, and a verb that found its case
AREA_ROLE = "damrong_area"  # the cases of an office and all below it
WATCH_ROLE = "damrong_watch"  # the same rows without the columns that hold their words
AGENCY_ROLE = "damrong_agency"  # the legs sent to an agency, and of their cases no words
CITIZEN_ROLE = "damrong_citizen"  # the one case that was opened with its secret code
TAKEN = (HOUSE_ROLE, AREA_ROLE, WATCH_ROLE, AGENCY_ROLE, CITIZEN_ROLE)
ROLES = (APP_ROLE, *TAKEN)

# Once for each server, by who may make roles; docs/operations.md has the same for another server.
MAKE_ROLES = (
    f"CREATE ROLE {APP_ROLE} LOGIN",
    *(f"CREATE ROLE {role} NOLOGIN" for role in TAKEN),
    f"GRANT {', '.join(TAKEN)} TO {APP_ROLE} WITH INHERIT FALSE, SET TRUE",
)

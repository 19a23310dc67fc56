import { entry } from "../problem-entry.ts";

/** Problems of accounts: who comes in, and how. Part of the catalogue (`errors.ts`). */
export const accountProblems = {
  "wrong-credentials": entry(401, "Wrong credentials", "The e-mail address or the password is wrong."),
  "setup-done": entry(409, "Set-up is done", "The first account has been made already; sign in."),
  "setup-token-wrong": entry(
    403,
    "Wrong set-up link",
    "This set-up link is not the one that the server printed at its last start.",
  ),
  "token-not-found": entry(404, "No such token", "There is no API token with this id."),
  "session-not-found": entry(404, "No such session", "There is no session with this id."),
  "user-not-found": entry(404, "No such person", "There is no account with this id."),
  "invitation-not-found": entry(404, "No such invitation", "There is no invitation with this id."),
  "account-disabled": entry(403, "Account disabled", "This account is disabled; an owner can enable it."),
  "wrong-password": entry(403, "Wrong password", "The current password is wrong; nothing was changed."),
  "email-taken": entry(409, "Address taken", "There is an account with this e-mail address already."),
  "last-owner": entry(
    409,
    "Last owner",
    "This is the last owner who may sign in: make somebody else an owner first. Nothing was changed.",
  ),
  "link-not-good": entry(
    410,
    "Link no longer good",
    "This link has been used or withdrawn, or its time is over. Ask for a new one.",
  ),
  "no-mail-server": entry(
    409,
    "No mail server",
    "No mail server is set, so nothing can be sent. An owner can make a link for a new password; the operator sets SLUICE_MAIL_URL and SLUICE_MAIL_FROM.",
  ),
  "oidc-failed": entry(
    502,
    "Single sign-on failed",
    "The provider of the single sign-on could not be reached, or what it said is not good. The server's log says why.",
  ),
  "oidc-denied": entry(403, "Sign-in refused", "The provider of the single sign-on did not let you in."),
  "oidc-expired": entry(
    400,
    "Sign-in not begun here",
    "This sign-in was not begun in this browser, or it took too long. Begin again.",
  ),
  "oidc-email-unverified": entry(
    403,
    "Address not verified",
    "The provider of the single sign-on does not confirm an e-mail address of yours.",
  ),
  "oidc-unknown-person": entry(
    403,
    "Not invited",
    "Nobody has invited this e-mail address. Ask an owner for an invitation.",
  ),
} as const;

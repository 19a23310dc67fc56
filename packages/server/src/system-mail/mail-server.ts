import type { MailSecurity, SmtpCredential } from "@sluice/workflow/node-contract";

/** The text of `SLUICE_MAIL_URL` as what the mailer connects with. Throws what follows the setting's name. */
export function mailServer(text: string): SmtpCredential {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url && /^smtps?:$/.test(url.protocol) && url.hostname !== "";
  const plain = known && /^\/?$/.test(url.pathname) && url.hash === "";
  const asked = url?.searchParams.get("security") ?? undefined;
  const security = url?.protocol === "smtps:" ? "tls" : (asked ?? "starttls");
  if (!plain || !isSecurity(security)) {
    throw new Error(
      "must be an address such as smtp://user:password@mail.example.com:587 (STARTTLS; smtps:// is TLS from the start, ?security=none sends in the clear)",
    );
  }
  return {
    type: "smtp",
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? usualPort[security] : Number(url.port),
    security,
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

const usualPort: Readonly<Record<MailSecurity, number>> = { tls: 465, starttls: 587, none: 25 };

function isSecurity(word: string): word is MailSecurity {
  return Object.hasOwn(usualPort, word);
}

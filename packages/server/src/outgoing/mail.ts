import {
  type MailReceipt,
  NodeError,
  type OutgoingMail,
  type SmtpCredential,
} from "@sluice/workflow/node-contract";
import { createTransport, type Transporter } from "nodemailer";
import type { OpenSocket } from "./connect.ts";
import { withDeadline } from "./deadline.ts";
import { mailbox } from "./mailbox.ts";
import { smtpFailure } from "./smtp-failure.ts";

/** One mail at a time to a server: a connection of its own, which ends with it. */
export interface Mailer {
  /**
   * Rejects with a `NodeError`: `invalid-mail` (an address or header that cannot be sent), `mail-refused` (kind `5xx` where
   * the server says that it may work later), `mail-login-refused`, `address-refused`, `network-failed`, `request-timed-out`,
   * `request-cancelled`, `certificate-refused`.
   */
  send(mail: OutgoingMail): Promise<MailReceipt>;
  /** Connects and signs in, and sends nothing. Rejects as `send` does. */
  verify(given: { readonly credential: SmtpCredential; readonly timeoutMs: number }): Promise<void>;
}

export function createMailer({ open }: { readonly open: OpenSocket }): Mailer {
  return {
    async send(mail) {
      const message = {
        from: mailbox(mail.from, "the sender"),
        to: mail.to.map((address) => mailbox(address, "a recipient")),
        cc: mail.cc.map((address) => mailbox(address, "a recipient of a copy")),
        bcc: mail.bcc.map((address) => mailbox(address, "a recipient of a hidden copy")),
        replyTo: mail.replyTo.map((address) => mailbox(address, "the address for answers")),
        subject: oneLine(mail.subject, "the subject"),
        messageId: oneLine(mail.messageId, "the Message-ID"),
        ...(mail.text === undefined ? {} : { text: mail.text }),
        ...(mail.html === undefined ? {} : { html: mail.html }),
        attachments: mail.attachments.map(({ filename, contentType, content }) => ({
          filename: oneLine(filename, "the name of a file") || "file",
          contentType: oneLine(contentType, "the type of a file"),
          content: Buffer.from(content),
        })),
        // Neither a path nor a URL is ever given; if a text were taken for one, it would read this machine.
        ...{ disableFileAccess: true, disableUrlAccess: true, xMailer: false as const },
      };
      const { host } = mail.credential;
      return withDeadline({ host, timeoutMs: mail.timeoutMs, signal: mail.signal }, async (signal) => {
        const sent = await using({ open, credential: mail.credential, signal }, (transport) =>
          transport.sendMail(message),
        );
        return {
          accepted: addresses(sent.accepted),
          rejected: addresses(sent.rejected),
          response: sent.response ?? "",
        };
      });
    },

    verify: ({ credential, timeoutMs }) =>
      withDeadline({ host: credential.host, timeoutMs }, async (signal) => {
        await using({ open, credential, signal }, (transport) => transport.verify());
      }),
  };
}

async function using<Result>(
  given: { readonly open: OpenSocket; readonly credential: SmtpCredential; readonly signal: AbortSignal },
  run: (transport: ReturnType<typeof transportOf>) => Promise<Result>,
): Promise<Result> {
  const transport = transportOf(given);
  try {
    return await run(transport);
  } catch (error) {
    throw smtpFailure(error, given.credential.host);
  } finally {
    transport.close();
  }
}

function transportOf(given: {
  readonly open: OpenSocket;
  readonly credential: SmtpCredential;
  readonly signal: AbortSignal;
}): Transporter {
  const { open, signal } = given;
  const { host, port, security, username, password } = given.credential;
  return createTransport({
    ...{ host, port, servername: host, secure: security === "tls" },
    ...{ requireTLS: security === "starttls", ignoreTLS: security === "none" },
    ...(username === "" ? {} : { auth: { user: username, pass: password } }),
    getSocket(_, callback) {
      open({ host, port, signal }).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error, false),
      );
    },
  });
}

function addresses(given: readonly (string | { readonly address: string })[] | undefined): string[] {
  return (given ?? []).map((one) => (typeof one === "string" ? one : one.address));
}

/** A text for a header. A line break in it would begin another header (CWE-93): it is refused, not taken out. */
function oneLine(text: string, what: string): string {
  if (/\p{Cc}/u.test(text)) {
    throw new NodeError({ code: "invalid-mail", message: `${what} holds a line break or control character` });
  }
  return text;
}

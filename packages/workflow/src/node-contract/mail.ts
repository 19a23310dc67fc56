import type { SmtpCredential } from "./credential.ts";

/** A file that goes along with a message. */
export interface MailAttachment {
  readonly filename: string;
  /** `application/pdf`. */
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** One message that leaves Sluice over SMTP. Everything outgoing goes this way, past the same guard. */
export interface OutgoingMail {
  readonly credential: SmtpCredential;
  /** One address each: `ada@example.com`, `Ada <ada@example.com>`. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly MailAttachment[];
  /** `<…@…>`: the same for every attempt, so that a mailbox shows a message once that was sent twice. */
  readonly messageId: string;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface MailReceipt {
  /** Recipients that the server took, and those it did not. At least one was taken. */
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
  /** The server's last word: `250 2.0.0 Ok: queued as 4F1D2`. */
  readonly response: string;
}

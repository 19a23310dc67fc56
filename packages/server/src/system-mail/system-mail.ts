import { randomUUID } from "node:crypto";
import type { SmtpCredential } from "@sluice/workflow/node-contract";
import { createOutgoing } from "../outgoing/outgoing.ts";

export interface SystemMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What Sluice itself writes to people: invitations, lost passwords, alerts. */
export interface SystemMail {
  /** Whether the operator has set a mail server: without one, nothing can be sent. */
  readonly available: boolean;
  /** Rejects with a `NodeError` as a mailer does, and with a `NoMailServerError` where none is set. */
  send(message: SystemMessage): Promise<void>;
}

const timeoutMs = 30_000;

export class NoMailServerError extends Error {
  override readonly name = "NoMailServerError";
  constructor() {
    super("no mail server is set: SLUICE_MAIL_URL and SLUICE_MAIL_FROM name it");
  }
}

/**
 * Sends by the server that the operator has set. The operator's own server may stand in the operator's own network: no
 * address is refused here.
 */
export function createSystemMail(given: {
  readonly mailUrl: SmtpCredential | undefined;
  readonly mailFrom: string | undefined;
}): SystemMail {
  const { mailUrl: credential, mailFrom: from } = given;
  if (credential === undefined || from === undefined) {
    return { available: false, send: () => Promise.reject(new NoMailServerError()) };
  }
  const out = createOutgoing({ allowNetworks: ["0.0.0.0/0", "::/0"] });
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    available: true,
    async send({ to, subject, text }) {
      await out.mail({
        ...{ credential, from, subject, text, timeoutMs, to: [to], cc: [], bcc: [], replyTo: [] },
        ...{ attachments: [], messageId: `<${randomUUID()}@${domain}>` },
      });
    },
  };
}

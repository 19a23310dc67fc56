import { NodeError } from "@sluice/workflow/node-contract";
import { PublicError } from "../errors.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import type { Settings } from "./settings.ts";

/** Writes to an address that mail arrives. `failure`: why the server did not take it. Throws `no-mail-server`. */
export type TestMail = (to: string) => Promise<{ to: string; failure: string | null }>;

const texts = {
  en: {
    subject: "Sluice: a test",
    text: "This message was asked for on the page of settings. Invitations, lost passwords and alerts come the same way.",
  },
  fr: {
    subject: "Sluice\u00a0: un essai",
    text: "Ce message a été demandé sur la page des réglages. Les invitations, les mots de passe perdus et les alertes arrivent de la même façon.",
  },
} as const;

export function createTestMail(given: {
  readonly mail: SystemMail;
  readonly settings: Pick<Settings, "get">;
}): TestMail {
  const { mail, settings } = given;
  return async (to) => {
    if (!mail.available) throw new PublicError("no-mail-server");
    const { language } = await settings.get();
    try {
      await mail.send({ to, ...texts[language ?? "en"] });
    } catch (error) {
      if (!(error instanceof NodeError)) throw error;
      return { to, failure: error.message };
    }
    return { to, failure: null };
  };
}

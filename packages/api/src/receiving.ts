import { goReceiver } from "./receiving/go.ts";
import { nodeReceiver } from "./receiving/node.ts";
import { phpReceiver } from "./receiving/php.ts";
import { pythonReceiver } from "./receiving/python.ts";
import type { Scheme } from "./receiving/scheme.ts";
import { shellCheck } from "./receiving/shell.ts";
import type { SubscriptionFormat, SubscriptionSigning } from "./schemas/webhooks.ts";

/*
 * Receivers to copy, as the editor shows them of a subscription and the guide has them: each is run in the tests, against
 * what a server sends.
 */
export const receiverLanguages = ["node", "flask", "fastapi", "php", "go", "shell"] as const;
export type ReceiverLanguage = (typeof receiverLanguages)[number];

const written: Readonly<Record<ReceiverLanguage, (scheme: Scheme) => string>> = {
  node: nodeReceiver,
  flask: (scheme) => pythonReceiver(scheme, "flask"),
  fastapi: (scheme) => pythonReceiver(scheme, "fastapi"),
  php: phpReceiver,
  go: goReceiver,
  shell: shellCheck,
};

/** What checks the messages of a subscription and takes them. Undefined: its format has no signature. */
export function receiverExample(given: {
  readonly language: ReceiverLanguage;
  readonly format: SubscriptionFormat;
  readonly signing: SubscriptionSigning;
}): string | undefined {
  const { language, format, signing } = given;
  if (format === "plain") return undefined;
  const scheme: Scheme =
    format === "standard" ? signing : { prefix: format === "products-manager" ? "sha256=" : "" };
  return written[language](scheme);
}

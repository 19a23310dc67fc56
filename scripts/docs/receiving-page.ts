import { type ReceiverLanguage, receiverExample } from "../../packages/api/src/receiving.ts";
import type { Language } from "./function-page.ts";

/** Where the page of a language stands, from the root of the repository. */
export const receivingPagePath: Readonly<Record<Language, string>> = {
  en: "docs/receiving.md",
  fr: "docs/fr/receiving.md",
};

const fences = { node: "js", flask: "python", fastapi: "python", php: "php", go: "go", shell: "sh" } as const;
const titles: Readonly<Record<ReceiverLanguage, string>> = {
  ...{ node: "Node.js", flask: "Python, Flask", fastapi: "Python, FastAPI", php: "PHP", go: "Go" },
  shell: "curl, openssl",
};

/** What is shown of each way to sign; the page of a webhook has the others. */
const sections = [
  {
    of: { format: "standard", signing: "v1" },
    languages: ["node", "flask", "fastapi", "php", "go", "shell"],
    en: ["Standard Webhooks, with a secret", "The secret begins with `whsec_`."],
    fr: ["Standard Webhooks, avec un secret", "Le secret commence par `whsec_`."],
  },
  {
    of: { format: "standard", signing: "v1a" },
    languages: ["node", "php", "shell"],
    en: [
      "Standard Webhooks, with a public key",
      "The page of the webhook shows the key, which begins with `whpk_`. Whoever has it can check messages and sign none.",
    ],
    fr: [
      "Standard Webhooks, avec une clé publique",
      "La page du webhook montre la clé, qui commence par `whpk_`. Qui la possède peut vérifier des messages et n’en signer aucun.",
    ],
  },
  {
    of: { format: "products-manager", signing: "v1" },
    languages: ["node", "php"],
    en: ["Products Manager", "No time is signed: know a repetition by `id`, or by the header `webhook-id`."],
    fr: [
      "Products Manager",
      "Aucune heure n’est signée\u00a0: reconnaissez une répétition par `id`, ou par l’en-tête `webhook-id`.",
    ],
  },
  {
    of: { format: "alforis", signing: "v1" },
    languages: ["fastapi", "shell"],
    en: ["Alforis", "No time is signed: know a repetition by the header `webhook-id`."],
    fr: [
      "Alforis",
      "Aucune heure n’est signée\u00a0: reconnaissez une répétition par l’en-tête `webhook-id`.",
    ],
  },
] as const;

const head = {
  en: `# Receivers to copy

[Lire cette page en français](fr/receiving.md)

A receiver of [webhooks out](webhooks.md) checks the signature over the bytes as they came, before it reads them, and answers at once. These do; none but the FastAPI and Flask ones needs a package. The
page of a webhook, under **Check it at the receiver**, has each of them for its own way to sign. The tests run them against a running Sluice: they take what it sends, and refuse a message of which one byte
is another, an unsigned one and, where a time is signed, an old one.

Give the secret in \`WEBHOOK_SECRET\`; while a new one takes over, both, with a space between. The [kits](sending.md) do the same in one call.

This page is written by \`npm run docs\`; do not edit it.`,
  fr: `# Des destinataires à copier

[Read this page in English](../receiving.md)

Le destinataire de [webhooks sortants](webhooks.md) vérifie la signature sur les octets tels qu’ils sont arrivés, avant de les lire, et répond aussitôt. Ceux-ci le font\u00a0; seuls ceux de FastAPI et de Flask
demandent un paquet. La page d’un webhook, sous **Le vérifier chez le destinataire**, a chacun d’eux pour sa façon de signer. Les tests les exécutent contre un Sluice qui tourne\u00a0: ils acceptent ce qu’il
envoie, et refusent un message dont un octet est autre, un message sans signature et, là où une heure est signée, un ancien.

Donnez le secret dans \`WEBHOOK_SECRET\`\u00a0; pendant qu’un nouveau prend le relais, les deux, séparés par un espace. Les [bibliothèques](sending.md) font de même en un appel.

Cette page est écrite par \`npm run docs\`\u00a0; ne la modifiez pas.`,
};

/** The page that a test holds against the examples. */
export function receivingPage(language: Language): string {
  const parts = sections.map((section) => {
    const [title, text] = section[language];
    const blocks = section.languages.map((one) => {
      const example = receiverExample({ language: one, ...section.of }) ?? "";
      return `### ${titles[one]}\n\n\`\`\`${fences[one]}\n${example}\`\`\``;
    });
    return `## ${title}\n\n${text}\n\n${blocks.join("\n\n")}`;
  });
  return `${[head[language], ...parts].join("\n\n")}\n`;
}

import { z } from "zod";
import { httpCredentialTypes } from "./credential.ts";
import { credentialFieldSchema } from "./credential-field.ts";
import { type FieldHint, type FieldVariant, fieldHints } from "./field-hints.ts";
import { numberField } from "./number-field.ts";
import type { Text } from "./texts.ts";

/** The credential that goes along with requests; `requestCredential` reads it. */
export function requestCredentialField({ help }: Required<Pick<FieldHint, "help">>) {
  return credentialFieldSchema.optional().register(fieldHints, {
    label: { en: "Credential", fr: "Identifiants" },
    help,
    value: "credential",
    accepts: httpCredentialTypes,
  });
}

/** Whether the host of a URL stands there or may come from data: the field `host`, which `anyHost` asks for. */
export function hostField({ label }: { readonly label: Text }) {
  return z
    .enum(["fixed", "any"])
    .default("fixed")
    .register(fieldHints, {
      label,
      help: {
        en: "With a host from data, a credential is sent only if it names its hosts.",
        fr: "Si l’hôte vient des données, des identifiants ne partent que s’ils nomment leurs hôtes.",
      },
      value: "literal",
      options: {
        fixed: { en: "stands in the URL", fr: "est écrit dans l’URL" },
        any: { en: "may come from data", fr: "peut venir des données" },
      },
    });
}

/** What is different about the field of a URL whose host may come from data. */
export function anyHost(given: {
  readonly placeholder: string;
  readonly escape?: "url-any-host" | "url-any-host-late";
}): FieldVariant {
  const { placeholder, escape: escaping = "url-any-host" } = given;
  return {
    when: { field: "host", in: ["any"] },
    escape: escaping,
    help: {
      en: "The host may come from data: whoever sends it decides whom this server calls.",
      fr: "L’hôte peut venir des données : qui les envoie décide qui ce serveur appelle.",
    },
    placeholder,
  };
}

/** The pace of requests to one host, which all executions share; nothing: no limit. */
export function perSecondField({ help }: Required<Pick<FieldHint, "help">>) {
  return numberField(z.number().min(0.01).max(1000))
    .optional()
    .register(fieldHints, {
      label: { en: "Requests a second to this host", fr: "Requêtes par seconde vers cet hôte" },
      help,
      control: "number",
      placeholder: "5",
    });
}

import { fieldHints } from "@sluice/workflow/node-contract";
import { z } from "zod";

/** How the body is signed. */
export const signatureFields = {
  sign: z
    .enum(["none", "standard", "hmac"])
    .default("none")
    .register(fieldHints, {
      label: { en: "Sign the body", fr: "Signer le corps" },
      help: {
        en: "So that the receiver can tell that it came from here, unchanged.",
        fr: "Pour que le destinataire sache qu’il vient d’ici, inchangé.",
      },
      value: "literal",
      options: {
        none: { en: "no", fr: "non" },
        standard: { en: "Standard Webhooks", fr: "Standard Webhooks" },
        hmac: { en: "HMAC in a header", fr: "HMAC dans un en-tête" },
      },
    }),
  signingSecret: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .register(fieldHints, {
      label: { en: "Signing secret", fr: "Secret de signature" },
      value: "secret",
      visibleWhen: { field: "sign", in: ["standard", "hmac"] },
    }),
  signatureHeader: z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/, "a header name holds letters, digits and -")
    .default("x-signature")
    .register(fieldHints, {
      label: { en: "Header of the signature", fr: "En-tête de la signature" },
      value: "literal",
      placeholder: "x-signature",
      visibleWhen: { field: "sign", in: ["hmac"] },
    }),
  signatureFormat: z
    .enum(["sha256=hex", "hex", "base64"])
    .default("sha256=hex")
    .register(fieldHints, {
      label: { en: "Format of the signature", fr: "Format de la signature" },
      value: "literal",
      options: {
        "sha256=hex": { en: "sha256=… in hex", fr: "sha256=… en hexadécimal" },
        hex: { en: "hex", fr: "hexadécimal" },
        base64: { en: "base64", fr: "base64" },
      },
      visibleWhen: { field: "sign", in: ["hmac"] },
    }),
};

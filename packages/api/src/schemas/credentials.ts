import { invalidHeaderValue } from "@sluice/workflow/document";
import { databaseSecurities, mailSecurities } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { plainText, timeSchema } from "./common.ts";
import { oauthClientSecret, oauthParts, oauthProblem, oauthStatusSchema } from "./oauth.ts";

export { type CredentialType, credentialTypes } from "@sluice/workflow/node-contract";

const nameSchema = z.string().trim().min(1).max(100);

/** `api.example.com`, `*.example.com` (everything below it) or an address; without scheme and port. */
export const credentialHostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$|^[0-9a-f:.]*:[0-9a-f:.]*$/,
    "a host is api.example.com, *.example.com or an address, without scheme and port",
  );

/** Text that can stand in a header: what is refused when it is sent is refused here, where it can be mended. */
function headerText(schema: z.ZodString) {
  return schema.refine((text) => invalidHeaderValue(text) === undefined, {
    error: ({ input }) => `the text ${invalidHeaderValue(String(input)) ?? "cannot be sent"}`,
  });
}

const secretText = z.string().min(1).max(10_000);
const secret = {
  password: secretText.refine(
    (text) => !/\p{Cc}/u.test(text),
    "a password holds no control characters (RFC 7617)",
  ),
  value: secretText,
  headerValue: headerText(secretText),
  token: secretText.regex(/^[\x21-\x7e]+$/, "a token holds visible ASCII characters only (RFC 6750)"),
};
const shown = {
  username: z
    .string()
    .max(500)
    .refine(
      (text) => !/[:\p{Cc}]/u.test(text),
      "a user name holds no colon and no control characters (RFC 7617)",
    ),
  headerName: z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/, "a header name holds letters, digits and -"),
  parameterName: z.string().min(1).max(200),
};

const server = {
  host: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(
      /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$|^[0-9a-f:.]*:[0-9a-f:.]*$/,
      "a host is mail.example.com or an address, without scheme and port",
    ),
  port: z.int().min(1).max(65_535),
  username: plainText(500),
};
const serverPassword = plainText(10_000);
const smtp = { type: z.literal("smtp"), ...server, security: z.enum(mailSecurities) };
const postgres = {
  type: z.literal("postgres"),
  ...server,
  username: plainText(500).min(1),
  database: plainText(200).min(1),
  security: z.enum(databaseSecurities),
};
const word = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[\x21-\x7e]+$/, "one word, without spaces");
const aws = {
  type: z.literal("aws"),
  accessKeyId: word(200),
  region: word(100),
  /** As the signature names it: `s3`, `execute-api`, `sqs`. */
  service: word(100),
};
const awsSecret = word(10_000);
/** Of a temporary key; it comes and goes with the secret. */
const awsSession = z
  .string()
  .trim()
  .max(10_000)
  .regex(/^[\x21-\x7e]*$/, "one word, without spaces")
  .default("");
const mysql = { ...postgres, type: z.literal("mysql") };
const sqlite = z.strictObject({ type: z.literal("sqlite"), file: plainText(4096).min(1) });

function together(context: z.core.ParsePayload<Parameters<typeof oauthProblem>[0]>): void {
  const problem = oauthProblem(context.value);
  if (problem) context.issues.push({ code: "custom", input: context.value, ...problem });
}

/** How a credential goes along with a request, its secret included: it goes in and never comes out. */
export const credentialAuthInputSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("basic"), username: shown.username, password: secret.password }),
  z.strictObject({ type: z.literal("header"), name: shown.headerName, value: secret.headerValue }),
  z.strictObject({ type: z.literal("query"), name: shown.parameterName, value: secret.value }),
  z.strictObject({ type: z.literal("bearer"), token: secret.token }),
  z.strictObject({ ...oauthParts, clientSecret: oauthClientSecret }).check(together),
  z.strictObject({ ...aws, secretAccessKey: awsSecret, sessionToken: awsSession }),
  z.strictObject({ ...smtp, password: serverPassword }),
  z.strictObject({ ...postgres, password: serverPassword }),
  z.strictObject({ ...mysql, password: serverPassword }),
  sqlite,
]);
export type CredentialAuthInput = z.infer<typeof credentialAuthInputSchema>;

/** The same for a change: a secret that is left out stays as it is, as long as it is sent nowhere else. */
export const credentialAuthChangeSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("basic"),
    username: shown.username,
    password: secret.password.optional(),
  }),
  z.strictObject({ type: z.literal("header"), name: shown.headerName, value: secret.headerValue.optional() }),
  z.strictObject({ type: z.literal("query"), name: shown.parameterName, value: secret.value.optional() }),
  z.strictObject({ type: z.literal("bearer"), token: secret.token.optional() }),
  z.strictObject({ ...oauthParts, clientSecret: oauthClientSecret.optional() }).check(together),
  z.strictObject({ ...aws, secretAccessKey: awsSecret.optional(), sessionToken: awsSession }),
  z.strictObject({ ...smtp, password: serverPassword.optional() }),
  z.strictObject({ ...postgres, password: serverPassword.optional() }),
  z.strictObject({ ...mysql, password: serverPassword.optional() }),
  sqlite,
]);
export type CredentialAuthChange = z.infer<typeof credentialAuthChangeSchema>;

/** What may be seen of it. */
export const credentialAuthSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("basic"), username: z.string() }),
  z.strictObject({ type: z.literal("header"), name: z.string() }),
  z.strictObject({ type: z.literal("query"), name: z.string() }),
  z.strictObject({ type: z.literal("bearer") }),
  z.strictObject(oauthParts),
  z.strictObject(aws),
  z.strictObject(smtp),
  z.strictObject(postgres),
  z.strictObject(mysql),
  sqlite,
]);
export type CredentialAuth = z.infer<typeof credentialAuthSchema>;

export const credentialInput = {
  name: nameSchema,
  /** Where it may be sent; empty: anywhere. */
  hosts: z.array(credentialHostSchema).max(100).default([]),
};

/** A node of a draft or a published version that uses a credential. */
export const credentialUseSchema = z.object({
  workflowId: z.string(),
  workflowName: z.string(),
  node: z.string(),
  nodeName: z.string(),
  /** Which of the workflow's documents: what is published runs, what is only in the draft will. */
  in: z.array(z.enum(["draft", "published"])),
});
export type CredentialUse = z.infer<typeof credentialUseSchema>;

export const credentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  auth: credentialAuthSchema,
  hosts: z.array(z.string()),
  /** Of a credential that renews itself. */
  oauth: oauthStatusSchema.optional(),
  usedBy: z.array(credentialUseSchema),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Credential = z.infer<typeof credentialSchema>;

/** What one request with a credential came to. */
export const credentialTestSchema = z.object({
  /** It was answered with a status below 400, or the server let it in. */
  ok: z.boolean(),
  /** Null: there was no answer. */
  status: z.int().nullable(),
  durationMs: z.int(),
  /** Why there was no answer. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type CredentialTest = z.infer<typeof credentialTestSchema>;

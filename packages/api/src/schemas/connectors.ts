import {
  connectorContentSchema,
  connectorOperationSchema,
  operationHead,
  signInSchema,
} from "@sluice/workflow/connectors";
import { connectorIdSchema } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { timeSchema } from "./common.ts";
import { credentialUseSchema } from "./credentials.ts";

/** Longest document that is pasted or uploaded, in characters; one that is fetched may have 10 MiB. */
export const maxOpenApiLength = 5 * 1024 * 1024;

/** Connectors that come with Sluice. */
export const shippedKeys = ["hubspot", "salesforce", "slack", "stripe"] as const;

export const connectorNameSchema = z.string().trim().min(1).max(100);

/** Where the document of a connector comes from. */
export const connectorSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string().min(1).max(maxOpenApiLength) }),
  z.strictObject({ kind: z.literal("url"), url: z.string().trim().min(1).max(2000) }),
  z.strictObject({ kind: z.literal("shipped"), key: z.enum(shippedKeys) }),
]);
export type ConnectorSource = z.infer<typeof connectorSourceSchema>;

/** Whoever calls this needs another base URL than the document says: a sandbox, or one's own instance. */
export const baseUrlSchema = z
  .string()
  .trim()
  .max(2000)
  .regex(
    /^https?:\/\/[^\s/?#@{}]+(\/[^\s?#{}]*)?$/i,
    "a base URL is https://api.example.com/v2, without query",
  )
  .transform((url) => url.replace(/\/+$/, ""));

export const connectorNoticeCodes = [
  ...(["remote-reference", "missing-reference", "endless-reference"] as const),
  ...(["body-not-carried", "cookie-parameter", "forbidden-name", "parameter-without-place"] as const),
  ...(["too-many-parameters", "too-many-operations", "method-not-carried", "callbacks-not-carried"] as const),
  ...(["list-not-carried", "sign-in-not-carried", "unreadable-operation", "more-notices"] as const),
] as const;

/** What of a document could not be carried over. */
export const connectorNoticeSchema = z.object({
  code: z.enum(connectorNoticeCodes),
  /** `POST /v1/files`; null: it is about the whole. */
  operation: z.string().nullable(),
  /** The name, reference, media type or number that it is about. */
  detail: z.string(),
});
export type ConnectorNotice = z.infer<typeof connectorNoticeSchema>;

export const operationHeadSchema = z.object(operationHead);
export type OperationHead = z.infer<typeof operationHeadSchema>;

export const connectorSchema = z.object({
  id: connectorIdSchema,
  name: connectorNameSchema,
  description: z.string(),
  /** The version that the document gives itself. */
  version: z.string(),
  baseUrl: z.string(),
  /** The base URL was given by a person: another import leaves it. */
  ownBaseUrl: z.boolean(),
  source: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("text") }),
    z.object({ kind: z.literal("url"), url: z.string() }),
    z.object({ kind: z.literal("shipped"), key: z.enum(shippedKeys) }),
  ]),
  /** SHA-256 of all that it holds, in hex: the same content gives the same. */
  hash: z.string(),
  signIn: z.array(signInSchema),
  operationCount: z.int(),
  /** Nodes of drafts and published versions that were made from it. */
  usedBy: z.array(credentialUseSchema),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Connector = z.infer<typeof connectorSchema>;

export const wholeConnectorSchema = z.object({
  ...connectorSchema.shape,
  operations: z.array(operationHeadSchema),
});
export type WholeConnector = z.infer<typeof wholeConnectorSchema>;

/** What an import changes of what is stored. */
export const connectorChangesSchema = z.object({
  added: z.array(operationHeadSchema),
  removed: z.array(operationHeadSchema),
  changed: z.array(operationHeadSchema),
  /** Base URL before and after; null: it stays. */
  baseUrl: z.object({ from: z.string(), to: z.string() }).nullable(),
  /** Nodes that were made from an operation that is removed. */
  left: z.array(credentialUseSchema),
});
export type ConnectorChanges = z.infer<typeof connectorChangesSchema>;

/** A document that was read, with nothing saved yet. */
export const readConnectorSchema = z.object({
  name: z.string(),
  description: z.string(),
  version: z.string(),
  baseUrl: z.string(),
  hash: z.string(),
  signIn: connectorContentSchema.shape.signIn,
  operations: z.array(operationHeadSchema),
  notices: z.array(connectorNoticeSchema),
  /** Against the connector that was named; null: none was. */
  changes: connectorChangesSchema.nullable(),
});
export type ReadConnector = z.infer<typeof readConnectorSchema>;

export const importedConnectorSchema = z.object({
  connector: wholeConnectorSchema,
  notices: z.array(connectorNoticeSchema),
  /** Null: it is new. */
  changes: connectorChangesSchema.nullable(),
});
export type ImportedConnector = z.infer<typeof importedConnectorSchema>;

/** An operation as the palette finds it. */
export const foundOperationSchema = z.object({
  ...operationHead,
  connector: connectorIdSchema,
  connectorName: z.string(),
});
export type FoundOperation = z.infer<typeof foundOperationSchema>;

/** One operation with what its connector says of all of them. */
export const connectorOperationAnswerSchema = z.object({
  connector: z.object({
    id: connectorIdSchema,
    name: z.string(),
    baseUrl: z.string(),
    signIn: z.array(signInSchema),
  }),
  operation: connectorOperationSchema,
});
export type ConnectorOperationAnswer = z.infer<typeof connectorOperationAnswerSchema>;

export const shippedConnectorSchema = z.object({
  key: z.enum(shippedKeys),
  name: z.string(),
  baseUrl: z.string(),
  /** The connector that was made of it; null: none was. */
  connectorId: z.string().nullable(),
});
export type ShippedConnector = z.infer<typeof shippedConnectorSchema>;

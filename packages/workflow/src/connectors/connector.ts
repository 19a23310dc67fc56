import { z } from "zod";
import { operationIdSchema } from "../node-contract/operation-field.ts";
import { listStyles } from "../node-contract/parameters-field.ts";

/** The most that one connector holds; what is over it is left out and said. */
export const connectorLimits = {
  operations: 600,
  parameters: 60,
  values: 60,
  signIns: 20,
  scopes: 60,
} as const;

const name = z.string().min(1).max(200);
const words = z.string().max(500);

/** Where a parameter goes: into the path, the query, a header, the JSON body (at `at`), or the fields of a form. */
export const parameterPlaces = ["path", "query", "header", "body", "form"] as const;

export const parameterTypes = ["string", "integer", "number", "boolean", "array", "object", "any"] as const;

export const operationParameterSchema = z.object({
  in: z.enum(parameterPlaces),
  /** As the other side calls it; within a body, `address.city`. */
  name,
  /** Keys on the way into the JSON body; empty for the body itself and everywhere else. */
  at: z.array(name).max(5),
  description: words,
  required: z.boolean(),
  type: z.enum(parameterTypes),
  /** All that it may be. */
  values: z
    .array(z.union([z.string().max(200), z.number(), z.boolean()]))
    .max(connectorLimits.values)
    .optional(),
  /** What stands there until somebody says otherwise: the default, the only value, or the smallest that has the shape. */
  start: z.json().optional(),
  /** How a list is sent in a query or a form; left out: its name once for each. */
  list: z.enum(listStyles).optional(),
});
export type OperationParameter = z.infer<typeof operationParameterSchema>;

export const operationMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** What a list shows of an operation. */
export const operationHead = {
  id: operationIdSchema,
  method: z.enum(operationMethods),
  /** With `{name}` where a parameter stands: `/v1/customers/{customer}`. */
  path: z.string().min(1).max(1000),
  summary: z.string().min(1).max(200),
  tag: z.string().max(100).nullable(),
  deprecated: z.boolean(),
};

export const connectorOperationSchema = z.object({
  ...operationHead,
  description: words,
  /** Its own base URL; null: the connector's. */
  baseUrl: z.string().max(2000).nullable(),
  bodyKind: z.enum(["none", "json", "text", "form", "multipart"]),
  parameters: z.array(operationParameterSchema).max(connectorLimits.parameters),
  /** Names of the ways to sign in, any of which will do; empty: nobody has to. */
  signIn: z.array(name).max(connectorLimits.signIns),
});
export type ConnectorOperation = z.infer<typeof connectorOperationSchema>;

/** A way to sign in, as the other side describes it. `parameter`: the header or query parameter that holds the key. */
export const signInSchema = z.object({
  name,
  kind: z.enum(["basic", "bearer", "header", "query", "oauth2"]),
  parameter: name.nullable(),
  description: words,
  authorizationUrl: z.string().max(2000).nullable(),
  tokenUrl: z.string().max(2000).nullable(),
  scopes: z.array(name).max(connectorLimits.scopes),
});
export type SignIn = z.infer<typeof signInSchema>;

/** What an OpenAPI document gives: all that a connector is, besides its name. */
export const connectorContentSchema = z.object({
  title: z.string().min(1).max(100),
  /** The version that the document gives itself. */
  version: z.string().max(100),
  description: words,
  baseUrl: z.string().max(2000),
  signIn: z.array(signInSchema).max(connectorLimits.signIns),
  operations: z.array(connectorOperationSchema).max(connectorLimits.operations),
});
export type ConnectorContent = z.infer<typeof connectorContentSchema>;

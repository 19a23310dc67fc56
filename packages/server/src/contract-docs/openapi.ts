import type { VariableType } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { toJsonSchema } from "@sluice/workflow/variables";
import type { AnswerDocs } from "./answers-docs.ts";
import type { AuthDocs } from "./auth-docs.ts";
import { embedded } from "./embedded-schema.ts";
import type { FieldDocs } from "./fields-docs.ts";
import type { Texts } from "./texts.ts";
import type { TriggerDocs } from "./trigger-docs.ts";

const mediaTypes = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  text: "text/plain",
  files: "multipart/form-data",
} as const;

const answerTypes = {
  json: "application/json",
  text: "text/plain",
  html: "text/html",
  empty: null,
  redirect: null,
} as const;

const contractName = "Contract";

/** The trigger as OpenAPI 3.1. */
export function openApiOf(
  docs: TriggerDocs,
  { texts, version }: { texts: Texts; version: string },
): JsonObject {
  const { origin, pathname } = new URL(docs.url);
  const schemes = docs.callers.methods.map((method, index): [string, JsonObject] => [
    `${method.kind}${index + 1}`,
    schemeOf(method),
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: docs.name,
      version,
      ...(docs.description === "" ? {} : { description: docs.description }),
    },
    servers: [{ url: origin }],
    paths: {
      [pathname]: {
        post: {
          operationId: "send",
          summary: docs.name,
          ...(schemes.length === 0
            ? {}
            : {
                security: security(
                  docs,
                  schemes.map(([name]) => name),
                ),
              }),
          parameters: docs.fields.flatMap(parameterOf),
          requestBody: requestBody(docs),
          responses: { ...answersOf(docs), ...problemsOf(docs, texts) },
        },
      },
    },
    components: {
      schemas: {
        Problem: problem,
        ...(docs.schema === undefined ? {} : { [contractName]: embedded(docs.schema, contractName) }),
      },
      ...(schemes.length === 0 ? {} : { securitySchemes: Object.fromEntries(schemes) }),
    },
  };
}

function security({ callers }: TriggerDocs, names: readonly string[]): Json[] {
  if (callers.require === "any") return names.map((name) => ({ [name]: [] }));
  return [Object.fromEntries(names.map((name) => [name, []]))];
}

function schemeOf(method: AuthDocs): JsonObject {
  switch (method.kind) {
    case "basic":
      return { type: "http", scheme: "basic" };
    case "bearer":
      return { type: "http", scheme: "bearer" };
    case "apiKey":
      return { type: "apiKey", in: method.in, name: method.name };
    case "jwt":
      if (method.header.toLowerCase() === "authorization") {
        return {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: method.algorithms.join(", "),
        };
      }
      return { type: "apiKey", in: "header", name: method.header, description: method.algorithms.join(", ") };
    case "signature": {
      const { preset, scheme } = method;
      const description = scheme
        ? `${scheme.algorithm}, ${scheme.encoding}, ${scheme.prefix}: ${scheme.signed}`
        : preset;
      return { type: "apiKey", in: "header", name: scheme?.header ?? `signature (${preset})`, description };
    }
  }
}

const types: Readonly<Record<VariableType, JsonObject>> = {
  string: { type: "string" },
  number: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  object: { type: "object" },
  array: { type: "array" },
  datetime: { type: "string", format: "date-time" },
  any: {},
};

/** OpenAPI says of these headers elsewhere what is to be said. */
const notParameters: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

function parameterOf({ from, path, type, required, alias, default: byDefault }: FieldDocs): Json[] {
  if (from === "body" || (from === "headers" && notParameters.has(path))) return [];
  // What a path with `$` or `[*]` reads is no parameter of its own.
  if (path.startsWith("$") || path.includes("[*]")) return [];
  return [
    {
      name: from === "headers" ? path : parameterName(path),
      in: from === "headers" ? "header" : "query",
      required,
      ...(alias === undefined ? {} : { description: alias }),
      schema: { ...types[type], ...(byDefault === undefined ? {} : { default: byDefault }) },
    },
  ];
}

/** `filter[0].name` as it stands in a query: `filter[0][name]`. */
function parameterName(path: string): string {
  return path.replace(/\.([A-Za-z_][A-Za-z0-9_-]*)/g, "[$1]").replace(/\["((?:[^"\\]|\\.)*)"\]/g, "[$1]");
}

function requestBody(docs: TriggerDocs): JsonObject {
  const declared = toJsonSchema(docs.trigger.variables).body;
  const schemas: Json[] = [
    ...(declared === undefined ? [] : [withoutDialect(declared)]),
    ...(docs.schema === undefined ? [] : [{ $ref: `#/components/schemas/${contractName}` }]),
  ];
  const [only] = schemas;
  const schema: Json = schemas.length > 1 ? { allOf: schemas } : (only ?? {});
  const example = exampleOf(docs.example.body);
  const content = docs.bodies.map((kind): [string, Json] => [
    mediaTypes[kind],
    {
      schema: kind === "text" ? { type: "string" } : schema,
      ...(kind === "json" && example !== undefined ? { example } : {}),
    },
  ]);
  const required =
    docs.schema !== undefined || docs.fields.some((field) => field.from === "body" && field.required);
  return { required, content: Object.fromEntries(content) };
}

function withoutDialect({ $schema: _, ...schema }: JsonObject): JsonObject {
  return schema;
}

function exampleOf(text: string): Json | undefined {
  try {
    return text.trim() === "" ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

const ids: JsonObject = {
  "Sluice-Delivery-Id": { schema: { type: "string" } },
  "Sluice-Execution-Id": { schema: { type: "string" } },
};

function answersOf(docs: TriggerDocs): JsonObject {
  const byStatus = new Map<string, AnswerDocs[]>();
  for (const answer of docs.answers) {
    const status = answer.status === null ? "default" : String(answer.status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), answer]);
  }
  return Object.fromEntries([...byStatus].map(([status, answers]) => [status, answerOf(answers)]));
}

function answerOf(answers: readonly AnswerDocs[]): JsonObject {
  const content = answers.flatMap(({ kind, body }): [string, Json][] => {
    const type = answerTypes[kind];
    return type === null ? [] : [[type, body === undefined ? {} : { example: body }]];
  });
  const own = [...new Set(answers.flatMap(({ headers }) => headers))].filter(
    (name) => name !== "content-type",
  );
  return {
    description: [...new Set(answers.map(({ kind }) => kind))].join(", "),
    headers: { ...Object.fromEntries(own.map((name) => [name, { schema: { type: "string" } }])), ...ids },
    ...(content.length === 0 ? {} : { content: Object.fromEntries(content) }),
  };
}

/** Refusals by status; an answer of the workflow with the same status stands beside them. */
export function problemStatuses({ callers, mode, deadline, trigger }: TriggerDocs): number[] {
  const always = [400, 404, 405, 408, 413, 415, 422, 429, 503];
  const asking = callers.methods.length > 0 ? [401] : [];
  const waiting = mode === "sync" ? [500, deadline.answer === "504" ? 504 : 202] : [];
  const listed = trigger.ipAllow === undefined ? [] : [403];
  const told = mode === "sync" && trigger.dedupe?.answer === "replay" ? [409] : [];
  return [...always, ...asking, ...listed, ...told, ...waiting].sort((one, other) => one - other);
}

function problemsOf(docs: TriggerDocs, texts: Texts): JsonObject {
  const own = new Set(docs.answers.map(({ status }) => status));
  const told = problemStatuses(docs).filter((status) => !own.has(status));
  return Object.fromEntries(
    told.map((status): [string, JsonObject] => [
      String(status),
      {
        description: texts.problem(status),
        headers: { "Sluice-Delivery-Id": { schema: { type: "string" } } },
        ...(status === 202
          ? {}
          : {
              content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
            }),
      },
    ]),
  );
}

const problem: JsonObject = {
  type: "object",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string" },
    deliveryId: { type: "string" },
    violations: {
      type: "array",
      items: {
        type: "object",
        properties: {
          from: { type: "string" },
          path: { type: "string" },
          expected: { type: "string" },
          got: { type: "string" },
        },
      },
    },
  },
};

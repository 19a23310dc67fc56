import { type OpenAPI, OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "@sluice/api/contract";
import { problemSchema } from "@sluice/api/schemas";
import { catalogue, type ProblemCode } from "../errors.ts";
import { type Access, accessOf, isForSessions } from "./access.ts";
import { type ApiRoute, apiPrefix, apiRoutes } from "./routes.ts";

/** The OpenAPI 3.1 document of the contract, with what every route has besides: who may call it, and its problems. */
export async function createOpenApi(given: { readonly version: string }): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: "Sluice",
      version: given.version,
      description:
        "Everything that the editor can do. Errors are RFC 9457 problems with stable codes. Lists are cursor-paged: pass `nextCursor` back as `cursor`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: apiPrefix }],
    tags: [...new Set(apiRoutes.flatMap(({ tags }) => tags))].map((name) => ({ name })),
    commonSchemas: { Problem: { schema: problemSchema, strategy: "output" } },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API token: `slu_…`" },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "sluice_session",
          description:
            "The session of a signed-in person (`__Host-sluice_session` behind TLS). Calls that change something send the session's `csrf` in the header `x-sluice-csrf`.",
        },
      },
    },
  });
  for (const route of apiRoutes) completeOperation(document, route);
  return document;
}

function completeOperation(document: OpenAPI.Document, route: ApiRoute): void {
  const method = route.method.toLowerCase() as "get" | "post" | "put" | "delete";
  const operation = document.paths?.[route.path]?.[method];
  if (!operation) throw new Error(`${route.method} ${route.path} is missing in the OpenAPI document`);
  const access = accessOf(route.procedure);
  operation.security = securityOf(access);
  operation.responses = {
    ...operation.responses,
    ...Object.fromEntries(
      [...byStatus(codesOf(route, access))].map(([status, codes]) => [status, problemResponse(codes)]),
    ),
    default: { description: "Any other problem", content: problemContent },
  };
}

function securityOf(access: Access | undefined): OpenAPI.SecurityRequirementObject[] {
  if (access === "public") return [];
  return access !== undefined && isForSessions(access) ? [{ cookie: [] }] : [{ bearer: [] }, { cookie: [] }];
}

/** What a route may answer instead of its success, in the order of its checks. */
function codesOf(route: ApiRoute, access: Access | undefined): ProblemCode[] {
  const codes: ProblemCode[] = ["host-not-allowed", "csrf-failed"];
  if (access !== "public") codes.push("not-signed-in", "scope-missing");
  if (access !== "public" && access !== "session" && access !== "own") codes.push("not-permitted");
  if (route.method !== "GET") {
    codes.push("malformed-json", "json-too-deep", "body-too-large", "unsupported-media-type");
  }
  codes.push("invalid-request");
  if (route.path.includes("{id}"))
    codes.push(notFound[route.procedure.split(".")[0] ?? ""] ?? "workflow-not-found");
  return [...codes, ...(ownProblems[route.procedure] ?? [])];
}

const notFound: Readonly<Record<string, ProblemCode>> = {
  tokens: "token-not-found",
  sessions: "session-not-found",
  users: "user-not-found",
  invitations: "invitation-not-found",
  deliveries: "delivery-not-found",
  executions: "execution-not-found",
};

/** Problems of one route alone. */
const ownProblems: Readonly<Record<string, readonly ProblemCode[]>> = {
  "setup.create": ["setup-done", "setup-token-wrong"],
  "session.create": ["wrong-credentials", "account-disabled", "rate-limited"],
  "sessions.list": ["not-permitted"],
  "account.changePassword": ["wrong-password", "rate-limited"],
  "passwordResets.create": ["no-mail-server", "rate-limited"],
  "passwordResets.finish": ["link-not-good", "rate-limited"],
  "users.change": ["last-owner"],
  "users.remove": ["last-owner"],
  "invitations.create": ["email-taken"],
  "invitations.read": ["link-not-good"],
  "invitations.accept": ["link-not-good", "email-taken"],
  "workflows.create": ["invalid-document"],
  "workflows.save": ["invalid-document", "stale-revision"],
  "workflows.check": ["invalid-document"],
  "workflows.publish": ["not-publishable", "stale-revision"],
  "workflows.run": ["version-not-found", "overloaded"],
  "workflowFiles.get": ["version-not-found"],
  "workflowFiles.read": ["invalid-file"],
  "workflowFiles.apply": ["invalid-file", "ambiguous-name", "not-publishable", "stale-revision"],
  "templates.get": ["template-not-found"],
  "versions.get": ["version-not-found"],
  "versions.restore": ["version-not-found", "stale-revision"],
};

function byStatus(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = catalogue[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

const problemContent = {
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
};

function problemResponse(codes: readonly ProblemCode[]) {
  return {
    description: codes.map((code) => `\`${code}\`: ${catalogue[code].detail}`).join("\n\n"),
    content: problemContent,
  };
}

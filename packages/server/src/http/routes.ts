import { traverseContractProcedures } from "@orpc/server";
import { contract } from "@sluice/api/contract";
import { z } from "zod";

/** Where the API begins. */
export const apiPrefix = "/api/v1";

export interface ApiRoute {
  /** Its place in the contract: `workflows.get`. */
  readonly procedure: string;
  readonly method: string;
  /** With `{name}` for what varies: `/workflows/{id}`. */
  readonly path: string;
  readonly tags: readonly string[];
  /** Names of what it takes, those of its path included. */
  readonly fields: readonly string[];
}

export type RouteMatch =
  | { readonly kind: "found"; readonly route: ApiRoute }
  /** `allow`: the methods that this path takes, as the header says it. */
  | { readonly kind: "wrong-method"; readonly allow: string }
  | { readonly kind: "unknown" };

/** Every route of the contract. */
export const apiRoutes: readonly ApiRoute[] = readRoutes();

/** The route of a request. `path` is what follows the prefix, still percent-encoded. */
export function findRoute(method: string, path: string): RouteMatch {
  const segments = path.replace(/\/$/, "").split("/");
  if (!segments.every(decodable)) return { kind: "unknown" };
  const here = apiRoutes.filter((route) => fits(route, segments)).sort((a, b) => variables(a) - variables(b));
  const route = here.find((candidate) => candidate.method === method);
  if (route) return { kind: "found", route };
  if (here.length === 0) return { kind: "unknown" };
  return { kind: "wrong-method", allow: [...new Set(here.map((candidate) => candidate.method))].join(", ") };
}

function readRoutes(): ApiRoute[] {
  const routes: ApiRoute[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { route, inputSchema } = procedure["~orpc"];
    routes.push({
      procedure: path.join("."),
      method: route.method ?? "POST",
      path: route.path ?? `/${path.join("/")}`,
      tags: route.tags ?? [],
      fields: inputSchema instanceof z.ZodObject ? Object.keys(inputSchema.shape) : [],
    });
  });
  return routes;
}

function fits(route: ApiRoute, segments: readonly string[]): boolean {
  const pattern = route.path.split("/");
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part.startsWith("{") ? segments[index] !== "" : part === segments[index]))
  );
}

function variables(route: ApiRoute): number {
  return route.path.split("{").length - 1;
}

function decodable(segment: string): boolean {
  try {
    decodeURIComponent(segment);
    return true;
  } catch {
    return false;
  }
}

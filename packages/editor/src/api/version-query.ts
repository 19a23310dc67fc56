import { api } from "./client.ts";

/** Asks for a published version, which never changes. */
export function versionQuery(id: string, version: number) {
  return api.versions.get.queryOptions({ input: { id, version }, staleTime: Number.POSITIVE_INFINITY });
}

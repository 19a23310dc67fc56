import type { ApiContext } from "./context.ts";

/** Who something is said to be from: the person's address, or which token it was. */
export function nameOf({ caller }: ApiContext): string | null {
  if (caller.kind === "person") return caller.session.user.email;
  return caller.kind === "token" ? caller.id : null;
}

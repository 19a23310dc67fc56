import type { Session } from "@sluice/api/schemas";
import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { client, rememberCsrf } from "./client.ts";
import { isSignedOut } from "./query-client.ts";

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await client.session.get();
      rememberCsrf(session.csrf);
      return session;
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      rememberCsrf(null);
      return null;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  meta: { ownSession: true },
});

/** The session after a successful sign-in or set-up. */
export function enter(queryClient: QueryClient, session: Session): void {
  rememberCsrf(session.csrf);
  queryClient.setQueryData(sessionQuery.queryKey, session);
}

/** Ends the session on the server and forgets everything that was read with it. */
export async function leave(queryClient: QueryClient): Promise<void> {
  await client.session.delete();
  forget(queryClient);
}

/** Forgets a session that the server ended. */
export function forget(queryClient: QueryClient): void {
  rememberCsrf(null);
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, null);
}

/**
 * Whether who was signed in here is so again, in another tab say: then calls go on with the new session. With another account,
 * or nobody, the old session is forgotten.
 */
export async function signedInAgain(queryClient: QueryClient): Promise<boolean> {
  const before = queryClient.getQueryData(sessionQuery.queryKey);
  const now = await client.session.get().catch((error: unknown) => {
    if (isSignedOut(error)) return null;
    throw error;
  });
  if (now !== null && now.user.id === before?.user.id) {
    enter(queryClient, now);
    return true;
  }
  forget(queryClient);
  return false;
}

export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

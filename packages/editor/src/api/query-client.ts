import { ProblemError } from "@sluice/api/client";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

/**
 * The cache of everything read from the server.
 * `onSignedOut` is called when the server no longer knows the session, whichever call noticed.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error) => {
        if (isSignedOut(error)) onSignedOut();
      },
    }),
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.meta?.ownSession !== true && isSignedOut(error)) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A problem document is an answer: asking again gives the same. Only a silent server is asked again.
        retry: (count, error) => !(error instanceof ProblemError) && count < 2,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

/** The session has ended, or never was. A wrong password is another code. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === "not-signed-in";
}

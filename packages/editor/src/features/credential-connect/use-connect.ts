import type { Credential } from "@sluice/api/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, client } from "../../api/client.ts";

/** How often it is asked whether the other tab has come to an end, in milliseconds. */
const lookMs = 2000;

/** The credential as it stands now, and how it is connected and disconnected. */
export interface Connect {
  readonly now: Credential;
  readonly begin: () => void;
  readonly end: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
}

/**
 * Opens the provider's page beside this one, so that nothing unsaved is left here, and follows what becomes of it. A
 * browser that opens no tab goes there with this one.
 */
export function useConnect(credential: Credential): Connect {
  const { id } = credential;
  const queryClient = useQueryClient();
  /** What was told of it when the tab was opened; null: none is. */
  const [since, setSince] = useState<string | null>(null);
  const query = useQuery({
    ...api.credentials.get.queryOptions({ input: { id } }),
    initialData: credential,
    staleTime: 0,
    refetchInterval: since === null ? false : lookMs,
  });
  const told = toldOf(query.data);
  useEffect(() => {
    if (since === null || since === told) return;
    setSince(null);
    void queryClient.invalidateQueries({ queryKey: api.credentials.list.key() });
  }, [queryClient, since, told]);
  const begin = useMutation({
    mutationFn: async (tab: Window | null) => {
      try {
        const { url } = await client.credentials.connect({ id });
        if (tab) tab.location.href = url;
        else window.location.assign(url);
      } catch (error) {
        tab?.close();
        throw error;
      }
    },
    onSuccess: () => setSince(told),
  });
  const end = useMutation(
    api.credentials.disconnect.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.credentials.key() }),
    }),
  );
  return {
    now: query.data,
    // Within the click: a tab that is opened after an answer is a pop-up, which browsers close.
    begin: () => begin.mutate(window.open("about:blank", "_blank")),
    end: () => end.mutate({ id }),
    isPending: begin.isPending || end.isPending,
    error: begin.error ?? end.error,
  };
}

/** What changes when a person has come back. */
function toldOf({ oauth }: Credential): string {
  return JSON.stringify([oauth?.connectedAt, oauth?.error?.at]);
}

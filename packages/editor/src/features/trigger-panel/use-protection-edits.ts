import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { triggerFields } from "../../document/trigger-fields.ts";

export interface ProtectionEdits {
  /** `undefined` lets all addresses in. */
  readonly setAddresses: (addresses: readonly string[] | undefined) => void;
  readonly setOrigins: (origins: readonly string[]) => void;
  readonly setLimit: (
    limit: "perMinute" | "perMinuteOfAddress" | "bodyBytes",
    value: number | undefined,
  ) => void;
  /** Ends the step of the history that typing in a field makes. */
  readonly endGroup: () => void;
}

/** What the section about protection does to the document; each call is one operation. */
export function useProtectionEdits(): ProtectionEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const { put, putInside } = triggerFields(store);
    const label = "trigger.protection";
    return {
      setAddresses: (addresses) => put({ ipAllow: addresses && [...addresses] }, label),
      setOrigins: (origins) =>
        put({ cors: origins.length === 0 ? undefined : { origins: [...origins] } }, label),
      setLimit: (limit, value) => putInside("limits", limit, value, label),
      endGroup: store.endGroup,
    };
  }, [store]);
}

import type { Session } from "@sluice/api/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { changeLanguage } from "../i18n/i18n.ts";
import type { Language } from "../i18n/language.ts";
import { client } from "./client.ts";
import { sessionQuery, useSession } from "./session.ts";

/** Switches the language, and keeps it with the account: for other browsers, and for what Sluice writes by mail. */
export function useChooseLanguage(): (language: Language) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (language) => {
      void changeLanguage(language);
      // Shown either way: that it could not be kept is no reason to keep somebody from reading.
      void client.account.change({ language }).then(
        (user) =>
          queryClient.setQueryData(sessionQuery.queryKey, (session: Session | null | undefined) =>
            session ? { ...session, user } : session,
          ),
        () => {},
      );
    },
    [queryClient],
  );
}

/** Speaks the language of the account, once it is known who is here. */
export function useAccountLanguage(): void {
  const language = useSession()?.user.language ?? null;
  useEffect(() => {
    if (language !== null && document.documentElement.lang !== language) void changeLanguage(language);
  }, [language]);
}

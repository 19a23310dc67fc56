import { ProblemError } from "@sluice/api/client";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

export interface ProblemText {
  /** What happened, a short sentence. */
  readonly title: string;
  /** What can be done about it; what the server said, where we have no words of our own. */
  readonly remedy: string;
  /** The stable code, for looking it up and for reports. */
  readonly code: string;
}

/**
 * Words for whatever a call threw, in the reader's language: by the problem's code, else the server's own
 * sentence; a server that did not answer gets the code `unreachable`.
 */
export function useProblem(): (error: unknown) => ProblemText {
  const { t, i18n } = useTranslation("problems");
  return useCallback(
    (error) => {
      const known = (code: string) => i18n.exists(`problems:${code}.title`);
      if (error instanceof ProblemError) {
        const { code, title, detail } = error.problem;
        if (known(code)) return { title: t(`${code}.title`), remedy: t(`${code}.remedy`), code };
        return { title, remedy: detail, code };
      }
      const code = error instanceof TypeError || !navigator.onLine ? "unreachable" : "unexpected";
      return { title: t(`${code}.title`), remedy: t(`${code}.remedy`), code };
    },
    [t, i18n],
  );
}

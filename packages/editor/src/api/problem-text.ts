import { ProblemError } from "@sluice/api/client";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { isOwnError, isUnreachable } from "./unreachable.ts";

export interface ProblemText {
  /** What happened, a short sentence. */
  readonly title: string;
  /** What can be done about it; what the server said, where we have no words of our own. */
  readonly remedy: string;
  /** The stable code, for looking it up and for reports. */
  readonly code: string;
}

/**
 * Words for a problem code, in the reader's language. For a code that we have no words for, what `fallback` says,
 * which is what the server said.
 */
export function useCodeText(): (code: string, fallback?: { title: string; detail: string }) => ProblemText {
  const { t, i18n } = useTranslation("problems");
  return useCallback(
    (code, fallback) => {
      if (i18n.exists(`problems:${code}.title`)) {
        return { title: t(`${code}.title`), remedy: t(`${code}.remedy`), code };
      }
      return { title: fallback?.title ?? code, remedy: fallback?.detail ?? "", code };
    },
    [t, i18n],
  );
}

/**
 * Words for whatever was thrown: by the problem's code, else the server's own sentence; a server that did not answer
 * gets the code `unreachable`, and an error of our own program `broken`.
 */
export function useProblem(): (error: unknown) => ProblemText {
  const codeText = useCodeText();
  return useCallback(
    (error) => {
      if (error instanceof ProblemError) return codeText(error.problem.code, error.problem);
      if (isOwnError(error)) return codeText("broken");
      return codeText(isUnreachable(error) || !navigator.onLine ? "unreachable" : "unexpected");
    },
    [codeText],
  );
}

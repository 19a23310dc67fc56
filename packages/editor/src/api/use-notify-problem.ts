import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useProblem } from "./problem-text.ts";

/** For `onError` of a mutation that has no form to show its problem in. */
export function useNotifyProblem(): (error: unknown) => void {
  const problemText = useProblem();
  return useCallback(
    (error) => {
      const { title, remedy } = problemText(error);
      notifications.show({ color: "red", title, message: remedy, autoClose: 10_000 });
    },
    [problemText],
  );
}

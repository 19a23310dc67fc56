import { useState } from "react";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";

/** One act at a time: whether one is under way, and a way to do one, which tells its failure. */
export function useAct() {
  const notify = useNotifyProblem();
  const [busy, setBusy] = useState(false);
  const act = async (way: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await way();
    } catch (error) {
      notify(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, act };
}

import type { Person } from "@sluice/api/schemas";
import { useCallback, useState } from "react";
import type { NewsListener } from "../../api/apply-news.ts";
import { useLive } from "../../api/live.ts";

/** One for each time that the page is loaded: by it a tab finds itself among those who have a workflow open. */
const ownTab = `tab-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;

/**
 * Counts as having the workflow open while the calling component is shown, hears its news, and answers who else has it open.
 */
export function usePresence(workflowId: string): readonly Person[] {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const onNews = useCallback<NewsListener>((news) => {
    if (news.kind === "presence") setPeople(news.people);
  }, []);
  const onLost = useCallback(() => setPeople([]), []);
  useLive(workflowId, onNews, { tab: ownTab, onLost });
  return people.filter(({ tab }) => tab !== ownTab);
}

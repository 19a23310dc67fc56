import type { Session } from "@sluice/api/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { enter } from "../../api/session.ts";

/** What follows when an account was made: its session begins, with the list of workflows. */
export function useEntrance(): (session: Session) => Promise<void> {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return async (session) => {
    enter(queryClient, session);
    await navigate({ to: "/workflows" });
  };
}

import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { useTakeExample } from "../listen/use-take-example.ts";
import { useTrial } from "./use-trial.ts";

/**
 * Takes the data of the execution that the address names (`?execution=exe_…`), once: previews and trials use what it ran
 * on and what its steps gave, and a request that started it becomes the example of the draft.
 */
export function useDataOfAddress(): void {
  const { t } = useTranslation("trial");
  const { execution: id } = useSearch({ from: "/signed-in/workflows/$id" });
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const store = useOpenDocumentStore();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const notify = useNotifyProblem();
  const take = useTakeExample();
  const taken = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (id === undefined) {
      taken.current = undefined;
      return;
    }
    if (taken.current === id) return;
    taken.current = id;
    void navigate({ to: "/workflows/$id", params: { id: workflowId }, search: {}, replace: true });
    const copy = async () => {
      // Through the cache: the previews, which are set to it next, read the same two.
      const execution = await queryClient.fetchQuery(api.executions.get.queryOptions({ input: { id } }));
      useTrial.getState().choose({ from: "execution", id, at: execution.queuedAt });
      const { deliveryId } = execution;
      const isWebhook = store.getState().document.trigger.type === "webhook";
      const delivery =
        isWebhook && deliveryId !== null
          ? await queryClient.fetchQuery(api.deliveries.get.queryOptions({ input: { id: deliveryId } }))
          : null;
      if (delivery) take(delivery);
      notifications.show({
        color: "green",
        title: t("copied"),
        message: delivery ? t("copiedExample") : "",
      });
    };
    copy().catch(notify);
  }, [id, workflowId, store, navigate, queryClient, notify, take, t]);
}

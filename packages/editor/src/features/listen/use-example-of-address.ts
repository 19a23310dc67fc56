import { notifications } from "@mantine/notifications";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useTakeExample } from "./use-take-example.ts";

/** Takes the delivery that the address names (`?example=dlv_…`) into the open draft, once. */
export function useExampleOfAddress(): void {
  const { t } = useTranslation("listen");
  const { example } = useSearch({ from: "/signed-in/workflows/$id" });
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const navigate = useNavigate();
  const notify = useNotifyProblem();
  const take = useTakeExample();
  const taken = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (example === undefined || taken.current === example) return;
    taken.current = example;
    void navigate({ to: "/workflows/$id", params: { id: workflowId }, search: {}, replace: true });
    client.deliveries
      .get({ id: example })
      .then((delivery) => {
        const { added } = take(delivery);
        notifications.show({
          color: "green",
          title: t("taken"),
          message: t("undo", { count: added.length }),
        });
      })
      .catch(notify);
  }, [example, workflowId, navigate, notify, take, t]);
}

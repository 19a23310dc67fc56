import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { NewAlert } from "@sluice/api/schemas";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { Panel } from "../../ui/panel.tsx";
import classes from "./alerts.module.css";

/** What most installations want to know of: each is one click away, and none is forced. */
export function AlertOffers() {
  const { t, i18n } = useTranslation("alerts");
  const queryClient = useQueryClient();
  const notify = useNotifyProblem();
  const language = i18n.language === "fr" ? "fr" : "en";
  const offers = useQuery(api.alerts.offers.queryOptions({ input: { language } }));
  const add = useMutation({
    mutationFn: (offer: NewAlert) => client.alerts.create(offer),
    onError: notify,
    onSuccess: () => notifications.show({ message: t("offers.added") }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.alerts.key() }),
  });
  const items = offers.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t("offers.title")}>
      <p className={classes.dim}>{t("offers.text")}</p>
      <ul className={classes.offers}>
        {items.map((offer) => (
          <li key={offer.kind}>
            <div>
              <strong>{offer.name}</strong>
              <p className={classes.dim}>{t(`kindHints.${offer.kind}`)}</p>
            </div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              aria-label={`${t("offers.add")}: ${offer.name}`}
              disabled={add.isPending}
              onClick={() => add.mutate(offer)}
            >
              {t("offers.add")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

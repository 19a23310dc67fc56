import { Button } from "@mantine/core";
import type { ShippedConnector } from "@sluice/api/schemas";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import classes from "./connectors.module.css";

/** Connectors that come with Sluice, to be added with one click. */
export function ShippedConnectors({ onAdd }: { readonly onAdd: (shipped: ShippedConnector) => void }) {
  const { t } = useTranslation("connectors");
  const id = useId();
  const { data } = useQuery(api.connectors.shipped.queryOptions());
  if (data === undefined) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t("shipped.title")}
      </h2>
      <ul className={classes.shipped}>
        {data.items.map((shipped) => (
          <li key={shipped.key} className={classes.card}>
            <h3>{shipped.name}</h3>
            <p>{t(`shipped.${shipped.key}`)}</p>
            <div>
              <Button
                size="compact-sm"
                variant="default"
                disabled={shipped.connectorId !== null}
                leftSection={<IconPlus size={14} aria-hidden />}
                {...(shipped.connectorId === null
                  ? { "aria-label": t("shipped.addNamed", { name: shipped.name }) }
                  : {})}
                onClick={() => onAdd(shipped)}
              >
                {t(shipped.connectorId === null ? "shipped.add" : "shipped.added")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

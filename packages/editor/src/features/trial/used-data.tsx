import type { UsedData } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import {
  IconBulb,
  IconFileText,
  IconHistory,
  IconInbox,
  IconPin,
  IconPlayerPlay,
  IconSendOff,
  IconWorld,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRestedDocument } from "../../document/use-rested-document.ts";
import { usedWord } from "../../document/used-data.ts";
import classes from "./trial.module.css";

const icons: Readonly<Record<UsedData["from"], TablerIcon>> = {
  request: IconFileText,
  delivery: IconInbox,
  execution: IconHistory,
  pin: IconPin,
  example: IconBulb,
  ran: IconPlayerPlay,
  unsent: IconSendOff,
  outside: IconWorld,
};

/** Where the output of each step came from. */
export function UsedDataList({
  used,
  nameOf,
}: {
  used: Readonly<Record<string, UsedData>>;
  nameOf: (node: string) => string;
}) {
  const { t } = useTranslation("trial");
  const document = useRestedDocument();
  return (
    <dl className={classes.used} aria-label={t("used.title")}>
      {Object.entries(used).map(([node, data]) => {
        const { from, id } = data;
        const word = usedWord({ document, types: definitions }, { node, from });
        const Icon = icons[from];
        return (
          <div key={node}>
            <dt>{nameOf(node)}</dt>
            <dd>
              <Icon size={13} aria-hidden />{" "}
              {id !== null && from === "delivery" ? (
                <Link to="/deliveries/$id" params={{ id }}>
                  {t("used.delivery")}
                </Link>
              ) : id !== null && from === "execution" ? (
                <Link to="/executions/$id" params={{ id }}>
                  {t(`used.${word}`)}
                </Link>
              ) : (
                t(`used.${word}`)
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

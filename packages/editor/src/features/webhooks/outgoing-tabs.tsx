import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./webhooks.module.css";

const tabs = [
  { to: "/webhooks", label: "tabs.webhooks" },
  { to: "/webhooks/messages", label: "tabs.messages" },
  { to: "/webhooks/published", label: "tabs.published" },
  { to: "/webhooks/events", label: "tabs.types" },
] as const;

/** What belongs to sending: who is sent events, what is on its way, and which events there are. */
export function OutgoingTabs() {
  const { t } = useTranslation("webhooks");
  return (
    <nav aria-label={t("title")} className={classes.tabs}>
      {tabs.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          className={classes.tab ?? ""}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}

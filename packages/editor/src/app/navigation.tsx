import { Tooltip, VisuallyHidden } from "@mantine/core";
import {
  IconArrowBigRightLines,
  IconBellRinging,
  IconHistory,
  IconHome,
  IconKey,
  IconPlug,
  IconPlugX,
  IconRoute,
  IconSend,
  IconSettings,
  IconTopologyStar3,
  IconUserCheck,
  IconUsers,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useConnection } from "../api/live.ts";
import { useMay } from "../api/may.ts";
import { useFiringAlerts } from "../features/alerts/use-alerts.ts";
import { mostCounted, useOpenApprovals } from "../features/approvals/use-open-approvals.ts";
import { LogoMark, Wordmark } from "../ui/logo.tsx";
import { AccountMenu } from "./account-menu.tsx";
import classes from "./shell.module.css";

const links = [
  { to: "/home", label: "nav.overview", icon: IconHome },
  { to: "/workflows", label: "nav.workflows", icon: IconTopologyStar3 },
  { to: "/deliveries", label: "nav.deliveries", icon: IconArrowBigRightLines },
  { to: "/executions", label: "nav.executions", icon: IconRoute },
  { to: "/webhooks", label: "nav.webhooks", icon: IconSend },
  { to: "/credentials", label: "nav.credentials", icon: IconKey },
  { to: "/connectors", label: "nav.connectors", icon: IconPlug },
  { to: "/approvals", label: "nav.approvals", icon: IconUserCheck },
  { to: "/alerts", label: "nav.alerts", icon: IconBellRinging, wants: "alerts:read" },
  { to: "/people", label: "nav.people", icon: IconUsers, wants: "*" },
  { to: "/audit", label: "nav.audit", icon: IconHistory, wants: "audit:read" },
  { to: "/settings", label: "nav.settings", icon: IconSettings, wants: "*" },
] as const;

export function Navigation({ slim }: { slim: boolean }) {
  const { t } = useTranslation("shell");
  const mayAll = useMay("*");
  // What is the owner's alone is not offered to others.
  const shown = links.filter((link) => !("wants" in link) || mayAll);
  return (
    <nav className={classes.nav} aria-label={t("nav.label")}>
      <Link to="/home" className={classes.brand} aria-label={t("nav.home")}>
        {slim ? <LogoMark /> : <Wordmark />}
      </Link>
      <ul className={classes.links}>
        {shown.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Labelled slim={slim} label={t(label)}>
              <Link to={to} className={slim ? `${classes.link} ${classes.slim}` : classes.link}>
                <Icon size={18} stroke={1.75} aria-hidden />
                {slim ? <VisuallyHidden>{t(label)}</VisuallyHidden> : t(label)}
                {to === "/approvals" && <OpenApprovals />}
                {to === "/alerts" && <FiringAlerts />}
              </Link>
            </Labelled>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <ConnectionNote slim={slim} />
        <AccountMenu slim={slim} />
      </div>
    </nav>
  );
}

/** How many approvals wait for somebody; nothing while none does. */
function OpenApprovals() {
  const { t } = useTranslation("shell");
  const open = useOpenApprovals() ?? 0;
  if (open === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden>{open > mostCounted ? `${mostCounted}+` : open}</span>
      <VisuallyHidden>{t("nav.openApprovals", { count: open })}</VisuallyHidden>
    </span>
  );
}

/** How many alerts fire; nothing while none does. */
function FiringAlerts() {
  const { t } = useTranslation("shell");
  const firing = useFiringAlerts();
  if (firing === 0) return null;
  return (
    <span className={classes.count} data-tone="danger">
      <span aria-hidden>{firing}</span>
      <VisuallyHidden>{t("nav.firingAlerts", { count: firing })}</VisuallyHidden>
    </span>
  );
}

/** Where only the icon stands, the name comes as a tooltip. */
function Labelled({ slim, label, children }: { slim: boolean; label: string; children: ReactNode }) {
  if (!slim) return children;
  return (
    <Tooltip label={label} position="right">
      <span style={{ display: "block" }}>{children}</span>
    </Tooltip>
  );
}

/** Says so while no news arrive: a list that stands still must not look like a quiet day. */
function ConnectionNote({ slim }: { slim: boolean }) {
  const { t } = useTranslation("shell");
  const connection = useConnection();
  return (
    <div role="status">
      {connection === "lost" && (
        <Tooltip label={t("connection.lostHint")} position="right" multiline w={240}>
          <div className={classes.lost}>
            <IconPlugX size={16} aria-hidden />
            {slim ? <VisuallyHidden>{t("connection.lost")}</VisuallyHidden> : t("connection.lost")}
          </div>
        </Tooltip>
      )}
    </div>
  );
}

import { Avatar, Tooltip, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSession } from "../../api/session.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import classes from "./presence.module.css";
import { usePresence } from "./use-presence.ts";

/** Faces that are shown before the rest is only counted. */
const most = 4;

/** Who else has this workflow open, each person once. Nothing while nobody has. */
export function Presence() {
  const { t } = useTranslation("merge");
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const own = useSession()?.user.email;
  const others = usePresence(workflowId);
  const names = [...new Set(others.map(({ name }) => name))].sort();
  const text = (name: string) => (name === own ? t("presence.ownTab") : t("presence.person", { name }));
  return (
    <div className={classes.presence} role="status" aria-live="polite">
      {names.length > 0 && (
        <ul aria-label={t("presence.title", { count: names.length })}>
          {names.slice(0, most).map((name) => (
            <li key={name}>
              <Tooltip label={text(name)}>
                <Avatar size={26} radius="xl" name={name} color="initials" aria-hidden />
              </Tooltip>
              <VisuallyHidden>{text(name)}</VisuallyHidden>
            </li>
          ))}
          {names.length > most && <li>{t("presence.more", { count: names.length - most })}</li>}
        </ul>
      )}
    </div>
  );
}

import type { ListedUser } from "@sluice/api/schemas";
import type { TFunction } from "i18next";
import type { Column } from "../../ui/data-table.tsx";
import classes from "../../ui/line-list.module.css";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import type { ShownLink } from "./link-dialog.tsx";
import { PersonMenu, PersonRole } from "./person-actions.tsx";

/** The columns of the list of people. `lastOwner`: the id of the one who cannot be taken away. */
export function personColumns(given: {
  readonly t: TFunction<"people">;
  readonly me: string | undefined;
  readonly lastOwner: string | undefined;
  readonly onLink: (link: ShownLink) => void;
}): readonly Column<ListedUser>[] {
  const { t, me, lastOwner, onLink } = given;
  const whyNot = ({ id }: ListedUser) => (id === lastOwner ? t("lastOwner") : undefined);
  return [
    {
      id: "email",
      title: t("email"),
      share: "40%",
      cell: ({ id, email, hasPassword }) => (
        <span className={classes.name}>
          {email}
          {id === me && <StatusBadge tone="info">{t("you")}</StatusBadge>}
          {!hasPassword && <StatusBadge tone="neutral">{t("ssoOnly")}</StatusBadge>}
        </span>
      ),
    },
    {
      id: "role",
      title: t("role"),
      cell: (person) => <PersonRole person={person} whyNot={whyNot(person)} />,
    },
    {
      id: "state",
      title: t("state"),
      cell: ({ disabledAt }) =>
        disabledAt === null ? (
          <StatusBadge tone="success">{t("active")}</StatusBadge>
        ) : (
          <StatusBadge tone="warning">{t("disabled")}</StatusBadge>
        ),
    },
    {
      id: "lastSeen",
      title: t("lastSeen"),
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? t("never") : <RelativeTime iso={lastSeenAt} />),
    },
    {
      id: "actions",
      title: t("actions"),
      titleHidden: true,
      end: true,
      cell: (person) => <PersonMenu person={person} whyNot={whyNot(person)} onLink={onLink} />,
    },
  ];
}

import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ShownOnce } from "../../ui/shown-once.tsx";

/** A link to hand over, and what became of its message; `reset`: it is for a new password. */
export interface ShownLink {
  readonly email: string;
  readonly link: string;
  readonly mailed: "sent" | "failed" | "no-mail" | "reset";
}

/** Shows a link the one time that it can be seen. */
export function LinkDialog({ link, onClose }: { link: ShownLink | null; onClose: () => void }) {
  const { t } = useTranslation("people");
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      title={link === null ? "" : t("link.title", { email: link.email })}
    >
      {link !== null && (
        <ShownOnce
          value={link.link}
          title={t("link.onceTitle")}
          text={t(`link.${link.mailed}`, { email: link.email })}
          copy={t("link.copy")}
          done={t("link.done")}
          testId="person-link"
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

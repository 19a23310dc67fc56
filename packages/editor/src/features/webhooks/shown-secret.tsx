import { useTranslation } from "react-i18next";
import { ShownOnce } from "../../ui/shown-once.tsx";

/** A new secret, the one time that it can be seen. */
export function ShownSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <ShownOnce
      value={secret}
      title={t("once.title")}
      text={t("once.text")}
      copy={t("once.copy")}
      done={t("done")}
      testId="new-secret"
      onClose={onClose}
    />
  );
}

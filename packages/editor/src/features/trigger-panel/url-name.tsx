import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRefresh, IconTag, IconTagOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { toState } from "../../api/api-gateway.ts";
import { client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { AliasDialog } from "./alias-dialog.tsx";
import { RotateKeyDialog } from "./rotate-key-dialog.tsx";
import { UrlLine } from "./url-line.tsx";

/** The readable name that the trigger URL has beside its key, where it has one. */
export function AliasUrl() {
  const { t } = useTranslation("protection");
  const aliasUrl = useOpenDocument((state) => state.workflow.aliasUrl);
  if (aliasUrl === null) return null;
  return <UrlLine method="POST" url={aliasUrl} copy={t("alias.copy")} />;
}

/** What can be done about the URL itself: a name, and a new key. */
export function UrlButtons() {
  const { t } = useTranslation("protection");
  const store = useOpenDocumentStore();
  const notify = useNotifyProblem();
  const { id, alias } = useOpenDocument((state) => state.workflow);
  const [naming, name] = useDisclosure(false);
  const [rotating, rotate] = useDisclosure(false);
  const remove = async () => {
    try {
      store.learn(toState(await client.workflows.removeAlias({ id })));
    } catch (error) {
      notify(error);
    }
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTag size={14} aria-hidden />}
        onClick={name.open}
      >
        {t(alias === null ? "alias.add" : "alias.change")}
      </Button>
      {alias !== null && (
        <ConfirmButton
          size="compact-sm"
          variant="default"
          leftSection={<IconTagOff size={14} aria-hidden />}
          question={t("alias.removeQuestion", { alias })}
          confirm={t("alias.remove")}
          onConfirm={() => void remove()}
        >
          {t("alias.remove")}
        </ConfirmButton>
      )}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={rotate.open}
      >
        {t("rotate.button")}
      </Button>
      <AliasDialog opened={naming} onClose={name.close} />
      <RotateKeyDialog opened={rotating} onClose={rotate.close} />
    </>
  );
}

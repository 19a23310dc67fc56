import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SnippetRequest } from "../../document/snippets.ts";
import { SendTestForm } from "./send-test-form.tsx";

export interface SendTestProps {
  /** The trigger's URL and examples. */
  readonly request: SnippetRequest;
  /** The trigger asks for HTTP Basic. */
  readonly needsUser: boolean;
}

/** "Send a test": really posts to the trigger URL and shows the answer. */
export function SendTest(props: SendTestProps) {
  const { t } = useTranslation("test");
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" leftSection={<IconSend size={14} aria-hidden />} onClick={open}>
        {t("open")}
      </Button>
      <Modal opened={opened} onClose={close} title={t("title")} size="xl">
        <SendTestForm {...props} onClose={close} />
      </Modal>
    </>
  );
}

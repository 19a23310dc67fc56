import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconShieldSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";

const SignatureDebugger = lazyPart(
  async () => (await import("../signature-debugger/signature-debugger.tsx")).SignatureDebugger,
);

/** Looks at the signature of a delivery of this trigger, or of a pasted request. */
export function CheckSignature() {
  const { t } = useTranslation("signature");
  const id = useOpenDocument((state) => state.workflow.id);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconShieldSearch size={14} aria-hidden />}
        onClick={open}
      >
        {t("open")}
      </Button>
      <SignatureDebugger workflowId={id} opened={opened} onClose={close} />
    </>
  );
}

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Delivery } from "@sluice/api/schemas";
import { IconShieldSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { loadCanvasTexts } from "../../i18n/i18n.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";

/** Its script and its texts are fetched when it is first opened. */
const SignatureDebugger = lazyPart(async () => {
  const [part] = await Promise.all([
    import("../signature-debugger/signature-debugger.tsx"),
    loadCanvasTexts(),
  ]);
  return part.SignatureDebugger;
});

/** Looks at the signature of a delivery, stage by stage. */
export function CheckSignature({ delivery: { id, workflowId } }: { delivery: Delivery }) {
  const { t } = useTranslation("deliveries");
  const [opened, { open, close }] = useDisclosure(false);
  const [wanted, { open: want }] = useDisclosure(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconShieldSearch size={16} aria-hidden />}
        onClick={() => {
          want();
          open();
        }}
      >
        {t("debugSignature")}
      </Button>
      {wanted && (
        <SignatureDebugger workflowId={workflowId} deliveryId={id} opened={opened} onClose={close} />
      )}
    </>
  );
}

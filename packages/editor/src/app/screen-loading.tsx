import { Center, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Shown while a screen's script is on its way, when that takes longer than a blink. */
export function ScreenLoading() {
  const { t } = useTranslation("shell");
  return (
    <Center h="60vh" role="status" aria-label={t("loading")}>
      <Loader size="sm" color="gray" />
    </Center>
  );
}

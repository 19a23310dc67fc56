import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { cssVariables, theme } from "../app/theme.ts";
import { loadCanvasTexts, startI18n } from "../i18n/i18n.ts";
import type { Language } from "../i18n/language.ts";

/** Renders with our theme and all texts of a language. Transitions and portals are off (`env="test"`). */
export async function renderWithTexts(node: ReactNode, language: Language = "en") {
  await startI18n(language);
  await loadCanvasTexts();
  return render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      {node}
    </MantineProvider>,
  );
}

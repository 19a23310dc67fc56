import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { cssVariables, theme } from "../app/theme.ts";
import { loadCanvasTexts, startI18n } from "../i18n/i18n.ts";
import type { Language } from "../i18n/language.ts";

/** There is no server: nothing is asked, and everything that would be is still loading. */
const quiet = new QueryClient({ defaultOptions: { queries: { enabled: false } } });

/** Renders with our theme and all texts of a language. Transitions and portals are off (`env="test"`). */
export async function renderWithTexts(node: ReactNode, language: Language = "en") {
  await startI18n(language);
  await loadCanvasTexts();
  return render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <QueryClientProvider client={quiet}>{node}</QueryClientProvider>
    </MantineProvider>,
  );
}

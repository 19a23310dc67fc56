import { useEffect } from "react";

const product = "Sluice";

/** Names the browser's tab after the page while it is shown; the product alone before and after. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined && title !== "") document.title = `${title} · ${product}`;
    return () => {
      document.title = product;
    };
  }, [title]);
}

import { useEffect } from "react";

/** Says whether a dialog lies over what calls it, for as long as that is shown. */
export function useCovered(covered: boolean, onCovered: (covered: boolean) => void): void {
  useEffect(() => {
    onCovered(covered);
    return () => onCovered(false);
  }, [covered, onCovered]);
}

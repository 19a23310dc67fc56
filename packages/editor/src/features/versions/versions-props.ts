export interface VersionsProps {
  readonly onRestored: () => void;
  /** A dialog lies over the list, or none any more: whatever the list stands in must not take its Escape. */
  readonly onCovered: (covered: boolean) => void;
}

/** A map of fewer cards than this shows nothing that the canvas does not. */
export const miniMapFrom = 8;

/** The map and its distance from the edge take so much below the drawing; they would cover its last card. */
const belowMap = "180px" as const;

/** Room around a drawing that is shown whole, as parts of the canvas. */
export function roomAround(share: number, cards: number) {
  return cards < miniMapFrom ? share : { x: share, top: share, bottom: belowMap };
}

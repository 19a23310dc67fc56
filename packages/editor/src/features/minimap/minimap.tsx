import { Panel, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { frameOf, type MapBox, mapSize, pathOf, sightOn } from "./map-frame.ts";
import classes from "./minimap.module.css";

/** How much a notch of the wheel zooms, as a power of two for each pixel that it reports. */
const zoomOfPixel = -0.005;

/**
 * The whole drawing, small, and what of it is in sight. A press shows that place, a drag pans, the wheel zooms. React Flow's
 * own map draws every card anew for each step of a pan, which is half of what that costs with 500 nodes (bench `paint`): here
 * only a frame is shifted, and cards are drawn when they move.
 */
export function Minimap({ label }: { readonly label: string }) {
  const flow = useStoreApi();
  const { setCenter, getZoom } = useReactFlow();
  const nodes = useStore((state) => state.nodes);
  const boxes = useMemo(() => {
    const { nodeLookup } = flow.getState();
    const [frames, cards]: [MapBox[], MapBox[]] = [[], []];
    for (const { id, type } of nodes) {
      const node = nodeLookup.get(id);
      if (!node) continue;
      const { x, y } = node.internals.positionAbsolute;
      const { width = node.width ?? 0, height = node.height ?? 0 } = node.measured;
      (type === "frame" ? frames : cards).push({ x, y, width, height });
    }
    return { frames, cards };
  }, [flow, nodes]);
  const frame = useMemo(() => frameOf([...boxes.frames, ...boxes.cards]), [boxes]);

  const map = useRef<HTMLDivElement>(null);
  const sight = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const show = () => {
      const style = sight.current?.style;
      if (!style) return;
      const { x, y, width, height } = sightOn(frame, flow.getState());
      style.transform = `translate(${x}px, ${y}px)`;
      style.width = `${width}px`;
      style.height = `${height}px`;
    };
    show();
    return flow.subscribe((now, before) => {
      const same =
        now.transform === before.transform && now.width === before.width && now.height === before.height;
      if (!same) show();
    });
  }, [flow, frame]);

  useEffect(() => {
    const element = map.current;
    const zoom = (event: WheelEvent) => {
      event.preventDefault();
      const { transform, width, height, minZoom, maxZoom } = flow.getState();
      const [x, y, now] = transform;
      const next = Math.min(maxZoom, Math.max(minZoom, now * 2 ** (event.deltaY * zoomOfPixel)));
      void setCenter((width / 2 - x) / now, (height / 2 - y) / now, { zoom: next });
    };
    // Not React's: its own cannot keep the page from zooming.
    element?.addEventListener("wheel", zoom, { passive: false });
    return () => element?.removeEventListener("wheel", zoom);
  }, [flow, setCenter]);

  /** From the pointer to the middle of what is in sight, in pixels of the map, while that is dragged. */
  const held = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const placeOf = ({ clientX, clientY }: PointerEvent) => {
    const { left = 0, top = 0 } = map.current?.getBoundingClientRect() ?? {};
    return { x: clientX - left, y: clientY - top };
  };
  const go = (event: PointerEvent) => {
    if (held.current === null) return;
    const { x, y } = placeOf(event);
    const at = { x: x + held.current.x, y: y + held.current.y };
    void setCenter(frame.x + at.x / frame.scale, frame.y + at.y / frame.scale, { zoom: getZoom() });
  };
  const press = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = placeOf(event);
    const { x, y, width, height } = sightOn(frame, flow.getState());
    const inside = at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
    held.current = inside ? { x: x + width / 2 - at.x, y: y + height / 2 - at.y } : { x: 0, y: 0 };
    go(event);
  };
  const leave = () => {
    held.current = null;
  };

  return (
    <Panel position="bottom-right" className={classes.panel}>
      <div
        ref={map}
        className={classes.map}
        role="img"
        aria-label={label}
        onPointerDown={press}
        onPointerMove={go}
        onPointerUp={leave}
        onPointerCancel={leave}
      >
        <svg width={mapSize.width} height={mapSize.height} aria-hidden>
          <path className={classes.frames} d={pathOf(boxes.frames, frame)} />
          <path className={classes.cards} d={pathOf(boxes.cards, frame)} />
        </svg>
        <div ref={sight} className={classes.sight} />
      </div>
    </Panel>
  );
}

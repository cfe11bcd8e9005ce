/** What a mouse or a finger does to a timeline: a click goes somewhere, a drag moves what is shown, ctrl and the wheel zoom. */

export interface Pointable {
  readonly shown: () => { readonly fromMs: number; readonly toMs: number };
  readonly show: (fromMs: number, toMs: number) => void;
  readonly zoom: (factor: number, aroundMs: number) => void;
  readonly pointed: (atMs: number) => void;
}

/** Nearer than this it is a click. */
const DRAG_PIXELS = 4;

export function pointable(node: SVGSVGElement, { shown, show, zoom, pointed }: Pointable): void {
  const msOf = (pixels: number): number => {
    const { fromMs, toMs } = shown();
    return (pixels / node.getBoundingClientRect().width) * (toMs - fromMs);
  };
  const at = (event: MouseEvent): number =>
    shown().fromMs + msOf(event.clientX - node.getBoundingClientRect().left);
  let down: { readonly x: number; readonly fromMs: number; moved: boolean } | null = null;
  node.addEventListener('pointerdown', (event) => {
    if (event.button === 0) down = { x: event.clientX, fromMs: shown().fromMs, moved: false };
  });
  node.addEventListener('pointermove', (event) => {
    // A finger that moves scrolls the page.
    if (down === null || event.pointerType === 'touch' || Math.abs(event.clientX - down.x) < DRAG_PIXELS)
      return;
    if (!down.moved) node.setPointerCapture(event.pointerId);
    down.moved = true;
    const { fromMs, toMs } = shown();
    const movedMs = down.fromMs - msOf(event.clientX - down.x);
    show(movedMs, movedMs + toMs - fromMs);
  });
  const up = (event: PointerEvent): void => {
    if (down !== null && !down.moved && event.type === 'pointerup') pointed(at(event));
    down = null;
  };
  node.addEventListener('pointerup', up);
  node.addEventListener('pointercancel', up);
  node.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, at(event));
    },
    { passive: false },
  );
}

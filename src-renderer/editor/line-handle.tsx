import { GripVertical } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import type { LineActions } from './line-row.tsx';

/** The handle: dragged with a pointer, or moved with the arrow keys while it has the focus. */
export function LineHandle(props: { name: string; index: number; id: string; actions: LineActions }) {
  const { name, index, id, actions } = props;
  const handle = useRef<HTMLButtonElement>(null);
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    actions.move(id, index + step);
    // The row keeps its element when it moves; some browsers drop the focus on the way.
    requestAnimationFrame(() => handle.current?.focus());
  }
  return (
    <button
      ref={handle}
      type="button"
      className="line-handle"
      draggable
      aria-label={`Reorder ${name.toLowerCase()}`}
      title="Drag, or use the arrow keys"
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        actions.drag(id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragEnd={() => actions.drag(null)}
    >
      <GripVertical size={16} aria-hidden="true" />
    </button>
  );
}

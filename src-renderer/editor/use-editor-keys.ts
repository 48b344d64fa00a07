import { useEffect, useRef } from 'react';

/** Undo, redo and issue by keyboard. They belong to the whole draft, so a field's own undo gives way to them. */
export function useEditorKeys(actions: { undo: () => void; redo: () => void; issue: () => void }): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('[role=dialog]')) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && event.shiftKey) latest.current.redo();
      else if (key === 'z') latest.current.undo();
      else if (key === 'y') latest.current.redo();
      else if (key === 'enter') latest.current.issue();
      else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

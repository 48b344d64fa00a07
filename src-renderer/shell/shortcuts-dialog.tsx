import { useState } from 'react';
import { Modal } from '../components/modal.tsx';
import { setSingleKeys, shortcuts, singleKeysOn } from './use-shortcuts.ts';

const editorKeys = [
  { keys: ['Ctrl', 'Z'], does: 'Undo, in the editor' },
  { keys: ['Ctrl', 'Shift', 'Z'], does: 'Redo, in the editor' },
  { keys: ['Ctrl', 'Enter'], does: 'Issue and send, in the editor' },
  { keys: ['↑', '↓'], does: 'Move through a list, or a line by its handle' },
];

/** The list of keyboard shortcuts, and the switch for those of a single key. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [isOn, setOn] = useState(singleKeysOn);
  return (
    <Modal open={open} onClose={onClose} title="Keyboard shortcuts">
      <dl className="shortcut-list">
        {[...shortcuts, ...editorKeys].map((shortcut) => (
          <div key={shortcut.does}>
            <dt>{shortcut.does}</dt>
            <dd>
              {shortcut.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="check-row">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            setSingleKeys(event.target.checked);
            setOn(event.target.checked);
          }}
        />
        Use single-key shortcuts on this device
      </label>
    </Modal>
  );
}

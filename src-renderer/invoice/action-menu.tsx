import { Menu } from '@base-ui/react/menu';
import {
  Banknote,
  Ban,
  CircleSlash,
  CopyPlus,
  Ellipsis,
  FileMinus2,
  ReceiptText,
  RotateCcw,
  Send,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { InvoiceAction } from './available-actions.ts';

/** What the menu can ask for: an action by its name, or one that no state of the invoice forbids. */
export type MenuChoice = Exclude<InvoiceAction, 'receipt'> | 'duplicate' | 'save-receipt' | 'send-receipt';

interface Entry {
  readonly choice: MenuChoice;
  readonly label: string;
  readonly icon: LucideIcon;
  /** The action that allows it; absent where it can always be done. */
  readonly needs?: InvoiceAction;
  readonly isDanger?: boolean;
}

/** In groups: the receipt, what puts money right, and what ends the invoice or begins another. */
const groups: readonly (readonly Entry[])[] = [
  [
    { choice: 'save-receipt', label: 'Receipt as PDF', icon: ReceiptText, needs: 'receipt' },
    { choice: 'send-receipt', label: 'Send receipt…', icon: Send, needs: 'receipt' },
  ],
  [
    { choice: 'refund', label: 'Record refund…', icon: Undo2, needs: 'refund' },
    { choice: 'outside', label: 'Record payment outside…', icon: Banknote, needs: 'outside' },
    { choice: 'credit', label: 'Credit note…', icon: FileMinus2, needs: 'credit' },
  ],
  [
    { choice: 'duplicate', label: 'Duplicate', icon: CopyPlus },
    { choice: 'reinstate', label: 'Reinstate', icon: RotateCcw, needs: 'reinstate' },
    { choice: 'write-off', label: 'Write off…', icon: CircleSlash, needs: 'write-off', isDanger: true },
    { choice: 'void', label: 'Void…', icon: Ban, needs: 'void', isDanger: true },
  ],
];

interface ActionMenuProps {
  available: ReadonlySet<InvoiceAction>;
  onChoose: (choice: MenuChoice) => void;
}

/** Everything else that can be done with an invoice. */
export function ActionMenu({ available, onChoose }: ActionMenuProps) {
  const shown = groups
    .map((group) => group.filter(({ needs }) => needs === undefined || available.has(needs)))
    .filter((group) => group.length > 0);
  return (
    <Menu.Root>
      <Menu.Trigger
        className="button button-plain button-medium icon-button"
        aria-label="More actions"
        title="More actions"
      >
        <Ellipsis size={18} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="popup-place">
          <Menu.Popup className="popup popup-whole">
            {shown.map((group) => (
              <Menu.Group key={group[0]?.choice} className="popup-group">
                {group.map(({ choice, label, icon: Icon, isDanger }) => (
                  <Menu.Item
                    key={choice}
                    className={`popup-item ${isDanger ? 'popup-danger' : ''}`}
                    onClick={() => onChoose(choice)}
                  >
                    <Icon size={16} aria-hidden="true" /> {label}
                  </Menu.Item>
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

import { Menu } from '@base-ui/react/menu';
import {
  Ban,
  Banknote,
  CircleSlash,
  CopyPlus,
  Ellipsis,
  FileMinus,
  ReceiptText,
  Send,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { InvoiceActionsProps } from './invoice-actions.tsx';
import { offeredRemedies } from './offered-remedies.ts';

/** Everything that is seldom done with an invoice, the remedies among it. */
export function InvoiceMenu({ view, commands, remedies, onOpen }: Omit<InvoiceActionsProps, 'pdf'>) {
  const offered = offeredRemedies(view);
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
          <Menu.Popup className="popup">
            {offered.receipt ? (
              <>
                <Item icon={ReceiptText} label="Receipt PDF" onClick={() => void remedies.saveReceipt()} />
                <Item icon={Send} label="Send receipt…" onClick={() => onOpen('receipt')} />
              </>
            ) : null}
            {offered.outside ? <Item icon={Banknote} label="Paid outside…" onClick={() => onOpen('outside')} /> : null}
            {offered.refund ? <Item icon={Undo2} label="Record refund…" onClick={() => onOpen('refund')} /> : null}
            {offered.credit ? <Item icon={FileMinus} label="Credit note…" onClick={() => onOpen('credit')} /> : null}
            <Item icon={CopyPlus} label="Duplicate" onClick={commands.duplicate} />
            {offered.writeOff ? (
              <Item icon={CircleSlash} label="Write off…" danger onClick={() => onOpen('write-off')} />
            ) : null}
            {view.lifecycle === 'issued' ? (
              <Item icon={Ban} label="Void…" danger onClick={() => onOpen('void')} />
            ) : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ItemProps {
  icon: LucideIcon;
  label: string;
  danger?: boolean;
  onClick: () => void;
}

function Item({ icon: Icon, label, danger, onClick }: ItemProps) {
  return (
    <Menu.Item className={danger ? 'popup-item popup-danger' : 'popup-item'} onClick={onClick}>
      <Icon size={16} aria-hidden="true" /> {label}
    </Menu.Item>
  );
}

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';

interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /**
   * `panel` comes in from the side and keeps the page in sight; `dialog` sits in the middle; `paper`
   * is as large as a page.
   */
  shape?: 'dialog' | 'panel' | 'paper';
  wide?: boolean;
  children: ReactNode;
}

/** Where the focus goes first: the first field, so that a space typed there does not press Close. */
const firstField = 'input:not([type=radio], [type=checkbox]), input[type=radio]:checked, textarea, select';

/** A modal dialog or side panel: focus goes in, stays in, and comes back; Escape closes. */
export function Modal({ open, onClose, title, description, shape = 'dialog', wide, children }: ModalProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          ref={popup}
          className={`modal modal-${shape}`}
          data-wide={wide ? true : undefined}
          initialFocus={() => popup.current?.querySelector<HTMLElement>(firstField) ?? true}
        >
          <header className="modal-head">
            <Dialog.Title className="modal-title">{title}</Dialog.Title>
            <Dialog.Close className="button button-quiet icon-button button-small" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </header>
          {description ? <Dialog.Description className="modal-description">{description}</Dialog.Description> : null}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
